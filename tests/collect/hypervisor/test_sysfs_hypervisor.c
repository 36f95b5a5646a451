/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "world.h"

#define HYPER ENVFP_LAYER_HYPERVISOR

static struct world *world;

static void set_up(void)
{
    world = world_new();
}

static void tear_down(void)
{
    world_free(world);
}

TestSuite(sysfs_hypervisor, .init = set_up, .fini = tear_down);

Test(sysfs_hypervisor, xen_tells_its_control_domain_and_no_identifier)
{
    world_file(world, "/sys/hypervisor/type", "xen\n");
    world_file(world, "/sys/hypervisor/properties/features", "00002705\n");
    world_file(world, "/sys/hypervisor/uuid", "ec2c6e2f-5fac-4fc7-9c82-74127ec14bbb\n");
    world_collect(world, "sysfs_hypervisor");
    cr_assert_str_eq(world_string(world, HYPER, "sysfs_hypervisor.type"), "xen");
    cr_assert_eq(world_boolean(world, HYPER, "sysfs_hypervisor.dom0"), 0);
    cr_assert_eq(world_boolean(world, HYPER, "sysfs_hypervisor.ec2"), 1);
    world_file(world, "/sys/hypervisor/properties/features", "00002f05\n");
    world_collect(world, "sysfs_hypervisor");
    cr_assert_eq(world_boolean(world, HYPER, "sysfs_hypervisor.dom0"), 1);
    const struct section *section = &world_facts(world)->sections[HYPER];
    for (size_t i = 0; i < section->count; i++)
        if (section->facts[i].type == ENVFP_STRING)
            cr_assert_not(view_has(section->facts[i].value.string, VIEW("5fac")));
}

/* A kernel that could be a guest has the bus; drivers are on it in guests only. */
Test(sysfs_hypervisor, takes_no_empty_bus_for_a_guest)
{
    world_directory(world, "/sys/bus/xen/devices");
    world_directory(world, "/sys/bus/xen/drivers");
    world_collect(world, "sysfs_hypervisor");
    cr_assert_eq(world_boolean(world, HYPER, "sysfs_hypervisor.bus_xen"), -1);
    world_directory(world, "/sys/bus/xen/drivers/vif");
    world_collect(world, "sysfs_hypervisor");
    cr_assert_eq(world_boolean(world, HYPER, "sysfs_hypervisor.bus_xen"), 1);
}

Test(sysfs_hypervisor, xen_tells_how_it_runs_a_guest)
{
    world_file(world, "/sys/hypervisor/type", "xen\n");
    world_file(world, "/sys/hypervisor/guest_type", "PVH\n");
    world_collect(world, "sysfs_hypervisor");
    cr_assert_str_eq(world_string(world, HYPER, "sysfs_hypervisor.guest_type"), "PVH");
}

Test(sysfs_hypervisor, arm_shows_virtual_devices_by_their_names)
{
    world_uname(world, "Linux", "6.1", "#1", "aarch64");
    world_file(world, "/sys/bus/platform/devices/9020000.fw-cfg/modalias", "of:N\n");
    world_file(world, "/sys/bus/platform/devices/a000000.virtio_mmio/modalias", "of:N\n");
    world_file(world, "/sys/bus/platform/devices/psci/modalias", "of:N\n");
    world_collect(world, "sysfs_hypervisor");
    cr_assert_str_eq(world_set(world, HYPER, "sysfs_hypervisor.platform"), "fw-cfg virtio-mmio");
}

Test(sysfs_hypervisor, x86_is_spared_the_list_of_devices)
{
    world_uname(world, "Linux", "6.1", "#1", "x86_64");
    world_file(world, "/sys/bus/platform/devices/QEMU0002:00/modalias", "acpi:QEMU0002:\n");
    world_collect(world, "sysfs_hypervisor");
    cr_assert_null(world_set(world, HYPER, "sysfs_hypervisor.platform"));
}

Test(sysfs_hypervisor, power_tells_how_a_partition_gets_processors_and_not_whose_it_is)
{
    world_uname(world, "Linux", "6.1", "#1", "ppc64le");
    world_file(world, "/proc/ppc64/lparcfg",
               "lparcfg 1.9\nserial_number=IBM,0210AB123\nsystem_type=IBM,9009-42A\npartition_id=7\n"
               "shared_processor_mode=1\n");
    world_collect(world, "sysfs_hypervisor");
    cr_assert_str_eq(world_string(world, HYPER, "lparcfg.processors"), "shared");
    cr_assert_eq(world_facts(world)->sections[HYPER].count, 1);
    world_file(world, "/proc/ppc64/lparcfg", "lparcfg 1.9\nshared_processor_mode=0\n");
    world_collect(world, "sysfs_hypervisor");
    cr_assert_str_eq(world_string(world, HYPER, "lparcfg.processors"), "dedicated");
}

Test(sysfs_hypervisor, sparc_tells_its_control_domain)
{
    world_uname(world, "Linux", "6.1", "#1", "sparc64");
    world_file(world, "/dev/mdesc", "");
    world_directory(world, "/sys/class/vlds/ctrl");
    world_collect(world, "sysfs_hypervisor");
    cr_assert_eq(world_boolean(world, HYPER, "sysfs_hypervisor.mdesc"), 1);
    cr_assert_eq(world_boolean(world, HYPER, "sysfs_hypervisor.ldoms_control"), -1);
    world_directory(world, "/sys/class/vlds/sp");
    world_collect(world, "sysfs_hypervisor");
    cr_assert_eq(world_boolean(world, HYPER, "sysfs_hypervisor.ldoms_control"), 1);
}

Test(sysfs_hypervisor, protected_guests_of_s390_and_power_and_realms_of_arm)
{
    world_uname(world, "Linux", "6.1", "#1", "s390x");
    world_file(world, "/sys/firmware/uv/prot_virt_guest", "1\n");
    world_collect(world, "sysfs_hypervisor");
    cr_assert_eq(world_boolean(world, HYPER, "sysfs_hypervisor.secure_guest"), 1);
    world_file(world, "/sys/devices/system/cpu/svm", "0\n");
    world_uname(world, "Linux", "6.1", "#1", "ppc64le");
    world_collect(world, "sysfs_hypervisor");
    cr_assert_eq(world_boolean(world, HYPER, "sysfs_hypervisor.secure_guest"), 0);
    world_uname(world, "Linux", "6.1", "#1", "aarch64");
    world_directory(world, "/sys/devices/platform/arm-cca-dev");
    world_collect(world, "sysfs_hypervisor");
    cr_assert_eq(world_boolean(world, HYPER, "sysfs_hypervisor.realm"), 1);
}
