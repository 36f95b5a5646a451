/* SPDX-License-Identifier: MIT */
/* Each technology by the signs it shows; then the verdicts. */
#include "signs.h"

struct machine {
    const char *name, *signs, *kind, *chain, *vmm;
};

static void check_machines(const struct machine *machines, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct machine *m = &machines[i];
        struct world *world = judged(m->signs);
        cr_expect_str_eq(told(world, "verdict.kind"), m->kind, "%s: %s", m->name,
                         told(world, "verdict.kind"));
        cr_expect_str_eq(world_set(world, HYPER, "verdict.chain"), m->chain, "%s: %s", m->name,
                         world_set(world, HYPER, "verdict.chain"));
        cr_expect_str_eq(told(world, "verdict.vmm"), m->vmm, "%s: %s", m->name, told(world, "verdict.vmm"));
        /* Every verdict names what it rests on; only that nothing was seen rests on nothing. */
        cr_expect(world_set(world, HYPER, "verdict.evidence") || m->chain[0] == '\0', "%s", m->name);
        world_free(world);
    }
}

#define CHECK(table) check_machines(table, sizeof(table) / sizeof *(table))

Test(hypervisor_rules, by_the_processors_own_word)
{
    static const struct machine machines[] = {
        {"KVM", BIT "hv cpuid.signatures=KVMKVMKVM", "kvm", "kvm", ""},
        {"KVM with enlightenments", BIT "hv cpuid.signatures=Microsoft Hv+Linux KVM Hv", "kvm", "kvm", ""},
        {"TCG", BIT "hv cpuid.signatures=TCGTCGTCGTCG;hw dmi.sys_vendor=QEMU", "qemu", "qemu", "qemu"},
        {"VMware", BIT "hv cpuid.signatures=VMwareVMware+Microsoft Hv", "vmware", "vmware", ""},
        {"Hyper-V", BIT "hv cpuid.signatures=Microsoft Hv", "hyperv", "hyperv", ""},
        {"VirtualBox", BIT "hv cpuid.signatures=VBoxVBoxVBox", "virtualbox", "virtualbox", ""},
        {"bhyve", BIT "hv cpuid.signatures=bhyve bhyve", "bhyve", "bhyve", ""},
        {"bhyve of illumos", BIT "hv cpuid.signatures=BHyVE BHyVE", "bhyve", "bhyve", ""},
        {"ACRN", BIT "hv cpuid.signatures=ACRNACRNACRN", "acrn", "acrn", ""},
        {"QNX", BIT "hv cpuid.signatures=QNXQVMBSQG", "qnx", "qnx", ""},
        {"Jailhouse", BIT "hv cpuid.signatures=Jailhouse", "jailhouse", "jailhouse", ""},
        {"Apple", BIT "hv cpuid.signatures=Apple VZ", "apple", "apple", ""},
        {"Parallels", BIT "hv cpuid.signatures=lrpepyh  vr", "parallels", "parallels", ""},
        {"OpenBSD, whose clock is KVM's", BIT "hv cpuid.signatures=OpenBSDVMM58+KVMKVMKVM", "openbsd-vmm",
         "openbsd-vmm", ""},
        {"lkvm", BIT "hv cpuid.signatures=KVMKVMKVM;hw cpu.vendor=LKVMLKVMLKVM", "kvm", "kvm lkvm", "lkvm"},
        {"SRE", BIT "hv cpuid.signatures=SRESRESRESRE", "sre", "sre", ""},
        {"s-Par", BIT "hv cpuid.signatures=UnisysSpar64", "spar", "spar", ""},
        {"HAXM", BIT "hv cpuid.signatures=HAXMHAXMHAXM", "haxm", "haxm", ""},
        {"NVMM", BIT "hv cpuid.signatures=___ NVMM ___", "nvmm", "nvmm", ""},
        {"EVMM", BIT "hv cpuid.signatures=EVMMEVMMEVMM", "evmm", "evmm", ""},
        {"one without a name", BIT "hv cpuid.signatures=", "unknown", "unknown", ""},
    };
    CHECK(machines);
}

Test(hypervisor_rules, by_firmware)
{
    static const struct machine machines[] = {
        {"VMware on ARM", "hw dmi.sys_vendor=VMware, Inc.;hw dmi.product_name=VMware20,1", "vmware", "vmware",
         ""},
        {"VirtualBox beside KVM's interface",
         BIT "hv cpuid.signatures=KVMKVMKVM;hw dmi.product_name=VirtualBox", "virtualbox", "virtualbox", ""},
        {"Parallels on ARM", "hw dmi.product_name=Parallels ARM Virtual Machine", "parallels", "parallels",
         ""},
        {"Hyper-V on ARM",
         "hw dmi.sys_vendor=Microsoft Corporation;hw dmi.product_name=Virtual Machine;"
         "hw dmi.product_version=Hyper-V UEFI Release v4.1",
         "hyperv", "hyperv", ""},
        {"Hyper-V of 2012",
         BIT "hw dmi.sys_vendor=Microsoft Corporation;hw dmi.product_name=Virtual Machine;"
             "hw dmi.product_version=7.0",
         "hyperv", "hyperv", ""},
        {"Virtual PC", "hw dmi.sys_vendor=Microsoft Corporation;hw dmi.product_version=VS2005R2", "virtualpc",
         "virtualpc", ""},
        {"Virtual PC, older than the bit",
         NO_BIT "hw dmi.sys_vendor=Microsoft Corporation;hw dmi.product_name=Virtual Machine", "virtualpc",
         "virtualpc", ""},
        {"bhyve", "hw dmi.bios_vendor=BHYVE", "bhyve", "bhyve", ""},
        {"Apple on ARM, by its device tree", "hw devicetree.hypervisor=apple,virtualization-generic-platform",
         "apple", "apple", ""},
        {"Apple on ARM, by its host bridge", "hw pci/106b:1a05:0600=none", "apple", "apple", ""},
        {"Apple on ARM", "hw dmi.product_name=Apple Virtualization Generic Platform", "apple", "apple", ""},
        {"OpenBSD", "hw dmi.sys_vendor=OpenBSD;hw dmi.product_name=VMM", "openbsd-vmm", "openbsd-vmm", ""},
        {"Cloud Hypervisor",
         BIT "hv cpuid.signatures=KVMKVMKVM;hw dmi.sys_vendor=Cloud Hypervisor;"
             "hw dmi.product_name=cloud-hypervisor",
         "kvm", "cloud-hypervisor kvm", "cloud-hypervisor"},
        {"crosvm", BIT "hv cpuid.signatures=KVMKVMKVM;hw dmi.product_name=crosvm", "kvm", "crosvm kvm",
         "crosvm"},
        {"Nutanix", BIT "hv cpuid.signatures=KVMKVMKVM;hw dmi.sys_vendor=Nutanix;hw dmi.product_name=AHV",
         "kvm", "kvm nutanix", "nutanix"},
        {"Virtage", "hw dmi.sys_vendor=HITACHI;hw dmi.product_name=BladeSymphony 540A LPAR", "virtage",
         "virtage", ""},
        {"Red Hat's KVM", "hw dmi.sys_vendor=Red Hat;hw dmi.product_name=KVM", "kvm", "kvm", ""},
        {"KVM hidden behind enlightenments", BIT "hv cpuid.signatures=Microsoft Hv;hw dmi.sys_vendor=QEMU",
         "kvm", "kvm", "qemu"},
        {"Xen HVM, cloaked",
         BIT "hv cpuid.signatures=Microsoft Hv;hw dmi.sys_vendor=Xen;hw dmi.product_name=HVM domU", "xen",
         "xen", ""},
        {"OpenShift Virtualization", "hw dmi.sys_vendor=Red Hat;hw dmi.product_name=OpenShift Virtualization",
         "kvm", "kvm", ""},
        {"the same before 4.9",
         "hw dmi.sys_vendor=Red Hat;hw dmi.product_name=Container-native virtualization", "kvm", "kvm", ""},
        {"a Surface", NO_BIT "hw dmi.sys_vendor=Microsoft Corporation;hw dmi.product_name=Surface Pro",
         "none", "", ""},
        {"a server of Oracle's", NO_BIT "hw dmi.board_vendor=Oracle Corporation", "none", "", ""},
    };
    CHECK(machines);
}

Test(hypervisor_rules, by_devices_and_the_tree)
{
    static const struct machine machines[] = {
        {"KVM of the tree", "hw devicetree.hypervisor=linux,kvm", "kvm", "kvm", ""},
        {"Xen of the tree", "hw devicetree.hypervisor=xen,xen-4.17+xen,xen", "xen", "xen", ""},
        {"VMware of the tree", "hw devicetree.hypervisor=VMWARE,whatever", "unknown", "unknown", ""},
        {"QEMU's firmware door", "hw devicetree.marks=fw-cfg", "qemu", "qemu", "qemu"},
        {"the same through sysfs", "hv sysfs_hypervisor.platform=fw-cfg+virtio-mmio", "qemu", "qemu", "qemu"},
        {"somebody's virtual ARM", "hw devicetree.compatible=linux,dummy-virt", "unknown", "unknown", ""},
        {"Firecracker on ARM",
         "hv sysfs_hypervisor.platform=virtio-mmio;kn cmdline.hints=panic=1+pci=off+reboot=k", "kvm",
         "firecracker kvm", "firecracker"},
        {"a cell of Jailhouse", "hw devicetree.compatible=jailhouse,cell-qemu", "jailhouse", "jailhouse", ""},
        {"an ARM board", "hw devicetree.model=Raspberry Pi 4", "none", "", ""},
        {"Xen PV inside KVM", BIT "hv cpuid.signatures=KVMKVMKVM;hv sysfs_hypervisor.type=xen", "xen",
         "kvm xen", ""},
        {"UML inside VMware", BIT "hv cpuid.signatures=VMwareVMware;hw cpu.kernel_vendor=User Mode Linux",
         "uml", "uml vmware", ""},
        {"a hypervisor of sysfs without a rule", "hv sysfs_hypervisor.type=other", "unknown", "unknown", ""},
        {"POWER by itself", "hw cpu.platform=PowerNV;hw cpu.model_name=POWER9, altivec supported", "none", "",
         ""},
        {"a partition of POWER",
         "hw cpu.platform=pSeries;hw cpu.machine=CHRP IBM,9009-42A;"
         "hw cpu.model_name=POWER9 (architected), altivec supported",
         "powervm", "powervm", ""},
        {"a partition of POWER5",
         "hw cpu.platform=pSeries;hw cpu.machine=CHRP IBM,9113-550;hw cpu.model_name=POWER5 (gr)", "powervm",
         "powervm", ""},
        {"POWER4 could start without",
         "hw cpu.platform=pSeries;hw cpu.machine=CHRP IBM,7040-681;hw cpu.model_name=POWER4+ (gq)", "none",
         "", ""},
        {"KVM on POWER",
         "hw cpu.platform=pSeries;hw cpu.machine=CHRP IBM pSeries (emulated by qemu);"
         "hv lparcfg.processors=dedicated",
         "qemu", "qemu", "qemu"},
        {"a domain of SPARC", "hw cpu.platform=sun4v", "ldoms", "ldoms", ""},
        {"SPARC before domains", "hw cpu.platform=sun4u", "none", "", ""},
        {"s390 partition", "hv sysinfo.lpar=true", "lpar", "lpar", ""},
        {"z/VM below z/VM",
         "hv sysinfo.lpar=true;hv sysinfo.control_programs=VM00 z/VM 7.3.0+VM01 z/VM 7.3.0", "zvm",
         "lpar zvm", ""},
        {"an s390 guest of a stranger", "hv sysinfo.lpar=true;hv sysinfo.control_programs=VM00 Other 1",
         "unknown", "unknown", ""},
    };
    CHECK(machines);
}

Test(hypervisor_rules, by_what_little_is_left)
{
    static const struct machine machines[] = {
        {"Xen's paravirtual guests lack large pages", "hw cpu.features=fpu+hypervisor+lm+msr+pae", "xen",
         "xen", ""},
        {"KVM emulates a register that the processor lacks",
         "hw cpu.features=hypervisor+lm+msr+pge+pse+tsc_adjust", "kvm", "kvm", ""},
        {"VMware, where it is the processor's",
         "hw cpu.features=hypervisor+lm+pge+pse+tsc_adjust+tsc_reliable", "unknown", "unknown", ""},
        {"a newer processor", "hw cpu.features=hypervisor+lm+movbe+msr+pge+pse+tsc_adjust", "unknown",
         "unknown", ""},
        {"valgrind, which hides the bit", NO_BIT "hw cpu.features=hypervisor+lm+movbe+msr+pge+pse", "unknown",
         "unknown", ""},
        {"valgrind on KVM", NO_BIT "hw cpu.features=hypervisor+lm+msr+pse;kn clock.source=kvm-clock", "kvm",
         "kvm", ""},
        {"QEMU's model of a processor", BIT "hw cpu.model_name=Intel Xeon Processor (Skylake, IBRS)", "qemu",
         "qemu", ""},
        {"EPYC as QEMU has it", BIT "hw cpu.model_name=AMD EPYC-Rome Processor", "qemu", "qemu", ""},
        {"a real EPYC", NO_BIT "hw cpu.model_name=AMD EPYC 7742 64-Core Processor", "none", "", ""},
        {"a cloud's machine whose processor is silent", "hw dmi.asset_tag_cloud=azure", "unknown", "", ""},
        {"a firmware of nobody's that is known", "hw dmi.sys_vendor=Acme;hw dmi.product_name=Board",
         "unknown", "", ""},
        {"a firmware that names a product alone", "hw dmi.product_name=generic", "unknown", "", ""},
        {"a server of Ampere's", "hw dmi.sys_vendor=Ampere(R);hw dmi.product_name=Mt. Jade", "none", "", ""},
        {"a server of HPE's", "hw dmi.sys_vendor=HPE;hw dmi.product_name=ProLiant RL300 Gen11", "none", "",
         ""},
        {"a board with RISC-V", "hw dmi.sys_vendor=SOPHGO;hw dmi.product_name=Mango", "none", "", ""},
    };
    CHECK(machines);
}
