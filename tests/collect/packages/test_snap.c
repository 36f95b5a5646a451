/* SPDX-License-Identifier: MIT */
#include "packages_world.h"

TestSuite(snap, .init = set_up, .fini = tear_down);

Test(snap, lists_what_is_installed)
{
    world_link(world, "/snap/core22/current", "1234");
    world_file(world, "/snap/core22/1234/meta/snap.yaml", "name: core22\nversion: '20240607'\nsummary: x\n");
    world_file(world, "/snap/core22/1200/meta/snap.yaml", "name: core22\nversion: '20240101'\n");
    world_file(world, "/snap/own/x1/meta/snap.yaml", "name: own\nversion: 1.0\n");
    world_directory(world, "/snap/bin");
    world_file(world, "/snap/README", "");
    world_collect(world, "snap");
    expect("snap/core22", "20240607 revision 1234");
    expect("snap/own", "1.0 revision x1");
    expect_whole(2);
}

Test(snap, that_lost_its_end)
{
    world_file(world, "/snap/own/x1/meta/snap.yaml", "name: own\nversion: 1.2");
    world_collect(world, "snap");
    cr_expect_null(world_string(world, PK, "snap/own"));
    cr_expect_str_eq(world_gap(world, PK, "snap/*"), "malformed");
}

/* A snap that is not mounted: its folder is there, and empty. */
Test(snap, that_is_not_mounted)
{
    world_link(world, "/snap/core22/current", "1234");
    world_directory(world, "/snap/core22/1234");
    world_collect(world, "snap");
    cr_expect_str_eq(world_gap(world, PK, "snap/*"), "hidden");
}
