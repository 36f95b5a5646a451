/* SPDX-License-Identifier: MIT */
/* Further properties of a guest: its cloud, its role and mode, whether its memory is protected from the host, and
 * whether a program emulates its processor. */
#include "judge/hypervisor_conditions.h"
#include "judge/hypervisor_rules.h"

/* clang-format off */
/* Words that each provider writes into its machines' firmware. Its bare-metal machines have them too. */
static const struct rule clouds[] = {
    {"azure", CERTAIN, 0, {{IS, HW, "dmi.asset_tag_cloud", "azure"}}},
    {"oracle", CERTAIN, 0, {{IS, HW, "dmi.asset_tag_cloud", "oracle"}}},
    {"huawei", CERTAIN, 0, {{IS, HW, "dmi.asset_tag_cloud", "huawei"}}},
    {"opentelekom", CERTAIN, 0, {{IS, HW, "dmi.asset_tag_cloud", "opentelekom"}}},
    {"ibm", CERTAIN, 0, {{IS, HW, "dmi.asset_tag_cloud", "ibm"}}},
    {"zstack", CERTAIN, 0, {{IS, HW, "dmi.asset_tag_cloud", "zstack"}}},
    {"aws", CERTAIN, 0, {DMI(IS, "Amazon EC2")}},
    {"aws", STRONG, 0, {{HAS, HW, "dmi.bios_version", "amazon"}}},
    {"aws", STRONG, 0, {{TRUE_FACT, HV, "sysfs_hypervisor.ec2", NULL}}},
    {"gcp", CERTAIN, 0, {{IS, HW, "dmi.product_name", "Google Compute Engine"}}},
    {"alibaba", CERTAIN, 0, {DMI(STARTS, "Alibaba Cloud")}},
    {"alibaba", CERTAIN, 0, {{IS, HW, "dmi.sys_vendor", "Alibaba"}}},
    {"outscale", CERTAIN, 0, {{IS, HW, "dmi.sys_vendor", "3DS Outscale"}, {STARTS, HW, "dmi.product_name", "3DS Outscale"}}},
    {"hetzner", CERTAIN, 0, {{IS, HW, "dmi.sys_vendor", "Hetzner"}}},
    {"digitalocean", CERTAIN, 0, {{IS, HW, "dmi.sys_vendor", "DigitalOcean"}}},
    {"scaleway", CERTAIN, 0, {{IS, HW, "dmi.sys_vendor", "Scaleway"}}},
    {"upcloud", CERTAIN, 0, {{IS, HW, "dmi.sys_vendor", "UpCloud"}}},
    {"vultr", CERTAIN, 0, {{IS, HW, "dmi.sys_vendor", "Vultr"}}},
    {"akamai", CERTAIN, 0, {{IS, HW, "dmi.sys_vendor", "Akamai"}}},
    {"akamai", CERTAIN, 0, {{IS, HW, "dmi.sys_vendor", "Linode"}}},
    {"exoscale", CERTAIN, 0, {DMI(STARTS, "Exoscale")}},
    {"tencent", CERTAIN, 0, {DMI(STARTS, "Tencent Cloud")}},
    {"huawei", CERTAIN, 0, {DMI(STARTS, "HUAWEICLOUD")}},
    {"huawei", CERTAIN, 0, {{STARTS, HW, "dmi.sys_vendor", "Huawei Cloud"}}},
    {"opentelekom", CERTAIN, 0, {DMI(STARTS, "OpenTelekomCloud")}},
    {"ibm", STRONG, 0, {{STARTS, HW, "dmi.sys_vendor", "IBM:VPC"}}},
    {"ibm", CERTAIN, 0, {{STARTS, HW, "dmi.chassis_vendor", "IBM:Cloud Compute Server"}}},
    {"ibm", CERTAIN, 0, {{STARTS, HW, "dmi.sys_vendor", "IBM:Cloud Compute Server"}}},
    {"nutanix", CERTAIN, 0, {{IS, HW, "dmi.sys_vendor", "Nutanix"}, {IS, HW, "dmi.product_name", "AHV"}}},
    {"rhev", CERTAIN, 0, {DMI(STARTS, "RHEV Hypervisor")}},
    {"rhev", CERTAIN, 0, {DMI(STARTS, "oVirt")}},
    {"zstack", CERTAIN, 0, {DMI(STARTS, "ZStack")}},
    {"brightbox", CERTAIN, 0, {DMI(STARTS, "Brightbox")}},
    {"e24cloud", CERTAIN, 0, {{IS, HW, "dmi.sys_vendor", "e24cloud"}}},
    {"tilaa", CERTAIN, 0, {DMI(STARTS, "Tilaa")}},
    {"tilaa", CERTAIN, 0, {DMI(STARTS, "tilaa")}},
    {"cloudcix", CERTAIN, 0, {DMI(IS, "CloudCIX")}},
    {"smartos", CERTAIN, 0, {{STARTS, HW, "dmi.product_name", "SmartDC"}}},
    {"nwcs", CERTAIN, 0, {{IS, HW, "dmi.sys_vendor", "NWCS"}}},
    {"yandex", CERTAIN, 0, {{IS, HW, "dmi.sys_vendor", "Yandex"}}},
    {"cloudsigma", CERTAIN, 0, {{IS, HW, "dmi.product_name", "CloudSigma"}}},
    {"cloudstack", CERTAIN, 0, {{STARTS, HW, "dmi.product_name", "CloudStack"}}},
    {"openstack", CERTAIN, 0, {{IS, HW, "dmi.asset_tag_cloud", "openstack"}}},
    {"openstack", CERTAIN, 0, {DMI(STARTS, "OpenStack")}},
    /* PCI devices that are built for one cloud and not sold: for machines whose firmware tables cannot be read. */
    {"aws", STRONG, 0, {PCI("1d0f:")}},
    {"gcp", STRONG, 0, {PCI("1ae0:0042")}},   /* gVNIC */
    {"azure", STRONG, 0, {PCI("1414:00ba")}}, /* MANA */
};

/*
 * A user-mode emulator (qemu-user, Rosetta, FEX) runs programs of another machine on this kernel. It answers uname and
 * CPUID for its own machine, but /proc and /sys show the kernel's: a clock, or a description of the processor, that the
 * machine named by uname cannot have.
 */
#define MACHINE {STARTS, HW, "arch.machine", ""}
#define NOT_X86 {LACKS, HW, "arch.machine", "86"}
#define X86 {HAS, HW, "arch.machine", "86"}
static const struct rule emulations[] = {
    {"rosetta", CERTAIN, 0, {{HAS, HW, "cpu.model_name", "VirtualApple"}}},
    {"fex", CERTAIN, 0, {SIGNATURE("FEXIFEXIEMU")}},
    {"box64", STRONG, 0, {{STARTS, HW, "cpu.model_name", "Box64"}}},
    {"qemu", STRONG, 0, {MACHINE, NOT_X86, CLOCK("tsc")}},
    {"qemu", STRONG, 0, {MACHINE, NOT_X86, CLOCK("kvm-clock")}},
    {"qemu", STRONG, 0, {MACHINE, NOT_X86, CLOCK("hyperv_clocksource_tsc_page")}},
    {"qemu", STRONG, 0, {MACHINE, NOT_X86, FLAG("sse2")}},
    {"qemu", STRONG, 0, {X86, SIGNATURE("TCGTCGTCGTCG"), CLOCK("arch_sys_counter")}},
    {"qemu", STRONG, 0, {X86, SIGNATURE("TCGTCGTCGTCG"), CLOCK("riscv_clocksource")}},
    {"qemu", STRONG, 0, {X86, SIGNATURE("TCGTCGTCGTCG"), CLOCK("timebase")}},
    {"qemu", STRONG, 0, {X86, SIGNATURE("TCGTCGTCGTCG"), CLOCK("tod")}},
    /* The kernel read another vendor when it started than CPUID now gives. (User Mode Linux writes a name of its
     * own.) */
    {"qemu", STRONG, 0, {X86, SIGNATURE("TCGTCGTCGTCG"), {IS, HW, "cpu.kernel_vendor", "AuthenticAMD"}}},
    {"qemu", STRONG, 0, {X86, SIGNATURE("TCGTCGTCGTCG"), {IS, HW, "cpu.kernel_vendor", "GenuineIntel"}}},
    {"qemu", STRONG, 0, {X86, SIGNATURE("TCGTCGTCGTCG"), {IS, HW, "cpu.kernel_vendor", "HygonGenuine"}}},
    /* Under TCG a whole machine has no kvm-clock; a program emulated on a KVM guest sees that guest's. */
    {"qemu", STRONG, 0, {X86, SIGNATURE("TCGTCGTCGTCG"), CLOCK("kvm-clock")}},
    {"unknown", STRONG, 0, {X86, CLOCK("arch_sys_counter")}},
};

/* Systems that look like guests but control the hypervisor. */
static const struct rule roles[] = {
    {"control", CERTAIN, 0, {{TRUE_FACT, HV, "sysfs_hypervisor.dom0", NULL}}},
    {"control", CERTAIN, 0, {{IS, HV, "sysfs_hypervisor.proc_xen", "control_d"}}},
    {"control", CERTAIN, 0, {{TRUE_FACT, HV, "cpuid.hyperv_root", NULL}}},
    {"control", STRONG, 0, {{TRUE_FACT, HV, "sysfs_hypervisor.ldoms_control", NULL}}},
};

static const struct rule modes[] = {
    {"pv", CERTAIN, 0, {{IS, HV, "sysfs_hypervisor.guest_type", "PV"}}},
    {"hvm", CERTAIN, 0, {{IS, HV, "sysfs_hypervisor.guest_type", "HVM"}}},
    {"pvh", CERTAIN, 0, {{IS, HV, "sysfs_hypervisor.guest_type", "PVH"}}},
    {"hvm", STRONG, 0, {{IS, HW, "dmi.product_name", "HVM domU"}}},
    {"shared", CERTAIN, 0, {{IS, HV, "lparcfg.processors", "shared"}}},
    {"dedicated", CERTAIN, 0, {{IS, HV, "lparcfg.processors", "dedicated"}}},
};

static const struct rule confidential[] = {
    {"tdx", CERTAIN, 0, {{IS, HV, "cpuid.isolation", "tdx"}}},
    {"sev-snp", CERTAIN, 0, {{IS, HV, "cpuid.isolation", "sev-snp"}}},
    {"sev-snp", CERTAIN, 0, {{TRUE_FACT, HV, "sysfs_hypervisor.sev_snp", NULL}}},
    {"tdx", CERTAIN, 0, {FLAG("tdx_guest")}},
    {"cca", CERTAIN, 0, {{TRUE_FACT, HV, "sysfs_hypervisor.realm", NULL}}},
    {"s390-pv", CERTAIN, 0, {{STARTS, HW, "arch.machine", "s390"}, {TRUE_FACT, HV, "sysfs_hypervisor.secure_guest", NULL}}},
    {"pef", CERTAIN, 0, {{STARTS, HW, "arch.machine", "ppc"}, {TRUE_FACT, HV, "sysfs_hypervisor.secure_guest", NULL}}},
};
/* clang-format on */

#define RULES(table)                                                                                         \
    {                                                                                                        \
        table, sizeof(table) / sizeof *(table)                                                               \
    }

const struct rules envfp__rules_cloud = RULES(clouds);
const struct rules envfp__rules_emulation = RULES(emulations);
const struct rules envfp__rules_role = RULES(roles);
const struct rules envfp__rules_mode = RULES(modes);
const struct rules envfp__rules_confidential = RULES(confidential);
