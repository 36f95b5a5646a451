/* SPDX-License-Identifier: MIT */
#include "signs.h"

static struct world *world;

static void set_up(void)
{
    world = world_new();
}

static void tear_down(void)
{
    world_free(world);
}

TestSuite(judge_hypervisor, .init = set_up, .fini = tear_down);

static void string(enum envfp_layer layer, const char *key, const char *value)
{
    envfp__facts_string(world_facts(world), layer, key, view_of(value));
}

static void set(enum envfp_layer layer, const char *key, const char *a, const char *b, const char *c)
{
    struct view items[] = {view_of(a), view_of(b), view_of(c)};
    envfp__facts_set(world_facts(world), layer, key, items, c ? 3 : b ? 2 : a ? 1 : 0);
}

static void boolean(enum envfp_layer layer, const char *key, bool value)
{
    envfp__facts_boolean(world_facts(world), layer, key, value);
}

static void judge(void)
{
    envfp__facts_seal(world_facts(world));
    world_judge(world);
}

#define EXPECT(key, value) cr_assert_str_eq(world_string(world, HYPER, key), value)
#define NOTHING(key) cr_assert_null(world_string(world, HYPER, key))

Test(judge_hypervisor, bare_metal)
{
    boolean(HYPER, "cpuid.hypervisor_bit", false);
    string(HW, "dmi.sys_vendor", "LENOVO");
    judge();
    EXPECT("verdict.kind", "none");
    cr_assert_str_eq(world_set(world, HYPER, "verdict.chain"), "");
    cr_assert_eq(world_facts(world)->sections[HYPER].status, ENVFP_LAYER_NONE);
}

Test(judge_hypervisor, nothing_seen_is_unknown)
{
    judge();
    EXPECT("verdict.kind", "unknown");
    cr_assert_eq(world_facts(world)->sections[HYPER].status, ENVFP_LAYER_UNKNOWN);
}

Test(judge_hypervisor, something_without_a_name_is_unknown)
{
    boolean(HYPER, "cpuid.hypervisor_bit", true);
    set(HYPER, "cpuid.signatures", "NeverHeardOf", NULL, NULL);
    judge();
    EXPECT("verdict.kind", "unknown");
    cr_assert_eq(world_facts(world)->sections[HYPER].status, ENVFP_LAYER_OBSERVED);
}

Test(judge_hypervisor, firecracker_is_kvm_without_firmware_tables_and_with_its_parameters)
{
    boolean(HYPER, "cpuid.hypervisor_bit", true);
    set(HYPER, "cpuid.signatures", "KVMKVMKVM", NULL, NULL);
    set(KN, "cmdline.hints", "nomodule", "panic=1", "reboot=k");
    judge();
    EXPECT("verdict.kind", "kvm");
    EXPECT("verdict.vmm", "firecracker");
    EXPECT("verdict.confidence", "strong");
    cr_assert_str_eq(world_set(world, HYPER, "verdict.evidence"),
                     "hypervisor:cpuid.signatures kernel:cmdline.hints");
}

Test(judge_hypervisor, kvm_with_firmware_tables_is_not_firecracker)
{
    set(HYPER, "cpuid.signatures", "KVMKVMKVM", NULL, NULL);
    set(KN, "cmdline.hints", "nomodule", "panic=1", "reboot=k");
    string(HW, "dmi.sys_vendor", "QEMU");
    judge();
    EXPECT("verdict.vmm", "qemu");
    cr_assert_str_eq(world_set(world, HYPER, "verdict.chain"), "kvm");
}

Test(judge_hypervisor, kvm_whose_firmware_is_hidden_has_no_monitor)
{
    set(HYPER, "cpuid.signatures", "KVMKVMKVM", NULL, NULL);
    set(KN, "cmdline.hints", "nomodule", "panic=1", "reboot=k");
    envfp__facts_gap(world_facts(world), HW, "dmi.*", ENVFP_REASON_HIDDEN);
    judge();
    NOTHING("verdict.vmm");
}

Test(judge_hypervisor, enlightenments_are_no_hyperv)
{
    set(HYPER, "cpuid.signatures", "KVMKVMKVM", "Microsoft Hv", NULL);
    judge();
    EXPECT("verdict.kind", "kvm");
    cr_assert_str_eq(world_set(world, HYPER, "verdict.chain"), "kvm");
}

Test(judge_hypervisor, virtualbox_and_parallels_show_kvm_but_are_themselves)
{
    set(HYPER, "cpuid.signatures", "KVMKVMKVM", NULL, NULL);
    string(HW, "dmi.bios_vendor", "innotek GmbH");
    judge();
    EXPECT("verdict.kind", "virtualbox");
    cr_assert_str_eq(world_set(world, HYPER, "verdict.chain"), "virtualbox");
}

Test(judge_hypervisor, user_mode_linux_stands_on_its_host)
{
    set(HYPER, "cpuid.signatures", "KVMKVMKVM", NULL, NULL);
    string(HW, "cpu.kernel_vendor", "User Mode Linux");
    judge();
    EXPECT("verdict.kind", "uml");
    cr_assert_str_eq(world_set(world, HYPER, "verdict.chain"), "kvm uml");
}

Test(judge_hypervisor, a_made_up_processor_denies_nothing)
{
    boolean(HYPER, "cpuid.hypervisor_bit", false);
    boolean(HW, "cpu.kernel_hypervisor", true);
    judge();
    EXPECT("verdict.kind", "unknown");
}

Test(judge_hypervisor, a_microsoft_machine_is_not_hyperv)
{
    boolean(HYPER, "cpuid.hypervisor_bit", false);
    string(HW, "dmi.sys_vendor", "Microsoft Corporation");
    string(HW, "dmi.product_name", "Surface Laptop");
    judge();
    EXPECT("verdict.kind", "none");
}

Test(judge_hypervisor, azure)
{
    set(HYPER, "cpuid.signatures", "Microsoft Hv", NULL, NULL);
    string(HW, "dmi.sys_vendor", "Microsoft Corporation");
    string(HW, "dmi.product_name", "Virtual Machine");
    string(HW, "dmi.asset_tag_cloud", "azure");
    judge();
    EXPECT("verdict.kind", "hyperv");
    EXPECT("verdict.cloud", "azure");
    EXPECT("verdict.confidence", "certain");
}

Test(judge_hypervisor, amazon_metal_has_a_cloud_and_no_hypervisor)
{
    boolean(HYPER, "cpuid.hypervisor_bit", false);
    string(HW, "dmi.sys_vendor", "Amazon EC2");
    string(HW, "dmi.product_name", "i3.metal");
    judge();
    EXPECT("verdict.kind", "none");
    EXPECT("verdict.cloud", "aws");
}

Test(judge_hypervisor, amazon_on_arm_is_told_by_its_product)
{
    string(HW, "dmi.sys_vendor", "Amazon EC2");
    string(HW, "dmi.product_name", "m6g.metal");
    judge();
    EXPECT("verdict.kind", "none");
    tear_down();
    set_up();
    string(HW, "dmi.sys_vendor", "Amazon EC2");
    string(HW, "dmi.product_name", "m6g.large");
    string(HW, "dmi.bios_vendor", "Amazon EC2");
    judge();
    EXPECT("verdict.kind", "kvm");
    EXPECT("verdict.vmm", "nitro");
    EXPECT("verdict.cloud", "aws");
}

Test(judge_hypervisor, a_chromebook_is_no_cloud)
{
    boolean(HYPER, "cpuid.hypervisor_bit", false);
    string(HW, "dmi.sys_vendor", "Google");
    string(HW, "dmi.product_name", "Samus");
    judge();
    EXPECT("verdict.kind", "none");
    NOTHING("verdict.cloud");
}

Test(judge_hypervisor, both_fields_of_a_provider_must_agree)
{
    string(HW, "dmi.sys_vendor", "3DS Outscale");
    string(HW, "dmi.product_name", "Not 3DS Outscale VM");
    judge();
    NOTHING("verdict.cloud");
}

Test(judge_hypervisor, xen_before_what_it_imitates)
{
    set(HYPER, "cpuid.signatures", "Microsoft Hv", "XenVMMXenVMM", NULL);
    string(HW, "dmi.sys_vendor", "Xen");
    judge();
    EXPECT("verdict.kind", "xen");
    cr_assert_str_eq(world_set(world, HYPER, "verdict.chain"), "xen");
}

Test(judge_hypervisor, s390_has_a_chain)
{
    set(HYPER, "sysinfo.control_programs", "VM00 KVM/Linux", "VM01 z/VM 6.1.0", NULL);
    boolean(HYPER, "sysinfo.lpar", true);
    judge();
    EXPECT("verdict.kind", "kvm");
    cr_assert_str_eq(world_set(world, HYPER, "verdict.chain"), "kvm lpar zvm");
}

Test(judge_hypervisor, a_verdict_from_a_masked_tree_does_not_reach_the_status)
{
    set(HW, "devicetree.hypervisor", "linux,kvm", NULL, NULL);
    judge();
    EXPECT("verdict.kind", "kvm");
    cr_assert_eq(world_facts(world)->sections[HYPER].status, ENVFP_LAYER_UNKNOWN);
}

Test(judge_hypervisor, power_partitions_are_told_from_hosts)
{
    string(HW, "cpu.platform", "pSeries");
    string(HW, "cpu.model_name", "POWER9 (architected), altivec supported");
    judge();
    EXPECT("verdict.kind", "powervm");
    tear_down();
    set_up();
    string(HW, "cpu.platform", "PowerNV");
    string(HW, "cpu.model_name", "POWER9, altivec supported");
    judge();
    EXPECT("verdict.kind", "none");
}

Test(judge_hypervisor, weak_signs_come_last)
{
    boolean(HYPER, "cpuid.hypervisor_bit", true);
    string(HW, "cpu.model_name", "QEMU Virtual CPU version 2.5+");
    judge();
    EXPECT("verdict.kind", "qemu");
    EXPECT("verdict.confidence", "weak");
}

Test(judge_hypervisor, status_is_the_same_where_firmware_is_masked)
{
    static const char *const machines[][2] = {
        {"hw devicetree.hypervisor=linux,kvm", ""},
        {"hw devicetree.hypervisor=linux,kvm;hv sysfs_hypervisor.platform=fw-cfg",
         "hv sysfs_hypervisor.platform=fw-cfg"},
        {"hw devicetree.marks=hmc-managed+partition;hw cpu.platform=pSeries;hw cpu.model_name=POWER9 "
         "(architected)",
         "hw cpu.platform=pSeries;hw cpu.model_name=POWER9 (architected)"},
        {"hv sysfs_hypervisor.mdesc=true;hw cpu.platform=sun4v", "hw cpu.platform=sun4v"},
        {"hw devicetree.compatible=linux,dummy-virt", ""},
        {"hv sysfs_hypervisor.proc_xen=guest;hw cpu.features=msr", "hw cpu.features=msr"},
    };
    for (size_t i = 0; i < sizeof machines / sizeof *machines; i++) {
        struct world *host = judged(machines[i][0]), *container = judged(machines[i][1]);
        cr_expect_eq(world_facts(host)->sections[HYPER].status,
                     world_facts(container)->sections[HYPER].status, "%s", machines[i][0]);
        world_free(host);
        world_free(container);
    }
}
