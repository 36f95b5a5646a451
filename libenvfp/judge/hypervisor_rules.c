/* SPDX-License-Identifier: MIT */
/* Kinds of hypervisors and their monitors. Clouds and guests' properties stand in hypervisor_guest.c. */
#include "judge/hypervisor_rules.h"

#include "judge/hypervisor_conditions.h"

/* clang-format off */
static const struct rule kinds[] = {
    /* Before the CPUID rules: these monitors also show their guests KVM's or Hyper-V's interface. */
    {"virtualbox", STRONG, 0, {DMI(IS, "innotek GmbH")}},
    {"virtualbox", STRONG, 0, {DMI(STARTS, "VirtualBox")}},
    {"virtualbox", STRONG, 0, {PCI("80ee:")}},
    {"parallels", STRONG, 0, {DMI(STARTS, "Parallels")}},
    {"parallels", STRONG, 0, {PCI("1ab8:")}},
    /* User Mode Linux hands its host's CPUID through. */
    {"uml", CERTAIN, 0, {{IS, HW, "cpu.kernel_vendor", "User Mode Linux"}}},
    {"uml", CERTAIN, 0, {{IS, HW, "cpu.vendor", "User Mode Linux"}}},
    {"powervm_lx86", CERTAIN, 0, {{STARTS, HW, "cpu.vendor", "PowerVM Lx86"}}},
    {"powervm_lx86", CERTAIN, 0, {{STARTS, HW, "cpu.kernel_vendor", "PowerVM Lx86"}}},
    /* Xen: paravirtual guests do not trap CPUID, others may be cloaked as Hyper-V. */
    {"xen", CERTAIN, 0, {{IS, HV, "sysfs_hypervisor.type", "xen"}}},
    {"xen", CERTAIN, 0, {SIGNATURE("XenVMMXenVMM")}},
    {"xen", STRONG, 0, {DMI(IS, "Xen")}},
    {"xen", STRONG, 0, {{IS, HW, "dmi.product_name", "HVM domU"}}},
    {"xen", STRONG, HIDEABLE, {{STARTS, HV, "sysfs_hypervisor.proc_xen", ""}}},
    {"xen", STRONG, 0, {{TRUE_FACT, HV, "sysfs_hypervisor.ec2", NULL}}},
    {"xen", STRONG, 0, {PCI("5853:")}},
    {"xen", STRONG, 0, {CLOCK("xen")}},
    /* Signatures in CPUID. Hypervisors that also show another's interface come first, Microsoft's last: many imitate
     * it, and it imitates none. */
    {"openbsd-vmm", CERTAIN, 0, {SIGNATURE("OpenBSDVMM58")}},
    {"kvm", CERTAIN, 0, {SIGNATURE("KVMKVMKVM")}},
    {"kvm", CERTAIN, 0, {SIGNATURE("Linux KVM Hv")}},
    {"qemu", CERTAIN, 0, {SIGNATURE("TCGTCGTCGTCG")}},
    {"vmware", CERTAIN, 0, {SIGNATURE("VMwareVMware")}},
    {"virtualbox", CERTAIN, 0, {SIGNATURE("VBoxVBoxVBox")}},
    {"bhyve", CERTAIN, 0, {SIGNATURE("bhyve bhyve")}},
    {"bhyve", CERTAIN, 0, {SIGNATURE("BHyVE BHyVE")}},
    {"acrn", CERTAIN, 0, {SIGNATURE("ACRNACRNACRN")}},
    {"qnx", CERTAIN, 0, {SIGNATURE("QNXQVMBSQG")}},
    {"jailhouse", CERTAIN, 0, {SIGNATURE("Jailhouse")}},
    {"apple", CERTAIN, 0, {SIGNATURE("Apple VZ")}},
    {"apple", CERTAIN, 0, {SIGNATURE("VirtualApple")}},
    {"lkvm", CERTAIN, 0, {SIGNATURE("LKVMLKVMLKVM")}},
    {"parallels", CERTAIN, 0, {SIGNATURE("prl hyperv")}},
    {"parallels", CERTAIN, 0, {SIGNATURE("lrpepyh  vr")}},
    {"sre", CERTAIN, 0, {SIGNATURE("SRESRESRESRE")}},   /* Lockheed Martin's Hardened Security */
    {"spar", CERTAIN, 0, {SIGNATURE("UnisysSpar64")}},  /* Unisys s-Par */
    {"haxm", CERTAIN, 0, {SIGNATURE("HAXMHAXMHAXM")}},  /* Intel's, below Android's emulator */
    {"nvmm", CERTAIN, 0, {SIGNATURE("___ NVMM ___")}},  /* NetBSD */
    {"evmm", CERTAIN, 0, {SIGNATURE("EVMMEVMMEVMM")}},  /* Intel's kernel guard technology */
    {"noirvisor", CERTAIN, 0, {SIGNATURE("NoirVisor ZT")}},
    /* Firmware that names a monitor, whatever CPUID says. */
    {"vmware", STRONG, 0, {DMI(STARTS, "VMware")}},
    {"vmware", STRONG, 0, {DMI(STARTS, "VMW")}},
    {"vmware", STRONG, 0, {PCI("15ad:")}},
    {"hyperv", CERTAIN, 0, {SIGNATURE("Microsoft Hv"), DMI(STARTS, "Microsoft Corporation")}},
    {"virtualpc", STRONG, 0, {DMI(HAS, "Microsoft Corporation"), {HAS, HW, "dmi.product_version", "VS200"}}},
    {"virtualpc", STRONG, 0, {{IS, HW, "dmi.sys_vendor", "Microsoft Corporation"}, {IS, HW, "dmi.product_version", "5.0"}}},
    /* Virtual PC is older than CPUID's hypervisor bit; Hyper-V sets that bit. */
    {"virtualpc", STRONG, DENIED, {DMI(STARTS, "Microsoft Corporation"), {IS, HW, "dmi.product_name", "Virtual Machine"}}},
    {"hyperv", STRONG, 0, {DMI(STARTS, "Microsoft Corporation"), {IS, HW, "dmi.product_name", "Virtual Machine"}}},
    {"hyperv", STRONG, 0, {DMI(STARTS, "Hyper-V")}},
    {"hyperv", STRONG, 0, {PCI("1414:5353")}},
    {"bhyve", STRONG, 0, {DMI(IS, "BHYVE")}},
    {"bhyve", STRONG, 0, {PCI("fb5d:")}},
    {"apple", STRONG, 0, {DMI(STARTS, "Apple Virtualization")}},
    {"openbsd-vmm", STRONG, 0, {{IS, HW, "dmi.sys_vendor", "OpenBSD"}, {IS, HW, "dmi.product_name", "VMM"}}},
    {"cloud-hypervisor", STRONG, 0, {DMI(STARTS, "Cloud Hypervisor")}},
    {"cloud-hypervisor", STRONG, 0, {DMI(STARTS, "cloud-hypervisor")}},
    {"crosvm", STRONG, 0, {{IS, HW, "dmi.product_name", "crosvm"}}},
    {"virtage", STRONG, 0, {{STARTS, HW, "dmi.sys_vendor", "HITACHI"}, {HAS, HW, "dmi.product_name", " LPAR"}}},
    {"kvm", STRONG, 0, {{STARTS, HW, "dmi.product_name", "KVM"}}},
    {"kvm", STRONG, 0, {{IS, HW, "dmi.sys_vendor", "KVM"}}},
    {"kvm", STRONG, 0, {DMI(STARTS, "KubeVirt")}},
    {"kvm", STRONG, 0, {DMI(STARTS, "RHEV Hypervisor")}},
    {"kvm", STRONG, 0, {DMI(STARTS, "oVirt")}},
    {"kvm", STRONG, 0, {{STARTS, HW, "dmi.product_name", "CloudStack KVM"}}},
    {"kvm", STRONG, 0, {{IS, HW, "dmi.sys_vendor", "Nutanix"}, {IS, HW, "dmi.product_name", "AHV"}}},
    {"kvm", STRONG, NOT_DENIED, {DMI(IS, "Google Compute Engine")}},
    {"kvm", STRONG, NOT_DENIED, {{IS, HW, "dmi.sys_vendor", "Amazon EC2"}, {LACKS, HW, "dmi.product_name", ".metal"}}},
    {"kvm", STRONG, NOT_DENIED, {{IS, HW, "dmi.product_name", "Alibaba Cloud ECS"}}},
    {"kvm", STRONG, NOT_DENIED, {{IS, HW, "dmi.sys_vendor", "DigitalOcean"}}},
    {"kvm", STRONG, NOT_DENIED, {{IS, HW, "dmi.sys_vendor", "Hetzner"}, {HAS, HW, "dmi.product_name", "vServer"}}},
    {"kvm", STRONG, NOT_DENIED, {{IS, HW, "dmi.sys_vendor", "Scaleway"}, {STARTS, HW, "dmi.product_name", "SCW-"}}},
    {"kvm", STRONG, NOT_DENIED, {{IS, HW, "dmi.sys_vendor", "UpCloud"}}},
    /* QEMU offers Hyper-V's enlightenments with KVM alone, and can hide KVM's own interface. */
    {"kvm", STRONG, 0, {SIGNATURE("Microsoft Hv"), DMI(STARTS, "QEMU")}},
    {"hyperv", CERTAIN, 0, {SIGNATURE("Microsoft Hv")}},
    /* The device tree of machines without CPUID. Before the rules for QEMU's firmware, which runs under all of
     * these. */
    {"kvm", CERTAIN, HIDEABLE, {{ITEM_STARTS, HW, "devicetree.hypervisor", "linux,kvm"}}},
    {"xen", CERTAIN, HIDEABLE, {{ITEM_STARTS, HW, "devicetree.hypervisor", "xen"}}},
    {"vmware", CERTAIN, HIDEABLE, {{ITEM_STARTS, HW, "devicetree.hypervisor", "vmware"}}},
    {"apple", CERTAIN, HIDEABLE, {{ITEM_STARTS, HW, "devicetree.hypervisor", "apple,"}}},
    {"jailhouse", CERTAIN, HIDEABLE, {{ITEM_STARTS, HW, "devicetree.compatible", "jailhouse,"}}},
    {"jailhouse", STRONG, HIDEABLE, {{STARTS, HW, "devicetree.model", "Jailhouse cell"}}},
    {"kvm", CERTAIN, 0, {CLOCK("kvm-clock")}},
    {"hyperv", CERTAIN, 0, {CLOCK("hyperv_clocksource_tsc_page")}},
    {"qemu", STRONG, 0, {DMI(STARTS, "QEMU")}},
    {"qemu", STRONG, 0, {DMI(STARTS, "Bochs")}},
    {"qemu", STRONG, NOT_DENIED, {{STARTS, HW, "dmi.product_version", "pc-i440fx"}}},
    {"qemu", STRONG, NOT_DENIED, {{STARTS, HW, "dmi.product_version", "pc-q35"}}},
    /* OpenStack Nova uses KVM by default; other hypervisors that it drives name themselves. */
    {"kvm", WEAK, NOT_DENIED, {DMI(STARTS, "OpenStack")}},
    {"qemu", STRONG, HIDEABLE, {{ITEM, HW, "devicetree.marks", "fw-cfg"}}},
    {"qemu", STRONG, HIDEABLE, {{ITEM, HW, "devicetree.marks", "qemu-graphics"}}},
    {"qemu", STRONG, HIDEABLE, {{ITEM_STARTS, HW, "devicetree.compatible", "qemu,"}}},
    {"qemu", STRONG, 0, {PLATFORM("fw-cfg")}},
    {"qemu", STRONG, 0, {{HAS, HW, "cpu.machine", "emulated by qemu"}}},
    {"apple", STRONG, 0, {PCI("106b:1a05")}}, /* the host bridge of Virtualization.framework */
    {"qemu", STRONG, 0, {PCI("1b36:")}},
    {"qemu", STRONG, 0, {PCI("1234:1111")}},
    /* s390 tells its whole chain, VM00 the innermost. */
    {"kvm", CERTAIN, 0, {{ITEM_STARTS, HV, "sysinfo.control_programs", "VM00 KVM"}}},
    {"zvm", CERTAIN, 0, {{ITEM_HAS, HV, "sysinfo.control_programs", " z/VM"}}},
    {"unknown", STRONG, 0, {{ITEM_STARTS, HV, "sysinfo.control_programs", "VM00"}}},
    {"lpar", CERTAIN, 0, {{TRUE_FACT, HV, "sysinfo.lpar", NULL}}},
    /* POWER. Linux says pSeries wherever the PAPR interface is offered. Under QEMU, which offers it too, the tree names
     * QEMU; otherwise it is IBM's. A host's platform is PowerNV. */
    {"powervm", STRONG, HIDEABLE, {{ITEM, HW, "devicetree.marks", "partition"}, {ITEM, HW, "devicetree.marks", "hmc-managed"}}},
    /* IBM's own machines since POWER5, which has no other way to start; Linux calls QEMU's "CHRP IBM pSeries". */
    {"powervm", STRONG, 0, {{STARTS, HW, "cpu.machine", "CHRP IBM,"}, {STARTS, HW, "cpu.model_name", "POWER"}, {LACKS, HW, "cpu.model_name", "POWER3"}, {LACKS, HW, "cpu.model_name", "POWER4"}}},
    {"powervm", STRONG, 0, {{IS, HW, "cpu.platform", "pSeries"}, {STARTS, HV, "lparcfg.processors", ""}}},
    {"powervm", WEAK, 0, {{IS, HW, "cpu.platform", "pSeries"}, {HAS, HW, "cpu.model_name", "(architected)"}}},
    {"ldoms", STRONG, HIDEABLE, {{TRUE_FACT, HV, "sysfs_hypervisor.mdesc", NULL}}},
    {"ldoms", STRONG, 0, {{IS, HW, "cpu.platform", "sun4v"}}},
    /* Firecracker on ARM: its devices, no firmware, and a parameter that only x86 knows. */
    {"kvm", WEAK, 0, {PLATFORM("virtio-mmio"), HINT("reboot=k"), HINT("panic=1")}},
    /* Last resort: devices, drivers and names that only guests have. */
    {"xen", WEAK, 0, {{TRUE_FACT, HV, "sysfs_hypervisor.bus_xen", NULL}}},
    {"apple", WEAK, 0, {{HAS, HW, "cpu.model_name", "VirtualApple"}}}, /* Rosetta */
    {"kvm", WEAK, 0, {{HAS, HW, "cpu.model_name", "KVM processor"}}},
    {"qemu", WEAK, 0, {{HAS, HW, "cpu.model_name", "QEMU Virtual CPU"}}},
    /* QEMU's generic processor models; no real processor has these names. */
    {"qemu", WEAK, NOT_DENIED, {{STARTS, HW, "cpu.model_name", "Intel Core Processor ("}}},
    {"qemu", WEAK, NOT_DENIED, {{STARTS, HW, "cpu.model_name", "Intel Xeon Processor ("}}},
    {"qemu", WEAK, NOT_DENIED, {{STARTS, HW, "cpu.model_name", "Intel Atom Processor ("}}},
    {"qemu", WEAK, NOT_DENIED, {{STARTS, HW, "cpu.model_name", "Intel Xeon E312xx"}}},
    {"qemu", WEAK, NOT_DENIED, {{STARTS, HW, "cpu.model_name", "Intel Xeon E3-12xx v2"}}},
    {"qemu", WEAK, NOT_DENIED, {{STARTS, HW, "cpu.model_name", "Intel Core i7 9xx ("}}},
    {"qemu", WEAK, NOT_DENIED, {{STARTS, HW, "cpu.model_name", "Westmere E56xx"}}},
    {"qemu", WEAK, NOT_DENIED, {{HAS, HW, "cpu.model_name", " Class Core 2)"}}},
    {"qemu", WEAK, NOT_DENIED, {{STARTS, HW, "cpu.model_name", "AMD Opteron"}, {HAS, HW, "cpu.model_name", "class CPU"}}},
    {"qemu", WEAK, NOT_DENIED, {{HAS, HW, "cpu.model_name", "Class Opteron)"}}},
    {"qemu", WEAK, NOT_DENIED, {{IS, HW, "cpu.model_name", "AMD EPYC Processor"}}},
    {"qemu", WEAK, NOT_DENIED, {{STARTS, HW, "cpu.model_name", "AMD EPYC-"}, {HAS, HW, "cpu.model_name", " Processor"}}},
    {"virtualbox", WEAK, 0, {MODULE("vboxguest")}},
    {"hyperv", WEAK, 0, {MODULE("hv_netvsc")}},
    {"hyperv", WEAK, 0, {MODULE("hv_storvsc")}},
    {"vmware", WEAK, 0, {MODULE("vmw_balloon")}},
    {"parallels", WEAK, 0, {MODULE("prl_tg")}},
    {"xen", WEAK, 0, {MODULE("xen_blkfront")}},
    {"xen", WEAK, 0, {MODULE("xen_netfront")}},
    /* Xen hides large and global pages from paravirtual guests, because it checks their page tables; every other
     * hypervisor, and every real 64-bit processor, has them. */
    {"xen", WEAK, 0, {FLAG("hypervisor"), FLAG("lm"), NO_FLAG("pse"), NO_FLAG("pge")}},
    /* KVM emulates this register on every processor and offers it always (arch/x86/kvm/cpuid.c). Real ones
     * have it since they have MOVBE; VMware's guests, whose clock is always `reliable`, aside. */
    {"kvm", WEAK, 0, {FLAG("hypervisor"), FLAG("tsc_adjust"), NO_FLAG("movbe"), NO_FLAG("tsc_reliable")}},
    /* Some virtual machine; its kind is unknown. */
    {"unknown", STRONG, 0, {{TRUE_FACT, HV, "cpuid.hypervisor_bit", NULL}}},
    {"unknown", STRONG, 0, {FLAG("hypervisor")}},
    {"unknown", STRONG, 0, {{STARTS, HV, "sysfs_hypervisor.type", ""}}},
    {"unknown", STRONG, HIDEABLE, {{ITEM_STARTS, HW, "devicetree.hypervisor", ""}}},
    {"unknown", STRONG, HIDEABLE, {{ITEM, HW, "devicetree.compatible", "linux,dummy-virt"}}},
    {"unknown", STRONG, NOT_DENIED, {{STARTS, HW, "dmi.product_name", "SmartDC"}}},
    {"unknown", WEAK, NOT_DENIED, {PLATFORM("virtio-mmio")}},
};

static const struct rule vmms[] = {
    {"cloud-hypervisor", STRONG, 0, {DMI(STARTS, "Cloud Hypervisor")}},
    {"cloud-hypervisor", STRONG, 0, {DMI(STARTS, "cloud-hypervisor")}},
    {"crosvm", STRONG, 0, {{IS, HW, "dmi.product_name", "crosvm"}}},
    {"lkvm", CERTAIN, 0, {SIGNATURE("LKVMLKVMLKVM")}},
    {"lkvm", CERTAIN, 0, {{IS, HW, "cpu.vendor", "LKVMLKVMLKVM"}}}, /* in leaf 0, until 2022 */
    {"nutanix", CERTAIN, 0, {{IS, HW, "dmi.sys_vendor", "Nutanix"}, {IS, HW, "dmi.product_name", "AHV"}}},
    {"nitro", STRONG, 0, {{IS, HW, "dmi.bios_vendor", "Amazon EC2"}}},
    {"qemu", STRONG, 0, {DMI(STARTS, "QEMU")}},
    {"qemu", STRONG, 0, {DMI(STARTS, "Bochs")}},
    {"qemu", STRONG, 0, {DMI(STARTS, "SeaBIOS")}},
    {"qemu", STRONG, 0, {DMI(STARTS, "pc-i440fx")}},
    {"qemu", STRONG, 0, {DMI(STARTS, "pc-q35")}},
    {"qemu", STRONG, HIDEABLE, {{ITEM, HW, "devicetree.marks", "fw-cfg"}}},
    {"qemu", STRONG, 0, {PLATFORM("fw-cfg")}},
    {"qemu", STRONG, 0, {{HAS, HW, "cpu.machine", "emulated by qemu"}}},
    {"qemu", STRONG, 0, {PCI("1b36:")}},
    {"qemu", STRONG, 0, {PCI("1234:1111")}},
    {"firecracker", WEAK, 0, {PLATFORM("virtio-mmio"), HINT("reboot=k"), HINT("panic=1")}},
    {"qemu", WEAK, 0, {{HAS, HW, "cpu.model_name", "QEMU Virtual CPU"}}},
};

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

const struct rules envfp__rules_kind = {kinds, sizeof kinds / sizeof *kinds};
const struct rules envfp__rules_vmm = {vmms, sizeof vmms / sizeof *vmms};

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
