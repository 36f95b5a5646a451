/* SPDX-License-Identifier: MIT */
#include "judge/hypervisor_rules.h"

#define HW ENVFP_LAYER_HARDWARE
#define HV ENVFP_LAYER_HYPERVISOR
#define KN ENVFP_LAYER_KERNEL

#define DMI(how, text)                                                                                       \
    {                                                                                                        \
        how, HW, DMI_ANY, text                                                                               \
    }
#define SIGNATURE(text)                                                                                      \
    {                                                                                                        \
        ITEM, HV, "cpuid.signatures", text                                                                   \
    }

/* clang-format off */
static const struct rule kinds[] = {
    /* Before CPUID: these show KVM's or Hyper-V's interface to their guests as well. */
    {"virtualbox", STRONG, 0, {DMI(IS, "innotek GmbH")}},
    {"virtualbox", STRONG, 0, {DMI(STARTS, "VirtualBox")}},
    {"virtualbox", STRONG, 0, {{MEMBER, HW, "pci/80ee:", NULL}}},
    {"parallels", STRONG, 0, {DMI(STARTS, "Parallels")}},
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
    {"xen", STRONG, 0, {{MEMBER, HW, "pci/5853:", NULL}}},
    {"xen", STRONG, 0, {{IS, KN, "clock.source", "xen"}}},
    /* The processor's own word. KVM and others before Microsoft's: they imitate it, it does not them. */
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
    {"openbsd-vmm", CERTAIN, 0, {SIGNATURE("OpenBSDVMM58")}},
    {"parallels", CERTAIN, 0, {SIGNATURE("prl hyperv")}},
    {"parallels", CERTAIN, 0, {SIGNATURE("lrpepyh vr")}},
    {"hyperv", CERTAIN, 0, {SIGNATURE("Microsoft Hv")}},
    /* Firmware that names a monitor outright, whatever the processor says of itself. */
    {"vmware", STRONG, 0, {DMI(STARTS, "VMware")}},
    {"vmware", STRONG, 0, {DMI(STARTS, "VMW")}},
    {"vmware", STRONG, 0, {{MEMBER, HW, "pci/15ad:", NULL}}},
    {"virtualpc", STRONG, 0, {DMI(HAS, "Microsoft Corporation"), {HAS, HW, "dmi.product_version", "VS200"}}},
    {"virtualpc", STRONG, 0, {{IS, HW, "dmi.sys_vendor", "Microsoft Corporation"}, {IS, HW, "dmi.product_version", "5.0"}}},
    {"hyperv", STRONG, 0, {DMI(STARTS, "Microsoft Corporation"), {IS, HW, "dmi.product_name", "Virtual Machine"}}},
    {"hyperv", STRONG, 0, {DMI(STARTS, "Hyper-V")}},
    {"hyperv", STRONG, 0, {{MEMBER, HW, "pci/1414:5353", NULL}}},
    {"bhyve", STRONG, 0, {DMI(IS, "BHYVE")}},
    {"apple", STRONG, 0, {DMI(STARTS, "Apple Virtualization")}},
    {"openbsd-vmm", STRONG, 0, {{IS, HW, "dmi.sys_vendor", "OpenBSD"}, {IS, HW, "dmi.product_name", "VMM"}}},
    {"cloud-hypervisor", STRONG, 0, {DMI(STARTS, "Cloud Hypervisor")}},
    {"cloud-hypervisor", STRONG, 0, {DMI(STARTS, "cloud-hypervisor")}},
    {"crosvm", STRONG, 0, {{IS, HW, "dmi.product_name", "crosvm"}}},
    {"kvm", STRONG, 0, {{STARTS, HW, "dmi.product_name", "KVM"}}},
    {"kvm", STRONG, 0, {DMI(STARTS, "KubeVirt")}},
    {"kvm", STRONG, 0, {DMI(STARTS, "RHEV Hypervisor")}},
    {"kvm", STRONG, 0, {DMI(STARTS, "oVirt")}},
    {"kvm", STRONG, 0, {{IS, HW, "dmi.sys_vendor", "Nutanix"}, {IS, HW, "dmi.product_name", "AHV"}}},
    {"kvm", STRONG, NOT_DENIED, {DMI(IS, "Google Compute Engine")}},
    {"kvm", STRONG, NOT_DENIED, {{IS, HW, "dmi.sys_vendor", "Amazon EC2"}, {LACKS, HW, "dmi.product_name", ".metal"}}},
    {"kvm", STRONG, NOT_DENIED, {{IS, HW, "dmi.product_name", "Alibaba Cloud ECS"}}},
    {"kvm", STRONG, NOT_DENIED, {{IS, HW, "dmi.sys_vendor", "DigitalOcean"}}},
    {"kvm", STRONG, NOT_DENIED, {{IS, HW, "dmi.sys_vendor", "Hetzner"}, {HAS, HW, "dmi.product_name", "vServer"}}},
    {"kvm", STRONG, NOT_DENIED, {{IS, HW, "dmi.sys_vendor", "Scaleway"}, {STARTS, HW, "dmi.product_name", "SCW-"}}},
    {"kvm", STRONG, NOT_DENIED, {{IS, HW, "dmi.sys_vendor", "UpCloud"}}},
    /* The firmware tree of machines without CPUID. Before QEMU's firmware, which runs under all of these. */
    {"kvm", CERTAIN, HIDEABLE, {{ITEM_STARTS, HW, "devicetree.hypervisor", "linux,kvm"}}},
    {"xen", CERTAIN, HIDEABLE, {{ITEM_STARTS, HW, "devicetree.hypervisor", "xen"}}},
    {"vmware", CERTAIN, HIDEABLE, {{ITEM_STARTS, HW, "devicetree.hypervisor", "vmware"}}},
    {"kvm", CERTAIN, 0, {{HAS, KN, "clock.source", "kvm-clock"}}},
    {"qemu", STRONG, 0, {DMI(STARTS, "QEMU")}},
    {"qemu", STRONG, 0, {DMI(STARTS, "Bochs")}},
    {"qemu", STRONG, NOT_DENIED, {{STARTS, HW, "dmi.product_version", "pc-i440fx"}}},
    {"qemu", STRONG, NOT_DENIED, {{STARTS, HW, "dmi.product_version", "pc-q35"}}},
    {"qemu", STRONG, NOT_DENIED, {DMI(STARTS, "OpenStack")}},
    {"qemu", STRONG, HIDEABLE, {{ITEM, HW, "devicetree.marks", "fw-cfg"}}},
    {"qemu", STRONG, HIDEABLE, {{ITEM, HW, "devicetree.marks", "qemu-graphics"}}},
    {"qemu", STRONG, HIDEABLE, {{ITEM_STARTS, HW, "devicetree.compatible", "qemu,"}}},
    {"qemu", STRONG, 0, {{HAS, HW, "cpu.machine", "emulated by qemu"}}},
    {"qemu", STRONG, 0, {{MEMBER, HW, "pci/1b36:", NULL}}},
    /* s390 tells its whole chain, VM00 the innermost. */
    {"kvm", CERTAIN, 0, {{ITEM_STARTS, HV, "sysinfo.control_programs", "VM00 KVM"}}},
    {"zvm", CERTAIN, 0, {{ITEM_STARTS, HV, "sysinfo.control_programs", "VM00 z/VM"}}},
    {"zvm", CERTAIN, 0, {{ITEM_STARTS, HV, "sysinfo.control_programs", "VM01 z/VM"}}},
    {"lpar", CERTAIN, 0, {{TRUE_FACT, HV, "sysinfo.lpar", NULL}}},
    /* POWER and SPARC. An `architected` processor is one that a partition shows; a host's is `raw`. */
    {"powervm", STRONG, HIDEABLE, {{ITEM, HW, "devicetree.marks", "partition"}, {ITEM, HW, "devicetree.marks", "hmc-managed"}}},
    {"powervm", WEAK, 0, {{IS, HW, "cpu.platform", "pSeries"}, {HAS, HW, "cpu.model_name", "(architected)"}}},
    {"ldoms", STRONG, HIDEABLE, {{TRUE_FACT, HV, "sysfs_hypervisor.mdesc", NULL}}},
    {"ldoms", STRONG, 0, {{IS, HW, "cpu.platform", "sun4v"}}},
    /* Where nothing better is left: devices, drivers and names that only guests have. */
    {"xen", WEAK, 0, {{TRUE_FACT, HV, "sysfs_hypervisor.bus_xen", NULL}}},
    {"kvm", WEAK, 0, {{HAS, HW, "cpu.model_name", "KVM processor"}}},
    {"qemu", WEAK, 0, {{HAS, HW, "cpu.model_name", "QEMU Virtual CPU"}}},
    /* QEMU's models of processors; no processor that was ever built is called so. */
    {"qemu", WEAK, NOT_DENIED, {{STARTS, HW, "cpu.model_name", "Intel Core Processor ("}}},
    {"qemu", WEAK, NOT_DENIED, {{STARTS, HW, "cpu.model_name", "Intel Xeon Processor ("}}},
    {"qemu", WEAK, NOT_DENIED, {{STARTS, HW, "cpu.model_name", "Intel Xeon E312xx"}}},
    {"qemu", WEAK, NOT_DENIED, {{STARTS, HW, "cpu.model_name", "Intel Core i7 9xx ("}}},
    {"qemu", WEAK, NOT_DENIED, {{STARTS, HW, "cpu.model_name", "Westmere E56xx"}}},
    {"qemu", WEAK, NOT_DENIED, {{STARTS, HW, "cpu.model_name", "AMD Opteron"}, {HAS, HW, "cpu.model_name", "class CPU"}}},
    {"virtualbox", WEAK, 0, {{ITEM, KN, "modules.loaded", "vboxguest"}}},
    {"hyperv", WEAK, 0, {{ITEM, KN, "modules.loaded", "hv_netvsc"}}},
    {"vmware", WEAK, 0, {{ITEM, KN, "modules.loaded", "vmw_balloon"}}},
    {"parallels", WEAK, 0, {{ITEM, KN, "modules.loaded", "prl_tg"}}},
    {"xen", WEAK, 0, {{ITEM, KN, "modules.loaded", "xen_blkfront"}}},
};

static const struct rule vmms[] = {
    {"cloud-hypervisor", STRONG, 0, {DMI(STARTS, "Cloud Hypervisor")}},
    {"cloud-hypervisor", STRONG, 0, {DMI(STARTS, "cloud-hypervisor")}},
    {"crosvm", STRONG, 0, {{IS, HW, "dmi.product_name", "crosvm"}}},
    {"lkvm", CERTAIN, 0, {SIGNATURE("LKVMLKVMLKVM")}},
    {"nitro", STRONG, 0, {{IS, HW, "dmi.bios_vendor", "Amazon EC2"}}},
    {"qemu", STRONG, 0, {DMI(STARTS, "QEMU")}},
    {"qemu", STRONG, 0, {DMI(STARTS, "Bochs")}},
    {"qemu", STRONG, 0, {DMI(STARTS, "SeaBIOS")}},
    {"qemu", STRONG, 0, {DMI(STARTS, "pc-i440fx")}},
    {"qemu", STRONG, 0, {DMI(STARTS, "pc-q35")}},
    {"qemu", STRONG, HIDEABLE, {{ITEM, HW, "devicetree.marks", "fw-cfg"}}},
    {"qemu", STRONG, 0, {{HAS, HW, "cpu.machine", "emulated by qemu"}}},
    {"qemu", STRONG, 0, {{MEMBER, HW, "pci/1b36:", NULL}}},
    {"qemu", WEAK, 0, {{HAS, HW, "cpu.model_name", "QEMU Virtual CPU"}}},
};

/* Words that each provider writes into its machines' firmware. Bare metal of theirs bears them, too. */
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
    {"openstack", CERTAIN, 0, {{IS, HW, "dmi.asset_tag_cloud", "openstack"}}},
    {"openstack", CERTAIN, 0, {DMI(STARTS, "OpenStack")}},
};

static const struct {
    const char *kind, *masked;
} masks[] = {
    {"virtualbox", "kvm hyperv"},        /* its paravirtual interfaces */
    {"parallels", "kvm hyperv"},
    {"kvm", "hyperv qemu openbsd-vmm lkvm cloud-hypervisor crosvm"}, /* enlightenments; its monitors */
    {"xen", "hyperv qemu"},
    {"qemu", "hyperv"},
    {"vmware", "hyperv"},
    {"bhyve", "hyperv"},
    {"zvm", ""},
    {"lkvm", "kvm"},
    {"apple", "kvm"},
};
/* clang-format on */

const struct rules envfp__rules_kind = {kinds, sizeof kinds / sizeof *kinds};
const struct rules envfp__rules_vmm = {vmms, sizeof vmms / sizeof *vmms};
const struct rules envfp__rules_cloud = {clouds, sizeof clouds / sizeof *clouds};

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
