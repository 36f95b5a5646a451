/* SPDX-License-Identifier: MIT */
/*
 * Sysctls that bite. All of these are one for the whole kernel (no namespace has its own) and readable by
 * everybody on every kernel, so that a container and an ordinary user read what the host's root reads.
 * Left out for that reason: fs.protected_* and vm.mmap_rnd_bits (mode 0600 on some kernels), kernel.pid_max
 * (one for each PID namespace since Linux 6.14), everything under net, user and the System V limits
 * (namespaced); what the kernel computes from the size of memory (kernel.threads-max, fs.file-max,
 * fs.epoll.max_user_watches) and what it turns down under load (kernel.perf_event_max_sample_rate). The first of these
 * that programs fail by are context.
 */
#include "collect/collect.h"
#include "source/keep.h"

struct row {
    const char *key;
    const char *path;
};

static const struct row rows[] = {
    {"sysctl.abi.vsyscall32", "/proc/sys/abi/vsyscall32"},
    {"sysctl.crypto.fips_enabled", "/proc/sys/crypto/fips_enabled"},
    {"sysctl.dev.tty.legacy_tiocsti", "/proc/sys/dev/tty/legacy_tiocsti"},
    {"sysctl.fs.aio-max-nr", "/proc/sys/fs/aio-max-nr"},
    {"sysctl.fs.inotify.max_user_instances", "/proc/sys/fs/inotify/max_user_instances"},
    {"sysctl.fs.mount-max", "/proc/sys/fs/mount-max"},
    {"sysctl.fs.nr_open", "/proc/sys/fs/nr_open"},
    {"sysctl.fs.pipe-max-size", "/proc/sys/fs/pipe-max-size"},
    {"sysctl.fs.suid_dumpable", "/proc/sys/fs/suid_dumpable"},
    {"sysctl.kernel.apparmor_restrict_unprivileged_userns",
     "/proc/sys/kernel/apparmor_restrict_unprivileged_userns"},
    {"sysctl.kernel.cap_last_cap", "/proc/sys/kernel/cap_last_cap"},
    {"sysctl.kernel.dmesg_restrict", "/proc/sys/kernel/dmesg_restrict"},
    {"sysctl.kernel.io_uring_disabled", "/proc/sys/kernel/io_uring_disabled"},
    {"sysctl.kernel.keys.maxbytes", "/proc/sys/kernel/keys/maxbytes"},
    {"sysctl.kernel.keys.maxkeys", "/proc/sys/kernel/keys/maxkeys"},
    {"sysctl.kernel.kptr_restrict", "/proc/sys/kernel/kptr_restrict"},
    {"sysctl.kernel.numa_balancing", "/proc/sys/kernel/numa_balancing"},
    {"sysctl.kernel.perf_event_paranoid", "/proc/sys/kernel/perf_event_paranoid"},
    {"sysctl.kernel.randomize_va_space", "/proc/sys/kernel/randomize_va_space"},
    {"sysctl.kernel.sched_autogroup_enabled", "/proc/sys/kernel/sched_autogroup_enabled"},
    {"sysctl.kernel.sched_rt_runtime_us", "/proc/sys/kernel/sched_rt_runtime_us"},
    {"sysctl.kernel.seccomp.actions_avail", "/proc/sys/kernel/seccomp/actions_avail"},
    {"sysctl.kernel.split_lock_mitigate", "/proc/sys/kernel/split_lock_mitigate"},
    {"sysctl.kernel.unprivileged_bpf_disabled", "/proc/sys/kernel/unprivileged_bpf_disabled"},
    {"sysctl.kernel.unprivileged_userns_clone", "/proc/sys/kernel/unprivileged_userns_clone"},
    {"sysctl.kernel.yama.ptrace_scope", "/proc/sys/kernel/yama/ptrace_scope"},
    {"sysctl.vm.legacy_va_layout", "/proc/sys/vm/legacy_va_layout"},
    {"sysctl.vm.max_map_count", "/proc/sys/vm/max_map_count"},
    {"sysctl.vm.mmap_min_addr", "/proc/sys/vm/mmap_min_addr"},
    {"sysctl.vm.overcommit_ratio", "/proc/sys/vm/overcommit_ratio"},
    {"sysctl.vm.panic_on_oom", "/proc/sys/vm/panic_on_oom"},
    {"sysctl.vm.swappiness", "/proc/sys/vm/swappiness"},
    {"sysctl.vm.unprivileged_userfaultfd", "/proc/sys/vm/unprivileged_userfaultfd"},
};

/* ARM's 64-bit kernels alone: what old 32-bit programs need, and pointers with tags. */
static const struct row arm[] = {
    {"sysctl.abi.cp15_barrier", "/proc/sys/abi/cp15_barrier"},
    {"sysctl.abi.setend", "/proc/sys/abi/setend"},
    {"sysctl.abi.swp", "/proc/sys/abi/swp"},
    {"sysctl.abi.tagged_addr_disabled", "/proc/sys/abi/tagged_addr_disabled"},
};

/* Context, where detail is asked for. */
static const struct row details[] = {
    {"sysctl.fs.inotify.max_queued_events", "/proc/sys/fs/inotify/max_queued_events"},
    {"sysctl.kernel.perf_event_mlock_kb", "/proc/sys/kernel/perf_event_mlock_kb"},
    {"sysctl.kernel.pid_max", "/proc/sys/kernel/pid_max"},
};

/* The kernel ends even an empty value with a line feed: a file without a byte was mounted over it. */
static bool read_value(struct collect *c, const char *key, const char *path, struct view *line)
{
    struct view content;
    enum envfp_reason reason = source_read_start(c->source, path, 4096, &content);
    if (reason == ENVFP_REASON_NONE && !content.length)
        reason = ENVFP_REASON_HIDDEN;
    if (reason != ENVFP_REASON_NONE)
        fact_gap(c, key, reason);
    *line = view_trim(content);
    return reason == ENVFP_REASON_NONE;
}

#define ACTIONS "/proc/sys/kernel/seccomp/actions_avail"

/* "kill_process allow" */
static bool are_names(struct view line)
{
    for (size_t i = 0; i < line.length; i++)
        if (!(line.text[i] >= 'a' && line.text[i] <= 'z') && line.text[i] != '_' && line.text[i] != ' ')
            return false;
    return line.length <= 256;
}

static void add_value(struct collect *c, const char *key, const char *path)
{
    struct view line;
    if (!read_value(c, key, path, &line) || !line.length)
        return;
    if (envfp__keep_is_numbers(line) || (strcmp(path, ACTIONS) == 0 && are_names(line)))
        fact_string(c, key, line);
    else
        fact_gap(c, key, ENVFP_REASON_MALFORMED);
}

/* With strict accounting a number of its own outranks the ratio. */
static void add_overcommit(struct collect *c)
{
    struct view line;
    if (!read_value(c, "sysctl.vm.overcommit_memory", "/proc/sys/vm/overcommit_memory", &line) ||
        !line.length)
        return;
    fact_string(c, "sysctl.vm.overcommit_memory", line);
    if (view_is(line, "2"))
        add_value(c, "sysctl.vm.overcommit_kbytes", "/proc/sys/vm/overcommit_kbytes");
}

/* Where core dumps go, by shape: the pattern itself may name a machine's own paths and programs. */
static void add_core_pattern(struct collect *c)
{
    struct view line;
    if (!read_value(c, "sysctl.kernel.core_pattern", "/proc/sys/kernel/core_pattern", &line))
        return;
    struct view shape = VIEW("none");
    if (view_starts(line, VIEW("|")))
        shape = VIEW("pipe");
    else if (view_starts(line, VIEW("@")))
        shape = VIEW("socket");
    else if (view_starts(line, VIEW("/")))
        shape = VIEW("absolute");
    else if (line.length)
        shape = VIEW("relative");
    fact_string(c, "sysctl.kernel.core_pattern", shape);
}

/* The kernel calls the platform "aarch64" before a program of 64 bits, "v8l" before one of 32. */
static bool is_arm(struct collect *c)
{
    struct view platform;
    return source_auxv(c->source, c->scratch, "AT_PLATFORM", &platform) == ENVFP_REASON_NONE &&
           (view_starts(platform, VIEW("aarch64")) || view_starts(platform, VIEW("v8")));
}

void envfp__collect_sysctl(struct collect *c)
{
    size_t old = is_arm(c) ? sizeof arm / sizeof *arm : 0;
    for (size_t i = 0; i < old; i++)
        add_value(c, arm[i].key, arm[i].path);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        add_value(c, rows[i].key, rows[i].path);
    add_core_pattern(c);
    add_overcommit(c);
    add_value(c, "sysctl.fs.inotify.max_user_watches", "/proc/sys/fs/inotify/max_user_watches");
    add_value(c, "sysctl.kernel.tainted", "/proc/sys/kernel/tainted");
    for (size_t i = 0; c->source->common->detail && i < sizeof details / sizeof *details; i++)
        add_value(c, details[i].key, details[i].path);
}
