/* SPDX-License-Identifier: MIT */
#include "source/parameters.h"

/* Documentation/admin-guide/kernel-parameters.txt; sorted. */
static const struct parameter parameters[] = {
    {"apparmor", PARAMETER_WORD},
    {"cgroup.memory", PARAMETER_WORD},
    {"cgroup_disable", PARAMETER_WORD},
    {"cgroup_no_v1", PARAMETER_WORD},
    {"clocksource", PARAMETER_WORD},
    {"default_hugepagesz", PARAMETER_WORD},
    {"enforcing", PARAMETER_WORD},
    {"hugepages", PARAMETER_WORD},
    {"hugepagesz", PARAMETER_WORD},
    {"ima_appraise", PARAMETER_WORD},
    {"init_on_alloc", PARAMETER_WORD},
    {"init_on_free", PARAMETER_WORD},
    {"iommu", PARAMETER_WORD},
    {"iommu.passthrough", PARAMETER_WORD},
    {"iommu.strict", PARAMETER_WORD},
    {"ipv6.disable", PARAMETER_WORD},
    {"irqaffinity", PARAMETER_CPU_LIST},
    {"isolcpus", PARAMETER_CPU_LIST},
    {"lockdown", PARAMETER_WORD},
    {"lsm", PARAMETER_WORD},
    {"maxcpus", PARAMETER_WORD},
    {"mem", PARAMETER_WORD},
    {"mitigations", PARAMETER_WORD},
    {"module.sig_enforce", PARAMETER_WORD},
    {"no_hz", PARAMETER_WORD},
    {"nohz_full", PARAMETER_CPU_LIST},
    {"nokaslr", PARAMETER_WORD},
    {"nopti", PARAMETER_WORD},
    {"norandmaps", PARAMETER_WORD},
    {"nosmap", PARAMETER_WORD},
    {"nosmep", PARAMETER_WORD},
    {"nosmt", PARAMETER_WORD},
    {"nospectre_v1", PARAMETER_WORD},
    {"nospectre_v2", PARAMETER_WORD},
    {"nox2apic", PARAMETER_WORD},
    {"noxsave", PARAMETER_WORD},
    {"nr_cpus", PARAMETER_WORD},
    {"numa", PARAMETER_WORD},
    {"numa_balancing", PARAMETER_WORD},
    {"preempt", PARAMETER_WORD},
    {"psi", PARAMETER_WORD},
    {"pti", PARAMETER_WORD},
    {"rcu_nocbs", PARAMETER_CPU_LIST},
    {"security", PARAMETER_WORD},
    {"selinux", PARAMETER_WORD},
    {"spec_store_bypass_disable", PARAMETER_WORD},
    {"spectre_v2", PARAMETER_WORD},
    {"swapaccount", PARAMETER_WORD},
    {"systemd.legacy_systemd_cgroup_controller", PARAMETER_WORD},
    {"systemd.unified_cgroup_hierarchy", PARAMETER_WORD},
    {"threadirqs", PARAMETER_WORD},
    {"transparent_hugepage", PARAMETER_WORD},
    {"tsc", PARAMETER_WORD},
    {"tsx", PARAMETER_WORD},
    {"vdso", PARAMETER_WORD},
    {"vdso32", PARAMETER_WORD},
    {"vsyscall", PARAMETER_WORD},
};

/* Words that monitors give their guests, whole. */
static const char *const hints[] = {
    "8250.nr_uarts=0", "i8042.noaux", "i8042.nokbd", "i8042.nomux", "i8042.dumbkbd", "nomodule",
    "nomodules",       "panic=1",     "pci=off",     "reboot=k",    "reboot=t",      "swiotlb=noforce",
};

/* The kernel's own splitting: blanks part words, unless within double quotes. */
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

/* To the kernel '-' and '_' are one character in a parameter's name. */
static bool same_name(struct view given, const char *name)
{
    size_t i = 0;
    for (; i < given.length && name[i]; i++)
        if (given.text[i] != name[i] && !(given.text[i] == '-' && name[i] == '_'))
            return false;
    return i == given.length && !name[i];
}

const struct parameter *envfp__parameter_find(struct view name)
{
    for (size_t i = 0; i < sizeof parameters / sizeof *parameters; i++)
        if (same_name(name, parameters[i].name))
            return &parameters[i];
    return NULL;
}

struct view envfp__parameter_hint(struct view word)
{
    for (size_t i = 0; i < sizeof hints / sizeof *hints; i++)
        if (view_is(word, hints[i]))
            return view_of(hints[i]);
    if (view_starts(word, VIEW("virtio_mmio.device=")))
        return VIEW("virtio_mmio.device");
    if (view_starts(word, VIEW("BOOT_IMAGE=")) && view_ends(word, VIEW("-gvisor")))
        return VIEW("gvisor");
    return VIEW("");
}
