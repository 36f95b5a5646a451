/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

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

TestSuite(os, .init = set_up, .fini = tear_down);

Test(os, reads_os_release)
{
    world_file(world, "/etc/os-release",
               "# comment\n"
               "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n"
               "NAME='Debian \\GNU'\n"
               "VERSION_ID=\"12\"\n"
               "VERSION=\"1\\\"2\\$\\\\\"\n"
               "  ID=debian  \n"
               "VARIANT_ID=\n"
               "HOME_URL=\"https://www.debian.org/\"\n"
               "SECRET_TOKEN=x\n"
               "BUILD_ID=a\\ b");
    world_file(world, "/etc/debian_version", "12.5\n");
    world_collect(world, "os");
    cr_assert_str_eq(world_string(world, PK, "os.pretty_name"), "Debian GNU/Linux 12 (bookworm)");
    cr_assert_str_eq(world_string(world, PK, "os.name"), "Debian \\\\GNU");
    cr_assert_str_eq(world_string(world, PK, "os.version_id"), "12");
    cr_assert_str_eq(world_string(world, PK, "os.version"), "1\"2$\\\\");
    cr_assert_str_eq(world_string(world, PK, "os.id"), "debian");
    cr_assert_str_eq(world_string(world, PK, "os.build_id"), "a b");
    cr_assert_str_eq(world_string(world, PK, "os.debian_version"), "12.5");
    cr_assert_null(world_string(world, PK, "os.variant_id"));
    cr_assert_null(world_string(world, PK, "os.home_url"));
    cr_assert_eq(world_facts(world)->sections[PK].count, 7);
}

Test(os, prefers_etc_and_falls_back_to_usr_lib)
{
    world_file(world, "/usr/lib/os-release", "ID=fedora\n");
    world_collect(world, "os");
    cr_assert_str_eq(world_string(world, PK, "os.id"), "fedora");
    world_file(world, "/etc/os-release", "ID=mine\n");
    world_collect(world, "os");
    cr_assert_str_eq(world_string(world, PK, "os.id"), "mine");
}

Test(os, reads_what_came_before_os_release)
{
    static const struct {
        const char *path, *text, *id, *version, *codename;
    } cases[] = {
        {"/etc/redhat-release", "Red Hat Enterprise Linux Server release 5.11 (Tikanga)\n", "rhel", "5.11",
         "Tikanga"},
        {"/etc/redhat-release", "CentOS release 6.7 (Final)\n", "centos", "6.7", "Final"},
        {"/etc/oracle-release", "Oracle Linux Server release 7.9", "ol", "7.9", NULL},
        {"/etc/SuSE-release", "openSUSE 12.1 (x86_64)\nVERSION = 12.1\n", "opensuse", "12.1", "x86_64"},
        {"/etc/slackware-version", "Slackware 13.37.0\n", "slackware", "13.37.0", NULL},
        {"/etc/alpine-release", "3.4.6\n", "alpine", "3.4.6", NULL},
        {"/etc/debian_version", "6.0.10\n", "debian", "6.0.10", NULL},
        {"/etc/debian_version", "squeeze/sid\n", "debian", NULL, "squeeze/sid"},
        {"/etc/arch-release", "", "arch", NULL, NULL},
        {"/etc/lsb-release", "DISTRIB_ID=Ubuntu\nDISTRIB_RELEASE=10.04\nDISTRIB_CODENAME=lucid\n", "ubuntu",
         "10.04", "lucid"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct world *old = world_new();
        world_file(old, cases[i].path, cases[i].text);
        world_collect(old, "os");
        const char *wanted[] = {cases[i].id, cases[i].version, cases[i].codename};
        const char *keys[] = {"os.id", "os.version_id", "os.version_codename"};
        for (size_t j = 0; j < 3; j++) {
            const char *got = world_string(old, PK, keys[j]);
            if (wanted[j])
                cr_assert(got && strcmp(got, wanted[j]) == 0, "%s %s: %s", cases[i].text, keys[j], got);
            else
                cr_assert_null(got, "%s %s: %s", cases[i].text, keys[j], got);
        }
        world_free(old);
    }
}

Test(os, tells_denied_from_absent)
{
    world_collect(world, "os");
    cr_assert_eq(world_facts(world)->sections[PK].count, 0);
    cr_assert_eq(world_facts(world)->sections[PK].gap_count, 0);
    world_error(world, "/etc/os-release", ENVFP_REASON_DENIED);
    world_collect(world, "os");
    cr_assert_str_eq(world_gap(world, PK, "os.*"), "denied");
}
