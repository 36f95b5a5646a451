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

TestSuite(memory, .init = set_up, .fini = tear_down);

#define KERNEL ENVFP_LAYER_KERNEL

Test(memory, tells_page_sizes)
{
    world_probe(world, "page_size", "16384");
    world_directory(world, "/sys/kernel/mm/hugepages/hugepages-2048kB");
    world_directory(world, "/sys/kernel/mm/hugepages/hugepages-1048576kB");
    world_directory(world, "/sys/kernel/mm/hugepages/other");
    world_collect(world, "memory");
    cr_assert_eq(world_integer(world, KERNEL, "memory.page_size"), 16384);
    cr_assert_str_eq(world_set(world, KERNEL, "memory.huge_page_sizes"), "1048576kB 2048kB");
}

Test(memory, refuses_a_page_size_that_is_none)
{
    world_probe(world, "page_size", "many");
    world_collect(world, "memory");
    cr_assert_str_eq(world_gap(world, KERNEL, "memory.page_size"), "malformed");
}
