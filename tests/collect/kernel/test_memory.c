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

Test(memory, tells_the_stack_that_a_signal_needs)
{
    world_auxv(world, "AT_MINSIGSTKSZ", "0x2eb0");
    world_collect(world, "memory");
    cr_assert_eq(world_integer(world, KERNEL, "memory.signal_stack"), 11952);
}

Test(memory, keeps_what_changes_for_details)
{
    world_file(world, "/sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages", "512\n");
    world_file(world, "/sys/kernel/mm/hugepages/hugepages-1048576kB/nr_hugepages", "0\n");
    world_file(world, "/proc/swaps",
               "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n/dev/zram0 partition\t1\t0\t100\n"
               "/swap\\040file file\t1\t0\t-2\n/dev/dm-1 partition\t1\t0\t-3\n");
    world_file(world, "/sys/module/zswap/parameters/enabled", "Y\n");
    world_file(world, "/sys/kernel/mm/lru_gen/enabled", "0x0007\n");
    world_collect(world, "memory");
    cr_assert_null(world_set(world, KERNEL, "memory.swap"));
    world_source(world)->common->detail = true;
    world_collect(world, "memory");
    cr_assert_str_eq(world_set(world, KERNEL, "memory.huge_pages"), "2048kB=512");
    cr_assert_str_eq(world_set(world, KERNEL, "memory.swap"), "file partition zram");
    cr_assert_str_eq(world_string(world, KERNEL, "memory.zswap"), "Y");
    cr_assert_str_eq(world_string(world, KERNEL, "memory.lru_gen"), "0x0007");
    cr_assert_null(world_string(world, KERNEL, "memory.ksm"));
}
