/* SPDX-License-Identifier: MIT */
/* Further properties of a guest: its cloud, its role and mode, whether its memory is protected from the host, and
 * whether a program emulates its processor. */
#include "judge/hypervisor_conditions.h"
#include "judge/hypervisor_rules.h"

/* clang-format off */
/* Words that each provider writes into its machines' firmware. Its bare-metal machines have them too. */
const char envfp__rules_cloud[] =
    RULE("azure", CERTAIN, 0, IF(IS, HW, "dmi.asset_tag_cloud", "azure"))
    RULE("oracle", CERTAIN, 0, IF(IS, HW, "dmi.asset_tag_cloud", "oracle"))
    RULE("huawei", CERTAIN, 0, IF(IS, HW, "dmi.asset_tag_cloud", "huawei"))
    RULE("opentelekom", CERTAIN, 0, IF(IS, HW, "dmi.asset_tag_cloud", "opentelekom"))
    RULE("ibm", CERTAIN, 0, IF(IS, HW, "dmi.asset_tag_cloud", "ibm"))
    RULE("zstack", CERTAIN, 0, IF(IS, HW, "dmi.asset_tag_cloud", "zstack"))
    RULE("aws", CERTAIN, 0, DMI(IS, "Amazon EC2"))
    RULE("aws", STRONG, 0, IF(HAS, HW, "dmi.bios_version", "amazon"))
    RULE("aws", STRONG, 0, IF(TRUE_FACT, HV, "sysfs_hypervisor.ec2", ""))
    RULE("gcp", CERTAIN, 0, IF(IS, HW, "dmi.product_name", "Google Compute Engine"))
    RULE("alibaba", CERTAIN, 0, DMI(STARTS, "Alibaba Cloud"))
    RULE("alibaba", CERTAIN, 0, IF(IS, HW, "dmi.sys_vendor", "Alibaba"))
    RULE("outscale", CERTAIN, 0, IF(IS, HW, "dmi.sys_vendor", "3DS Outscale") IF(STARTS, HW, "dmi.product_name", "3DS Outscale"))
    RULE("hetzner", CERTAIN, 0, IF(IS, HW, "dmi.sys_vendor", "Hetzner"))
    RULE("digitalocean", CERTAIN, 0, IF(IS, HW, "dmi.sys_vendor", "DigitalOcean"))
    RULE("scaleway", CERTAIN, 0, IF(IS, HW, "dmi.sys_vendor", "Scaleway"))
    RULE("upcloud", CERTAIN, 0, IF(IS, HW, "dmi.sys_vendor", "UpCloud"))
    RULE("vultr", CERTAIN, 0, IF(IS, HW, "dmi.sys_vendor", "Vultr"))
    RULE("akamai", CERTAIN, 0, IF(IS, HW, "dmi.sys_vendor", "Akamai"))
    RULE("akamai", CERTAIN, 0, IF(IS, HW, "dmi.sys_vendor", "Linode"))
    RULE("exoscale", CERTAIN, 0, DMI(STARTS, "Exoscale"))
    RULE("tencent", CERTAIN, 0, DMI(STARTS, "Tencent Cloud"))
    RULE("huawei", CERTAIN, 0, DMI(STARTS, "HUAWEICLOUD"))
    RULE("huawei", CERTAIN, 0, IF(STARTS, HW, "dmi.sys_vendor", "Huawei Cloud"))
    RULE("opentelekom", CERTAIN, 0, DMI(STARTS, "OpenTelekomCloud"))
    RULE("ibm", STRONG, 0, IF(STARTS, HW, "dmi.sys_vendor", "IBM:VPC"))
    RULE("ibm", CERTAIN, 0, IF(STARTS, HW, "dmi.chassis_vendor", "IBM:Cloud Compute Server"))
    RULE("ibm", CERTAIN, 0, IF(STARTS, HW, "dmi.sys_vendor", "IBM:Cloud Compute Server"))
    RULE("nutanix", CERTAIN, 0, IF(IS, HW, "dmi.sys_vendor", "Nutanix") IF(IS, HW, "dmi.product_name", "AHV"))
    RULE("rhev", CERTAIN, 0, DMI(STARTS, "RHEV Hypervisor"))
    RULE("rhev", CERTAIN, 0, DMI(STARTS, "oVirt"))
    RULE("zstack", CERTAIN, 0, DMI(STARTS, "ZStack"))
    RULE("brightbox", CERTAIN, 0, DMI(STARTS, "Brightbox"))
    RULE("e24cloud", CERTAIN, 0, IF(IS, HW, "dmi.sys_vendor", "e24cloud"))
    RULE("tilaa", CERTAIN, 0, DMI(STARTS, "Tilaa"))
    RULE("tilaa", CERTAIN, 0, DMI(STARTS, "tilaa"))
    RULE("cloudcix", CERTAIN, 0, DMI(IS, "CloudCIX"))
    RULE("smartos", CERTAIN, 0, IF(STARTS, HW, "dmi.product_name", "SmartDC"))
    RULE("nwcs", CERTAIN, 0, IF(IS, HW, "dmi.sys_vendor", "NWCS"))
    RULE("yandex", CERTAIN, 0, IF(IS, HW, "dmi.sys_vendor", "Yandex"))
    RULE("cloudsigma", CERTAIN, 0, IF(IS, HW, "dmi.product_name", "CloudSigma"))
    RULE("cloudstack", CERTAIN, 0, IF(STARTS, HW, "dmi.product_name", "CloudStack"))
    RULE("openstack", CERTAIN, 0, IF(IS, HW, "dmi.asset_tag_cloud", "openstack"))
    RULE("openstack", CERTAIN, 0, DMI(STARTS, "OpenStack"))
    /* PCI devices that are built for one cloud and not sold: for machines whose firmware tables cannot be read. */
    RULE("aws", STRONG, 0, PCI("1d0f:"))
    RULE("gcp", STRONG, 0, PCI("1ae0:0042"))   /* gVNIC */
    RULE("azure", STRONG, 0, PCI("1414:00ba")) /* MANA */;

/* Makers of machines without CPUID that have a firmware of DMI: Arm's SystemReady list, and the vendors of RISC-V's and
 * LoongArch's servers. Whoever is not among them may be a monitor that nobody here knows. */
#define MAKER(name) RULE("none", WEAK, 0, IF(STARTS, HW, "dmi.sys_vendor", name))
const char envfp__rules_maker[] =
    MAKER("ADLINK") MAKER("ASRockRack") MAKER("ASUS") MAKER("Acer") MAKER("Ampere") MAKER("Cavium")
    MAKER("Cray") MAKER("Dell") MAKER("FUJITSU") MAKER("Foxconn") MAKER("Fujitsu") MAKER("GIGABYTE")
    MAKER("Giga") MAKER("Gigabyte") MAKER("H3C") MAKER("HP") MAKER("HUAWEI") MAKER("Hewlett")
    MAKER("Huawei") MAKER("Inspur") MAKER("Kontron") MAKER("LENOVO") MAKER("Lenovo") MAKER("Loongson")
    MAKER("Marvell") MAKER("Microsoft") MAKER("NVIDIA") MAKER("NXP") MAKER("Phytium") MAKER("QUALCOMM")
    MAKER("Qualcomm") MAKER("Quanta") MAKER("Radxa") MAKER("Raspberry") MAKER("SAMSUNG") MAKER("SOPHGO")
    MAKER("SolidRun") MAKER("Socionext") MAKER("Supermicro") MAKER("System76") MAKER("WIWYNN")
    MAKER("Wiwynn") MAKER("ZTE") MAKER("raspberrypi")
    RULE("none", WEAK, 0, IF(HAS, HW, "dmi.product_name", ".metal"));

/*
 * A user-mode emulator (qemu-user, Rosetta, FEX) runs programs of another machine on this kernel. It answers uname and
 * CPUID for its own machine, but /proc and /sys show the kernel's: a clock, or a description of the processor, that the
 * machine named by uname cannot have.
 */
#define MACHINE IF(STARTS, HW, "arch.machine", "")
#define NOT_X86 IF(LACKS, HW, "arch.machine", "86")
#define X86 IF(HAS, HW, "arch.machine", "86")
const char envfp__rules_emulation[] =
    RULE("rosetta", CERTAIN, 0, IF(HAS, HW, "cpu.model_name", "VirtualApple"))
    RULE("fex", CERTAIN, 0, SIGNATURE("FEXIFEXIEMU"))
    RULE("box64", STRONG, 0, IF(STARTS, HW, "cpu.model_name", "Box64"))
    RULE("qemu", STRONG, 0, MACHINE NOT_X86 CLOCK("tsc"))
    RULE("qemu", STRONG, 0, MACHINE NOT_X86 CLOCK("kvm-clock"))
    RULE("qemu", STRONG, 0, MACHINE NOT_X86 CLOCK("hyperv_clocksource_tsc_page"))
    RULE("qemu", STRONG, 0, MACHINE NOT_X86 FLAG("sse2"))
    RULE("qemu", STRONG, 0, X86 SIGNATURE("TCGTCGTCGTCG") CLOCK("arch_sys_counter"))
    RULE("qemu", STRONG, 0, X86 SIGNATURE("TCGTCGTCGTCG") CLOCK("riscv_clocksource"))
    RULE("qemu", STRONG, 0, X86 SIGNATURE("TCGTCGTCGTCG") CLOCK("timebase"))
    RULE("qemu", STRONG, 0, X86 SIGNATURE("TCGTCGTCGTCG") CLOCK("tod"))
    /* The kernel read another vendor when it started than CPUID now gives. (User Mode Linux writes a name of its
     * own.) */
    RULE("qemu", STRONG, 0, X86 SIGNATURE("TCGTCGTCGTCG") IF(IS, HW, "cpu.kernel_vendor", "AuthenticAMD"))
    RULE("qemu", STRONG, 0, X86 SIGNATURE("TCGTCGTCGTCG") IF(IS, HW, "cpu.kernel_vendor", "GenuineIntel"))
    RULE("qemu", STRONG, 0, X86 SIGNATURE("TCGTCGTCGTCG") IF(IS, HW, "cpu.kernel_vendor", "HygonGenuine"))
    /* Under TCG a whole machine has no kvm-clock; a program emulated on a KVM guest sees that guest's. */
    RULE("qemu", STRONG, 0, X86 SIGNATURE("TCGTCGTCGTCG") CLOCK("kvm-clock"))
    RULE("unknown", STRONG, 0, X86 CLOCK("arch_sys_counter"));

/* Systems that look like guests but control the hypervisor. */
const char envfp__rules_role[] =
    RULE("control", CERTAIN, 0, IF(TRUE_FACT, HV, "sysfs_hypervisor.dom0", ""))
    RULE("control", CERTAIN, 0, IF(IS, HV, "sysfs_hypervisor.proc_xen", "control_d"))
    RULE("control", CERTAIN, 0, IF(TRUE_FACT, HV, "cpuid.hyperv_root", ""))
    RULE("control", STRONG, 0, IF(TRUE_FACT, HV, "sysfs_hypervisor.ldoms_control", ""));

const char envfp__rules_mode[] =
    RULE("pv", CERTAIN, 0, IF(IS, HV, "sysfs_hypervisor.guest_type", "PV"))
    RULE("hvm", CERTAIN, 0, IF(IS, HV, "sysfs_hypervisor.guest_type", "HVM"))
    RULE("pvh", CERTAIN, 0, IF(IS, HV, "sysfs_hypervisor.guest_type", "PVH"))
    RULE("hvm", STRONG, 0, IF(IS, HW, "dmi.product_name", "HVM domU"))
    RULE("shared", CERTAIN, 0, IF(IS, HV, "lparcfg.processors", "shared"))
    RULE("dedicated", CERTAIN, 0, IF(IS, HV, "lparcfg.processors", "dedicated"));

const char envfp__rules_confidential[] =
    RULE("tdx", CERTAIN, 0, IF(IS, HV, "cpuid.isolation", "tdx"))
    RULE("sev-snp", CERTAIN, 0, IF(IS, HV, "cpuid.isolation", "sev-snp"))
    RULE("sev-snp", CERTAIN, 0, IF(TRUE_FACT, HV, "sysfs_hypervisor.sev_snp", ""))
    RULE("tdx", CERTAIN, 0, FLAG("tdx_guest"))
    RULE("cca", CERTAIN, 0, IF(TRUE_FACT, HV, "sysfs_hypervisor.realm", ""))
    RULE("s390-pv", CERTAIN, 0, IF(STARTS, HW, "arch.machine", "s390") IF(TRUE_FACT, HV, "sysfs_hypervisor.secure_guest", ""))
    RULE("pef", CERTAIN, 0, IF(STARTS, HW, "arch.machine", "ppc") IF(TRUE_FACT, HV, "sysfs_hypervisor.secure_guest", ""));
/* clang-format on */
