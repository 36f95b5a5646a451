/* SPDX-License-Identifier: MIT */
/* Kinds of hypervisors and their monitors. Clouds and guests' properties stand in hypervisor_guest.c. */
#include "judge/hypervisor_rules.h"

#include "judge/hypervisor_conditions.h"

/* clang-format off */
const char envfp__rules_kind[] =
    /* Before the CPUID rules: these monitors also show their guests KVM's or Hyper-V's interface. */
    RULE("virtualbox", STRONG, 0, DMI(IS, "innotek GmbH"))
    RULE("virtualbox", STRONG, 0, DMI(STARTS, "VirtualBox"))
    RULE("virtualbox", STRONG, 0, PCI("80ee:"))
    RULE("parallels", STRONG, 0, DMI(STARTS, "Parallels"))
    RULE("parallels", STRONG, 0, PCI("1ab8:"))
    /* User Mode Linux hands its host's CPUID through. */
    RULE("uml", CERTAIN, 0, IF(IS, HW, "cpu.kernel_vendor", "User Mode Linux"))
    RULE("uml", CERTAIN, 0, IF(IS, HW, "cpu.vendor", "User Mode Linux"))
    RULE("powervm_lx86", CERTAIN, 0, IF(STARTS, HW, "cpu.vendor", "PowerVM Lx86"))
    RULE("powervm_lx86", CERTAIN, 0, IF(STARTS, HW, "cpu.kernel_vendor", "PowerVM Lx86"))
    /* Xen: paravirtual guests do not trap CPUID, others may be cloaked as Hyper-V. */
    RULE("xen", CERTAIN, 0, IF(IS, HV, "sysfs_hypervisor.type", "xen"))
    RULE("xen", CERTAIN, 0, SIGNATURE("XenVMMXenVMM"))
    RULE("xen", STRONG, 0, DMI(IS, "Xen"))
    RULE("xen", STRONG, 0, IF(IS, HW, "dmi.product_name", "HVM domU"))
    RULE("xen", STRONG, HIDEABLE, IF(STARTS, HV, "sysfs_hypervisor.proc_xen", ""))
    RULE("xen", STRONG, 0, IF(TRUE_FACT, HV, "sysfs_hypervisor.ec2", ""))
    RULE("xen", STRONG, 0, PCI("5853:"))
    RULE("xen", STRONG, 0, CLOCK("xen"))
    /* Signatures in CPUID. Hypervisors that also show another's interface come first, Microsoft's last: many imitate
     * it, and it imitates none. */
    RULE("openbsd-vmm", CERTAIN, 0, SIGNATURE("OpenBSDVMM58"))
    RULE("kvm", CERTAIN, 0, SIGNATURE("KVMKVMKVM"))
    RULE("kvm", CERTAIN, 0, SIGNATURE("Linux KVM Hv"))
    RULE("qemu", CERTAIN, 0, SIGNATURE("TCGTCGTCGTCG"))
    RULE("vmware", CERTAIN, 0, SIGNATURE("VMwareVMware"))
    RULE("virtualbox", CERTAIN, 0, SIGNATURE("VBoxVBoxVBox"))
    RULE("bhyve", CERTAIN, 0, SIGNATURE("bhyve bhyve"))
    RULE("bhyve", CERTAIN, 0, SIGNATURE("BHyVE BHyVE"))
    RULE("acrn", CERTAIN, 0, SIGNATURE("ACRNACRNACRN"))
    RULE("qnx", CERTAIN, 0, SIGNATURE("QNXQVMBSQG"))
    RULE("jailhouse", CERTAIN, 0, SIGNATURE("Jailhouse"))
    RULE("apple", CERTAIN, 0, SIGNATURE("Apple VZ"))
    RULE("apple", CERTAIN, 0, SIGNATURE("VirtualApple"))
    RULE("lkvm", CERTAIN, 0, SIGNATURE("LKVMLKVMLKVM"))
    RULE("parallels", CERTAIN, 0, SIGNATURE("prl hyperv"))
    RULE("parallels", CERTAIN, 0, SIGNATURE("lrpepyh  vr"))
    RULE("sre", CERTAIN, 0, SIGNATURE("SRESRESRESRE"))   /* Lockheed Martin's Hardened Security */
    RULE("spar", CERTAIN, 0, SIGNATURE("UnisysSpar64"))  /* Unisys s-Par */
    RULE("haxm", CERTAIN, 0, SIGNATURE("HAXMHAXMHAXM"))  /* Intel's, below Android's emulator */
    RULE("nvmm", CERTAIN, 0, SIGNATURE("___ NVMM ___"))  /* NetBSD */
    RULE("evmm", CERTAIN, 0, SIGNATURE("EVMMEVMMEVMM"))  /* Intel's kernel guard technology */
    RULE("noirvisor", CERTAIN, 0, SIGNATURE("NoirVisor ZT"))
    /* Firmware that names a monitor, whatever CPUID says. */
    RULE("vmware", STRONG, 0, DMI(STARTS, "VMware"))
    RULE("vmware", STRONG, 0, DMI(STARTS, "VMW"))
    RULE("vmware", STRONG, 0, PCI("15ad:"))
    RULE("hyperv", CERTAIN, 0, SIGNATURE("Microsoft Hv") DMI(STARTS, "Microsoft Corporation"))
    RULE("virtualpc", STRONG, 0, DMI(HAS, "Microsoft Corporation") IF(HAS, HW, "dmi.product_version", "VS200"))
    RULE("virtualpc", STRONG, 0, IF(IS, HW, "dmi.sys_vendor", "Microsoft Corporation") IF(IS, HW, "dmi.product_version", "5.0"))
    /* Virtual PC is older than CPUID's hypervisor bit; Hyper-V sets that bit. */
    RULE("virtualpc", STRONG, DENIED, DMI(STARTS, "Microsoft Corporation") IF(IS, HW, "dmi.product_name", "Virtual Machine"))
    RULE("hyperv", STRONG, 0, DMI(STARTS, "Microsoft Corporation") IF(IS, HW, "dmi.product_name", "Virtual Machine"))
    RULE("hyperv", STRONG, 0, DMI(STARTS, "Hyper-V"))
    RULE("hyperv", STRONG, 0, PCI("1414:5353"))
    RULE("bhyve", STRONG, 0, DMI(IS, "BHYVE"))
    RULE("bhyve", STRONG, 0, PCI("fb5d:"))
    RULE("apple", STRONG, 0, DMI(STARTS, "Apple Virtualization"))
    RULE("openbsd-vmm", STRONG, 0, IF(IS, HW, "dmi.sys_vendor", "OpenBSD") IF(IS, HW, "dmi.product_name", "VMM"))
    RULE("cloud-hypervisor", STRONG, 0, DMI(STARTS, "Cloud Hypervisor"))
    RULE("cloud-hypervisor", STRONG, 0, DMI(STARTS, "cloud-hypervisor"))
    RULE("crosvm", STRONG, 0, IF(IS, HW, "dmi.product_name", "crosvm"))
    RULE("virtage", STRONG, 0, IF(STARTS, HW, "dmi.sys_vendor", "HITACHI") IF(HAS, HW, "dmi.product_name", " LPAR"))
    RULE("kvm", STRONG, 0, IF(STARTS, HW, "dmi.product_name", "KVM"))
    RULE("kvm", STRONG, 0, IF(IS, HW, "dmi.sys_vendor", "KVM"))
    RULE("kvm", STRONG, 0, DMI(STARTS, "KubeVirt"))
    /* Red Hat's KubeVirt, today and before 4.9. */
    RULE("kvm", STRONG, 0, IF(STARTS, HW, "dmi.product_name", "OpenShift Virtualization"))
    RULE("kvm", STRONG, 0, IF(STARTS, HW, "dmi.product_name", "Container-native virtualization"))
    RULE("kvm", STRONG, 0, DMI(STARTS, "RHEV Hypervisor"))
    RULE("kvm", STRONG, 0, DMI(STARTS, "oVirt"))
    RULE("kvm", STRONG, 0, IF(STARTS, HW, "dmi.product_name", "CloudStack KVM"))
    RULE("kvm", STRONG, 0, IF(IS, HW, "dmi.sys_vendor", "Nutanix") IF(IS, HW, "dmi.product_name", "AHV"))
    RULE("kvm", STRONG, NOT_DENIED, DMI(IS, "Google Compute Engine"))
    RULE("kvm", STRONG, NOT_DENIED, IF(IS, HW, "dmi.sys_vendor", "Amazon EC2") IF(LACKS, HW, "dmi.product_name", ".metal"))
    RULE("kvm", STRONG, NOT_DENIED, IF(IS, HW, "dmi.product_name", "Alibaba Cloud ECS"))
    RULE("kvm", STRONG, NOT_DENIED, IF(IS, HW, "dmi.sys_vendor", "DigitalOcean"))
    RULE("kvm", STRONG, NOT_DENIED, IF(IS, HW, "dmi.sys_vendor", "Hetzner") IF(HAS, HW, "dmi.product_name", "vServer"))
    RULE("kvm", STRONG, NOT_DENIED, IF(IS, HW, "dmi.sys_vendor", "Scaleway") IF(STARTS, HW, "dmi.product_name", "SCW-"))
    RULE("kvm", STRONG, NOT_DENIED, IF(IS, HW, "dmi.sys_vendor", "UpCloud"))
    /* QEMU offers Hyper-V's enlightenments with KVM alone, and can hide KVM's own interface. */
    RULE("kvm", STRONG, 0, SIGNATURE("Microsoft Hv") DMI(STARTS, "QEMU"))
    RULE("hyperv", CERTAIN, 0, SIGNATURE("Microsoft Hv"))
    /* The device tree of machines without CPUID. Before the rules for QEMU's firmware, which runs under all of
     * these. */
    RULE("kvm", CERTAIN, HIDEABLE, IF(ITEM_STARTS, HW, "devicetree.hypervisor", "linux,kvm"))
    RULE("xen", CERTAIN, HIDEABLE, IF(ITEM_STARTS, HW, "devicetree.hypervisor", "xen"))
    RULE("vmware", CERTAIN, HIDEABLE, IF(ITEM_STARTS, HW, "devicetree.hypervisor", "vmware"))
    RULE("apple", CERTAIN, HIDEABLE, IF(ITEM_STARTS, HW, "devicetree.hypervisor", "apple,"))
    RULE("jailhouse", CERTAIN, HIDEABLE, IF(ITEM_STARTS, HW, "devicetree.compatible", "jailhouse,"))
    RULE("jailhouse", STRONG, HIDEABLE, IF(STARTS, HW, "devicetree.model", "Jailhouse cell"))
    RULE("kvm", CERTAIN, 0, CLOCK("kvm-clock"))
    RULE("hyperv", CERTAIN, 0, CLOCK("hyperv_clocksource_tsc_page"))
    RULE("qemu", STRONG, 0, DMI(STARTS, "QEMU"))
    RULE("qemu", STRONG, 0, DMI(STARTS, "Bochs"))
    RULE("qemu", STRONG, NOT_DENIED, IF(STARTS, HW, "dmi.product_version", "pc-i440fx"))
    RULE("qemu", STRONG, NOT_DENIED, IF(STARTS, HW, "dmi.product_version", "pc-q35"))
    /* OpenStack Nova uses KVM by default; other hypervisors that it drives name themselves. */
    RULE("kvm", WEAK, NOT_DENIED, DMI(STARTS, "OpenStack"))
    RULE("qemu", STRONG, HIDEABLE, IF(ITEM, HW, "devicetree.marks", "fw-cfg"))
    RULE("qemu", STRONG, HIDEABLE, IF(ITEM, HW, "devicetree.marks", "qemu-graphics"))
    RULE("qemu", STRONG, HIDEABLE, IF(ITEM_STARTS, HW, "devicetree.compatible", "qemu,"))
    RULE("qemu", STRONG, 0, PLATFORM("fw-cfg"))
    RULE("qemu", STRONG, 0, IF(HAS, HW, "cpu.machine", "emulated by qemu"))
    RULE("apple", STRONG, 0, PCI("106b:1a05")) /* the host bridge of Virtualization.framework */
    RULE("qemu", STRONG, 0, PCI("1b36:"))
    RULE("qemu", STRONG, 0, PCI("1234:1111"))
    /* s390 tells its whole chain, VM00 the innermost. */
    RULE("kvm", CERTAIN, 0, IF(ITEM_STARTS, HV, "sysinfo.control_programs", "VM00 KVM"))
    RULE("zvm", CERTAIN, 0, IF(ITEM_HAS, HV, "sysinfo.control_programs", " z/VM"))
    RULE("unknown", STRONG, 0, IF(ITEM_STARTS, HV, "sysinfo.control_programs", "VM00"))
    RULE("lpar", CERTAIN, 0, IF(TRUE_FACT, HV, "sysinfo.lpar", ""))
    /* POWER. Linux says pSeries wherever the PAPR interface is offered. Under QEMU, which offers it too, the tree names
     * QEMU; otherwise it is IBM's. A host's platform is PowerNV. */
    RULE("powervm", STRONG, HIDEABLE, IF(ITEM, HW, "devicetree.marks", "partition") IF(ITEM, HW, "devicetree.marks", "hmc-managed"))
    /* IBM's own machines since POWER5, which has no other way to start; Linux calls QEMU's "CHRP IBM pSeries". */
    RULE("powervm", STRONG, 0, IF(STARTS, HW, "cpu.machine", "CHRP IBM,") IF(STARTS, HW, "cpu.model_name", "POWER") IF(LACKS, HW, "cpu.model_name", "POWER3") IF(LACKS, HW, "cpu.model_name", "POWER4"))
    RULE("powervm", STRONG, 0, IF(IS, HW, "cpu.platform", "pSeries") IF(STARTS, HV, "lparcfg.processors", ""))
    RULE("powervm", WEAK, 0, IF(IS, HW, "cpu.platform", "pSeries") IF(HAS, HW, "cpu.model_name", "(architected)"))
    RULE("ldoms", STRONG, HIDEABLE, IF(TRUE_FACT, HV, "sysfs_hypervisor.mdesc", ""))
    RULE("ldoms", STRONG, 0, IF(IS, HW, "cpu.platform", "sun4v"))
    /* Firecracker on ARM: its devices, no firmware, and a parameter that only x86 knows. */
    RULE("kvm", WEAK, 0, PLATFORM("virtio-mmio") HINT("reboot=k") HINT("panic=1"))
    /* Last resort: devices, drivers and names that only guests have. */
    RULE("xen", WEAK, 0, IF(TRUE_FACT, HV, "sysfs_hypervisor.bus_xen", ""))
    RULE("apple", WEAK, 0, IF(HAS, HW, "cpu.model_name", "VirtualApple")) /* Rosetta */
    RULE("kvm", WEAK, 0, IF(HAS, HW, "cpu.model_name", "KVM processor"))
    RULE("qemu", WEAK, 0, IF(HAS, HW, "cpu.model_name", "QEMU Virtual CPU"))
    /* QEMU's generic processor models; no real processor has these names. */
    RULE("qemu", WEAK, NOT_DENIED, IF(STARTS, HW, "cpu.model_name", "Intel Core Processor ("))
    RULE("qemu", WEAK, NOT_DENIED, IF(STARTS, HW, "cpu.model_name", "Intel Xeon Processor ("))
    RULE("qemu", WEAK, NOT_DENIED, IF(STARTS, HW, "cpu.model_name", "Intel Atom Processor ("))
    RULE("qemu", WEAK, NOT_DENIED, IF(STARTS, HW, "cpu.model_name", "Intel Xeon E312xx"))
    RULE("qemu", WEAK, NOT_DENIED, IF(STARTS, HW, "cpu.model_name", "Intel Xeon E3-12xx v2"))
    RULE("qemu", WEAK, NOT_DENIED, IF(STARTS, HW, "cpu.model_name", "Intel Core i7 9xx ("))
    RULE("qemu", WEAK, NOT_DENIED, IF(STARTS, HW, "cpu.model_name", "Westmere E56xx"))
    RULE("qemu", WEAK, NOT_DENIED, IF(HAS, HW, "cpu.model_name", " Class Core 2)"))
    RULE("qemu", WEAK, NOT_DENIED, IF(STARTS, HW, "cpu.model_name", "AMD Opteron") IF(HAS, HW, "cpu.model_name", "class CPU"))
    RULE("qemu", WEAK, NOT_DENIED, IF(HAS, HW, "cpu.model_name", "Class Opteron)"))
    RULE("qemu", WEAK, NOT_DENIED, IF(IS, HW, "cpu.model_name", "AMD EPYC Processor"))
    RULE("qemu", WEAK, NOT_DENIED, IF(STARTS, HW, "cpu.model_name", "AMD EPYC-") IF(HAS, HW, "cpu.model_name", " Processor"))
    RULE("virtualbox", WEAK, 0, MODULE("vboxguest"))
    RULE("hyperv", WEAK, 0, MODULE("hv_netvsc"))
    RULE("hyperv", WEAK, 0, MODULE("hv_storvsc"))
    RULE("vmware", WEAK, 0, MODULE("vmw_balloon"))
    RULE("parallels", WEAK, 0, MODULE("prl_tg"))
    RULE("xen", WEAK, 0, MODULE("xen_blkfront"))
    RULE("xen", WEAK, 0, MODULE("xen_netfront"))
    /* Xen hides large and global pages from paravirtual guests, because it checks their page tables; every other
     * hypervisor, and every real 64-bit processor, has them. */
    RULE("xen", WEAK, 0, FLAG("hypervisor") FLAG("lm") NO_FLAG("pse") NO_FLAG("pge"))
    /* KVM emulates this register on every processor and offers it always (arch/x86/kvm/cpuid.c). Real ones
     * have it since they have MOVBE; VMware's guests, whose clock is always `reliable`, aside. */
    RULE("kvm", WEAK, 0, FLAG("hypervisor") FLAG("tsc_adjust") NO_FLAG("movbe") NO_FLAG("tsc_reliable"))
    /* Some virtual machine; its kind is unknown. */
    RULE("unknown", STRONG, 0, IF(TRUE_FACT, HV, "cpuid.hypervisor_bit", ""))
    RULE("unknown", STRONG, 0, FLAG("hypervisor"))
    RULE("unknown", STRONG, 0, IF(STARTS, HV, "sysfs_hypervisor.type", ""))
    RULE("unknown", STRONG, HIDEABLE, IF(ITEM_STARTS, HW, "devicetree.hypervisor", ""))
    RULE("unknown", STRONG, HIDEABLE, IF(ITEM, HW, "devicetree.compatible", "linux,dummy-virt"))
    RULE("unknown", STRONG, NOT_DENIED, IF(STARTS, HW, "dmi.product_name", "SmartDC"))
    RULE("unknown", WEAK, NOT_DENIED, PLATFORM("virtio-mmio"));

const char envfp__rules_vmm[] =
    RULE("cloud-hypervisor", STRONG, 0, DMI(STARTS, "Cloud Hypervisor"))
    RULE("cloud-hypervisor", STRONG, 0, DMI(STARTS, "cloud-hypervisor"))
    RULE("crosvm", STRONG, 0, IF(IS, HW, "dmi.product_name", "crosvm"))
    RULE("lkvm", CERTAIN, 0, SIGNATURE("LKVMLKVMLKVM"))
    RULE("lkvm", CERTAIN, 0, IF(IS, HW, "cpu.vendor", "LKVMLKVMLKVM")) /* in leaf 0, until 2022 */
    RULE("nutanix", CERTAIN, 0, IF(IS, HW, "dmi.sys_vendor", "Nutanix") IF(IS, HW, "dmi.product_name", "AHV"))
    RULE("nitro", STRONG, 0, IF(IS, HW, "dmi.bios_vendor", "Amazon EC2"))
    RULE("qemu", STRONG, 0, DMI(STARTS, "QEMU"))
    RULE("qemu", STRONG, 0, DMI(STARTS, "Bochs"))
    RULE("qemu", STRONG, 0, DMI(STARTS, "SeaBIOS"))
    RULE("qemu", STRONG, 0, DMI(STARTS, "pc-i440fx"))
    RULE("qemu", STRONG, 0, DMI(STARTS, "pc-q35"))
    RULE("qemu", STRONG, HIDEABLE, IF(ITEM, HW, "devicetree.marks", "fw-cfg"))
    RULE("qemu", STRONG, 0, PLATFORM("fw-cfg"))
    RULE("qemu", STRONG, 0, IF(HAS, HW, "cpu.machine", "emulated by qemu"))
    RULE("qemu", STRONG, 0, PCI("1b36:"))
    RULE("qemu", STRONG, 0, PCI("1234:1111"))
    RULE("firecracker", WEAK, 0, PLATFORM("virtio-mmio") HINT("reboot=k") HINT("panic=1"))
    RULE("qemu", WEAK, 0, IF(HAS, HW, "cpu.model_name", "QEMU Virtual CPU"));

static const struct {
    const char *kind, *masked;
} masks[] = {
    {"virtualbox", "kvm hyperv"},        /* its paravirtual interfaces */
    {"parallels", "kvm hyperv"},
    {"kvm", "hyperv qemu nitro powervm"}, /* Hyper-V enlightenments; monitors that use KVM; PAPR */
    {"xen", "hyperv qemu"},
    {"qemu", "hyperv nitro powervm"},
    {"vmware", "hyperv"},
    {"bhyve", "hyperv"},
    {"openbsd-vmm", "kvm"},              /* its clock is KVM's */
    {"acrn", "kvm"},
    {"virtualpc", "hyperv"},
    {"lkvm", "kvm"},
    {"apple", "kvm"},
    {"cloud-hypervisor", "kvm"},         /* monitors of KVM, where no other sign names KVM itself */
    {"crosvm", "kvm"},
};
/* clang-format on */

bool envfp__rules_masks(const char *kind, const char *other)
{
    struct view word;
    for (size_t i = 0; i < sizeof masks / sizeof *masks; i++) {
        if (strcmp(masks[i].kind, kind) != 0)
            continue;
        for (struct view rest = view_of(masks[i].masked); view_cut_word(&rest, &word);)
            if (view_is(word, other))
                return true;
    }
    return false;
}
