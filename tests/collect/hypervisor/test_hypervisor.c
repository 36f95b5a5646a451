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

TestSuite(hypervisor, .init = set_up, .fini = tear_down);

static void add_signature(uint32_t leaf, uint32_t highest, const char *text)
{
    char padded[12] = {0};
    uint32_t words[3];
    memcpy(padded, text, strlen(text));
    memcpy(words, padded, sizeof padded);
    world_cpuid(world, 0, leaf, 0, highest, words[0], words[1], words[2]);
}

static void add_processor(bool hypervisor)
{
    world_cpuid(world, 0, 0, 0, 0x21, 0x756e6547, 0x6c65746e, 0x49656e69);
    world_cpuid(world, 0, 1, 0, 0x50657, 0, hypervisor ? UINT32_C(1) << 31 : 0, 0);
}

Test(hypervisor, bare_metal_has_no_hashed_fact)
{
    add_processor(false);
    /* An Intel processor answers here with its highest basic leaf: nobody may look. */
    add_signature(0x40000000, 7, "garbage");
    world_collect(world, "cpuid");
    cr_assert_eq(world_boolean(world, HYPER, "cpuid.hypervisor_bit"), 0);
    cr_assert_null(world_set(world, HYPER, "cpuid.signatures"));
    cr_assert_eq(world_facts(world)->sections[HYPER].count, 1);
}

Test(hypervisor, every_signature_is_noted)
{
    add_processor(true);
    add_signature(0x40000000, 0x40000006, "Microsoft Hv");
    add_signature(0x40000100, 0x40000101, "KVMKVMKVM");
    world_collect(world, "cpuid");
    cr_assert_str_eq(world_set(world, HYPER, "cpuid.signatures"), "KVMKVMKVM Microsoft Hv");
}

Test(hypervisor, a_signature_in_the_second_range_is_found_behind_an_empty_first)
{
    add_processor(true);
    add_signature(0x40000100, 0x40000101, "KVMKVMKVM");
    world_collect(world, "cpuid");
    cr_assert_str_eq(world_set(world, HYPER, "cpuid.signatures"), "KVMKVMKVM");
}

Test(hypervisor, unprintable_signatures_are_none)
{
    add_processor(true);
    world_cpuid(world, 0, 0x40000000, 0, 0x40000001, 0x01020304, 0xffffffff, 0);
    world_collect(world, "cpuid");
    cr_assert_eq(world_boolean(world, HYPER, "cpuid.hypervisor_bit"), 1);
    cr_assert_str_eq(world_set(world, HYPER, "cpuid.signatures"), "");
}

Test(hypervisor, hyperv_tells_its_root_and_its_isolation)
{
    add_processor(true);
    add_signature(0x40000000, 0x4000000c, "Microsoft Hv");
    world_cpuid(world, 0, 0x40000001, 0, 0x31237648, 0, 0, 0);
    world_cpuid(world, 0, 0x40000003, 0, 0, 1U << 22, 0, 0);
    world_cpuid(world, 0, 0x4000000c, 0, 0, 2, 0, 0);
    world_collect(world, "cpuid");
    cr_assert_eq(world_boolean(world, HYPER, "cpuid.hyperv_root"), 0);
    cr_assert_str_eq(world_string(world, HYPER, "cpuid.isolation"), "sev-snp");
}

Test(hypervisor, hyperv_tells_its_root_partition)
{
    add_processor(true);
    add_signature(0x40000000, 0x4000000c, "Microsoft Hv");
    world_cpuid(world, 0, 0x40000001, 0, 0x31237648, 0, 0, 0);
    world_cpuid(world, 0, 0x40000003, 0, 0, 1U << 12, 0, 0);
    world_collect(world, "cpuid");
    cr_assert_eq(world_boolean(world, HYPER, "cpuid.hyperv_root"), 1);
}

Test(hypervisor, a_confidential_guest_is_no_root_partition)
{
    add_processor(true);
    add_signature(0x40000000, 0x4000000c, "Microsoft Hv");
    world_cpuid(world, 0, 0x40000001, 0, 0x31237648, 0, 0, 0);
    world_cpuid(world, 0, 0x40000003, 0, 0, 1U << 12 | 1U << 22, 0, 0);
    world_cpuid(world, 0, 0x4000000c, 0, 0, 3, 0, 0);
    world_collect(world, "cpuid");
    cr_assert_eq(world_boolean(world, HYPER, "cpuid.hyperv_root"), 0);
    cr_assert_str_eq(world_string(world, HYPER, "cpuid.isolation"), "tdx");
}

/* Each would be a trap for nothing. */
Test(hypervisor, nothing_is_asked_behind_kvm_nor_amds_leaf_of_intel)
{
    add_processor(true);
    add_signature(0x40000000, 0x40000001, "KVMKVMKVM");
    add_signature(0x40000100, 0x40000101, "garbage");
    world_cpuid(world, 0, 0x8000001f, 0, 0x1a, 0, 0, 0);
    world_collect(world, "cpuid");
    cr_assert_str_eq(world_set(world, HYPER, "cpuid.signatures"), "KVMKVMKVM");
    cr_assert_null(world_set(world, HYPER, "cpuid.sev_capable"));
}

Test(hypervisor, amds_encryption_is_capability_until_the_kernel_says_more)
{
    world_cpuid(world, 0, 0, 0, 0x10, 0x68747541, 0x444d4163, 0x69746e65);
    world_cpuid(world, 0, 1, 0, 0x00a20f12, 0, UINT32_C(1) << 31, 0);
    add_signature(0x40000000, 0x40000001, "KVMKVMKVM");
    world_cpuid(world, 0, 0x8000001f, 0, 0x1a, 0, 0, 0);
    world_collect(world, "cpuid");
    cr_assert_str_eq(world_set(world, HYPER, "cpuid.sev_capable"), "sev sev_es sev_snp");
    cr_assert_eq(world_boolean(world, HYPER, "sysfs_hypervisor.sev_snp"), -1);
    world_file(world, "/sys/devices/system/cpu/sev/vmpl", "0\n");
    world_collect(world, "cpuid");
    cr_assert_eq(world_boolean(world, HYPER, "sysfs_hypervisor.sev_snp"), 1);
}

Test(hypervisor, tdx_names_itself)
{
    add_processor(true);
    add_signature(0x40000000, 0x40000001, "KVMKVMKVM");
    world_cpuid(world, 0, 0x21, 0, 0, 0x65746e49, 0x20202020, 0x5844546c);
    world_collect(world, "cpuid");
    cr_assert_str_eq(world_string(world, HYPER, "cpuid.isolation"), "tdx");
}

Test(hypervisor, other_processors_have_no_gap_and_roots_have)
{
    world_collect(world, "cpuid");
    cr_assert_eq(world_facts(world)->sections[HYPER].count, 0);
}

Test(hypervisor, xen_tells_its_control_domain_and_no_identifier)
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

Test(hypervisor, s390_tells_the_chain_without_names)
{
    world_uname(world, "Linux", "6.1", "#1", "s390x");
    world_file(
        world, "/proc/sysinfo",
        "Manufacturer:         IBM\nSequence Code:        00000000000EAA14\nLPAR Number:          47\n"
        "LPAR Name:            R17LP45\nVM00 Name:            GUEST1\nVM00 Control Program: KVM/Linux\n"
        "VM01 Name:            R1745003\nVM01 Control Program: z/VM    6.1.0\n");
    world_collect(world, "sysinfo");
    cr_assert_eq(world_boolean(world, HYPER, "sysinfo.lpar"), 1);
    cr_assert_str_eq(world_set(world, HYPER, "sysinfo.control_programs"),
                     "VM00 KVM/Linux VM01 z/VM    6.1.0");
    cr_assert_eq(world_facts(world)->sections[HYPER].count, 2);
}

/* A kernel that could be a guest has the bus; drivers are on it in guests only. */
Test(hypervisor, takes_no_empty_bus_for_a_guest)
{
    world_directory(world, "/sys/bus/xen/devices");
    world_directory(world, "/sys/bus/xen/drivers");
    world_collect(world, "sysfs_hypervisor");
    cr_assert_eq(world_boolean(world, HYPER, "sysfs_hypervisor.bus_xen"), -1);
    world_directory(world, "/sys/bus/xen/drivers/vif");
    world_collect(world, "sysfs_hypervisor");
    cr_assert_eq(world_boolean(world, HYPER, "sysfs_hypervisor.bus_xen"), 1);
}

Test(hypervisor, xen_tells_how_it_runs_a_guest)
{
    world_file(world, "/sys/hypervisor/type", "xen\n");
    world_file(world, "/sys/hypervisor/guest_type", "PVH\n");
    world_collect(world, "sysfs_hypervisor");
    cr_assert_str_eq(world_string(world, HYPER, "sysfs_hypervisor.guest_type"), "PVH");
}

Test(hypervisor, arm_shows_virtual_devices_by_their_names)
{
    world_uname(world, "Linux", "6.1", "#1", "aarch64");
    world_file(world, "/sys/bus/platform/devices/9020000.fw-cfg/modalias", "of:N\n");
    world_file(world, "/sys/bus/platform/devices/a000000.virtio_mmio/modalias", "of:N\n");
    world_file(world, "/sys/bus/platform/devices/psci/modalias", "of:N\n");
    world_collect(world, "sysfs_hypervisor");
    cr_assert_str_eq(world_set(world, HYPER, "sysfs_hypervisor.platform"), "fw-cfg virtio-mmio");
}

Test(hypervisor, x86_is_spared_the_list_of_devices)
{
    world_uname(world, "Linux", "6.1", "#1", "x86_64");
    world_file(world, "/sys/bus/platform/devices/QEMU0002:00/modalias", "acpi:QEMU0002:\n");
    world_collect(world, "sysfs_hypervisor");
    cr_assert_null(world_set(world, HYPER, "sysfs_hypervisor.platform"));
}

Test(hypervisor, power_tells_how_a_partition_gets_processors_and_not_whose_it_is)
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

Test(hypervisor, sparc_tells_its_control_domain)
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

Test(hypervisor, protected_guests_of_s390_and_power_and_realms_of_arm)
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
