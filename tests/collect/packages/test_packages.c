/* SPDX-License-Identifier: MIT */
/* What all package managers share. */
#include "packages_world.h"

TestSuite(packages, .init = set_up, .fini = tear_down);

/* Managers of other systems are not looked for where one of the four is found. */
Test(packages, of_other_systems_are_not_looked_for)
{
    world_file(world, "/var/lib/dpkg/status",
               "Package: a\nStatus: install ok installed\nArchitecture: all\nVersion: 1\n\n");
    world_file(world, "/var/lib/pkg/db", "acl\n2.3.2-1\nlib/\nlib/libacl.so.1\n\n");
    world_collect(world, "dpkg");
    world_fail_at(world, 0, ENVFP_REASON_NONE);
    static const char *const others[] = {"cos", "crux", "entries", "swupd"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        world_collect_also(world, others[i]);
    expect_whole(1);
    cr_expect_eq(world_operations(world), 0);
}

/* None of them is there: nothing is said, and little is asked. */
Test(packages, that_are_absent_say_nothing)
{
    static const char *const all[] = {"apk",  "brew", "chisel", "flatpak", "guix",
                                      "nix",  "opkg", "pacman", "portage", "snap",
                                      "xbps", "cos",  "crux",   "entries", "swupd"};
    world_fail_at(world, 0, ENVFP_REASON_NONE);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        world_collect_also(world, all[i]);
    expect_whole(0);
    cr_expect_leq(world_operations(world), 24);
}

Test(packages, that_are_denied_are_gaps)
{
    world_error(world, "/var/lib/flatpak/app", ENVFP_REASON_DENIED);
    world_error(world, "/nix/store", ENVFP_REASON_DENIED);
    world_error(world, "/lib/apk/db/installed", ENVFP_REASON_DENIED);
    world_collect(world, "apk");
    world_collect_also(world, "nix");
    world_collect_also(world, "flatpak");
    cr_expect_str_eq(world_gap(world, PK, "apk/*"), "denied");
    cr_expect_str_eq(world_gap(world, PK, "nix/*"), "denied");
    cr_expect_str_eq(world_gap(world, PK, "flatpak/*"), "denied");
}

/* What a row refuses is not shown either. */
Test(packages, words_of_people_are_malformed)
{
    static const struct {
        const char *collector, *path, *text, *gap;
    } all[] = {
        {"snap", "/snap/own/x1/meta/snap.yaml", "version: 1.0 # built by Alice <alice@x>\n", "snap/*"},
        {"snap", "/snap/own/x1/meta/snap.yaml", "version: alice@x\n", "snap/*"},
        {"apk", "/lib/apk/db/installed", "P:leak@x\nV:1\n\n", "apk/*"},
        {"apk", "/lib/apk/db/installed", "P:a\nV:1 leak\n\n", "apk/*"},
        {"crux", "/var/lib/pkg/db", "a\n1.0 leak@x\nf\n\n", "crux/*"},
        {"crux", "/var/lib/pkg/db", "a leak\n1.0\nf\n\n", "crux/*"},
        {"dpkg", "/var/lib/dpkg/status",
         "Package: a\nStatus: install ok installed\nArchitecture: all\nVersion: 1.0 leak@x\n\n", "dpkg/*"},
        {"dpkg", "/var/lib/dpkg/status",
         "Package: a\nStatus: install ok installed\nArchitecture: leak@x\nVersion: 1\n\n", "dpkg/*"},
        {"cos", "/etc/cos-package-info.json",
         "{\"installedPackages\": [{\"category\": \"a\", \"name\": \"leak@x\", \"version\": \"1\"}]}",
         "cos/*"},
        {"xbps", "/var/db/xbps/pkgdb-0.38.plist",
         "<dict><key>a</key><dict><key>pkgver</key><string>a b@x-1_1</string><key>state</key>"
         "<string>installed</string></dict></dict>",
         "xbps/*"},
        {"pacman", "/etc/pacman.conf", "DBPath = /x leak/\n", "pacman/*"},
        {"rpm", "/var/lib/rpmmanifest/container-manifest-2", "a\t1 leak@x-1\t1\t1\tv\t0\t1\tx86_64\t0\ts\n",
         "rpm/*"},
        {"rpm", "/var/lib/rpmmanifest/container-manifest-1", "leak@x a-1-1.x86_64\n", "rpm/*"},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        tear_down();
        set_up();
        world_directory(world, "/x leak/local/a-1-1");
        world_file(world, all[i].path, all[i].text);
        world_collect(world, all[i].collector);
        const char *gap = world_gap(world, PK, all[i].gap);
        cr_expect(gap && strcmp(gap, "malformed") == 0, "%s: %s", all[i].text, gap ? gap : "none");
        size_t count = 0;
        for (size_t j = 0; j < world_facts(world)->sections[PK].count; j++)
            count += view_has(world_facts(world)->sections[PK].facts[j].key, VIEW("/"));
        cr_expect_eq(count, 0, "%s", all[i].text);
    }
}
