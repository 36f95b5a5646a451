/* SPDX-License-Identifier: MIT */
#include "packages_world.h"

TestSuite(swupd, .init = set_up, .fini = tear_down);

Test(swupd, lists_bundles)
{
    world_file(world, "/usr/share/clear/bundles/os-core", "");
    world_file(world, "/usr/share/clear/bundles/.MoM", "");
    world_file(world, "/usr/share/clear/version", "42010\n");
    world_collect(world, "swupd");
    expect("swupd/os-core", "42010");
    expect_whole(1);
}
