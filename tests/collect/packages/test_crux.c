/* SPDX-License-Identifier: MIT */
#include "packages_world.h"

TestSuite(crux, .init = set_up, .fini = tear_down);

static const char crux[] = "acl\n2.3.2-1\nlib/\nlib/libacl.so.1\n\nbash\n5.2.37-1\nbin/bash\n\n";

Test(crux, lists_what_is_installed)
{
    world_file(world, "/var/lib/pkg/db", crux);
    world_collect(world, "crux");
    expect("crux/acl", "2.3.2-1");
    expect("crux/bash", "5.2.37-1");
    expect_whole(2);
    cut_everywhere("crux", "/var/lib/pkg/db", crux, "crux", "\n\n");
}
