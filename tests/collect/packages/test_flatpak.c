/* SPDX-License-Identifier: MIT */
#include "packages_world.h"

TestSuite(flatpak, .init = set_up, .fini = tear_down);

Test(flatpak, lists_what_is_installed)
{
#define APP "/var/lib/flatpak/app/org.gimp.GIMP/"
#define COMMIT "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
    world_link(world, APP "current", "x86_64/stable");
    world_link(world, APP "x86_64/stable/active", COMMIT);
    world_file(world, APP "x86_64/stable/" COMMIT "/export/share/metainfo/org.gimp.GIMP.metainfo.xml",
               "<component>\n <releases>\n  <release version=\"2.10.38\" date=\"2024-05-02\"/>\n"
               "  <release version=\"2.10.36\"/>\n </releases></component>");
    world_link(world, "/var/lib/flatpak/runtime/org.gnome.Platform/x86_64/46/active", COMMIT);
    world_link(world, "/var/lib/flatpak/runtime/org.gnome.Platform/x86_64/45/active", COMMIT);
    world_collect(world, "flatpak");
    expect("flatpak/org.gimp.GIMP", "2.10.38 branch stable commit 0123456789ab");
    cr_expect_str_eq(world_set(world, PK, "flatpak/org.gnome.Platform"),
                     "45 commit 0123456789ab 46 commit 0123456789ab");
    expect_whole(2);
}

Test(flatpak, is_led_nowhere)
{
    world_link(world, "/var/lib/flatpak/app/a/current", "../../alice@x/stable");
    world_link(world, "/var/lib/flatpak/runtime/b/x86_64/46/active", "built by alice");
    world_collect(world, "flatpak");
    cr_expect_null(world_string(world, PK, "flatpak/a"));
    cr_expect_null(world_string(world, PK, "flatpak/b"));
    cr_expect_str_eq(world_gap(world, PK, "flatpak/*"), "malformed");
}

Test(flatpak, that_lost_its_end)
{
    world_file(world, "/var/lib/flatpak/app/id/current/active/files/share/metainfo/id.metainfo.xml",
               "<component><releases><release version=\"2.1");
    world_collect(world, "flatpak");
    const char *value = world_string(world, PK, "flatpak/id");
    cr_expect(!value || !strstr(value, "2.1"), "%s", value);
}
