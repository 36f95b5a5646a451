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

TestSuite(thp, .init = set_up, .fini = tear_down);

#define KERNEL ENVFP_LAYER_KERNEL

Test(thp, takes_the_word_in_brackets)
{
    world_file(world, "/sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never\n");
    world_file(world, "/sys/kernel/mm/transparent_hugepage/defrag", "always never\n");
    world_collect(world, "thp");
    cr_assert_str_eq(world_string(world, KERNEL, "thp.enabled"), "madvise");
    cr_assert_str_eq(world_gap(world, KERNEL, "thp.defrag"), "malformed");
    cr_assert_null(world_gap(world, KERNEL, "thp.shmem_enabled"));
}

Test(thp, tells_sizes_in_use_where_detail_is_asked_for)
{
    world_file(world, "/sys/kernel/mm/transparent_hugepage/hugepages-64kB/enabled",
               "always inherit [madvise] never\n");
    world_file(world, "/sys/kernel/mm/transparent_hugepage/hugepages-32kB/enabled",
               "always inherit madvise [never]\n");
    world_directory(world, "/sys/kernel/mm/transparent_hugepage/khugepaged");
    world_collect(world, "thp");
    cr_assert_null(world_set(world, KERNEL, "thp.sizes"));
    world_source(world)->common->detail = true;
    world_collect(world, "thp");
    cr_assert_str_eq(world_set(world, KERNEL, "thp.sizes"), "64kB=madvise");
    world_error(world, "/sys/kernel/mm/transparent_hugepage/hugepages-64kB/enabled", ENVFP_REASON_DENIED);
    world_collect(world, "thp");
    cr_assert_str_eq(world_gap(world, KERNEL, "thp.sizes"), "denied");
}
