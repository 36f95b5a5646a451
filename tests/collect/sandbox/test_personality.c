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

TestSuite(personality, .init = set_up, .fini = tear_down);

#define SANDBOX ENVFP_LAYER_SANDBOX

Test(personality, names_flags_that_are_set)
{
    world_file(world, "/proc/self/personality", "00040008\n");
    world_collect(world, "personality");
    cr_assert_str_eq(world_set(world, SANDBOX, "personality.flags"), "addr_no_randomize linux32");
}

Test(personality, is_silent_without)
{
    world_file(world, "/proc/self/personality", "00000000\n");
    world_collect(world, "personality");
    cr_assert_eq(world_facts(world)->sections[SANDBOX].count, 0);
}

Test(personality, refuses_other_text)
{
    world_file(world, "/proc/self/personality", "x\n");
    world_collect(world, "personality");
    cr_assert_str_eq(world_gap(world, SANDBOX, "personality.flags"), "malformed");
}
