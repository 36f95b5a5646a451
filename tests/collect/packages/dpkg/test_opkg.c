/* SPDX-License-Identifier: MIT */
#include "packages_world.h"

TestSuite(opkg, .init = set_up, .fini = tear_down);

static const char opkg[] = "Package: busybox\n"
                           "Version: 1.36.1-r2\n"
                           "Status: install user installed\n"
                           "Architecture: x86_64\n"
                           "\n"
                           "Package: gone\n"
                           "Version: 1\n"
                           "Status: deinstall user not-installed\n"
                           "Architecture: x86_64\n"
                           "\n";

/* Yocto's images have packages that are set up at the first start; Entware's stand beside the system's own. */
Test(opkg, unpacked)
{
    world_file(world, "/var/lib/opkg/status",
               "Package: kernel\nVersion: 6.6-r0\nStatus: install ok unpacked\nArchitecture: qemux86_64\n\n"
               "Package: half\nVersion: 1\nStatus: install ok half-installed\nArchitecture: all\n\n");
    world_file(world, "/opt/lib/opkg/status",
               "Package: nano\nVersion: 8.2-1\nStatus: install user installed\nArchitecture: x64-3.2\n\n");
    world_collect(world, "opkg");
    expect("opkg/kernel", "6.6-r0");
    expect("opkg/nano", "8.2-1");
    expect_whole(2);
}

Test(opkg, lists_what_is_installed)
{
    world_file(world, "/usr/lib/opkg/status", opkg);
    world_collect(world, "opkg");
    expect("opkg/busybox", "1.36.1-r2");
    expect_whole(1);
    cut_everywhere("opkg", "/usr/lib/opkg/status", opkg, "opkg", "\n\n");
}
