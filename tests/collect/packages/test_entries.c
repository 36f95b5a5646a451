/* SPDX-License-Identifier: MIT */
#include "packages_world.h"

TestSuite(entries, .init = set_up, .fini = tear_down);

Test(entries, slackware)
{
    world_file(world, "/var/lib/pkgtools/packages/aaa_glibc-solibs-2.33-x86_64-5", "");
    world_file(world, "/var/lib/pkgtools/packages/xz-5.2.5-x86_64-4_slack15.0", "");
    world_collect(world, "entries");
    expect("slackware/aaa_glibc-solibs", "2.33-5");
    expect("slackware/xz", "5.2.5-4_slack15.0");
    expect_whole(2);
    world_file(world, "/var/lib/pkgtools/packages/x-1", "");
    world_collect(world, "entries");
    cr_expect_str_eq(world_gap(world, PK, "slackware/*"), "malformed");
}

Test(entries, slackware_before_15)
{
    world_file(world, "/var/log/packages/bash-4.1.010-i486-1", "");
    world_collect(world, "entries");
    expect("slackware/bash", "4.1.010-1");
}

Test(entries, eopkg)
{
    world_file(world, "/var/lib/eopkg/package/nano-8.2-206/metadata.xml", "<PISI>");
    world_file(world, "/var/lib/eopkg/package/gtk-3-3.24.43-98/metadata.xml", "<PISI>");
    world_collect(world, "entries");
    expect("eopkg/nano", "8.2-206");
    expect("eopkg/gtk-3", "3.24.43-98");
    expect_whole(2);
}
