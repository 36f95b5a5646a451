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
#ifdef DECLARING

COLLECTOR(0, LIVE)

LINES("/proc/sys/abi/{cp15_barrier,setend,swp,tagged_addr_disabled,vsyscall32}", words)
LINES("/proc/sys/crypto/fips_enabled", words)
LINES("/proc/sys/dev/tty/legacy_tiocsti", words)
LINES("/proc/sys/fs/{aio-max-nr,file-max,mount-max,nr_open,pipe-max-size,suid_dumpable}", words)
LINES("/proc/sys/fs/inotify/{max_queued_events,max_user_instances,max_user_watches}", words)
LINES("/proc/sys/kernel/{apparmor_restrict_unprivileged_userns,unprivileged_userns_clone}", words)
LINES("/proc/sys/kernel/{cap_last_cap,numa_balancing,pid_max,randomize_va_space,tainted,threads-max}", words)
TEXT("/proc/sys/kernel/core_pattern", core_pattern)
LINES("/proc/sys/kernel/{dmesg_restrict,io_uring_disabled,kptr_restrict,unprivileged_bpf_disabled}", words)
LINES("/proc/sys/kernel/keys/{maxbytes,maxkeys}", words)
LINES("/proc/sys/kernel/perf_event_{mlock_kb,paranoid}", words)
LINES("/proc/sys/kernel/random/entropy_avail", words)
LINES("/proc/sys/kernel/sched_{autogroup_enabled,rt_runtime_us}", words)
LINES("/proc/sys/kernel/seccomp/actions_avail", words)
LINES("/proc/sys/kernel/split_lock_mitigate", words)
LINES("/proc/sys/kernel/yama/ptrace_scope", words)
LINES("/proc/sys/vm/{legacy_va_layout,max_map_count,mmap_min_addr,panic_on_oom,swappiness}", words)
LINES("/proc/sys/vm/overcommit_{kbytes,memory,ratio}", words)
LINES("/proc/sys/vm/unprivileged_userfaultfd", words)

FACT("sysctl.abi.cp15_barrier", STRING, HASHED, BREAKS, HOST_SETTING, "", "/proc/sys/abi/cp15_barrier",
     "Documentation/arch/arm64/legacy_instructions.rst",
     "Whether 32-bit ARM programs may use the old barrier instructions (0 refused, 1 emulated, 2 by "
     "the processor).")
FACT("sysctl.abi.setend", STRING, HASHED, BREAKS, HOST_SETTING, "", "/proc/sys/abi/setend",
     "Documentation/arch/arm64/legacy_instructions.rst",
     "Whether 32-bit ARM programs may change the byte order (0 refused, 1 emulated, 2 by the "
     "processor).")
FACT("sysctl.abi.swp", STRING, HASHED, BREAKS, HOST_SETTING, "", "/proc/sys/abi/swp",
     "Documentation/arch/arm64/legacy_instructions.rst",
     "Whether 32-bit ARM programs may use SWP (0 refused, 1 emulated): those built for ARMv5 lock by "
     "it.")
FACT("sysctl.abi.tagged_addr_disabled", STRING, HASHED, BREAKS, HOST_SETTING, "",
     "/proc/sys/abi/tagged_addr_disabled", "Documentation/arch/arm64/tagged-address-abi.rst",
     "Whether pointers with tags are refused by system calls: memory tagging and HWASan need them.")
FACT("sysctl.abi.vsyscall32", STRING, HASHED, ALTERS, HOST_SETTING, "", "/proc/sys/abi/vsyscall32",
     "Documentation/admin-guide/sysctl/abi.rst",
     "Whether 32-bit programs get a vDSO; very old C libraries fail with it or without it.")
FACT("sysctl.crypto.fips_enabled", STRING, HASHED, BREAKS, HOST_SETTING, "", "/proc/sys/crypto/fips_enabled",
     "Documentation/admin-guide/kernel-parameters.txt (fips=)",
     "Whether the kernel is in FIPS mode: cryptographic libraries follow it, and refuse MD5 and short "
     "keys.")
FACT("sysctl.dev.tty.legacy_tiocsti", STRING, HASHED, ALTERS, HOST_SETTING, "",
     "/proc/sys/dev/tty/legacy_tiocsti", "Documentation/admin-guide/sysctl/index.rst",
     "Whether a program may push input into its terminal (TIOCSTI).")
FACT("sysctl.fs.aio-max-nr", STRING, HASHED, BREAKS, HOST_SETTING, "", "/proc/sys/fs/aio-max-nr",
     "Documentation/admin-guide/sysctl/fs.rst",
     "Requests of asynchronous I/O that may be open in the whole system; databases fail to start above "
     "it.")
FACT("sysctl.fs.file-max", STRING, CONTEXT, BREAKS, HOST_SETTING, "files", "/proc/sys/fs/file-max",
     "Documentation/admin-guide/sysctl/fs.rst",
     "Open files in the whole system; computed from the size of memory where nobody sets it. Where detail is "
     "asked for.")
FACT("sysctl.fs.inotify.max_queued_events", STRING, CONTEXT, ALTERS, HOST_SETTING, "",
     "/proc/sys/fs/inotify/max_queued_events", "inotify(7)",
     "Events that wait for a slow reader before some are lost; where detail is asked for.")
FACT("sysctl.fs.inotify.max_user_instances", STRING, HASHED, BREAKS, HOST_SETTING, "",
     "/proc/sys/fs/inotify/max_user_instances", "inotify(7)",
     "inotify instances for each user; file watchers fail with EMFILE above it.")
FACT("sysctl.fs.inotify.max_user_watches", STRING, CONTEXT, BREAKS, HOST_SETTING, "",
     "/proc/sys/fs/inotify/max_user_watches", "inotify(7)",
     "inotify watches for each user; file watchers fail with ENOSPC above it. The kernel computes it "
     "from the size of memory where nobody sets it.")
FACT("sysctl.fs.mount-max", STRING, HASHED, INFORMS, HOST_SETTING, "", "/proc/sys/fs/mount-max",
     "Documentation/admin-guide/sysctl/fs.rst", "Mounts that one mount namespace may hold.")
FACT("sysctl.fs.nr_open", STRING, HASHED, ALTERS, HOST_SETTING, "", "/proc/sys/fs/nr_open",
     "Documentation/admin-guide/sysctl/fs.rst", "Highest number of open files that a process may be given.")
FACT("sysctl.fs.pipe-max-size", STRING, HASHED, INFORMS, HOST_SETTING, "bytes", "/proc/sys/fs/pipe-max-size",
     "Documentation/admin-guide/sysctl/fs.rst",
     "Largest pipe buffer that an unprivileged program may ask for.")
FACT("sysctl.fs.suid_dumpable", STRING, HASHED, INFORMS, HOST_SETTING, "", "/proc/sys/fs/suid_dumpable",
     "Documentation/admin-guide/sysctl/fs.rst",
     "Whether programs that changed their credentials leave core dumps.")
FACT("sysctl.kernel.apparmor_restrict_unprivileged_userns", STRING, HASHED, BREAKS, HOST_SETTING, "",
     "/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "Ubuntu's kernel",
     "Whether AppArmor keeps unprivileged programs from using user namespaces: browsers' and build "
     "tools' sandboxes fail.")
FACT("sysctl.kernel.cap_last_cap", STRING, HASHED, ALTERS, VM, "", "/proc/sys/kernel/cap_last_cap",
     "capabilities(7)", "Highest capability that the kernel knows.")
FACT("sysctl.kernel.core_pattern", STRING, HASHED, INFORMS, HOST_SETTING, "", "/proc/sys/kernel/core_pattern",
     "Documentation/admin-guide/sysctl/kernel.rst",
     "Where core dumps go, by shape (pipe, socket, absolute, relative, none).")
FACT("sysctl.kernel.dmesg_restrict", STRING, HASHED, ALTERS, HOST_SETTING, "",
     "/proc/sys/kernel/dmesg_restrict", "Documentation/admin-guide/sysctl/kernel.rst",
     "Whether only the privileged may read the kernel's log.")
FACT("sysctl.kernel.io_uring_disabled", STRING, HASHED, BREAKS, HOST_SETTING, "",
     "/proc/sys/kernel/io_uring_disabled", "Documentation/admin-guide/sysctl/kernel.rst",
     "Whether io_uring may be used.")
FACT("sysctl.kernel.keys.maxbytes", STRING, HASHED, BREAKS, HOST_SETTING, "bytes",
     "/proc/sys/kernel/keys/maxbytes", "keyrings(7)",
     "Bytes of keys that each user may hold; containers, each with a keyring, fail to start above it.")
FACT("sysctl.kernel.keys.maxkeys", STRING, HASHED, BREAKS, HOST_SETTING, "", "/proc/sys/kernel/keys/maxkeys",
     "keyrings(7)", "Keys that each user may hold; containers, each with a keyring, fail to start above it.")
FACT("sysctl.kernel.kptr_restrict", STRING, HASHED, ALTERS, HOST_SETTING, "",
     "/proc/sys/kernel/kptr_restrict", "Documentation/admin-guide/sysctl/kernel.rst",
     "Whether the kernel's addresses show: profilers name its functions by them.")
FACT("sysctl.kernel.numa_balancing", STRING, HASHED, ALTERS, HOST_SETTING, "",
     "/proc/sys/kernel/numa_balancing", "Documentation/admin-guide/sysctl/kernel.rst",
     "Whether pages are moved to the node that uses them: speed and its variation.")
FACT("sysctl.kernel.perf_event_mlock_kb", STRING, CONTEXT, INFORMS, HOST_SETTING, "KiB",
     "/proc/sys/kernel/perf_event_mlock_kb", "Documentation/admin-guide/sysctl/kernel.rst",
     "Memory that an unprivileged profiler may lock for each processor; where detail is asked for.")
FACT("sysctl.kernel.perf_event_paranoid", STRING, HASHED, BREAKS, HOST_SETTING, "",
     "/proc/sys/kernel/perf_event_paranoid", "Documentation/admin-guide/sysctl/kernel.rst",
     "What an unprivileged program may measure with perf_event_open.")
FACT("sysctl.kernel.pid_max", STRING, CONTEXT, ALTERS, HOST_SETTING, "", "/proc/sys/kernel/pid_max",
     "Documentation/admin-guide/sysctl/kernel.rst",
     "Numbers for processes and threads; computed from the number of processors, and each PID "
     "namespace's own since Linux 6.14.")
FACT("sysctl.kernel.random.entropy_avail", STRING, CONTEXT, INFORMS, VM, "bits",
     "/proc/sys/kernel/random/entropy_avail", "random(4)",
     "Entropy that the kernel counts: old kernels let programs wait below 128; 256 once it is gathered, "
     "since Linux "
     "5.18. Where detail is asked for.")
FACT("sysctl.kernel.randomize_va_space", STRING, HASHED, ALTERS, HOST_SETTING, "",
     "/proc/sys/kernel/randomize_va_space", "Documentation/admin-guide/sysctl/kernel.rst",
     "Address space randomization; without it addresses repeat and exploits are easier.")
FACT("sysctl.kernel.sched_autogroup_enabled", STRING, HASHED, ALTERS, HOST_SETTING, "",
     "/proc/sys/kernel/sched_autogroup_enabled", "sched(7)",
     "Whether sessions share the processor as groups: nice values then count within a session only.")
FACT("sysctl.kernel.sched_rt_runtime_us", STRING, HASHED, ALTERS, HOST_SETTING, "us per period",
     "/proc/sys/kernel/sched_rt_runtime_us", "Documentation/admin-guide/sysctl/kernel.rst",
     "Share of time that real-time tasks may take before others run.")
FACT("sysctl.kernel.seccomp.actions_avail", STRING, HASHED, ALTERS, VM, "",
     "/proc/sys/kernel/seccomp/actions_avail", "Documentation/userspace-api/seccomp_filter.rst",
     "What a seccomp filter may do; sandboxes need user notification and logging.")
FACT("sysctl.kernel.split_lock_mitigate", STRING, HASHED, ALTERS, HOST_SETTING, "",
     "/proc/sys/kernel/split_lock_mitigate", "Documentation/admin-guide/sysctl/kernel.rst",
     "Whether programs with locks across cache lines are slowed down, some games by far.")
FACT("sysctl.kernel.tainted", STRING, CONTEXT, INFORMS, VM, "", "/proc/sys/kernel/tainted",
     "Documentation/admin-guide/sysctl/kernel.rst",
     "Taint flags: modules from outside, warnings, errors since the start. Changes while the kernel "
     "runs.")
FACT("sysctl.kernel.threads-max", STRING, CONTEXT, BREAKS, HOST_SETTING, "threads",
     "/proc/sys/kernel/threads-max", "Documentation/admin-guide/sysctl/kernel.rst",
     "Threads in the whole system; computed from the size of memory where nobody sets it.")
FACT("sysctl.kernel.unprivileged_bpf_disabled", STRING, HASHED, BREAKS, HOST_SETTING, "",
     "/proc/sys/kernel/unprivileged_bpf_disabled", "Documentation/admin-guide/sysctl/kernel.rst",
     "Whether an unprivileged program may load BPF programs.")
FACT("sysctl.kernel.unprivileged_userns_clone", STRING, HASHED, BREAKS, HOST_SETTING, "",
     "/proc/sys/kernel/unprivileged_userns_clone", "Debian's and Ubuntu's kernels",
     "Whether an unprivileged program may make user namespaces: browsers' and build tools' sandboxes, "
     "rootless containers.")
FACT("sysctl.kernel.yama.ptrace_scope", STRING, HASHED, BREAKS, HOST_SETTING, "",
     "/proc/sys/kernel/yama/ptrace_scope", "Documentation/admin-guide/LSM/Yama.rst",
     "Whom a program may attach to with ptrace: debuggers, profilers, crash handlers.")
FACT("sysctl.vm.legacy_va_layout", STRING, HASHED, ALTERS, HOST_SETTING, "", "/proc/sys/vm/legacy_va_layout",
     "Documentation/admin-guide/sysctl/vm.rst", "Layout of the address space.")
FACT("sysctl.vm.max_map_count", STRING, HASHED, BREAKS, HOST_SETTING, "", "/proc/sys/vm/max_map_count",
     "Documentation/admin-guide/sysctl/vm.rst",
     "Mappings that a process may have; search engines, databases and some games fail below what they "
     "need.")
FACT("sysctl.vm.mmap_min_addr", STRING, HASHED, BREAKS, HOST_SETTING, "bytes", "/proc/sys/vm/mmap_min_addr",
     "Documentation/admin-guide/sysctl/vm.rst",
     "Lowest address that may be mapped; emulators of old systems need 0.")
FACT("sysctl.vm.overcommit_kbytes", STRING, HASHED, BREAKS, HOST_SETTING, "KiB",
     "/proc/sys/vm/overcommit_kbytes", "Documentation/admin-guide/sysctl/vm.rst",
     "Memory that may be promised with strict accounting, in place of the ratio; read under strict "
     "accounting only.")
FACT("sysctl.vm.overcommit_memory", STRING, HASHED, BREAKS, HOST_SETTING, "",
     "/proc/sys/vm/overcommit_memory", "Documentation/admin-guide/sysctl/vm.rst",
     "Whether memory may be promised that is not there; with strict accounting large sparse "
     "allocations and forks fail.")
FACT("sysctl.vm.overcommit_ratio", STRING, HASHED, ALTERS, HOST_SETTING, "percent",
     "/proc/sys/vm/overcommit_ratio", "Documentation/admin-guide/sysctl/vm.rst",
     "Share of memory that may be promised with strict accounting.")
FACT("sysctl.vm.panic_on_oom", STRING, HASHED, ALTERS, HOST_SETTING, "", "/proc/sys/vm/panic_on_oom",
     "Documentation/admin-guide/sysctl/vm.rst",
     "Whether running out of memory stops the machine in place of one program.")
FACT("sysctl.vm.swappiness", STRING, HASHED, ALTERS, HOST_SETTING, "", "/proc/sys/vm/swappiness",
     "Documentation/admin-guide/sysctl/vm.rst",
     "How readily programs' memory is swapped out in place of cached files.")
FACT("sysctl.vm.unprivileged_userfaultfd", STRING, HASHED, BREAKS, HOST_SETTING, "",
     "/proc/sys/vm/unprivileged_userfaultfd", "Documentation/admin-guide/sysctl/vm.rst",
     "Whether an unprivileged program may handle its own page faults.")

#else
#include "source/keep.h"

/* Keeps the form of core_pattern; the rest holds a machine's own paths and programs with arguments. */
static bool keep_core_pattern(const struct source *source, struct view text, struct text *out)
{
    struct view body = view_trim(text);
    (void)source;
    if (view_starts(body, VIEW("|")) || view_starts(body, VIEW("@")) || view_starts(body, VIEW("/")))
        envfp__text_add_byte(out, body.text[0]);
    if (body.length)
        envfp__text_add_byte(out, '_');
    envfp__text_add(out, text.length ? VIEW("\n") : VIEW(""));
    return false;
}

#define LAYER KERNEL
#define OWNER sysctl
#define DECLARES "collect/kernel/sysctl.c"
#include "collect/declare.h"

#include "collect/collect.h"

/* When a fact's path is read; READ_APART: a function of its own reads it. */
enum reading { READ_ALWAYS, READ_ON_ARM, READ_IN_DETAIL, READ_APART };

/* Those that are not always read. */
static const struct {
    char key[36];
    uint8_t reading;
} exceptions[] = {
    /* 64-bit ARM kernels only: what old 32-bit programs need, and tagged pointers. */
    {"sysctl.abi.cp15_barrier", READ_ON_ARM},
    {"sysctl.abi.setend", READ_ON_ARM},
    {"sysctl.abi.swp", READ_ON_ARM},
    {"sysctl.abi.tagged_addr_disabled", READ_ON_ARM},
    /* Context. */
    {"sysctl.fs.file-max", READ_IN_DETAIL},
    {"sysctl.fs.inotify.max_queued_events", READ_IN_DETAIL},
    {"sysctl.kernel.perf_event_mlock_kb", READ_IN_DETAIL},
    {"sysctl.kernel.random.entropy_avail", READ_IN_DETAIL},
    {"sysctl.kernel.core_pattern", READ_APART},
    {"sysctl.vm.overcommit_kbytes", READ_APART},
    {"sysctl.vm.overcommit_memory", READ_APART},
};

static enum reading reading_of(const char *key)
{
    for (size_t i = 0; i < sizeof exceptions / sizeof *exceptions; i++)
        if (strcmp(key, exceptions[i].key) == 0)
            return exceptions[i].reading;
    return READ_ALWAYS;
}

/* The kernel ends even an empty value with a line feed. A file without any byte has been mounted over it. */
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
        if (!byte_is_lower(line.text[i]) && line.text[i] != '_' && line.text[i] != ' ')
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

/* Under strict accounting a limit in kilobytes overrides the ratio. */
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

/* Where core dumps go, reduced to a form: the pattern may hold a machine's own paths and programs. */
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

/* Whether the machine is ARM: the platform is "aarch64" for a 64-bit process, "v8l" for a 32-bit one. */
static bool is_arm(struct collect *c)
{
    struct view platform;
    return source_auxv(c->source, c->scratch, "AT_PLATFORM", &platform) == ENVFP_REASON_NONE &&
           (view_starts(platform, VIEW("aarch64")) || view_starts(platform, VIEW("v8")));
}

void envfp__collect_sysctl(struct collect *c)
{
    const bool read[] = {[READ_ALWAYS] = true,
                         [READ_ON_ARM] = is_arm(c),
                         [READ_IN_DETAIL] = c->source->common->detail,
                         [READ_APART] = false};
    for (const struct envfp_entry *row = declared.facts; row < declared.facts + FACT_COUNT; row++)
        if (read[reading_of(entry_key(row))])
            add_value(c, entry_key(row), entry_text(row, row->path));
    add_core_pattern(c);
    add_overcommit(c);
}

#endif
