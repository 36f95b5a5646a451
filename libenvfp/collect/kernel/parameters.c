/* SPDX-License-Identifier: MIT */
#include "collect/kernel/parameters.h"

/* Documentation/admin-guide/kernel-parameters.txt, systemd(1), kernel-command-line(7); sorted bytewise. Listed are
 * parameters that change what programs find, how fast they run or how steadily. Left out are those for crashes
 * (panic=), messages and booting, and those that set a sysctl that is a fact itself (sysctl.*). */
static const struct parameter parameters[] = {
    {"SYSTEMD_CGROUP_ENABLE_LEGACY_FORCE", PARAMETER_WORD},
    {"acpi", PARAMETER_WORD},
    {"allow_mismatched_32bit_el0", PARAMETER_WORD},
    {"amd_iommu", PARAMETER_WORD},
    {"amd_pstate", PARAMETER_WORD},
    {"apparmor", PARAMETER_WORD},
    {"arm64.nobti", PARAMETER_WORD},
    {"arm64.nogcs", PARAMETER_WORD},
    {"arm64.nomops", PARAMETER_WORD},
    {"arm64.nomte", PARAMETER_WORD},
    {"arm64.nopauth", PARAMETER_WORD},
    {"arm64.nosme", PARAMETER_WORD},
    {"arm64.nosve", PARAMETER_WORD},
    {"audit", PARAMETER_WORD},
    {"biosdevname", PARAMETER_WORD},
    {"cgroup.memory", PARAMETER_WORD},
    {"cgroup_disable", PARAMETER_WORD},
    {"cgroup_favordynmods", PARAMETER_WORD},
    {"cgroup_no_v1", PARAMETER_WORD},
    {"cgroup_v1_proc", PARAMETER_WORD},
    {"checkreqprot", PARAMETER_WORD},
    {"clearcpuid", PARAMETER_WORD},
    {"clocksource", PARAMETER_WORD},
    {"coredump_filter", PARAMETER_WORD},
    {"cpufreq.default_governor", PARAMETER_WORD},
    {"cpufreq.off", PARAMETER_WORD},
    {"cpuidle.off", PARAMETER_WORD},
    {"debug_pagealloc", PARAMETER_WORD},
    {"debugfs", PARAMETER_WORD},
    {"default_hugepagesz", PARAMETER_WORD},
    {"delayacct", PARAMETER_WORD},
    {"dis_ucode_ldr", PARAMETER_WORD},
    {"disable_radix", PARAMETER_WORD},
    {"enforcing", PARAMETER_WORD},
    {"evm", PARAMETER_WORD},
    {"fips", PARAMETER_WORD},
    {"gather_data_sampling", PARAMETER_WORD},
    {"hardened_usercopy", PARAMETER_WORD},
    {"highres", PARAMETER_WORD},
    {"hpet", PARAMETER_WORD},
    {"hugepages", PARAMETER_WORD},
    {"hugepagesz", PARAMETER_WORD},
    {"hugetlb_free_vmemmap", PARAMETER_WORD},
    {"ia32_emulation", PARAMETER_WORD},
    {"idle", PARAMETER_WORD},
    {"ima_appraise", PARAMETER_WORD},
    {"ima_policy", PARAMETER_WORD},
    {"indirect_target_selection", PARAMETER_WORD},
    {"init_on_alloc", PARAMETER_WORD},
    {"init_on_free", PARAMETER_WORD},
    {"initcall_blacklist", PARAMETER_WORD},
    {"intel_idle.max_cstate", PARAMETER_WORD},
    {"intel_iommu", PARAMETER_WORD},
    {"intel_pstate", PARAMETER_WORD},
    {"iommu", PARAMETER_WORD},
    {"iommu.passthrough", PARAMETER_WORD},
    {"iommu.strict", PARAMETER_WORD},
    {"ipcmni_extend", PARAMETER_WORD},
    {"ipv6.disable", PARAMETER_WORD},
    {"ipv6.disable_ipv6", PARAMETER_WORD},
    {"irqaffinity", PARAMETER_CPU_LIST},
    {"isolcpus", PARAMETER_CPU_LIST},
    {"kaslr", PARAMETER_WORD},
    {"kfence.sample_interval", PARAMETER_WORD},
    {"kpti", PARAMETER_WORD},
    {"kvm_amd.nested", PARAMETER_WORD},
    {"kvm_arm.mode", PARAMETER_WORD},
    {"kvm_intel.nested", PARAMETER_WORD},
    {"l1d_flush", PARAMETER_WORD},
    {"l1tf", PARAMETER_WORD},
    {"lockdown", PARAMETER_WORD},
    {"lsm", PARAMETER_WORD},
    {"maxcpus", PARAMETER_WORD},
    {"mds", PARAMETER_WORD},
    {"mem", PARAMETER_WORD},
    {"memmap", PARAMETER_WORD},
    {"mitigations", PARAMETER_WORD},
    {"mmio_stale_data", PARAMETER_WORD},
    {"modprobe.blacklist", PARAMETER_WORD},
    {"module.sig_enforce", PARAMETER_WORD},
    {"module_blacklist", PARAMETER_WORD},
    {"namespace.unpriv_enable", PARAMETER_WORD},
    {"net.ifnames", PARAMETER_WORD},
    {"nmi_watchdog", PARAMETER_WORD},
    {"no5lvl", PARAMETER_WORD},
    {"no_entry_flush", PARAMETER_WORD},
    {"no_hz", PARAMETER_WORD},
    {"no_kvmclock", PARAMETER_WORD},
    {"no_rfi_flush", PARAMETER_WORD},
    {"no_steal_acc", PARAMETER_WORD},
    {"no_stf_barrier", PARAMETER_WORD},
    {"no_uaccess_flush", PARAMETER_WORD},
    {"noautogroup", PARAMETER_WORD},
    {"nobp", PARAMETER_WORD},
    {"noexec", PARAMETER_WORD},
    {"noexec32", PARAMETER_WORD},
    {"nofsgsbase", PARAMETER_WORD},
    {"nohpet", PARAMETER_WORD},
    {"nohz", PARAMETER_WORD},
    {"nohz_full", PARAMETER_CPU_LIST},
    {"nokaslr", PARAMETER_WORD},
    {"nomodule", PARAMETER_WORD},
    {"nopku", PARAMETER_WORD},
    {"nopti", PARAMETER_WORD},
    {"nopv", PARAMETER_WORD},
    {"nopvspin", PARAMETER_WORD},
    {"norandmaps", PARAMETER_WORD},
    {"nordrand", PARAMETER_WORD},
    {"nosmap", PARAMETER_WORD},
    {"nosmep", PARAMETER_WORD},
    {"nosmp", PARAMETER_WORD},
    {"nosmt", PARAMETER_WORD},
    {"nospec", PARAMETER_WORD},
    {"nospec_store_bypass_disable", PARAMETER_WORD},
    {"nospectre_bhb", PARAMETER_WORD},
    {"nospectre_v1", PARAMETER_WORD},
    {"nospectre_v2", PARAMETER_WORD},
    {"notsc", PARAMETER_WORD},
    {"nousershstk", PARAMETER_WORD},
    {"novx", PARAMETER_WORD},
    {"nowatchdog", PARAMETER_WORD},
    {"nox2apic", PARAMETER_WORD},
    {"noxsave", PARAMETER_WORD},
    {"noxsaveopt", PARAMETER_WORD},
    {"noxsaves", PARAMETER_WORD},
    {"nr_cpus", PARAMETER_WORD},
    {"numa", PARAMETER_WORD},
    {"numa_balancing", PARAMETER_WORD},
    {"numa_zonelist_order", PARAMETER_WORD},
    {"page_alloc.shuffle", PARAMETER_WORD},
    {"page_poison", PARAMETER_WORD},
    {"possible_cpus", PARAMETER_WORD},
    {"ppc_tm", PARAMETER_WORD},
    {"preempt", PARAMETER_WORD},
    {"proc_mem.force_override", PARAMETER_WORD},
    {"processor.max_cstate", PARAMETER_WORD},
    {"prot_virt", PARAMETER_WORD},
    {"psi", PARAMETER_WORD},
    {"pti", PARAMETER_WORD},
    {"random.trust_bootloader", PARAMETER_WORD},
    {"random.trust_cpu", PARAMETER_WORD},
    {"randomize_kstack_offset", PARAMETER_WORD},
    {"rcu_nocbs", PARAMETER_CPU_LIST},
    {"rdt", PARAMETER_WORD},
    {"reg_file_data_sampling", PARAMETER_WORD},
    {"retbleed", PARAMETER_WORD},
    {"ring3mwait", PARAMETER_WORD},
    {"rt_group_sched", PARAMETER_WORD},
    {"schedstats", PARAMETER_WORD},
    {"security", PARAMETER_WORD},
    {"selinux", PARAMETER_WORD},
    {"setcpuid", PARAMETER_WORD},
    {"skew_tick", PARAMETER_WORD},
    {"slab_debug", PARAMETER_WORD},
    {"slab_nomerge", PARAMETER_WORD},
    {"slub_debug", PARAMETER_WORD},
    {"slub_nomerge", PARAMETER_WORD},
    {"smt", PARAMETER_WORD},
    {"smt_enabled", PARAMETER_WORD},
    {"spec_rstack_overflow", PARAMETER_WORD},
    {"spec_store_bypass_disable", PARAMETER_WORD},
    {"spectre_bhi", PARAMETER_WORD},
    {"spectre_v2", PARAMETER_WORD},
    {"spectre_v2_user", PARAMETER_WORD},
    {"split_lock_detect", PARAMETER_WORD},
    {"srbds", PARAMETER_WORD},
    {"ssbd", PARAMETER_WORD},
    {"stack_guard_gap", PARAMETER_WORD},
    {"swapaccount", PARAMETER_WORD},
    {"systemd.legacy_systemd_cgroup_controller", PARAMETER_WORD},
    {"systemd.unified_cgroup_hierarchy", PARAMETER_WORD},
    {"thp_anon", PARAMETER_WORD},
    {"thp_shmem", PARAMETER_WORD},
    {"threadirqs", PARAMETER_WORD},
    {"transparent_hugepage", PARAMETER_WORD},
    {"transparent_hugepage_shmem", PARAMETER_WORD},
    {"transparent_hugepage_tmpfs", PARAMETER_WORD},
    {"tsa", PARAMETER_WORD},
    {"tsc", PARAMETER_WORD},
    {"tsx", PARAMETER_WORD},
    {"tsx_async_abort", PARAMETER_WORD},
    {"user_namespace.enable", PARAMETER_WORD},
    {"vdso", PARAMETER_WORD},
    {"vdso32", PARAMETER_WORD},
    {"vmscape", PARAMETER_WORD},
    {"vsyscall", PARAMETER_WORD},
    {"workqueue.unbound_cpus", PARAMETER_CPU_LIST},
    {"zswap.compressor", PARAMETER_WORD},
    {"zswap.enabled", PARAMETER_WORD},
    {"zswap.max_pool_percent", PARAMETER_WORD},
};

/* Whole words that virtual machine monitors pass to their guests. */
static const char hints[][16] = {
    "8250.nr_uarts=0", "i8042.noaux", "i8042.nokbd", "i8042.nomux", "i8042.dumbkbd", "nomodule",
    "nomodules",       "panic=1",     "pci=off",     "reboot=k",    "reboot=t",      "swiotlb=noforce",
};

/* Splits as the kernel does: blanks separate words, except within double quotes. */
bool envfp__parameter_cut(struct view *rest, struct view *word)
{
    while (rest->length && byte_is_blank(rest->text[0]))
        *rest = view_skip(*rest, 1);
    bool quoted = false;
    size_t end = 0;
    while (end < rest->length && (quoted || !byte_is_blank(rest->text[end])))
        quoted ^= rest->text[end++] == '"';
    *word = view_take(*rest, end);
    *rest = view_skip(*rest, end);
    return end > 0;
}

/* Bytewise order, except that '-' and '_' are equal, as the kernel treats them in names of parameters. */
static int compare(struct view given, const char *name)
{
    for (size_t i = 0; i < given.length; i++) {
        unsigned char a = given.text[i] == '-' ? '_' : (unsigned char)given.text[i],
                      b = (unsigned char)name[i];
        if (a != b || !b)
            return a < b ? -1 : 1;
    }
    return name[given.length] ? -1 : 0;
}

const struct parameter *envfp__parameter_find(struct view name)
{
    for (size_t low = 0, high = sizeof parameters / sizeof *parameters; low < high;) {
        size_t middle = low + (high - low) / 2;
        int order = compare(name, parameters[middle].name);
        if (order == 0)
            return &parameters[middle];
        *(order < 0 ? &high : &low) = order < 0 ? middle : middle + 1;
    }
    return NULL;
}

const struct isolation_sign *envfp__parameter_image(struct view word)
{
    FOR_SIGNS (sign, SIGNS_KERNEL)
        if (sign->kind == SIGN_KERNEL_IMAGE && view_starts(word, VIEW("BOOT_IMAGE=")) &&
            view_ends(word, sign_text(sign)))
            return sign;
    return NULL;
}

struct view envfp__parameter_hint(struct view word)
{
    for (size_t i = 0; i < sizeof hints / sizeof *hints; i++)
        if (view_is(word, hints[i]))
            return view_of(hints[i]);
    if (view_starts(word, VIEW("virtio_mmio.device=")))
        return VIEW("virtio_mmio.device");
    const struct isolation_sign *image = envfp__parameter_image(word);
    return image ? view_of(sign_told(image)) : VIEW("");
}
