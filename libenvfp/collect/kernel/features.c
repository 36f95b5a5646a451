/* SPDX-License-Identifier: MIT */
/*
 * Features that programs trip over, by what stands in /proc and /sys where the kernel has them. No system call is
 * tried: a filter may answer one with death.
 *
 * Hashed is what only the kernel's build decides: file systems that cannot be modules, directories, and caches of
 * objects that are made at boot (/sys/kernel/slab, where the allocator shows them: kernels built without that say
 * nothing). What a module may bring while the kernel runs is context. Handlers of binfmt_misc are left alone: on
 * most systems looking there starts an automatic mount.
 */
#ifdef DECLARING

COLLECTOR(0, LIVE)
USES(sysctl)

LINES("/proc/{filesystems,misc}", words)
SEEN("/proc/{pressure,sysvipc}")
LINES("/proc/sys/kernel/loadpin/enforce", words)
LINES("/sys/fs/selinux/enforce", number)
SEEN("/sys/kernel/btf/vmlinux")
LINES("/sys/kernel/security/{lsm,lockdown}", words)
SEEN("/sys/kernel/slab/{io_kiocb,user_namespace,userfaultfd_ctx_cache}")
LINES("/sys/module/apparmor/parameters/enabled", words)
LINES("/sys/module/{kvm_intel,kvm_amd,kvm,kvm_hv}/parameters/nested", words)

FACT("features.available", SET, HASHED, BREAKS, VM, "", "",
     "/proc/filesystems, /proc/pressure, /proc/sysvipc, /sys/kernel/btf, /sys/kernel/slab",
     "Features built into this kernel, from a list of those that programs trip over, by signs that are "
     "there for everybody and from the start. One that is not named may be there: what shows in "
     "sysctl.* and thp.* is not repeated, and kernels that do not show their allocator name fewer.")
FACT("features.devices", SET, CONTEXT, INFORMS, VM, "", "/proc/misc", "proc(5)",
     "Devices that the kernel offers now (fuse, kvm, tun, userfaultfd, loop-control); modules bring "
     "more, and a container may hold none of their nodes.")
FACT("features.file_systems", SET, CONTEXT, INFORMS, VM, "", "/proc/filesystems", "filesystems(5)",
     "File systems that the kernel can mount now; it loads modules for more where it is asked to "
     "(overlay, fuse, nfs).")
FACT("features.kvm_nested", BOOLEAN, CONTEXT, INFORMS, MACHINE, "", "/sys/module/kvm_intel/parameters/nested",
     "Documentation/virt/kvm/x86/running-nested-guests.rst",
     "Whether virtual machines may run virtual machines; where detail is asked for.")
FACT("lsm.active", SET, HASHED, ALTERS, HOST_SETTING, "", "",
     "/proc/filesystems, /sys/module/apparmor, /proc/sys/kernel/yama; "
     "Documentation/admin-guide/LSM/index.rst",
     "Security modules that show wherever a program runs; each may refuse what plain permissions "
     "allow.")
FACT("lsm.lockdown", STRING, CONTEXT, ALTERS, HOST_SETTING, "", "/sys/kernel/security/lockdown",
     "kernel_lockdown(7)",
     "What even root may not do to the kernel (none, integrity, confidentiality): tracing, raw "
     "devices, unsigned modules. Containers do not have securityfs.")
FACT("lsm.order", STRING, CONTEXT, INFORMS, HOST_SETTING, "", "/sys/kernel/security/lsm",
     "Documentation/admin-guide/LSM/index.rst",
     "The kernel's own list of security modules in their order; containers do not have securityfs, so "
     "it is no identity.")
FACT("lsm.selinux_enforcing", BOOLEAN, CONTEXT, BREAKS, HOST_SETTING, "", "/sys/fs/selinux/enforce",
     "selinux(8)",
     "Whether SELinux refuses or only reports; may change while the kernel runs, and containers do not "
     "see it.")

#else
#define LAYER KERNEL
#define OWNER features
#define DECLARES "collect/kernel/features.c"
#include "collect/declare.h"

#include "collect/kernel/features.h"
#include "source/keep_rows.h"

struct sign {
    char feature[18];
    char sign[40]; /* a file system's name, or a path */
};

static const struct sign built_in[] = {
    {"bpf", "bpf"},
    {"cgroup2", "cgroup2"},
    {"hugetlb", "hugetlbfs"},
    {"posix_mqueue", "mqueue"},
};

static const struct sign paths[] = {
    {"btf", "/sys/kernel/btf/vmlinux"},
    {"io_uring", "/sys/kernel/slab/io_kiocb"},
    {"psi", "/proc/pressure"},
    {"sysv_ipc", "/proc/sysvipc"},
    {"user_namespaces", "/sys/kernel/slab/user_namespace"},
    {"userfaultfd", "/sys/kernel/slab/userfaultfd_ctx_cache"},
};

static bool bag_has(const struct bag *bag, const char *name)
{
    for (size_t i = 0; i < bag->count; i++)
        if (view_is(bag->items[i], name))
            return true;
    return false;
}

/* The last word of each line: "nodev\tproc", "\text4"; "232 kvm". */
static enum envfp_reason read_names(struct collect *c, const char *path, struct bag *names)
{
    struct view text, line, word, last;
    enum envfp_reason reason = source_read(c->source, path, &text);
    while (reason == ENVFP_REASON_NONE && view_cut(&text, '\n', &line)) {
        for (last = VIEW(""); view_cut_word(&line, &word);)
            last = word;
        if (keep_is_made_of(last, "_.-", 64))
            envfp__bag_add(c, names, last);
    }
    return reason;
}

static void add_available(struct collect *c, enum envfp_reason reason, const struct bag *file_systems)
{
    struct bag found = {0};
    struct source_stat stat;
    bool gap = reason != ENVFP_REASON_NONE && reason != ENVFP_REASON_ABSENT;
    for (size_t i = 0; i < sizeof built_in / sizeof *built_in; i++)
        if (bag_has(file_systems, built_in[i].sign))
            envfp__bag_add(c, &found, view_of(built_in[i].feature));
    for (size_t i = 0; i < sizeof paths / sizeof *paths && !gap; i++) {
        reason = source_stat(c->source, paths[i].sign, &stat);
        if (reason == ENVFP_REASON_NONE)
            envfp__bag_add(c, &found, view_of(paths[i].feature));
        gap = reason != ENVFP_REASON_NONE && reason != ENVFP_REASON_ABSENT;
    }
    if (gap)
        fact_gap(c, "features.available", reason);
    else if (found.count)
        fact_set(c, "features.available", found.items, found.count);
}

/* Whether KVM offers nested virtualisation: a guest that is to be a host itself needs more than /dev/kvm. */
static void add_nested(struct collect *c)
{
    static const char *const modules[] = {
        "/sys/module/kvm_intel/parameters/nested", "/sys/module/kvm_amd/parameters/nested",
        "/sys/module/kvm/parameters/nested", "/sys/module/kvm_hv/parameters/nested"};
    struct view line;
    enum envfp_reason reason = ENVFP_REASON_ABSENT;
    for (size_t i = 0; i < sizeof modules / sizeof *modules && reason == ENVFP_REASON_ABSENT; i++)
        reason = source_read_line(c->source, c->scratch, modules[i], &line);
    if (reason == ENVFP_REASON_NONE)
        fact_boolean(c, "features.kvm_nested", view_is(line, "Y") || view_is(line, "1"));
    else
        fact_gap(c, "features.kvm_nested", reason);
}

void envfp__collect_features(struct collect *c)
{
    struct bag file_systems = {0}, devices = {0};
    enum envfp_reason reason = read_names(c, "/proc/filesystems", &file_systems);
    if (file_systems.count)
        fact_set(c, "features.file_systems", file_systems.items, file_systems.count);
    fact_gap(c, "features.file_systems", reason);
    add_available(c, reason, &file_systems);
    envfp__kernel_tell_lsm(c, reason, &file_systems);
    reason = read_names(c, "/proc/misc", &devices);
    if (devices.count)
        fact_set(c, "features.devices", devices.items, devices.count);
    fact_gap(c, "features.devices", reason);
    if (c->source->common->detail && bag_has(&devices, "kvm"))
        add_nested(c);
}

#endif
