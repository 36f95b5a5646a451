/* SPDX-License-Identifier: MIT */
#include "kept.h"
#include "source/keep.h"

#include <criterion/criterion.h>

#define keeps(path, text, expected) kept_is("node", path, text, expected)

Test(node_kept, packages_keep_name_and_version)
{
    keeps(
        "/usr/lib/node_modules/x/package.json",
        "{\"author\": \"A <a@b>\", \"name\": \"@s/x\",\n \"bugs\": {\"name\": \"no\"},\"version\": \"1.2\"}",
        "{\"name\": \"@s/x\", \"version\": \"1.2\"}\n");
    keeps("/usr/lib/node_modules/x/package.json", "[1]", "{}\n");
    keeps("/usr/lib/node_modules/x/package.json", "{\"version\":\"1\",", "{\"version\": \"1\"?\n");
}

Test(node_kept, packages_name_nobody)
{
    keeps("/usr/lib/node_modules/x/package.json",
          "{\"name\": \"leak@acme.com\", \"version\": \"leakver by leak@acme.com\"}",
          "{\"name\": \"?\", \"version\": \"?\"}\n");
    keeps("/usr/lib/node_modules/x/package.json", "{\"name\": \"@a/b\", \"version\": \"1.0.0-beta.x+1\"}",
          "{\"name\": \"@a/b\", \"version\": \"1.0.0-beta.x+1\"}\n");
}
