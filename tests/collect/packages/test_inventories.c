/* SPDX-License-Identifier: MIT */
/* Package managers beside dpkg and rpm. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "world.h"

#define PK ENVFP_LAYER_PACKAGES

static struct world *world;

static void set_up(void)
{
    world = world_new();
}

static void tear_down(void)
{
    world_free(world);
}

TestSuite(inventories, .init = set_up, .fini = tear_down);

static void expect(const char *key, const char *value)
{
    const char *found = world_string(world, PK, key);
    cr_expect(found && strcmp(found, value) == 0, "%s: %s", key, found ? found : "nothing");
}

static void expect_whole(size_t count)
{
    cr_expect_eq(world_facts(world)->sections[PK].count, count);
    cr_expect_eq(world_facts(world)->sections[PK].gap_count, 0);
}

/* Cut at each length, a file gives a shorter list that says so, or ends where a package ends; what it gives is
 * never anything that the whole does not give. */
static void cut_everywhere(const char *collector, const char *path, const char *text, const char *inventory,
                           const char *end)
{
    char gap[64], part[2048];
    snprintf(gap, sizeof gap, "%s/*", inventory);
    world_file(world, path, text);
    world_collect(world, collector);
    size_t length = strlen(text), most = world_facts(world)->sections[PK].count;
    cr_assert_lt(length, sizeof part);
    for (size_t cut = 0; cut < length; cut++) {
        struct world *shorter = world_new();
        memcpy(part, text, cut);
        part[cut] = '\0';
        if (strcmp(collector, "guix") == 0)
            world_directory(shorter, "/gnu/store");
        world_file(shorter, path, part);
        world_collect(shorter, collector);
        const struct section *section = &world_facts(shorter)->sections[PK];
        for (size_t i = 0; i < section->count; i++) {
            const struct envfp_fact *same =
                envfp__facts_find(world_facts(world), PK, section->facts[i].key.text);
            cr_expect(same && envfp__facts_value_equal(same, &section->facts[i]), "%s cut at %zu: %s", path,
                      cut, section->facts[i].key.text);
        }
        bool at_end = cut == 0 ||
                      (end && cut >= strlen(end) && strncmp(part + cut - strlen(end), end, strlen(end)) == 0);
        cr_expect(section->count == most || at_end || world_gap(shorter, PK, gap), "%s cut at %zu", path,
                  cut);
        world_free(shorter);
    }
}

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

Test(inventories, apk)
{
    world_file(world, "/lib/apk/db/installed", apk);
    world_collect(world, "apk");
    expect("apk/musl", "1.2.4_git20230717-r4");
    expect("apk/busybox", "1.36.1-r15");
    expect_whole(2);
}

Test(inventories, apk_below_usr)
{
    world_file(world, "/usr/lib/apk/db/installed", apk);
    world_collect(world, "apk");
    expect_whole(2);
}

Test(inventories, apk_cut)
{
    cut_everywhere("apk", "/lib/apk/db/installed", apk, "apk", "\n\n");
}

Test(inventories, apk_that_is_none)
{
    world_file(world, "/lib/apk/db/installed", "P:nameless\n\nV:1\n\n");
    world_collect(world, "apk");
    cr_expect_str_eq(world_gap(world, PK, "apk/*"), "malformed");
}

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
Test(inventories, opkg_unpacked)
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

Test(inventories, opkg)
{
    world_file(world, "/usr/lib/opkg/status", opkg);
    world_collect(world, "opkg");
    expect("opkg/busybox", "1.36.1-r2");
    expect_whole(1);
    cut_everywhere("opkg", "/usr/lib/opkg/status", opkg, "opkg", "\n\n");
}

/* dpkg has not yet put these into the status file. */
Test(inventories, dpkg_updates)
{
    world_file(world, "/var/lib/dpkg/status",
               "Package: a\nStatus: install ok installed\nArchitecture: all\nVersion: 1\n\n"
               "Package: b\nStatus: install ok installed\nArchitecture: all\nVersion: 1\n\n"
               "Package: c\nStatus: install ok installed\nArchitecture: all\nVersion: 1\n\n");
    world_file(world, "/var/lib/dpkg/updates/0001",
               "Package: a\nStatus: install ok half-configured\nArchitecture: all\nVersion: 2\n");
    world_file(world, "/var/lib/dpkg/updates/0002",
               "Package: a\nStatus: install ok installed\nArchitecture: all\nVersion: 2\n");
    world_file(world, "/var/lib/dpkg/updates/0003",
               "Package: b\nStatus: deinstall ok half-installed\nArchitecture: all\nVersion: 1\n");
    world_file(world, "/var/lib/dpkg/updates/tmp.i", "Package: c\nStatus: install ok unpacked\nVersion: 9\n");
    world_collect(world, "dpkg");
    expect("dpkg/a:all", "2");
    expect("dpkg/c:all", "1");
    expect_whole(2);
}

Test(inventories, dpkg_cut)
{
    cut_everywhere(
        "dpkg", "/var/lib/dpkg/status",
        "Package: a\nStatus: install ok installed\nArchitecture: all\nVersion: 1.25\nDescription: x\n y\n\n"
        "Package: ab\nStatus: install ok installed\nArchitecture: all\nVersion: 12:34-5\nX: y\n\n",
        "dpkg", "\n\n");
}

Test(inventories, pacman)
{
    world_file(world, "/var/lib/pacman/local/ALPM_DB_VERSION", "9\n");
    world_file(world, "/var/lib/pacman/local/gtk-update-icon-cache-1:4.12.5-1/desc", "%NAME%\n");
    world_file(world, "/var/lib/pacman/local/gawk-5.3.1-1/desc", "%NAME%\n");
    world_collect(world, "pacman");
    expect("pacman/gtk-update-icon-cache", "1:4.12.5-1");
    expect("pacman/gawk", "5.3.1-1");
    expect_whole(2);
}

Test(inventories, pacman_elsewhere)
{
    world_file(world, "/etc/pacman.conf", "[options]\n#DBPath = /no/\nDBPath      = /srv/pacman/\n");
    world_file(world, "/srv/pacman/local/gawk-5.3.1-1/desc", "%NAME%\n");
    world_file(world, "/srv/pacman/local/strange/desc", "%NAME%\n");
    world_collect(world, "pacman");
    expect("pacman/gawk", "5.3.1-1");
    cr_expect_str_eq(world_gap(world, PK, "pacman/*"), "malformed");
}

/* A path of a file's is followed where a row says that it may be. */
Test(inventories, pacman_nowhere)
{
    world_file(world, "/etc/pacman.conf", "[options]\nDBPath = /proc/self/root/var/lib/pacman\n");
    world_file(world, "/proc/self/root/var/lib/pacman/local/gawk-5.3.1-1/desc", "%NAME%\n");
    world_collect(world, "pacman");
    cr_expect_str_eq(world_gap(world, PK, "pacman/*"), "hidden");
    cr_expect_null(world_string(world, PK, "pacman/gawk"));
}

Test(inventories, portage)
{
    world_file(world, "/var/db/pkg/dev-lang/python-3.11.9-r1/SLOT", "3.11\n");
    world_file(world, "/var/db/pkg/dev-lang/python-3.11.9-r1/USE", "amd64 ssl readline elibc_glibc\n");
    world_file(world, "/var/db/pkg/dev-lang/python-3.11.9-r1/IUSE", "bluetooth +ssl +readline -tk\n");
    world_file(world, "/var/db/pkg/dev-lang/python-3.12.3/SLOT", "3.12\n");
    world_file(world, "/var/db/pkg/app-misc/Getopt-Long-2.580.0/SLOT", "0\n");
    world_file(world, "/var/db/pkg/app-misc/-MERGING-foo-1/SLOT", "0\n");
    world_collect(world, "portage");
    cr_expect_str_eq(world_set(world, PK, "portage/dev-lang/python"),
                     "3.11.9-r1 slot 3.11 use readline,ssl 3.12.3 slot 3.12");
    expect("portage/app-misc/Getopt-Long", "2.580.0");
    expect_whole(2);
}

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

Test(inventories, xbps)
{
    world_file(world, "/var/db/xbps/pkgdb-0.38.plist", xbps);
    world_collect(world, "xbps");
    expect("xbps/base-files", "0.143_8");
    expect_whole(1);
    cut_everywhere("xbps", "/var/db/xbps/pkgdb-0.38.plist", xbps, "xbps", NULL);
}

#define HASH "h0cnbmfcn93xm5dg2x27ixhag1cwndga-"

Test(inventories, nix_image)
{
    world_directory(world, "/nix/store/" HASH "glibc-2.34-210-bin");
    world_directory(world, "/nix/store/" HASH "glibc-2.34-210");
    world_directory(world, "/nix/store/" HASH "python3.11-requests-2.31.0");
    world_file(world, "/nix/store/" HASH "glibc-2.34-210.drv", "Derive");
    world_file(world, "/nix/store/" HASH "builder.sh", "");
    world_directory(world, "/nix/store/.links");
    world_collect(world, "nix");
    expect("nix/glibc", "2.34-210");
    expect("nix/python3.11-requests", "2.31.0");
    expect_whole(2);
}

/* Packages of users alone: the store is not one image's. */
Test(inventories, nix_of_users)
{
    world_directory(world, "/nix/store/" HASH "glibc-2.34-210");
    world_directory(world, "/nix/var/nix/profiles/per-user/somebody");
    world_collect(world, "nix");
    expect("nix_store/glibc", "2.34-210");
    expect_whole(1);
}

/* A system that is not running. */
Test(inventories, nix_system_unstarted)
{
    world_directory(world, "/nix/store/5av396z8xa13jg89g9jws145c0k26k2x-system-path/bin");
    world_link(world, "/nix/var/nix/profiles/system", "system-1-link");
    world_link(world, "/nix/var/nix/profiles/system-1-link", "/nix/store/" HASH "nixos-system-host-23.05");
    world_link(world, "/nix/store/" HASH "nixos-system-host-23.05/sw",
               "/nix/store/5av396z8xa13jg89g9jws145c0k26k2x-system-path");
    world_collect(world, "nix");
    expect("nix.system", "5av396z8xa13jg89g9jws145c0k26k2x");
}

Test(inventories, nix_system)
{
    world_directory(world, "/nix/store/" HASH "glibc-2.34-210");
    world_directory(world, "/nix/store/5av396z8xa13jg89g9jws145c0k26k2x-system-path/bin");
    world_link(world, "/run/current-system", "/nix/store/" HASH "nixos-system-host-23.05");
    world_link(world, "/nix/store/" HASH "nixos-system-host-23.05/sw",
               "/nix/store/5av396z8xa13jg89g9jws145c0k26k2x-system-path");
    world_collect(world, "nix");
    expect("nix.system", "5av396z8xa13jg89g9jws145c0k26k2x");
    expect("nix_store/glibc", "2.34-210");
    cr_expect_null(world_string(world, PK, "nix/glibc"));
    cr_expect_null(world_string(world, PK, "nix_store/nixos-system-host"), "a host's name");
}

static const char guix[] =
    ";; comment\n(manifest\n  (version 4)\n  (packages\n"
    "    ((\"hello\"\n      \"2.12.1\"\n      \"out\"\n      \"/gnu/store/aa-hello-2.12.1\"\n"
    "      (propagated-inputs ((\"dep\" \"1.0\" \"out\" \"/gnu/store/bb-dep-1.0\" (properties))))\n"
    "      (search-paths ((\"PATH\" (\"bin\") \":\" directory #f)))\n"
    "      (properties (provenance (repository (url \"https://a \\\"b\\\" c\")))))\n"
    "     (\"python\" \"3.10.7\" \"tk\" \"/gnu/store/cc-python-3.10.7\"))))\n";

Test(inventories, guix)
{
    world_directory(world, "/gnu/store");
    world_file(world, "/run/current-system/profile/manifest", guix + 11);
    world_collect(world, "guix");
    expect("guix/hello", "2.12.1");
    expect("guix/dep", "1.0");
    expect("guix/python", "3.10.7");
    expect_whole(3);
    cut_everywhere("guix", "/run/current-system/profile/manifest", guix + 11, "guix", NULL);
}

/* Another distribution's packages are the administrator's; an image that was packed has a store alone. */
Test(inventories, guix_elsewhere)
{
    world_directory(world, "/gnu/store/" HASH "hello-2.12.1");
    world_directory(world, "/gnu/store/" HASH "profile");
    world_file(world, "/gnu/store/" HASH "hello-2.12.1.tar.gz", "");
    world_collect(world, "guix");
    expect("guix/hello", "2.12.1");
    expect_whole(1);
    world_file(world, "/var/guix/profiles/per-user/root/guix-profile/manifest", guix + 11);
    world_collect(world, "guix");
    expect("guix/python", "3.10.7");
    expect_whole(3);
}

Test(inventories, snap)
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

/* What a row refuses is not shown either. */
Test(inventories, words_of_people_are_malformed)
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
    world_directory(world, "/x leak/local/a-1-1");
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        world_file(world, all[i].path, all[i].text);
        world_collect(world, all[i].collector);
        const char *gap = world_gap(world, PK, all[i].gap);
        cr_expect(gap && strcmp(gap, "malformed") == 0, "%s: %s", all[i].text, gap ? gap : "none");
        size_t count = 0;
        for (size_t j = 0; j < world_facts(world)->sections[PK].count; j++)
            count += view_has(world_facts(world)->sections[PK].facts[j].key, VIEW("/"));
        cr_expect_eq(count, 0, "%s", all[i].text);
        world_file(world, all[i].path, "");
    }
}

Test(inventories, portage_shows_no_address)
{
    world_directory(world, "/var/db/pkg/app/a-1");
    world_file(world, "/var/db/pkg/app/a-1/SLOT", "leak@x\n");
    world_file(world, "/var/db/pkg/app/a-1/USE", "b leak@x l10n_sr@latin\n");
    world_file(world, "/var/db/pkg/app/a-1/IUSE", "b leak@x l10n_sr@latin\n");
    world_collect(world, "portage");
    expect("portage/app/a", "1 slot ? use ?,b,l10n_sr@latin");
}

Test(inventories, flatpaks_are_led_nowhere)
{
    world_link(world, "/var/lib/flatpak/app/a/current", "../../alice@x/stable");
    world_link(world, "/var/lib/flatpak/runtime/b/x86_64/46/active", "built by alice");
    world_collect(world, "flatpak");
    cr_expect_null(world_string(world, PK, "flatpak/a"));
    cr_expect_null(world_string(world, PK, "flatpak/b"));
    cr_expect_str_eq(world_gap(world, PK, "flatpak/*"), "malformed");
}

Test(inventories, snap_that_lost_its_end)
{
    world_file(world, "/snap/own/x1/meta/snap.yaml", "name: own\nversion: 1.2");
    world_collect(world, "snap");
    cr_expect_null(world_string(world, PK, "snap/own"));
    cr_expect_str_eq(world_gap(world, PK, "snap/*"), "malformed");
}

Test(inventories, flatpak_that_lost_its_end)
{
    world_file(world, "/var/lib/flatpak/app/id/current/active/files/share/metainfo/id.metainfo.xml",
               "<component><releases><release version=\"2.1");
    world_collect(world, "flatpak");
    const char *value = world_string(world, PK, "flatpak/id");
    cr_expect(!value || !strstr(value, "2.1"), "%s", value);
}

/* A snap that is not mounted: its folder is there, and empty. */
Test(inventories, snap_that_is_not_mounted)
{
    world_link(world, "/snap/core22/current", "1234");
    world_directory(world, "/snap/core22/1234");
    world_collect(world, "snap");
    cr_expect_str_eq(world_gap(world, PK, "snap/*"), "hidden");
}

Test(inventories, flatpak)
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

static const char cos_list[] =
    "{\n  \"installedPackages\": [\n"
    "    {\"category\": \"sys-libs\", \"name\": \"zlib\", \"version\": \"17162.336.17\",\n"
    "     \"ebuild_version\": \"1.2.11-r5\"},\n"
    "    {\"category\": \"app-arch\", \"name\": \"gzip\", \"version\": \"17162.336.16\"}\n  ],\n"
    "  \"buildTimePackages\": [\n"
    "    {\"category\": \"app-admin\", \"name\": \"eselect\", \"version\": \"1.4.8\"}\n  ]\n}\n";

Test(inventories, cos)
{
    world_file(world, "/etc/cos-package-info.json", cos_list);
    world_collect(world, "cos");
    expect("cos/sys-libs/zlib", "17162.336.17 ebuild 1.2.11-r5");
    expect("cos/app-arch/gzip", "17162.336.16");
    expect_whole(2);
    cut_everywhere("cos", "/etc/cos-package-info.json", cos_list, "cos", "\n}");
}

Test(inventories, cos_that_is_none)
{
    static const char *const texts[] = {"[]",
                                        "{\"installedPackages\": [[]]}",
                                        "{\"x\": 1, \"x\": 2}",
                                        "{]}",
                                        "x",
                                        "{\"installedPackages\": [{\"name\": \"a\"}]}",
                                        "{\"installedPackages\": [{\"name\": \"a\\\"b\"}]}",
                                        "}"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct world *other = world_new();
        world_file(other, "/etc/cos-package-info.json", texts[i]);
        world_collect(other, "cos");
        cr_expect(world_gap(other, PK, "cos/*") || strcmp(texts[i], "{]}") == 0, "%s", texts[i]);
        cr_expect_eq(world_facts(other)->sections[PK].count, 0);
        world_free(other);
    }
}

static const char crux[] = "acl\n2.3.2-1\nlib/\nlib/libacl.so.1\n\nbash\n5.2.37-1\nbin/bash\n\n";

Test(inventories, crux)
{
    world_file(world, "/var/lib/pkg/db", crux);
    world_collect(world, "crux");
    expect("crux/acl", "2.3.2-1");
    expect("crux/bash", "5.2.37-1");
    expect_whole(2);
    cut_everywhere("crux", "/var/lib/pkg/db", crux, "crux", "\n\n");
}

Test(inventories, slackware)
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

Test(inventories, slackware_before_15)
{
    world_file(world, "/var/log/packages/bash-4.1.010-i486-1", "");
    world_collect(world, "entries");
    expect("slackware/bash", "4.1.010-1");
}

Test(inventories, eopkg)
{
    world_file(world, "/var/lib/eopkg/package/nano-8.2-206/metadata.xml", "<PISI>");
    world_file(world, "/var/lib/eopkg/package/gtk-3-3.24.43-98/metadata.xml", "<PISI>");
    world_collect(world, "entries");
    expect("eopkg/nano", "8.2-206");
    expect("eopkg/gtk-3", "3.24.43-98");
    expect_whole(2);
}

Test(inventories, swupd)
{
    world_file(world, "/usr/share/clear/bundles/os-core", "");
    world_file(world, "/usr/share/clear/bundles/.MoM", "");
    world_file(world, "/usr/share/clear/version", "42010\n");
    world_collect(world, "swupd");
    expect("swupd/os-core", "42010");
    expect_whole(1);
}

Test(inventories, chisel)
{
    world_bytes(world, "/var/lib/chisel/manifest.wall", "\x28\xb5\x2f\xfd", 4);
    world_collect(world, "chisel");
    cr_expect_str_eq(world_gap(world, PK, "chisel/*"), "unsupported");
}

/* Managers of other systems are not looked for where one of the four is found. */
Test(inventories, known)
{
    world_file(world, "/var/lib/dpkg/status",
               "Package: a\nStatus: install ok installed\nArchitecture: all\nVersion: 1\n\n");
    world_file(world, "/var/lib/pkg/db", crux);
    world_collect(world, "dpkg");
    world_fail_at(world, 0, ENVFP_REASON_NONE);
    static const char *const others[] = {"cos", "crux", "entries", "swupd"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        world_collect(world, others[i]);
    expect_whole(1);
    cr_expect_eq(world_operations(world), 0);
}

/* None of them is there: nothing is said, and little is asked. */
Test(inventories, absent)
{
    static const char *const all[] = {"apk",  "brew", "chisel", "flatpak", "guix",
                                      "nix",  "opkg", "pacman", "portage", "snap",
                                      "xbps", "cos",  "crux",   "entries", "swupd"};
    world_fail_at(world, 0, ENVFP_REASON_NONE);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        world_collect(world, all[i]);
    expect_whole(0);
    cr_expect_leq(world_operations(world), 24);
}

Test(inventories, denied)
{
    world_error(world, "/var/lib/flatpak/app", ENVFP_REASON_DENIED);
    world_error(world, "/nix/store", ENVFP_REASON_DENIED);
    world_error(world, "/lib/apk/db/installed", ENVFP_REASON_DENIED);
    world_collect(world, "apk");
    world_collect(world, "nix");
    world_collect(world, "flatpak");
    cr_expect_str_eq(world_gap(world, PK, "apk/*"), "denied");
    cr_expect_str_eq(world_gap(world, PK, "nix/*"), "denied");
    cr_expect_str_eq(world_gap(world, PK, "flatpak/*"), "denied");
}
