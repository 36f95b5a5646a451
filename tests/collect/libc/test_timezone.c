/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

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
    world_variable(world, "TZ", "");
    world_file(world, "/etc/timezone", "/homes/eve/zone\n");
    world_collect(world, "timezone");
    cr_expect_str_eq(world_string(world, LC, "timezone.zone"), "~/zone");
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
