/* SPDX-License-Identifier: MIT */
#include "kept.h"
#include "source/keep.h"

#include <criterion/criterion.h>

Test(kept, fields_stay_that_are_read)
{
    kept_is("node", "/usr/include/node/node_version.h",
            "// Copyright\n#define NODE_MAJOR_VERSION 20\n#define F(a, b) \\\n  ((a) > (b))\n#endif\n",
            "#define NODE_MAJOR_VERSION 20\n");
    kept_is("perl", "/usr/lib/x/perl-base/Config.pm",
            "    archname => 'x86_64-linux-gnu',\n    cf_email => 'a@b',\n", "archname='x86_64-linux-gnu'\n");
    kept_is("julia", "/usr/include/julia/julia_version.h",
            "#define JULIA_VERSION_STRING \"hunter2 by joe\"\n", "#define JULIA_VERSION_STRING \"? ? ?\"\n");
}

Test(kept, lines_of_versions_keep_versions)
{
    kept_is("go", "/usr/local/go/VERSION", "go1.22.1\ntime 2024-03-04T23:00:00Z\n", "go1.22.1\n? ?\n");
    kept_is("erlang", "/usr/lib/erlang/releases/start_erl.data", "13.1.5 25\n", "13.1.5 25\n");
}

Test(kept, marks_stay_with_their_number)
{
    kept_is("cuda", "/usr/local/cuda/version.txt", "joe's\nCUDA Version 10.2.89 of joe\nmore\n",
            "CUDA Version 10.2.89\n");
    kept_is("erlang", "/usr/lib/elixir/lib/elixir/ebin/elixir.app", "{application,elixir,\n{vsn,\"1.14.0\"},",
            "{vsn,\"1.14.0\n");
}
