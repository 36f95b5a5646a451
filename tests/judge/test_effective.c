/* SPDX-License-Identifier: MIT */
/* How much of a machine a process may use, and what decides that. */
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

TestSuite(judge_effective, .init = set_up, .fini = tear_down);

#define CONTAINER ENVFP_LAYER_CONTAINER
#define V1 "4:memory:/a/b\n3:cpu,cpuacct:/a/b\n2:cpuset:/\n"

static void file(const char *path, const char *text)
{
    world_file(world, path, text);
}

/* A machine of 8 CPUs and 16 GiB. */
static void machine(const char *cgroup, const char *allowed)
{
    char status[128] = "Uid:\t0\t0\t0\t0\nCpus_allowed_list:\t";
    strcat(strcat(status, allowed), "\n");
    file("/sys/devices/system/cpu/online", "0-7\n");
    file("/proc/cpuinfo", "processor\t: 0\n\nprocessor\t: 1\n");
    file("/proc/meminfo", "MemTotal:       16300000 kB\n");
    file("/proc/self/cgroup", cgroup);
    file("/proc/self/status", status);
    file("/proc/self/limits",
         "Max address space         unlimited            unlimited            bytes     \n");
}

static const char *told(const char *key)
{
    const char *value = world_string(world, CONTAINER, key);
    return value ? value : world_gap(world, CONTAINER, key);
}

static void expect(const char *cpus, const char *cpus_by, const char *memory, const char *memory_by)
{
    static const char *const collectors[] = {"cpu", "ram", "cgroup", "process", "rlimits"};
    for (size_t i = 0; i < sizeof collectors / sizeof *collectors; i++)
        world_collect_also(world, collectors[i]);
    world_judge(world);
    cr_expect_str_eq(told("effective.cpus"), cpus);
    cr_expect_str_eq(told("effective.cpus_by"), cpus_by);
    cr_expect_str_eq(told("effective.memory"), memory);
    cr_expect_str_eq(told("effective.memory_by"), memory_by);
}

Test(judge_effective, is_the_machine_where_nothing_limits)
{
    machine("0::/\n", "0-127");
    expect("8", "machine", "17179869184", "machine");
}

/* Version 2: quota and memory, on different levels up the tree. */
Test(judge_effective, is_the_least_of_a_tree_of_groups)
{
    machine("0::/pod/one\n", "0-7");
    file("/sys/fs/cgroup/pod/one/cpu.max", "max 100000\n");
    file("/sys/fs/cgroup/pod/cpu.max", "150000 100000\n");
    file("/sys/fs/cgroup/pod/one/memory.max", "2147483648\n");
    file("/sys/fs/cgroup/pod/memory.max", "1073741824\n");
    expect("1.5", "quota", "1073741824", "cgroup");
}

Test(judge_effective, counts_what_version_1_limits)
{
    machine(V1, "0-7");
    file("/sys/fs/cgroup/cpu/a/b/cpu.cfs_quota_us", "25000\n");
    file("/sys/fs/cgroup/cpu/a/b/cpu.cfs_period_us", "100000\n");
    file("/sys/fs/cgroup/memory/a/b/memory.limit_in_bytes", "9223372036854771712\n");
    file("/sys/fs/cgroup/memory/a/memory.limit_in_bytes", "536870912\n");
    expect("0.25", "quota", "536870912", "cgroup");
}

/* taskset, and a cpuset that goes with it. */
Test(judge_effective, counts_the_processors_that_are_allowed)
{
    machine("0::/\n", "2,4-5");
    expect("3", "affinity", "17179869184", "machine");
}

Test(judge_effective, names_the_cpuset_that_the_affinity_follows)
{
    machine("0::/a\n", "2-3");
    file("/sys/fs/cgroup/a/cpuset.cpus.effective", "2-3\n");
    expect("2", "cpuset", "17179869184", "machine");
}

/* A limit above what the machine has decides nothing. */
Test(judge_effective, ignores_limits_above_the_machine)
{
    machine("0::/a\n", "0-7");
    file("/sys/fs/cgroup/a/cpu.max", "1600000 100000\n");
    file("/sys/fs/cgroup/a/memory.max", "68719476736\n");
    expect("8", "machine", "17179869184", "machine");
}

Test(judge_effective, counts_the_address_space)
{
    machine("0::/\n", "0-7");
    file("/proc/self/limits",
         "Max address space         4294967296           unlimited            bytes     \n");
    expect("8", "machine", "4294967296", "address-space");
}

/* A group outside of the own namespace: its limits are hidden, and so is the least. */
Test(judge_effective, guesses_nothing_of_limits_that_are_hidden)
{
    machine("0::/../../other\n", "0-7");
    file("/sys/fs/cgroup/memory.max", "1073741824\n");
    expect("hidden", "hidden", "hidden", "hidden");
}

Test(judge_effective, guesses_nothing_of_what_was_denied)
{
    machine("0::/a\n", "0-7");
    world_error(world, "/sys/fs/cgroup/a/memory.max", ENVFP_REASON_DENIED);
    world_error(world, "/proc/self/status", ENVFP_REASON_DENIED);
    expect("denied", "denied", "denied", "denied");
}

/* Without the machine's own, a limit is no more than that. */
Test(judge_effective, says_nothing_without_a_machine)
{
    file("/proc/self/cgroup", "0::/a\n");
    file("/sys/fs/cgroup/a/memory.max", "1073741824\n");
    world_collect_also(world, "cgroup");
    world_judge(world);
    cr_expect_null(world_string(world, CONTAINER, "effective.memory"));
    cr_expect_null(world_string(world, CONTAINER, "effective.cpus"));
}
