/* SPDX-License-Identifier: MIT */
#include "packages_world.h"

TestSuite(chisel, .init = set_up, .fini = tear_down);

Test(chisel, is_unsupported)
{
    world_bytes(world, "/var/lib/chisel/manifest.wall", "\x28\xb5\x2f\xfd", 4);
    world_collect(world, "chisel");
    cr_expect_str_eq(world_gap(world, PK, "chisel/*"), "unsupported");
}
