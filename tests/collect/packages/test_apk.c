/* SPDX-License-Identifier: MIT */
#include "packages_world.h"

TestSuite(apk, .init = set_up, .fini = tear_down);

static const char apk[] = "C:Q1hash=\n"
                          "P:musl\n"
                          "V:1.2.4_git20230717-r4\n"
                          "A:x86_64\n"
                          "p:so:libc.musl-x86_64.so.1=1\n"
                          "F:lib\n"
                          "R:ld-musl-x86_64.so.1\n"
                          "\n"
                          "P:busybox\n"
                          "V:1.36.1-r15\n"
                          "A:x86_64\n"
                          "\n";

Test(apk, lists_what_is_installed)
{
    world_file(world, "/lib/apk/db/installed", apk);
    world_collect(world, "apk");
    expect("apk/musl", "1.2.4_git20230717-r4");
    expect("apk/busybox", "1.36.1-r15");
    expect_whole(2);
}

Test(apk, below_usr)
{
    world_file(world, "/usr/lib/apk/db/installed", apk);
    world_collect(world, "apk");
    expect_whole(2);
}

Test(apk, cut_anywhere)
{
    cut_everywhere("apk", "/lib/apk/db/installed", apk, "apk", "\n\n");
}

Test(apk, that_is_none)
{
    world_file(world, "/lib/apk/db/installed", "P:nameless\n\nV:1\n\n");
    world_collect(world, "apk");
    cr_expect_str_eq(world_gap(world, PK, "apk/*"), "malformed");
}
