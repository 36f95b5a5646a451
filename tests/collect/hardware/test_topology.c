/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <stdio.h>

#include "world.h"

#define HW ENVFP_LAYER_HARDWARE
#define CPU "/sys/devices/system/cpu/"

static struct world *world;

static void set_up(void)
{
    world = world_new();
    world_uname(world, "Linux", "6.18", "#1", "sparc64");
}

static void tear_down(void)
{
    world_free(world);
}

TestSuite(topology, .init = set_up, .fini = tear_down);

static void add_cpu(unsigned cpu, const char *threads, const char *package)
{
    char path[128];
    snprintf(path, sizeof path, CPU "cpu%u/topology/thread_siblings_list", cpu);
    world_file(world, path, threads);
    snprintf(path, sizeof path, CPU "cpu%u/topology/core_siblings_list", cpu);
    world_file(world, path, package);
}

#define INTEGER(key, value) cr_assert_eq(world_integer(world, HW, key), value)

/* Firmware lists what is switched off; sysfs has no topology for it. */
Test(topology, counts_what_is_online)
{
    world_file(world, CPU "online", "1-3,6-7");
    add_cpu(1, "0-1", "0-3");
    add_cpu(2, "2-3", "0-3");
    add_cpu(3, "2-3", "0-3");
    add_cpu(6, "6-7", "4-7");
    add_cpu(7, "6-7", "4-7");
    world_collect(world, "cpu");
    INTEGER("cpu.logical", 5);
    INTEGER("topology.cores", 3);
    INTEGER("topology.sockets", 2);
    INTEGER("topology.threads_per_core", 2);
}

Test(topology, a_cpu_switched_off_meanwhile_hides_no_others)
{
    world_file(world, CPU "online", "0-2");
    add_cpu(0, "0", "0-2");
    add_cpu(2, "2", "0-2");
    world_collect(world, "cpu");
    INTEGER("topology.cores", 2);
    INTEGER("topology.sockets", 1);
}

Test(topology, old_kernels_have_no_list_of_what_is_online)
{
    add_cpu(0, "0", "0,2");
    add_cpu(2, "2", "0,2");
    world_file(world, CPU "cpu1/online", "0\n");
    world_file(world, CPU "cpu2/online", "1\n");
    world_file(world, CPU "cpuidle/current_driver", "none");
    world_collect(world, "cpu");
    INTEGER("cpu.logical", 2);
    INTEGER("topology.cores", 2);
}

Test(topology, numbers_of_processors_may_have_holes)
{
    world_file(world, "/proc/cpuinfo", "processor\t: 4\n\nprocessor\t: 9\n");
    add_cpu(4, "4", "4");
    add_cpu(9, "9", "9");
    world_collect(world, "cpu");
    INTEGER("cpu.logical", 2);
    INTEGER("topology.sockets", 2);
}

Test(topology, large_machines_without_sysfs)
{
    static char text[4096 * 64];
    size_t length = 0;
    for (unsigned cpu = 0; cpu < 4096; cpu++)
        length += (size_t)snprintf(text + length, sizeof text - length,
                                   "processor\t: %u\nphysical id\t: %u\ncore id\t\t: %u\n\n", cpu,
                                   cpu / 2 % 16, cpu / 32);
    world_file(world, "/proc/cpuinfo", text);
    world_collect(world, "cpu");
    INTEGER("cpu.logical", 4096);
    INTEGER("topology.sockets", 16);
    INTEGER("topology.cores", 2048);
    INTEGER("topology.threads_per_core", 2);
}

/* A package of two dies, each of which counts its cores from 0. */
Test(topology, core_numbers_need_not_be_unique)
{
    world_file(world, "/proc/cpuinfo",
               "processor\t: 0\nphysical id\t: 0\nsiblings\t: 4\ncore id\t\t: 0\ncpu cores\t: 4\n\n"
               "processor\t: 1\nphysical id\t: 0\nsiblings\t: 4\ncore id\t\t: 1\ncpu cores\t: 4\n\n"
               "processor\t: 2\nphysical id\t: 0\nsiblings\t: 4\ncore id\t\t: 0\ncpu cores\t: 4\n\n"
               "processor\t: 3\nphysical id\t: 0\nsiblings\t: 4\ncore id\t\t: 1\ncpu cores\t: 4\n");
    world_collect(world, "cpu");
    INTEGER("topology.sockets", 1);
    INTEGER("topology.cores", 4);
    INTEGER("topology.threads_per_core", 1);
}

Test(topology, one_processor_alone_needs_no_telling)
{
    world_file(world, "/proc/cpuinfo", "CPU:\t\t68040\n");
    world_collect(world, "cpu");
    INTEGER("cpu.logical", 1);
    INTEGER("topology.cores", 1);
    INTEGER("topology.sockets", 1);
}

Test(topology, two_processors_need_telling)
{
    world_file(world, "/proc/cpuinfo", "processor\t: 0\n\nprocessor\t: 1\n");
    world_collect(world, "cpu");
    INTEGER("cpu.logical", 2);
    INTEGER("topology.cores", INT64_MIN);
}

Test(topology, nodes_of_memory_alone_count)
{
    world_file(world, "/sys/devices/system/node/online", "0,8,252-255\n");
    world_collect(world, "cpu");
    INTEGER("topology.numa_nodes", 6);
}

Test(topology, maps_of_more_than_1024_processors)
{
    char map[1024] = "";
    for (unsigned i = 0; i < 48; i++)
        strcat(map, "ffffffff,");
    strcat(map, "ffffffff\n");
    world_file(world, CPU "online", "0-1567");
    for (unsigned cpu = 0; cpu < 1568; cpu++) {
        char path[128], self[16];
        snprintf(path, sizeof path, CPU "cpu%u/topology/thread_siblings_list", cpu);
        snprintf(self, sizeof self, "%u", cpu);
        world_file(world, path, self);
    }
    world_file(world, CPU "cpu0/topology/core_siblings", map);
    world_collect(world, "cpu");
    INTEGER("topology.cores", 1568);
    INTEGER("topology.sockets", 1);
}
