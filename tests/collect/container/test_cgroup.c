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

TestSuite(cgroup, .init = set_up, .fini = tear_down);

#define CONTAINER ENVFP_LAYER_CONTAINER
#define ID "34dc0b5e626f2c5c4c5170e34b10e7654ce36f0fcd532739f4445baabea03376"

Test(cgroup, reads_the_file_and_passes_over_other_lines)
{
    world_file(world, "/proc/self/cgroup", "other_line\n//\n12:memory:/\n5:cpu:/docker/" ID "\n0::/\n");
    world_collect(world, "cgroup");
    cr_assert_str_eq(world_string(world, CONTAINER, "cgroup.container_id"), ID);
    cr_assert_str_eq(world_string(world, CONTAINER, "cgroup.runtime"), "docker");
    cr_assert_eq(world_boolean(world, CONTAINER, "cgroup.seen"), 1);
}

Test(cgroup, hashes_nothing_of_it)
{
    world_file(world, "/proc/self/cgroup", "0::/kubepods/pod1/" ID "\n");
    world_collect(world, "cgroup");
    const struct section *section = &world_facts(world)->sections[CONTAINER];
    for (size_t i = 0; i < section->count; i++)
        cr_assert_eq(section->facts[i].class, ENVFP_CONTEXT);
}

Test(cgroup, finds_limits_on_every_level)
{
    world_file(world, "/proc/self/cgroup", "0::/a.slice/b.scope\n");
    world_file(world, "/sys/fs/cgroup/a.slice/b.scope/memory.max", "max\n");
    world_file(world, "/sys/fs/cgroup/a.slice/memory.max", "1073741824\n");
    world_file(world, "/sys/fs/cgroup/a.slice/b.scope/cpu.max", "150000 100000\n");
    world_file(world, "/sys/fs/cgroup/a.slice/cpu.max", "max 100000\n");
    world_file(world, "/sys/fs/cgroup/a.slice/pids.max", "9000\n");
    world_collect(world, "cgroup");
    cr_assert_str_eq(world_string(world, CONTAINER, "limits.memory"), "1073741824");
    cr_assert_str_eq(world_string(world, CONTAINER, "limits.cpu"), "1500m");
    cr_assert_null(world_string(world, CONTAINER, "limits.pids"), "a session's number is no container's");
}

/* What the namespace shows at its root is another group's. */
Test(cgroup, tells_no_limits_of_a_group_that_it_is_not_in)
{
    static const char *const groups[] = {"0::/../../system.slice/foo.service\n", "0::/..\n",
                                         "4:memory:/../other\n3:cpu,cpuacct:/../other\n2:pids:/../other\n"};
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
        struct world *outside = world_new();
        world_file(outside, "/proc/self/cgroup", groups[i]);
        world_file(outside, "/sys/fs/cgroup/memory.max", "536870912\n");
        world_file(outside, "/sys/fs/cgroup/pids.max", "100\n");
        world_file(outside, "/sys/fs/cgroup/cpu.max", "150000 100000\n");
        world_file(outside, "/sys/fs/cgroup/memory/memory.limit_in_bytes", "536870912\n");
        world_file(outside, "/sys/fs/cgroup/pids/pids.max", "100\n");
        world_collect(outside, "cgroup");
        cr_expect_null(world_string(outside, CONTAINER, "limits.memory"), "%s", groups[i]);
        cr_expect_null(world_string(outside, CONTAINER, "limits.pids"), "%s", groups[i]);
        cr_expect_null(world_string(outside, CONTAINER, "limits.cpu"), "%s", groups[i]);
        cr_expect_str_eq(world_gap(outside, CONTAINER, "limits.memory"), "hidden", "%s", groups[i]);
        cr_expect_str_eq(world_gap(outside, CONTAINER, "limits.pids"), "hidden", "%s", groups[i]);
        world_free(outside);
    }
}

Test(cgroup, finds_a_containers_limits_at_the_root)
{
    world_file(world, "/proc/self/cgroup", "0::/\n");
    world_file(world, "/sys/fs/cgroup/memory.max", "536870912\n");
    world_file(world, "/sys/fs/cgroup/pids.max", "100\n");
    world_file(world, "/sys/fs/cgroup/cpuset.cpus.effective", "0-1,4\n");
    world_file(world, "/sys/devices/system/cpu/online", "0-7\n");
    world_collect(world, "cgroup");
    cr_assert_str_eq(world_string(world, CONTAINER, "limits.memory"), "536870912");
    cr_assert_str_eq(world_string(world, CONTAINER, "limits.pids"), "100");
    cr_assert_str_eq(world_string(world, CONTAINER, "limits.cpus"), "3");
}

Test(cgroup, finds_limits_of_version_1_without_a_namespace)
{
    world_file(world, "/proc/self/cgroup", "4:memory:/docker/" ID "\n3:cpu,cpuacct:/docker/" ID "\n");
    world_file(world, "/sys/fs/cgroup/memory/memory.limit_in_bytes", "268435456\n");
    world_file(world, "/sys/fs/cgroup/cpu/cpu.cfs_quota_us", "50000\n");
    world_file(world, "/sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");
    world_collect(world, "cgroup");
    cr_assert_str_eq(world_string(world, CONTAINER, "limits.memory"), "268435456");
    cr_assert_str_eq(world_string(world, CONTAINER, "limits.cpu"), "500m");
}

Test(cgroup, takes_swap_from_the_level_that_limits)
{
    world_file(world, "/proc/self/cgroup", "0::/a/b\n");
    world_file(world, "/sys/fs/cgroup/a/b/memory.max", "2000\n");
    world_file(world, "/sys/fs/cgroup/a/b/memory.swap.max", "max\n");
    world_file(world, "/sys/fs/cgroup/a/memory.max", "1000\n");
    world_file(world, "/sys/fs/cgroup/a/memory.high", "900\n");
    world_file(world, "/sys/fs/cgroup/a/memory.swap.max", "0\n");
    world_collect(world, "cgroup");
    cr_assert_str_eq(world_string(world, CONTAINER, "limits.memory"), "1000");
    cr_assert_str_eq(world_string(world, CONTAINER, "limits.memory_high"), "900");
    cr_assert_str_eq(world_string(world, CONTAINER, "limits.swap"), "0");
}

Test(cgroup, parts_swap_from_memory_in_version_1)
{
    world_file(world, "/proc/self/cgroup", "4:memory:/\n3:cpuset:/\n");
    world_file(world, "/sys/fs/cgroup/memory/memory.limit_in_bytes", "1000\n");
    world_file(world, "/sys/fs/cgroup/memory/memory.memsw.limit_in_bytes", "3000\n");
    world_file(world, "/sys/fs/cgroup/cpuset/cpuset.cpus", "1\n");
    world_file(world, "/sys/devices/system/cpu/online", "0-3\n");
    world_collect(world, "cgroup");
    cr_assert_str_eq(world_string(world, CONTAINER, "limits.swap"), "2000");
    cr_assert_str_eq(world_string(world, CONTAINER, "limits.cpus"), "1");
    cr_assert_null(world_string(world, CONTAINER, "limits.memory_high"));
}

Test(cgroup, records_nothing_where_nothing_limits)
{
    world_file(world, "/proc/self/cgroup", "4:memory:/\n3:cpu:/\n2:cpuset:/\n");
    world_file(world, "/sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
    world_file(world, "/sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1\n");
    world_file(world, "/sys/fs/cgroup/cpuset/cpuset.effective_cpus", "0-7\n");
    world_file(world, "/sys/devices/system/cpu/online", "0-7\n");
    world_collect(world, "cgroup");
    const struct section *section = &world_facts(world)->sections[CONTAINER];
    for (size_t i = 0; i < section->count; i++)
        cr_assert_neq(section->facts[i].class, ENVFP_HASHED);
    cr_assert_eq(section->gap_count, 0);
}

Test(cgroup, bounds_hostile_paths)
{
    static char text[64 * 1024];
    memset(text, '/', sizeof text - 1);
    memcpy(text, "0::", 3);
    world_file(world, "/proc/self/cgroup", text);
    world_file(world, "/sys/fs/cgroup/cgroup.procs", "");
    world_collect(world, "cgroup");
    world_file(world, "/proc/self/cgroup", "0::/../../x\n");
    world_collect(world, "cgroup");
    cr_assert_null(world_string(world, CONTAINER, "limits.memory"));
}

Test(cgroup, notes_limits_that_are_out_of_sight)
{
    world_file(world, "/proc/self/cgroup", "0::/a\n");
    world_error(world, "/sys/fs/cgroup", ENVFP_REASON_DENIED);
    world_collect(world, "cgroup");
    cr_assert_str_eq(world_gap(world, CONTAINER, "limits.memory"), "denied");
}
