/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "world.h"

#define HW ENVFP_LAYER_HARDWARE
#define ID "/sys/class/dmi/id/"

static struct world *world;

static void set_up(void)
{
    world = world_new();
}

static void tear_down(void)
{
    world_free(world);
}

TestSuite(dmi, .init = set_up, .fini = tear_down);

Test(dmi, is_taken_verbatim_without_what_names_one_machine)
{
    world_file(world, ID "sys_vendor", "To Be Filled By O.E.M.\n");
    world_file(world, ID "product_name", " Box  9 \n");
    world_file(world, ID "product_family", "\n");
    world_error(world, ID "product_serial", ENVFP_REASON_DENIED);
    world_error(world, ID "product_uuid", ENVFP_REASON_DENIED);
    world_file(world, ID "board_asset_tag", "i-0123456789");
    world_file(world, ID "chassis_asset_tag", "PRIVATE-1");
    world_collect(world, "dmi");
    cr_assert_str_eq(world_string(world, HW, "dmi.sys_vendor"), "To Be Filled By O.E.M.");
    cr_assert_str_eq(world_string(world, HW, "dmi.product_name"), "Box  9");
    cr_assert_null(world_string(world, HW, "dmi.product_family"));
    cr_assert_eq(world_facts(world)->sections[HW].count, 2);
    cr_assert_eq(world_facts(world)->sections[HW].gap_count, 0);
}

Test(dmi, shows_no_identifier_of_one_machine)
{
    world_file(world, ID "product_name", "Box 00:11:22:AA:bb:cc 6ba7b810-9dad-11d1-80b4-00c04fd430c8 9\n");
    world_collect(world, "dmi");
    cr_assert_str_eq(world_string(world, HW, "dmi.product_name"), "Box ? ? 9");
}

Test(dmi, knows_public_asset_tags)
{
    world_file(world, ID "chassis_asset_tag", "7783-7084-3265-9085-8269-3286-77\n");
    world_collect(world, "dmi");
    cr_assert_str_eq(world_string(world, HW, "dmi.asset_tag_cloud"), "azure");
    cr_assert_eq(world_facts(world)->sections[HW].count, 1);
}

Test(dmi, is_a_gap_where_it_is_hidden)
{
    world_error(world, "/sys/class/dmi/id", ENVFP_REASON_HIDDEN);
    world_collect(world, "dmi");
    cr_assert_str_eq(world_gap(world, HW, "dmi.*"), "hidden");
}

Test(dmi, says_nothing_where_there_is_none)
{
    world_directory(world, "/sys/class");
    world_directory(world, "/sys/devices/virtual");
    world_collect(world, "dmi");
    cr_assert_eq(world_facts(world)->sections[HW].count, 0);
    cr_assert_eq(world_facts(world)->sections[HW].gap_count, 0);
}
