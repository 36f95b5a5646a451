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
    world_collect(world, "features");
    cr_assert_str_eq(world_set(world, KERNEL, "lsm.active"), "selinux yama");
    cr_assert_str_eq(world_string(world, KERNEL, "lsm.order"), "capability,yama,selinux");
}

Test(lsm, is_a_gap_where_sysfs_is_not_mounted)
{
    world_file(world, "/proc/filesystems", "nodev\tsysfs\n");
    world_collect(world, "features");
    cr_assert_str_eq(world_gap(world, KERNEL, "lsm.active"), "hidden");
}

Test(lsm, tells_how_strict_a_module_is_where_it_is_there)
{
    world_file(world, "/proc/filesystems", "nodev\tselinuxfs\n");
    world_file(world, "/sys/fs/selinux/enforce", "1");
    world_file(world, "/sys/kernel/security/lsm", "lockdown,capability,selinux\n");
    world_file(world, "/sys/kernel/security/lockdown", "none [integrity] confidentiality\n");
    world_collect(world, "features");
    cr_assert_eq(world_boolean(world, KERNEL, "lsm.selinux_enforcing"), 1);
    cr_assert_str_eq(world_string(world, KERNEL, "lsm.lockdown"), "integrity");
    world_file(world, "/sys/fs/selinux/enforce", "0");
    world_file(world, "/sys/kernel/security/lockdown", "none\n");
    world_collect(world, "features");
    cr_assert_eq(world_boolean(world, KERNEL, "lsm.selinux_enforcing"), 0);
    cr_assert_str_eq(world_gap(world, KERNEL, "lsm.lockdown"), "malformed");
}

Test(lsm, asks_no_module_that_is_not_there)
{
    world_file(world, "/proc/filesystems", "nodev\tsysfs\n");
    world_file(world, "/sys/fs/selinux/enforce", "1");
    world_file(world, "/sys/kernel/security/lsm", "capability,yama\n");
    world_file(world, "/sys/kernel/security/lockdown", "none [integrity] confidentiality\n");
    world_collect(world, "features");
    cr_assert_eq(world_boolean(world, KERNEL, "lsm.selinux_enforcing"), -1);
    cr_assert_null(world_string(world, KERNEL, "lsm.lockdown"));
}
