/* SPDX-License-Identifier: MIT */
#include "packages_world.h"

TestSuite(xbps, .init = set_up, .fini = tear_down);

static const char xbps[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE plist>\n<plist version=\"1.0\">\n<dict>\n"
    "\t<key>_XBPS_ALTERNATIVES_</key>\n\t<dict>\n\t\t<key>sh</key>\n\t\t<array>\n\t\t\t<string>dash</"
    "string>\n"
    "\t\t</array>\n\t</dict>\n"
    "\t<key>base-files</key>\n\t<dict>\n\t\t<key>architecture</key>\n\t\t<string>x86_64</string>\n"
    "\t\t<key>automatic-install</key>\n\t\t<true/>\n"
    "\t\t<key>run_depends</key>\n\t\t<array>\n\t\t\t<string>xbps-triggers&gt;=0.123_1</string>\n\t\t</"
    "array>\n"
    "\t\t<key>pkgver</key>\n\t\t<string>base-files-0.143_8</string>\n"
    "\t\t<key>state</key>\n\t\t<string>installed</string>\n\t</dict>\n"
    "\t<key>half</key>\n\t<dict>\n\t\t<key>pkgver</key>\n\t\t<string>half-1_1</string>\n"
    "\t\t<key>state</key>\n\t\t<string>unpacked</string>\n\t</dict>\n</dict>\n</plist>\n";

Test(xbps, lists_what_is_installed)
{
    world_file(world, "/var/db/xbps/pkgdb-0.38.plist", xbps);
    world_collect(world, "xbps");
    expect("xbps/base-files", "0.143_8");
    expect_whole(1);
    cut_everywhere("xbps", "/var/db/xbps/pkgdb-0.38.plist", xbps, "xbps", NULL);
}
