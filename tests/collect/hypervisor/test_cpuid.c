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

TestSuite(cpuid, .init = set_up, .fini = tear_down);

static void add_signature(uint32_t leaf, uint32_t highest, const char *text)
{
    world_signature(world, leaf, highest, text);
}

static void add_processor(bool hypervisor)
{
    world_cpuid(world, 0, 0, 0, 0x21, 0x756e6547, 0x6c65746e, 0x49656e69);
    world_cpuid(world, 0, 1, 0, 0x50657, 0, hypervisor ? UINT32_C(1) << 31 : 0, 0);
}

Test(cpuid, bare_metal_has_no_hashed_fact)
{
    add_processor(false);
    /* An Intel processor answers here with its highest basic leaf: nobody may look. */
    add_signature(0x40000000, 7, "garbage");
    world_collect(world, "cpuid");
    cr_assert_eq(world_boolean(world, HYPER, "cpuid.hypervisor_bit"), 0);
    cr_assert_null(world_set(world, HYPER, "cpuid.signatures"));
    cr_assert_eq(world_facts(world)->sections[HYPER].count, 1);
}

Test(cpuid, every_signature_is_noted)
{
    add_processor(true);
    add_signature(0x40000000, 0x40000006, "Microsoft Hv");
    add_signature(0x40000100, 0x40000101, "KVMKVMKVM");
    world_collect(world, "cpuid");
    cr_assert_str_eq(world_set(world, HYPER, "cpuid.signatures"), "KVMKVMKVM Microsoft Hv");
}

Test(cpuid, a_signature_in_the_second_range_is_found_behind_an_empty_first)
{
    add_processor(true);
    add_signature(0x40000100, 0x40000101, "KVMKVMKVM");
    world_collect(world, "cpuid");
    cr_assert_str_eq(world_set(world, HYPER, "cpuid.signatures"), "KVMKVMKVM");
}

Test(cpuid, unprintable_signatures_are_none)
{
    add_processor(true);
    world_cpuid(world, 0, 0x40000000, 0, 0x40000001, 0x01020304, 0xffffffff, 0);
    world_collect(world, "cpuid");
    cr_assert_eq(world_boolean(world, HYPER, "cpuid.hypervisor_bit"), 1);
    cr_assert_str_eq(world_set(world, HYPER, "cpuid.signatures"), "");
}

Test(cpuid, hyperv_tells_its_root_and_its_isolation)
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

Test(cpuid, hyperv_tells_its_root_partition)
{
    add_processor(true);
    add_signature(0x40000000, 0x4000000c, "Microsoft Hv");
    world_cpuid(world, 0, 0x40000001, 0, 0x31237648, 0, 0, 0);
    world_cpuid(world, 0, 0x40000003, 0, 0, 1U << 12, 0, 0);
    world_collect(world, "cpuid");
    cr_assert_eq(world_boolean(world, HYPER, "cpuid.hyperv_root"), 1);
}

Test(cpuid, a_confidential_guest_is_no_root_partition)
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
Test(cpuid, nothing_is_asked_behind_kvm_nor_amds_leaf_of_intel)
{
    add_processor(true);
    add_signature(0x40000000, 0x40000001, "KVMKVMKVM");
    add_signature(0x40000100, 0x40000101, "garbage");
    world_cpuid(world, 0, 0x8000001f, 0, 0x1a, 0, 0, 0);
    world_collect(world, "cpuid");
    cr_assert_str_eq(world_set(world, HYPER, "cpuid.signatures"), "KVMKVMKVM");
    cr_assert_null(world_set(world, HYPER, "cpuid.sev_capable"));
}

Test(cpuid, amds_encryption_is_capability_until_the_kernel_says_more)
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

Test(cpuid, tdx_names_itself)
{
    add_processor(true);
    add_signature(0x40000000, 0x40000001, "KVMKVMKVM");
    world_cpuid(world, 0, 0x21, 0, 0, 0x65746e49, 0x20202020, 0x5844546c);
    world_collect(world, "cpuid");
    cr_assert_str_eq(world_string(world, HYPER, "cpuid.isolation"), "tdx");
}

Test(cpuid, other_processors_have_no_gap_and_roots_have)
{
    world_collect(world, "cpuid");
    cr_assert_eq(world_facts(world)->sections[HYPER].count, 0);
}
