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

TestSuite(cmdline, .init = set_up, .fini = tear_down);

#define KERNEL ENVFP_LAYER_KERNEL

static const char *parameters_of(const char *line)
{
    world_file(world, "/proc/cmdline", line);
    world_collect(world, "cmdline");
    return world_set(world, KERNEL, "cmdline.parameters");
}

Test(cmdline, keeps_listed_parameters_only)
{
    cr_assert_str_eq(
        parameters_of("BOOT_IMAGE=/vmlinuz root=UUID=1234 ro quiet nosmt mitigations=off ip=10.0.0.1\n"),
        "mitigations=off nosmt");
}

Test(cmdline, does_not_follow_the_order)
{
    cr_assert_str_eq(parameters_of("nosmt mitigations=off"), "mitigations=off nosmt");
    cr_assert_str_eq(parameters_of("mitigations=off   nosmt\n"), "mitigations=off nosmt");
}

Test(cmdline, treats_dash_and_underscore_alike)
{
    cr_assert_str_eq(parameters_of("transparent-hugepage=never"), "transparent_hugepage=never");
}

Test(cmdline, counts_processors)
{
    cr_assert_str_eq(parameters_of("isolcpus=managed_irq,2-5,7"), "isolcpus=5 cpus");
    cr_assert_str_eq(parameters_of("isolcpus=9-2"), "isolcpus=set");
    cr_assert_str_eq(parameters_of("isolcpus=1-99999999999"), "isolcpus=set");
}

Test(cmdline, finds_every_listed_parameter)
{
    static const char *const some[] = {"SYSTEMD_CGROUP_ENABLE_LEGACY_FORCE=1",
                                       "acpi=off",
                                       "apparmor=0",
                                       "audit=1",
                                       "biosdevname=0",
                                       "cgroup_no_v1=all",
                                       "clearcpuid=514",
                                       "debugfs=off",
                                       "fips=1",
                                       "highres=off",
                                       "hugepages=2",
                                       "init_on_free=1",
                                       "ipv6.disable=1",
                                       "l1tf=off",
                                       "lockdown=integrity",
                                       "mem=4G",
                                       "mitigations=auto;no_user_user",
                                       "net.ifnames=0",
                                       "nosmt=force",
                                       "numa=off",
                                       "preempt=full",
                                       "psi=1",
                                       "random.trust_cpu=1",
                                       "retbleed=off",
                                       "selinux=0",
                                       "spectre_v2=on",
                                       "swapaccount=1",
                                       "tsx=off",
                                       "vsyscall=none",
                                       "zswap.max_pool_percent=20"};
    for (size_t i = 0; i < sizeof some / sizeof *some; i++)
        cr_assert_str_eq(parameters_of(some[i]), some[i]);
    cr_assert_str_eq(parameters_of("kvm-intel.nested=1 ia32-emulation=0"),
                     "ia32_emulation=0 kvm_intel.nested=1");
}

Test(cmdline, takes_no_other_name_for_a_listed_one)
{
    cr_assert_null(
        parameters_of("nosm nosmtt =1 - zz panic=30 sysctl.vm.swappiness=1 root=/dev/sda1 hostname=x"));
}

Test(cmdline, keeps_a_huge_page_size_with_its_number)
{
    const char *one = "hugepagesz=1G hugepages=4 hugepagesz=2M hugepages=512";
    cr_assert_str_eq(parameters_of(one), one);
    cr_assert_str_eq(parameters_of("hugepagesz=2M hugepages=512 quiet hugepagesz=1G hugepages=4"), one);
    cr_assert_str_eq(parameters_of("hugepages=8"), "hugepages=8");
    cr_assert_str_eq(parameters_of("hugepagesz=1G hugepagesz=2M hugepages=1"),
                     "hugepagesz=1G hugepagesz=2M hugepages=1");
    cr_assert_str_eq(parameters_of("hugepages=3 hugepagesz=1G"), "hugepages=3 hugepagesz=1G");
}

Test(cmdline, hides_values_of_unknown_form)
{
    cr_assert_str_eq(parameters_of("lsm=/home/user security=\"a b\""), "lsm=set security=set");
}

Test(cmdline, stops_where_init_begins)
{
    cr_assert_null(parameters_of("quiet -- nosmt"));
}

Test(cmdline, keeps_hints_of_monitors_as_context)
{
    parameters_of(
        "reboot=k panic=1 pci=off virtio_mmio.device=4K@0xd0000000:5 BOOT_IMAGE=/vmlinuz-4.4-gvisor");
    cr_assert_str_eq(world_set(world, KERNEL, "cmdline.hints"),
                     "gvisor panic=1 pci=off reboot=k virtio_mmio.device");
}

Test(cmdline, tells_why_it_could_not_be_read)
{
    world_error(world, "/proc/cmdline", ENVFP_REASON_DENIED);
    world_collect(world, "cmdline");
    cr_assert_str_eq(world_gap(world, KERNEL, "cmdline.*"), "denied");
}
