/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "elf_image.h"
#include "world.h"

#define LC ENVFP_LAYER_LIBC

static struct world *world;

static void set_up(void)
{
    world = world_new();
}

static void tear_down(void)
{
    world_free(world);
}

TestSuite(timezone, .init = set_up, .fini = tear_down);

Test(timezone, reads_variable_link_and_file)
{
    world_file(world, "/usr/share/zoneinfo/tzdata.zi", "# version 2025b\n# more\n");
    world_file(world, "/etc/timezone", "Asia/Tokyo\n");
    world_collect(world, "timezone");
    cr_assert_str_eq(world_string(world, LC, "timezone.zone"), "Asia/Tokyo");
    cr_assert_str_eq(world_string(world, LC, "timezone.data"), "2025b");
    world_link(world, "/etc/localtime", "../usr/share/zoneinfo/Europe/Berlin");
    world_collect(world, "timezone");
    cr_assert_str_eq(world_string(world, LC, "timezone.zone"), "Europe/Berlin");
    world_variable(world, "TZ", ":America/New_York");
    world_collect(world, "timezone");
    cr_assert_str_eq(world_string(world, LC, "timezone.zone"), "America/New_York");
}

Test(timezone, tells_who_set_it)
{
    world_link(world, "/etc/localtime", "/usr/share/zoneinfo/Europe/Berlin");
    world_file(world, "/usr/share/zoneinfo/Europe/Berlin", "TZif2");
    world_collect(world, "timezone");
    cr_assert_str_eq(world_string(world, LC, "timezone.set_by"), "link");
    cr_assert_null(world_string(world, LC, "timezone.missing"));
    world_variable(world, "TZ", "Europe/Berlin");
    world_collect(world, "timezone");
    cr_assert_str_eq(world_string(world, LC, "timezone.set_by"), "variable");
    cr_assert_null(world_string(world, LC, "timezone.missing"));
    world_variable(world, "TZ", "Europe/Paris");
    world_collect(world, "timezone");
    cr_assert_str_eq(world_string(world, LC, "timezone.missing"), "Europe/Paris");
}

Test(timezone, misses_no_data_for_rules_and_utc)
{
    static const char *const zones[] = {
        "CET-1CEST,M3.5.0,M10.5.0/3", "<+03>-3", "EST5EDT", "UTC", "Etc/UTC", "GMT+0"};
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
        world_variable(world, "TZ", zones[i]);
        world_collect(world, "timezone");
        cr_assert_null(world_string(world, LC, "timezone.missing"), "%s", zones[i]);
    }
}

Test(timezone, tells_a_link_that_leads_nowhere)
{
    world_link(world, "/etc/localtime", "/usr/share/zoneinfo/Asia/Tokyo");
    world_collect(world, "timezone");
    cr_assert_str_eq(world_string(world, LC, "timezone.missing"), "Asia/Tokyo");
}

Test(timezone, names_nobody)
{
    world_file(world, "/etc/timezone", "/homes/eve/zone\n");
    world_collect(world, "timezone");
    cr_expect_str_eq(world_string(world, LC, "timezone.zone"), "~/zone");
    static const char *const cases[][2] = {
        {":/data/users/eve/zone", "~/zone"},
        {"/scratch/eve/zoneinfo/Europe/Berlin", "Europe/Berlin"},
        {"/x/zoneinfo/../../home/eve/zone", "set"},
        {"my token", "set"},
        {"CET-1CEST", "CET-1CEST"},
        {"<+03>-3", "<+03>-3"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        world_variable(world, "TZ", cases[i][0]);
        world_collect(world, "timezone");
        cr_expect_str_eq(world_string(world, LC, "timezone.zone"), cases[i][1]);
    }
}

Test(timezone, reads_the_rule_of_a_file_without_a_name)
{
    static const char data[] = "TZif2\0\0\0TZif2\0\0\nCET-1CEST,M3.5.0,M10.5.0/3\n";
    world_bytes(world, "/etc/localtime", data, sizeof data - 1);
    world_collect(world, "timezone");
    cr_assert_str_eq(world_string(world, LC, "timezone.rule"), "CET-1CEST,M3.5.0,M10.5.0/3");
    cr_assert_null(world_string(world, LC, "timezone.zone"));
}

Test(timezone, reads_other_systems_editions)
{
    world_bytes(world, "/system/usr/share/zoneinfo/tzdata", "tzdata2023c\0rest", 16);
    world_collect(world, "timezone");
    cr_assert_str_eq(world_string(world, LC, "timezone.data"), "2023c");
    world_file(world, "/usr/share/zoneinfo/+VERSION", "2024a\n");
    world_collect(world, "timezone");
    cr_assert_str_eq(world_string(world, LC, "timezone.data"), "2024a");
}

static const char *zone_of(const char *variable)
{
    world_variable(world, "TZ", variable);
    world_collect(world, "timezone");
    return world_string(world, LC, "timezone.zone");
}

Test(timezone, has_one_name_for_zones_that_are_the_same)
{
    static const char *const utc[] = {"",
                                      "UTC",
                                      ":UTC",
                                      "Etc/UTC",
                                      "Zulu",
                                      "Etc/UCT",
                                      "UTC0",
                                      "UTC-00:00",
                                      "<UTC>0",
                                      "posix/Etc/Universal",
                                      ":Etc/UTC",
                                      "UCT",
                                      "/usr/share/zoneinfo/Etc/Zulu"};
    static const char *const others[] = {"right/UTC", "UTC1", "UTC0CEST", "Etc/UTC0", "GMT0BST", "WET0WEST"};
    for (size_t i = 0; i < sizeof utc / sizeof *utc; i++)
        cr_expect_str_eq(zone_of(utc[i]), "UTC", "%s", utc[i]);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        cr_expect_str_eq(zone_of(others[i]), others[i]);
    cr_expect_str_eq(zone_of("Etc/Greenwich"), "GMT"); /* date(1) prints another name of time */
    cr_expect_str_eq(zone_of("GMT0"), "GMT");
    cr_expect_null(world_string(world, LC, "timezone.missing"));
}

Test(timezone, follows_links_of_the_data)
{
    world_file(world, "/usr/share/zoneinfo/tzdata.zi",
               "# version 2025b\n# x\nR d 1916 o - Jun 14 23s 1 S\nZ Asia/Tokyo 9:18:59 - LMT 1887\n"
               "L America/Los_Angeles US/Pacific\nL Asia/Kolkata Asia/Calcutta\n"
               "L Europe/Brussels Europe/Amsterdam\nL bad name Cuba\n");
    world_file(
        world, "/usr/share/zoneinfo/zone.tab",
        "# comment\nNL\t+5222+00454\tEurope/Amsterdam\nUS\t+340308-1181434\tAmerica/Los_Angeles\tPacific\n");
    cr_expect_str_eq(zone_of("US/Pacific"), "America/Los_Angeles");
    cr_expect_str_eq(world_string(world, LC, "timezone.data"), "2025b");
    cr_expect_str_eq(zone_of("America/Los_Angeles"), "America/Los_Angeles");
    cr_expect_str_eq(zone_of("Asia/Calcutta"), "Asia/Kolkata");
    cr_expect_str_eq(zone_of("Europe/Amsterdam"), "Europe/Amsterdam"); /* a place of its own */
    cr_expect_str_eq(zone_of("Cuba"), "Cuba");
    cr_expect_str_eq(zone_of("Pacific"), "Pacific");
    world_variable(world, "TZDIR", "/opt/zones");
    cr_expect_str_eq(zone_of("US/Pacific"), "US/Pacific");
}

Test(timezone, is_a_gap_where_links_cannot_be_read)
{
    world_error(world, "/usr/share/zoneinfo/tzdata.zi", ENVFP_REASON_DENIED);
    cr_expect_null(zone_of("US/Pacific"));
    cr_expect_str_eq(world_gap(world, LC, "timezone.zone"), "denied");
}

static void mount_localtime(const char *rule)
{
    char data[128] = "TZif2\0\0\0TZif2\0\0";
    size_t length = 15;
    length += (size_t)snprintf(data + length, sizeof data - length, "\n%s\n", rule);
    world_bytes(world, "/etc/localtime", data, length);
}

/* The host's /etc/localtime in a container whose /etc/timezone is the image's. */
Test(timezone, believes_the_file_more_than_its_name)
{
    static const char berlin[] = "TZif2\0\0\0TZif2\0\0\nCET-1CEST,M3.5.0,M10.5.0/3\n";
    mount_localtime("CET-1CEST,M3.5.0,M10.5.0/3");
    world_file(world, "/etc/timezone", "Etc/UTC\n");
    world_collect(world, "timezone");
    cr_assert_null(world_string(world, LC, "timezone.zone"));
    cr_assert_str_eq(world_string(world, LC, "timezone.rule"), "CET-1CEST,M3.5.0,M10.5.0/3");
    world_file(world, "/etc/timezone", "Europe/Berlin\n");
    world_bytes(world, "/usr/share/zoneinfo/Europe/Berlin", berlin, sizeof berlin - 1);
    world_collect(world, "timezone");
    cr_assert_str_eq(world_string(world, LC, "timezone.zone"), "Europe/Berlin");
    mount_localtime("EST5EDT,M3.2.0,M11.1.0");
    world_collect(world, "timezone");
    cr_assert_null(world_string(world, LC, "timezone.zone"));
    mount_localtime("UTC0");
    world_collect(world, "timezone");
    cr_assert_str_eq(world_string(world, LC, "timezone.zone"), "UTC");
}

static void add_musl(void)
{
    static const char constants[] = "\0musl libc (x86_64)\0001.2.4\0";
    size_t length;
    unsigned char *bytes = elf_image_make(
        &(struct elf_image){.wide = true, .machine = 62, .interpreter = "/lib/ld-musl-x86_64.so.1"}, &length);
    world_program(world, "/bin/sh", bytes, length);
    free(bytes);
    bytes = elf_image_make(
        &(struct elf_image){
            .wide = true, .machine = 62, .constants = constants, .constants_length = sizeof constants},
        &length);
    world_program(world, "/lib/ld-musl-x86_64.so.1", bytes, length);
    free(bytes);
}

Test(timezone, is_utc_where_nothing_says_otherwise)
{
    world_collect(world, "timezone");
    cr_assert_null(world_string(world, LC, "timezone.zone")); /* no C library, so that nothing can be said */
    add_musl();
    world_collect(world, "libc");
    world_collect_also(world, "timezone");
    cr_assert_str_eq(world_string(world, LC, "timezone.zone"), "UTC");
    cr_assert_str_eq(world_string(world, LC, "timezone.set_by"), "default");
    world_link(world, "/etc/localtime", "/usr/share/zoneinfo/Etc/UTC");
    world_collect(world, "timezone");
    cr_assert_str_eq(world_string(world, LC, "timezone.zone"), "UTC");
}
