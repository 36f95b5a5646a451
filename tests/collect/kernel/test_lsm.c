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

TestSuite(lsm, .init = set_up, .fini = tear_down);

#define KERNEL ENVFP_LAYER_KERNEL

Test(lsm, tells_active_modules_by_their_traces)
{
    world_file(world, "/proc/filesystems", "nodev\tsysfs\nnodev\tselinuxfs\n\text4\n");
    world_file(world, "/sys/module/apparmor/parameters/enabled", "N\n");
    world_file(world, "/proc/sys/kernel/yama/ptrace_scope", "1\n");
    world_file(world, "/sys/kernel/security/lsm", "capability,yama,selinux\n");
    world_collect(world, "lsm");
    cr_assert_str_eq(world_set(world, KERNEL, "lsm.active"), "selinux yama");
    cr_assert_str_eq(world_string(world, KERNEL, "lsm.order"), "capability,yama,selinux");
}

Test(lsm, is_a_gap_where_sysfs_is_not_mounted)
{
    world_file(world, "/proc/filesystems", "nodev\tsysfs\n");
    world_collect(world, "lsm");
    cr_assert_str_eq(world_gap(world, KERNEL, "lsm.active"), "hidden");
}
