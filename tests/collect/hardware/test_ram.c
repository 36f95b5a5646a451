/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "world.h"

static const char *class_of(const char *meminfo)
{
    struct world *world = world_new();
    static char copy[32];
    world_file(world, "/proc/meminfo", meminfo);
    world_collect(world, "ram");
    const char *class = world_string(world, ENVFP_LAYER_HARDWARE, "memory.size_class");
    copy[0] = '\0';
    if (class)
        strncat(copy, class, sizeof copy - 1);
    world_free(world);
    return copy;
}

Test(ram, rounds_up_to_the_sizes_that_memory_is_sold_in)
{
    cr_assert_str_eq(class_of("MemTotal:       24684084 kB\n"), "24 GiB");
    cr_assert_str_eq(class_of("MemTotal:       16297516 kB\n"), "16 GiB");
    cr_assert_str_eq(class_of("MemTotal:        8388608 kB\n"), "8 GiB");
    cr_assert_str_eq(class_of("MemTotal:        4036680 kB\n"), "4 GiB");
    cr_assert_str_eq(class_of("MemTotal:        1014480 kB\n"), "1 GiB");
    cr_assert_str_eq(class_of("MemTotal:         492000 kB\n"), "512 MiB");
    cr_assert_str_eq(class_of("MemTotal:      527899012 kB\n"), "512 GiB");
}

Test(ram, does_not_flip_with_what_the_kernel_keeps)
{
    cr_assert_str_eq(class_of("MemTotal:       32593564 kB\n"), "32 GiB");
    cr_assert_str_eq(class_of("MemTotal:       31800000 kB\n"), "32 GiB");
}

Test(ram, calls_nonsense_malformed)
{
    struct world *world = world_new();
    world_file(world, "/proc/meminfo", "MemTotal: lots\nHugepagesize: 2048 kB\n");
    world_collect(world, "ram");
    cr_assert_str_eq(world_gap(world, ENVFP_LAYER_HARDWARE, "memory.size_class"), "malformed");
    cr_assert_eq(world_integer(world, ENVFP_LAYER_HARDWARE, "memory.hugepage_kib"), 2048);
    world_free(world);
}

#define BALLOON "/sys/bus/virtio/devices/virtio3/"

static const char *class_with_balloon(const char *features)
{
    struct world *world = world_new();
    static char copy[32];
    world_file(world, "/proc/meminfo", "MemTotal: 4194304 kB\nBalloon: 12000000 kB\n");
    world_file(world, "/sys/bus/virtio/devices/virtio0/modalias", "virtio:d00000001v00001AF4\n");
    world_file(world, BALLOON "modalias", "virtio:d00000005v00001AF4\n");
    world_file(world, BALLOON "features", features);
    world_collect(world, "ram");
    copy[0] = '\0';
    strncat(copy, world_string(world, ENVFP_LAYER_HARDWARE, "memory.size_class"), sizeof copy - 1);
    world_free(world);
    return copy;
}

Test(ram, counts_what_the_host_has_borrowed)
{
    cr_assert_str_eq(class_with_balloon("0100000000\n"), "16 GiB");
}

Test(ram, does_not_count_a_balloon_that_is_in_the_total_already)
{
    cr_assert_str_eq(class_with_balloon("0110000000\n"), "4 GiB");
}

Test(ram, without_the_balloons_device_takes_the_total)
{
    cr_assert_str_eq(class_of("MemTotal: 4194304 kB\nBalloon: 12000000 kB\n"), "4 GiB");
}
