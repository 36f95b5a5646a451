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

TestSuite(rlimits, .init = set_up, .fini = tear_down);

#define SANDBOX ENVFP_LAYER_SANDBOX
#define TITLE "Limit                     Soft Limit           Hard Limit           Units     \n"

static void collect(const char *limits)
{
    world_file(world, "/proc/self/limits", limits);
    world_collect(world, "rlimits");
}

Test(rlimits, is_silent_at_the_kernels_defaults)
{
    collect(TITLE "Max cpu time              unlimited            unlimited            seconds   \n"
                  "Max stack size            8388608              unlimited            bytes     \n"
                  "Max open files            1024                 524288               files     \n"
                  "Max nice priority         0                    0                    \n");
    cr_assert_eq(world_facts(world)->sections[SANDBOX].count, 0);
}

Test(rlimits, keeps_deviations)
{
    collect(TITLE "Max address space         4294967296           4294967296           bytes     \n"
                  "Max open files            1048576              1048576              files     \n"
                  "Max stack size            unlimited            unlimited            bytes     \n");
    cr_assert_str_eq(world_string(world, SANDBOX, "rlimits.as"), "4294967296");
    cr_assert_str_eq(world_string(world, SANDBOX, "rlimits.nofile"), "1048576");
    cr_assert_str_eq(world_string(world, SANDBOX, "rlimits.stack"), "unlimited");
}

Test(rlimits, refuses_other_text)
{
    collect("Max open files few\n");
    cr_assert_str_eq(world_gap(world, SANDBOX, "rlimits.nofile"), "malformed");
}

/* The kernel computes these from the size of memory, or sessions set them: told whatever they are, and never hashed. */
Test(rlimits, tells_those_without_a_usual_value)
{
    collect(TITLE "Max core file size        0                    unlimited            bytes     \n"
                  "Max processes             96365                96365                processes \n"
                  "Max locked memory         8388608              8388608              bytes     \n");
    cr_assert_str_eq(world_string(world, SANDBOX, "rlimits.core"), "0");
    cr_assert_str_eq(world_string(world, SANDBOX, "rlimits.nproc"), "96365");
    cr_assert_str_eq(world_string(world, SANDBOX, "rlimits.memlock"), "8388608");
    static const char *const keys[] = {"rlimits.core", "rlimits.nproc", "rlimits.memlock"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        cr_expect_eq(envfp_entry_get_class(envfp_registry_find_entry(SANDBOX, keys[i])), ENVFP_CONTEXT);
}
