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
    world_cpuid(world, 0, 0x40000003, 0, 0, 1, 0, 0);
    world_collect(world, "cpuid");
    cr_assert_eq(world_boolean(world, HYPER, "cpuid.hyperv_root"), 1);
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
