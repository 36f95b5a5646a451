/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "collect/packages/dpkg/dpkg_status.h"
#include "packages_world.h"

TestSuite(dpkg, .init = set_up, .fini = tear_down);

static const char status[] = "Package: libc6\n"
                             "Status: install ok installed\n"
                             "Architecture: amd64\n"
                             "Multi-Arch: same\n"
                             "Version: 2.36-9+deb12u10\n"
                             "Description: GNU C Library\n"
                             " Version: 9 in a description\n"
                             " .\n"
                             "Homepage: https://www.gnu.org/\n"
                             "\n"
                             "Package: libc6\n"
                             "Status: install ok installed\n"
                             "Architecture: i386\n"
                             "Version: 0:2.36-9\n"
                             "\n"
                             "Package: gone\n"
                             "Status: deinstall ok config-files\n"
                             "Architecture: amd64\n"
                             "Version: 1\n"
                             "\n\n"
                             "version: 1:4.5\n"
                             "package: lower\n"
                             "status: hold ok installed\n"
                             "architecture: all\n"
                             "\n"
                             "Package: bare\n"
                             "Status: install ok installed\n"
                             "Version: 3\n"
                             "\n";

Test(dpkg, reads_installed_packages)
{
    world_file(world, "/var/lib/dpkg/status", status);
    world_collect(world, "dpkg");
    cr_assert_str_eq(world_string(world, PK, "dpkg/libc6:amd64"), "2.36-9+deb12u10");
    cr_assert_str_eq(world_string(world, PK, "dpkg/libc6:i386"), "2.36-9");
    cr_assert_str_eq(world_string(world, PK, "dpkg/lower:all"), "1:4.5");
    cr_assert_str_eq(world_string(world, PK, "dpkg/bare"), "3");
    cr_assert_eq(world_facts(world)->sections[PK].count, 4);
    cr_assert_eq(world_facts(world)->sections[PK].gap_count, 0);
}

static void count(void *state, struct view name, struct view architecture, struct view version)
{
    size_t *sum = state;
    *sum += 1000 + name.length + architecture.length * 10 + version.length * 100;
}

/* However the file is cut, and whatever room there is for a line, it says the same. */
Test(dpkg, reads_in_pieces_of_any_size)
{
    size_t whole = 0;
    for (size_t piece = sizeof status; piece > 0; piece--) {
        struct dpkg_scan scan;
        size_t sum = 0, kept = 0;
        char buffer[sizeof status];
        envfp__dpkg_scan_init(&scan, count, &sum, DPKG_INSTALLED);
        for (size_t at = 0; at < sizeof status - 1;) {
            size_t got = sizeof status - 1 - at < piece ? sizeof status - 1 - at : piece;
            memcpy(buffer + kept, status + at, got);
            at += got;
            kept += got;
            size_t taken = envfp__dpkg_scan_take(&scan, (struct view){buffer, kept}, false);
            kept -= taken;
            memmove(buffer, buffer + taken, kept);
        }
        cr_assert(envfp__dpkg_scan_end(&scan, (struct view){buffer, kept}));
        whole = whole ? whole : sum;
        cr_assert_eq(scan.packages, 4, "pieces of %zu: %zu", piece, (size_t)scan.packages);
        cr_assert_eq(sum, whole, "pieces of %zu", piece);
        cr_assert_not(scan.strange);
    }
}

Test(dpkg, finds_the_break_at_every_place)
{
    char text[100];
    for (size_t length = 2; length <= sizeof text; length++)
        for (size_t at = 0; at + 1 < length; at++) {
            memset(text, 'x', sizeof text);
            text[at] = text[at + 1] = '\n';
            if (at > 3)
                text[at - 2] = '\n';
            cr_assert_eq(envfp__dpkg_find_break((struct view){text, length}), at + 1);
        }
    cr_assert_eq(envfp__dpkg_find_break(VIEW("a\nb\n")), SIZE_MAX);
    cr_assert_eq(envfp__dpkg_find_break(VIEW("")), SIZE_MAX);
}

Test(dpkg, reads_images_without_dpkg)
{
    world_file(world, "/var/lib/dpkg/status.d/base",
               "Package: base-files\nVersion: 12\nArchitecture: arm64\n");
    world_file(world, "/var/lib/dpkg/status.d/base.md5sums", "0123  etc/x\n");
    world_collect(world, "dpkg");
    cr_assert_str_eq(world_string(world, PK, "dpkg/base-files:arm64"), "12");
    cr_assert_eq(world_facts(world)->sections[PK].count, 1);
    cr_assert_null(world_gap(world, PK, "dpkg/*"));
}

Test(dpkg, says_what_cannot_be_read)
{
    world_file(world, "/var/lib/dpkg/status", "asdf\n\nyolo\n");
    world_collect(world, "dpkg");
    cr_assert_str_eq(world_gap(world, PK, "dpkg/*"), "malformed");
    cr_assert_eq(world_facts(world)->sections[PK].count, 0);
}

/* A line without end, and a file of holes. */
Test(dpkg, is_not_stopped_by_huge_lines)
{
    size_t length = (size_t)300 << 10;
    char *bytes = malloc(length);
    memset(bytes, 'x', length);
    memcpy(bytes, "Package: a\nVersion: 1\nStatus: install ok installed\nDepends: ", 60);
    memcpy(bytes + length - 2, "\n\n", 2);
    memcpy(bytes + length - 62, "\n\nPackage: b\nVersion: 2\nStatus: install ok installed\nx: ", 56);
    world_bytes(world, "/var/lib/dpkg/status", bytes, length);
    world_collect(world, "dpkg");
    cr_assert_str_eq(world_string(world, PK, "dpkg/a"), "1");
    cr_assert_str_eq(world_string(world, PK, "dpkg/b"), "2");
    memset(bytes, 0, length);
    world_bytes(world, "/var/lib/dpkg/status", bytes, length);
    unsigned long before = world_operations(world);
    world_collect(world, "dpkg");
    cr_assert_str_eq(world_gap(world, PK, "dpkg/*"), "malformed");
    cr_assert_leq(world_operations(world) - before, 5);
    free(bytes);
}

Test(dpkg, bears_any_failure)
{
    for (unsigned long n = 1; n < 8; n++) {
        struct world *broken = world_new();
        world_file(broken, "/var/lib/dpkg/status", status);
        world_file(broken, "/var/lib/dpkg/status.d/x", "Package: x\nVersion: 1\n");
        world_fail_at(broken, n, ENVFP_REASON_DENIED);
        world_collect(broken, "dpkg");
        world_free(broken);
    }
}

/* dpkg has not yet put these into the status file. */
Test(dpkg, knows_updates)
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

Test(dpkg, cut_anywhere)
{
    cut_everywhere(
        "dpkg", "/var/lib/dpkg/status",
        "Package: a\nStatus: install ok installed\nArchitecture: all\nVersion: 1.25\nDescription: x\n y\n\n"
        "Package: ab\nStatus: install ok installed\nArchitecture: all\nVersion: 12:34-5\nX: y\n\n",
        "dpkg", "\n\n");
}
