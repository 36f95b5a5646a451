/* SPDX-License-Identifier: MIT */
#include "signs.h"

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

Test(hypervisor_guest, memory_that_is_kept_from_the_host)
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

Test(hypervisor_guest, systems_that_command_their_hypervisor)
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

Test(hypervisor_guest, programs_that_stand_in_for_the_processor)
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

Test(hypervisor_guest, clouds)
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
