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

TestSuite(locale, .init = set_up, .fini = tear_down);

Test(locale, tells_what_is_in_force)
{
    world_variable(world, "LANG", "de_DE.utf8@euro");
    world_variable(world, "LC_NUMERIC", "C");
    world_variable(world, "LC_TIME", "en_GB.UTF-8");
    world_variable(world, "LANGUAGE", "de:en");
    world_collect(world, "locale");
    cr_assert_str_eq(world_string(world, LC, "locale.ctype"), "de_DE.UTF-8@euro");
    cr_assert_str_eq(world_string(world, LC, "locale.charset"), "UTF-8");
    cr_assert_null(world_string(world, LC, "locale.numeric"));
    cr_assert_str_eq(world_string(world, LC, "locale.time"), "en_GB.UTF-8");
    cr_assert_str_eq(world_string(world, LC, "locale.language"), "de:en");
}

Test(locale, lets_lc_all_win)
{
    world_variable(world, "LANG", "de_DE.UTF-8");
    world_variable(world, "LC_TIME", "en_GB.UTF-8");
    world_variable(world, "LC_ALL", "POSIX");
    world_variable(world, "LANGUAGE", "de");
    world_collect(world, "locale");
    cr_assert_eq(world_facts(world)->sections[LC].count, 0);
}
