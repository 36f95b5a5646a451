/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "world.h"

#define HW ENVFP_LAYER_HARDWARE

static struct world *world;

static void set_up(void)
{
    world = world_new();
}

static void tear_down(void)
{
    world_free(world);
}

TestSuite(firmware, .init = set_up, .fini = tear_down);

Test(firmware, is_told_by_what_it_left)
{
    world_directory(world, "/sys/firmware/acpi");
    world_collect(world, "firmware");
    cr_assert_str_eq(world_string(world, HW, "firmware.kind"), "acpi");
    world_directory(world, "/sys/firmware/efi");
    world_collect(world, "firmware");
    cr_assert_str_eq(world_string(world, HW, "firmware.kind"), "uefi");
}

Test(firmware, is_a_gap_where_it_is_masked)
{
    world_error(world, "/sys/firmware/efi", ENVFP_REASON_HIDDEN);
    world_directory(world, "/sys/firmware/acpi");
    world_collect(world, "firmware");
    cr_assert_null(world_string(world, HW, "firmware.kind"));
    cr_assert_str_eq(world_gap(world, HW, "firmware.kind"), "hidden");
}
