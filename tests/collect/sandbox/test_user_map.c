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

TestSuite(user_map, .init = set_up, .fini = tear_down);

#define SANDBOX ENVFP_LAYER_SANDBOX

static void collect(const char *map)
{
    world_file(world, "/proc/self/uid_map", map);
    world_collect(world, "user_map");
}

Test(user_map, is_silent_in_the_initial_namespace)
{
    collect("         0          0 4294967295\n");
    cr_assert_eq(world_facts(world)->sections[SANDBOX].count, 0);
}

Test(user_map, tells_shape_and_count)
{
    collect("0 1000 1\n1 100000 65536\n");
    cr_assert_eq(world_integer(world, SANDBOX, "user_map.extents"), 2);
    cr_assert_eq(world_integer(world, SANDBOX, "user_map.ids"), 65537);
    cr_assert_eq(world_boolean(world, SANDBOX, "user_map.root"), 1);
    collect("1000 1000 1\n");
    cr_assert_eq(world_boolean(world, SANDBOX, "user_map.root"), 0);
}

Test(user_map, refuses_other_text)
{
    collect("0 1000\n");
    cr_assert_str_eq(world_gap(world, SANDBOX, "user_map.*"), "malformed");
    cr_assert_eq(world_integer(world, SANDBOX, "user_map.ids"), INT64_MIN);
}
