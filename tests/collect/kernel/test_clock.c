/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "world.h"

static struct world *world;

static void set_up(void)
{
    world = world_new();
}

static void tear_down(void)
{
    world_free(world);
}

TestSuite(clock, .init = set_up, .fini = tear_down);

#define KERNEL ENVFP_LAYER_KERNEL

Test(clock, is_context)
{
    world_file(world, "/sys/devices/system/clocksource/clocksource0/current_clocksource", "kvm-clock\n");
    world_collect(world, "clock");
    cr_assert_str_eq(world_string(world, KERNEL, "clock.source"), "kvm-clock");
    cr_assert_eq(envfp__facts_find(world_facts(world), KERNEL, "clock.source")->class, ENVFP_CONTEXT);
}

Test(clock, names_the_others_where_detail_is_asked_for)
{
    world_file(world, "/sys/devices/system/clocksource/clocksource0/available_clocksource",
               "tsc hpet acpi_pm \n");
    world_collect(world, "clock");
    cr_assert_null(world_set(world, KERNEL, "clock.available"));
    world_source(world)->common->detail = true;
    world_collect(world, "clock");
    cr_assert_str_eq(world_set(world, KERNEL, "clock.available"), "acpi_pm hpet tsc");
}
