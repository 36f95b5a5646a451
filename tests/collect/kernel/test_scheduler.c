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

TestSuite(scheduler, .init = set_up, .fini = tear_down);

#define KERNEL ENVFP_LAYER_KERNEL

#define CPUS "/sys/devices/system/cpu/"

Test(scheduler, tells_threads_and_extensions)
{
    world_file(world, CPUS "smt/control", "forceoff\n");
    world_file(world, "/sys/kernel/sched_ext/state", "enabled\n");
    world_file(world, "/sys/kernel/sched_ext/root/ops", "lavd\n");
    world_collect(world, "scheduler");
    cr_assert_str_eq(world_string(world, KERNEL, "scheduler.smt"), "forceoff");
    cr_assert_str_eq(world_string(world, KERNEL, "scheduler.extension"), "lavd");
    world_file(world, "/sys/kernel/sched_ext/state", "disabled\n");
    world_collect(world, "scheduler");
    cr_assert_str_eq(world_string(world, KERNEL, "scheduler.extension"), "disabled");
}

Test(scheduler, counts_processors_set_apart_where_detail_is_asked_for)
{
    world_file(world, CPUS "isolated", "2-5,7\n");
    world_file(world, CPUS "nohz_full", "  (null)\n");
    world_collect(world, "scheduler");
    cr_assert_eq(world_integer(world, KERNEL, "scheduler.isolated_cpus"), INT64_MIN);
    world_source(world)->common->detail = true;
    world_collect(world, "scheduler");
    cr_assert_eq(world_integer(world, KERNEL, "scheduler.isolated_cpus"), 5);
    cr_assert_eq(world_integer(world, KERNEL, "scheduler.tickless_cpus"), INT64_MIN);
    cr_assert_null(world_gap(world, KERNEL, "scheduler.tickless_cpus"));
    world_file(world, CPUS "isolated", "5-2\n");
    world_collect(world, "scheduler");
    cr_assert_str_eq(world_gap(world, KERNEL, "scheduler.isolated_cpus"), "malformed");
}

Test(scheduler, of_an_old_kernel_says_nothing)
{
    world_directory(world, CPUS "cpu0");
    world_directory(world, "/sys/kernel/mm");
    world_collect(world, "scheduler");
    cr_assert_null(world_string(world, KERNEL, "scheduler.smt"));
    cr_assert_null(world_gap(world, KERNEL, "scheduler.smt"));
    world_error(world, CPUS "smt/control", ENVFP_REASON_DENIED);
    world_collect(world, "scheduler");
    cr_assert_str_eq(world_gap(world, KERNEL, "scheduler.smt"), "denied");
}
