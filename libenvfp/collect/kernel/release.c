/* SPDX-License-Identifier: MIT */
/*
 * System calls and features that programs look for, with the first release of Linux that has them (section "Versions"
 * of their manual pages, Documentation/; illumos' for its own). A lower bound: distributions backport features, and a
 * build may leave some out. Sorted by name, as the fact is.
 */
#include "base/version_compare.h"
#include "collect/kernel/features.h"
#include "isolation/isolation.h"

struct step {
    char feature[32], release[8];
};

static const struct step steps[] = {
    {"binfmt_misc_in_user_namespaces", "6.7"},
    {"bpf", "3.18"},
    {"cachestat", "6.5"},
    {"cgroup2", "4.5"},
    {"cgroup_namespaces", "4.6"},
    {"clone3", "5.3"},
    {"close_range", "5.9"},
    {"copy_file_range", "4.5"},
    {"eevdf", "6.6"},
    {"epoll_pwait2", "5.11"},
    {"execveat", "3.19"},
    {"faccessat2", "5.8"},
    {"fchmodat2", "6.6"},
    {"fuse_in_user_namespaces", "4.18"},
    {"futex_waitv", "5.16"},
    {"getrandom", "3.17"},
    {"io_uring", "5.1"},
    {"landlock", "5.13"},
    {"landlock_network", "6.7"},
    {"membarrier", "4.3"},
    {"memfd_create", "3.17"},
    {"memfd_secret", "5.14"},
    {"mount_api", "5.2"},
    {"mount_setattr", "5.12"},
    {"mseal", "6.10"},
    {"openat2", "5.6"},
    {"overlayfs", "3.18"},
    {"overlayfs_in_user_namespaces", "5.11"},
    {"pidfd_getfd", "5.6"},
    {"pidfd_open", "5.3"},
    {"pkey_alloc", "4.9"},
    {"process_madvise", "5.10"},
    {"process_vm_readv", "3.2"},
    {"renameat2", "3.15"},
    {"rseq", "4.18"},
    {"sched_ext", "6.12"},
    {"seccomp_filter", "3.5"},
    {"seccomp_user_notification", "5.0"},
    {"setns", "3.0"},
    {"statmount", "6.8"},
    {"statx", "4.11"},
    {"time_namespaces", "5.6"},
    {"user_namespaces", "3.8"},
    {"userfaultfd", "4.3"},
};

/* Whether the kernel only claims a release of Linux: gVisor, illumos, the first WSL. */
static bool is_another(const struct source_uname *names)
{
    FOR_SIGNS (sign, SIGNS_KERNEL)
        if ((sign->kind == SIGN_KERNEL_FOREIGN_RELEASE && view_has(names->release, sign_text(sign))) ||
            (sign->kind == SIGN_KERNEL_FOREIGN_VERSION && view_has(names->version, sign_text(sign))))
            return true;
    return !view_is(names->sysname, "Linux");
}

/* "6.1.0-18-amd64": two numbers at least. */
static bool is_release(struct view text)
{
    struct view major = view_digits(text), rest = view_skip(text, major.length);
    uint64_t number;
    return envfp__view_number(major, 10, &number) && view_starts(rest, VIEW(".")) &&
           envfp__view_number(view_digits(view_skip(rest, 1)), 10, &number);
}

void envfp__kernel_tell_release(struct collect *c, const struct source_uname *names)
{
    struct view found[sizeof steps / sizeof *steps];
    size_t count = 0;
    if (is_another(names) || !is_release(names->release))
        return;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (envfp__version_compare(VERSION_NUMBERS, names->release, view_of(steps[i].release)) >= 0)
            found[count++] = view_of(steps[i].feature);
    if (count)
        fact_set(c, "features.by_release", found, count);
}
