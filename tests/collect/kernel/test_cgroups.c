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

TestSuite(cgroups, .init = set_up, .fini = tear_down);

#define KERNEL ENVFP_LAYER_KERNEL
#define TITLE "#subsys_name\thierarchy\tnum_cgroups\tenabled\n"

static const char *version_of(const char *text)
{
    world_file(world, "/proc/cgroups", text);
    world_collect(world, "cgroups");
    return world_string(world, KERNEL, "cgroup.version");
}

Test(cgroups, tells_where_the_controllers_live)
{
    cr_assert_str_eq(version_of(TITLE "cpu\t0\t90\t1\nmemory\t0\t90\t1\npids\t0\t90\t1\n"), "v2");
    cr_assert_str_eq(version_of(TITLE "cpu\t2\t90\t1\nmemory\t3\t90\t1\npids\t4\t90\t1\n"), "v1");
    cr_assert_str_eq(version_of(TITLE "cpu\t0\t90\t1\nmemory\t0\t90\t1\nnet_cls\t4\t1\t1\n"), "hybrid");
    cr_assert_str_eq(version_of(TITLE "cpu\t2\t90\t1\nmemory\t0\t90\t1\n"), "hybrid");
}

Test(cgroups, lists_enabled_controllers)
{
    version_of(TITLE "cpu\t0\t90\t1\nmemory\t0\t1\t0\n");
    cr_assert_str_eq(world_set(world, KERNEL, "cgroup.controllers"), "cpu");
}

Test(cgroups, refuses_other_text)
{
    cr_assert_null(version_of("cpu two 3 1\n"));
    cr_assert_str_eq(world_gap(world, KERNEL, "cgroup.*"), "malformed");
}
