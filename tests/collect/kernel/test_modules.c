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

TestSuite(modules, .init = set_up, .fini = tear_down);

#define KERNEL ENVFP_LAYER_KERNEL

Test(modules, names_what_is_loaded)
{
    world_file(world, "/proc/modules", "overlay 151552 1 - Live 0x0\next4 737280 1 - Live 0x0\n");
    world_collect(world, "modules");
    cr_assert_str_eq(world_set(world, KERNEL, "modules.loaded"), "ext4 overlay");
    cr_assert_eq(envfp__facts_find(world_facts(world), KERNEL, "modules.loaded")->class, ENVFP_CONTEXT);
}
