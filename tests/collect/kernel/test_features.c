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

TestSuite(features, .init = set_up, .fini = tear_down);

#define KERNEL ENVFP_LAYER_KERNEL

static const char file_systems[] = "nodev\tsysfs\nnodev\tcgroup2\nnodev\tbpf\n\text4\nnodev\thugetlbfs\n"
                                   "nodev\tmqueue\nnodev\toverlay\n";

static void sysfs_and_files(void)
{
    world_file(world, "/proc/filesystems", file_systems);
    world_file(world, "/sys/module/apparmor/parameters/enabled", "N\n");
}

Test(features, are_told_by_their_signs)
{
    sysfs_and_files();
    world_directory(world, "/proc/pressure");
    world_directory(world, "/proc/sysvipc");
    world_file(world, "/sys/kernel/btf/vmlinux", "x");
    world_directory(world, "/sys/kernel/slab/io_kiocb");
    world_link(world, "/sys/kernel/slab/user_namespace", ":A-0000640");
    world_directory(world, "/sys/kernel/slab/:A-0000640");
    world_directory(world, "/sys/kernel/slab/userfaultfd_ctx_cache");
    world_collect(world, "features");
    cr_assert_str_eq(
        world_set(world, KERNEL, "features.available"),
        "bpf btf cgroup2 hugetlb io_uring posix_mqueue psi sysv_ipc user_namespaces userfaultfd");
    cr_assert_null(world_gap(world, KERNEL, "features.available"));
}

Test(features, of_an_old_kernel_are_few)
{
    world_file(world, "/proc/filesystems", "nodev\tsysfs\nnodev\thugetlbfs\n\text3\n");
    world_directory(world, "/proc/sysvipc");
    world_directory(world, "/sys/devices");
    world_collect(world, "features");
    cr_assert_str_eq(world_set(world, KERNEL, "features.available"), "hugetlb sysv_ipc");
}

Test(features, that_modules_bring_are_context)
{
    sysfs_and_files();
    world_file(world, "/proc/misc", "229 fuse\n232 kvm\n 58 a b\n 59 x/y\n\n");
    world_collect(world, "features");
    cr_assert_str_eq(world_set(world, KERNEL, "features.file_systems"),
                     "bpf cgroup2 ext4 hugetlbfs mqueue overlay sysfs");
    cr_assert_str_eq(world_set(world, KERNEL, "features.devices"), "b fuse kvm");
    cr_assert_eq(envfp__facts_find(world_facts(world), KERNEL, "features.devices")->class, ENVFP_CONTEXT);
    cr_assert_eq(envfp__facts_find(world_facts(world), KERNEL, "features.file_systems")->class,
                 ENVFP_CONTEXT);
    cr_assert_eq(envfp__facts_find(world_facts(world), KERNEL, "features.available")->class, ENVFP_HASHED);
}

/* Android's processes may not look at most of /proc and /sys. */
Test(features, are_a_gap_where_looking_is_denied)
{
    world_error(world, "/proc/filesystems", ENVFP_REASON_DENIED);
    world_error(world, "/proc/misc", ENVFP_REASON_DENIED);
    world_collect(world, "features");
    cr_assert_str_eq(world_gap(world, KERNEL, "features.available"), "denied");
    cr_assert_str_eq(world_gap(world, KERNEL, "features.file_systems"), "denied");
    cr_assert_str_eq(world_gap(world, KERNEL, "features.devices"), "denied");
    cr_assert_str_eq(world_gap(world, KERNEL, "lsm.active"), "denied");
}

Test(features, are_no_shorter_list_where_one_sign_is_out_of_reach)
{
    sysfs_and_files();
    world_error(world, "/sys/kernel/slab", ENVFP_REASON_HIDDEN);
    world_collect(world, "features");
    cr_assert_null(world_set(world, KERNEL, "features.available"));
    cr_assert_str_eq(world_gap(world, KERNEL, "features.available"), "hidden");
}

Test(features, say_whether_machines_may_be_nested)
{
    sysfs_and_files();
    world_file(world, "/proc/misc", "232 kvm\n");
    world_file(world, "/sys/module/kvm_amd/parameters/nested", "1\n");
    world_collect(world, "features");
    cr_assert_eq(world_boolean(world, KERNEL, "features.kvm_nested"), -1, "asked without need");
    world_source(world)->common->detail = true;
    world_collect(world, "features");
    cr_assert_eq(world_boolean(world, KERNEL, "features.kvm_nested"), 1);
    world_file(world, "/sys/module/kvm_intel/parameters/nested", "N\n");
    world_collect(world, "features");
    cr_assert_eq(world_boolean(world, KERNEL, "features.kvm_nested"), 0);
}
