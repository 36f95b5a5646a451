/* SPDX-License-Identifier: MIT */
/*
 * Each technology by the signs it shows: facts as lines "layer key=value" ("hw", "hv", "kn"), `+` between the
 * items of a set, `true` and `false` for booleans; then the verdicts.
 */
#include <criterion/criterion.h>

#include "world.h"

#define HW ENVFP_LAYER_HARDWARE
#define HYPER ENVFP_LAYER_HYPERVISOR
#define KN ENVFP_LAYER_KERNEL

struct machine {
    const char *name, *signs, *kind, *chain, *vmm;
};

static void add_sign(struct facts *facts, struct view line)
{
    struct view word, key, value, item, items[8];
    size_t count = 0;
    cr_assert(view_cut_word(&line, &word));
    enum envfp_layer layer = view_is(word, "hw") ? HW : view_is(word, "hv") ? HYPER : KN;
    cr_assert(view_split(view_trim(line), '=', &key, &value));
    const char *name = envfp__arena_copy(facts->arena, key).text;
    const struct envfp_entry *row = envfp__registry_find(layer, key);
    cr_assert_not_null(row, "%s", name);
    switch (row->type) {
    case ENVFP_STRING: envfp__facts_string(facts, layer, name, value); break;
    case ENVFP_BOOLEAN: envfp__facts_boolean(facts, layer, name, view_is(value, "true")); break;
    case ENVFP_SET:
        while (count < 8 && view_cut(&value, '+', &item))
            items[count++] = item;
        envfp__facts_set(facts, layer, name, items, count);
        break;
    case ENVFP_INTEGER: cr_assert_fail("%s", name);
    }
}

static struct world *judged(const char *signs)
{
    struct world *world = world_new();
    struct view rest = view_of(signs), line;
    while (view_cut(&rest, ';', &line))
        add_sign(world_facts(world), line);
    envfp__facts_seal(world_facts(world));
    world_judge(world);
    return world;
}

static const char *told(struct world *world, const char *key)
{
    const char *value = world_string(world, HYPER, key);
    return value ? value : "";
}

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

#define BIT "hv cpuid.hypervisor_bit=true;"
#define NO_BIT "hv cpuid.hypervisor_bit=false;"
#define CHECK(table) check_machines(table, sizeof(table) / sizeof *(table))

Test(hypervisor_kinds, by_the_processors_own_word)
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

Test(hypervisor_kinds, by_firmware)
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
        {"a Surface", NO_BIT "hw dmi.sys_vendor=Microsoft Corporation;hw dmi.product_name=Surface Pro",
         "none", "", ""},
        {"a server of Oracle's", NO_BIT "hw dmi.board_vendor=Oracle Corporation", "none", "", ""},
    };
    CHECK(machines);
}

Test(hypervisor_kinds, by_devices_and_the_tree)
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

Test(hypervisor_kinds, by_what_little_is_left)
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
    };
    CHECK(machines);
}

Test(hypervisor_kinds, status_is_the_same_where_firmware_is_masked)
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

struct guest {
    const char *name, *signs, *key, *value;
};

static void check_guests(const struct guest *guests, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct world *world = judged(guests[i].signs);
        cr_expect_str_eq(told(world, guests[i].key), guests[i].value, "%s: %s", guests[i].name,
                         told(world, guests[i].key));
        world_free(world);
    }
}

#define KVM BIT "hv cpuid.signatures=KVMKVMKVM;"
#define GUESTS(table) check_guests(table, sizeof(table) / sizeof *(table))

Test(hypervisor_kinds, memory_that_is_kept_from_the_host)
{
    static const char state[] = "verdict.confidential", kind[] = "verdict.confidential_kind";
    static const struct guest guests[] = {
        {"plain KVM", KVM, state, "none"},
        {"SEV offered", KVM "hv cpuid.sev_capable=sev+sev_es", state, "capable"},
        {"SEV offered", KVM "hv cpuid.sev_capable=sev+sev_es", kind, ""},
        {"SNP in use", KVM "hv cpuid.sev_capable=sev_snp;hv sysfs_hypervisor.sev_snp=true", kind, "sev-snp"},
        {"SNP in use", KVM "hv cpuid.sev_capable=sev_snp;hv sysfs_hypervisor.sev_snp=true", state, "active"},
        {"TDX", KVM "hv cpuid.isolation=tdx", kind, "tdx"},
        {"TDX told by the kernel", "hw cpu.features=hypervisor+tdx_guest", kind, "tdx"},
        {"realm", "hw arch.machine=aarch64;hv sysfs_hypervisor.realm=true", kind, "cca"},
        {"ARM", "hw devicetree.hypervisor=linux,kvm", state, "unknown"},
        {"s390", "hw arch.machine=s390x;hv sysinfo.lpar=true;hv sysfs_hypervisor.secure_guest=true", kind,
         "s390-pv"},
        {"s390", "hw arch.machine=s390x;hv sysinfo.lpar=true;hv sysfs_hypervisor.secure_guest=false", state,
         "none"},
        {"POWER", "hw arch.machine=ppc64le;hv sysfs_hypervisor.secure_guest=true", kind, "pef"},
        {"bare metal", NO_BIT, state, ""},
    };
    GUESTS(guests);
}

Test(hypervisor_kinds, systems_that_command_their_hypervisor)
{
    static const char role[] = "verdict.role", mode[] = "verdict.mode";
    static const struct guest guests[] = {
        {"dom0", "hv sysfs_hypervisor.type=xen;hv sysfs_hypervisor.dom0=true", role, "control"},
        {"dom0 of old", "hv sysfs_hypervisor.proc_xen=control_d", role, "control"},
        {"domU", "hv sysfs_hypervisor.type=xen;hv sysfs_hypervisor.dom0=false", role, ""},
        {"root partition", BIT "hv cpuid.signatures=Microsoft Hv;hv cpuid.hyperv_root=true", role, "control"},
        {"control domain", "hw cpu.platform=sun4v;hv sysfs_hypervisor.ldoms_control=true", role, "control"},
        {"PV", "hv sysfs_hypervisor.type=xen;hv sysfs_hypervisor.guest_type=PV", mode, "pv"},
        {"PVH", "hv sysfs_hypervisor.type=xen;hv sysfs_hypervisor.guest_type=PVH", mode, "pvh"},
        {"HVM", "hw dmi.sys_vendor=Xen;hw dmi.product_name=HVM domU", mode, "hvm"},
        {"shared", "hw cpu.platform=pSeries;hv lparcfg.processors=shared", mode, "shared"},
        {"dedicated", "hw cpu.platform=pSeries;hv lparcfg.processors=dedicated", mode, "dedicated"},
    };
    GUESTS(guests);
}

Test(hypervisor_kinds, programs_that_stand_in_for_the_processor)
{
    static const char emulation[] = "verdict.emulation", kind[] = "verdict.kind";
    static const struct guest guests[] = {
        {"qemu-aarch64 on KVM", "hw arch.machine=aarch64;kn clock.source=kvm-clock", emulation, "qemu"},
        {"qemu-aarch64 on KVM", "hw arch.machine=aarch64;kn clock.source=kvm-clock", kind, "qemu"},
        {"qemu-s390x on metal", "hw arch.machine=s390x;kn clock.source=tsc", emulation, "qemu"},
        {"qemu-ppc64le, by cpuinfo", "hw arch.machine=ppc64le;hw cpu.features=fpu+sse2", emulation, "qemu"},
        {"qemu-x86_64 on ARM",
         "hw arch.machine=x86_64;" BIT "hv cpuid.signatures=TCGTCGTCGTCG;kn clock.source=arch_sys_counter",
         emulation, "qemu"},
        {"qemu-x86_64 on KVM",
         "hw arch.machine=x86_64;" BIT "hv cpuid.signatures=TCGTCGTCGTCG;"
         "kn clock.source=kvm-clock",
         emulation, "qemu"},
        {"a whole machine under TCG",
         "hw arch.machine=x86_64;" BIT "hv cpuid.signatures=TCGTCGTCGTCG;"
         "kn clock.source=tsc",
         emulation, ""},
        {"qemu-x86_64 on x86",
         "hw arch.machine=x86_64;" BIT "hv cpuid.signatures=TCGTCGTCGTCG;hw cpu.kernel_vendor=GenuineIntel",
         emulation, "qemu"},
        {"User Mode Linux under TCG",
         "hw arch.machine=x86_64;" BIT
         "hv cpuid.signatures=TCGTCGTCGTCG;hw cpu.kernel_vendor=User Mode Linux",
         emulation, ""},
        {"User Mode Linux under TCG",
         "hw arch.machine=x86_64;" BIT
         "hv cpuid.signatures=TCGTCGTCGTCG;hw cpu.kernel_vendor=User Mode Linux",
         kind, "uml"},
        {"Rosetta", "hw arch.machine=x86_64;hw cpu.model_name=VirtualApple @ 2.50GHz", emulation, "rosetta"},
        {"Rosetta", "hw arch.machine=x86_64;hw cpu.model_name=VirtualApple @ 2.50GHz", kind, "apple"},
        {"FEX", "hw arch.machine=x86_64;" BIT "hv cpuid.signatures=FEXIFEXIEMU", emulation, "fex"},
        {"somebody on ARM", "hw arch.machine=x86_64;kn clock.source=arch_sys_counter", emulation, "unknown"},
        {"ARM", "hw arch.machine=aarch64;kn clock.source=arch_sys_counter", emulation, ""},
        {"x86", "hw arch.machine=i686;kn clock.source=tsc;hw cpu.features=sse2", emulation, ""},
    };
    GUESTS(guests);
}

Test(hypervisor_kinds, clouds)
{
    static const char cloud[] = "verdict.cloud";
    static const struct guest guests[] = {
        {"EC2 of Xen's era", "hv sysfs_hypervisor.ec2=true", cloud, "aws"},
        {"EC2 of Xen's era", "hw dmi.sys_vendor=Xen;hw dmi.bios_version=4.2.amazon", cloud, "aws"},
        {"Graviton", "hw dmi.sys_vendor=Amazon EC2;hw dmi.product_name=m7g.large", cloud, "aws"},
        {"Nitro without firmware's tables", "hw pci/1d0f:ec20:0200=ena x1", cloud, "aws"},
        {"GCE", "hw dmi.product_name=Google Compute Engine", cloud, "gcp"},
        {"Azure", "hw dmi.asset_tag_cloud=azure", cloud, "azure"},
        {"Alibaba", "hw dmi.sys_vendor=Alibaba Cloud;hw dmi.product_name=Alibaba Cloud ECS", cloud,
         "alibaba"},
        {"Oracle's bare metal", NO_BIT "hw dmi.asset_tag_cloud=oracle", cloud, "oracle"},
        {"DigitalOcean", "hw dmi.sys_vendor=DigitalOcean;hw dmi.product_name=Droplet", cloud, "digitalocean"},
        {"Hetzner", "hw dmi.sys_vendor=Hetzner;hw dmi.product_name=vServer", cloud, "hetzner"},
        {"OpenStack", "hw dmi.sys_vendor=OpenStack Foundation;hw dmi.product_name=OpenStack Nova", cloud,
         "openstack"},
        {"RDO", "hw dmi.sys_vendor=RDO;hw dmi.product_name=OpenStack Compute", cloud, "openstack"},
        {"Scaleway", "hw dmi.sys_vendor=Scaleway", cloud, "scaleway"},
        {"UpCloud", "hw dmi.sys_vendor=UpCloud", cloud, "upcloud"},
        {"Vultr", "hw dmi.sys_vendor=Vultr", cloud, "vultr"},
        {"Linode", "hw dmi.sys_vendor=Linode", cloud, "akamai"},
        {"Akamai", "hw dmi.sys_vendor=Akamai", cloud, "akamai"},
        {"Exoscale", "hw dmi.product_name=Exoscale Compute Platform", cloud, "exoscale"},
        {"IBM", "hw dmi.chassis_vendor=IBM:Cloud Compute Server 1.0:bx2-2x8", cloud, "ibm"},
        {"Tencent", "hw dmi.sys_vendor=Tencent Cloud;hw dmi.product_name=CVM", cloud, "tencent"},
        {"Huawei", "hw dmi.asset_tag_cloud=huawei;hw dmi.product_name=OpenStack Nova", cloud, "huawei"},
        {"Telekom", "hw dmi.asset_tag_cloud=opentelekom", cloud, "opentelekom"},
        {"Outscale", "hw dmi.sys_vendor=3DS Outscale;hw dmi.product_name=3DS Outscale VM", cloud, "outscale"},
        {"Nutanix", "hw dmi.sys_vendor=Nutanix;hw dmi.product_name=AHV", cloud, "nutanix"},
        {"RHEV", "hw dmi.sys_vendor=Red Hat;hw dmi.product_name=RHEV Hypervisor", cloud, "rhev"},
        {"oVirt", "hw dmi.sys_vendor=oVirt;hw dmi.product_name=oVirt Node", cloud, "rhev"},
        {"E24", "hw dmi.sys_vendor=e24cloud", cloud, "e24cloud"},
        {"not E24", "hw dmi.sys_vendor=e24cloudyday", cloud, ""},
        {"SmartOS", "hw dmi.product_name=SmartDC HVM", cloud, "smartos"},
        {"CloudSigma", "hw dmi.product_name=CloudSigma", cloud, "cloudsigma"},
        {"CloudStack", "hw dmi.product_name=CloudStack KVM Hypervisor", cloud, "cloudstack"},
        {"Yandex", "hw dmi.sys_vendor=Yandex;hw dmi.product_name=xeon-gold-6338", cloud, "yandex"},
        {"VMware", "hw dmi.sys_vendor=VMware, Inc.", cloud, ""},
    };
    GUESTS(guests);
}
