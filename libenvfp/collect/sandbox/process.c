/* SPDX-License-Identifier: MIT */
/*
 * Restrictions of the process, from /proc/self/status (proc_pid_status(5)). A fact stands for a deviation from a
 * process that nobody restricted.
 */
#ifdef DECLARING

COLLECTOR(CT, LIVE)
AFTER(mounts)
USES(sysctl)

LINES("/proc/self/status", status)
LINES("/proc/*/comm", tracer)

FACT("process.capabilities_dropped", SET, HASHED, BREAKS, POLICY, "", "/proc/self/status",
     "proc_pid_status(5); capabilities(7)",
     "Capabilities that are out of reach for this process and its children, root's too.")
FACT("process.capabilities_granted", SET, CONTEXT, INFORMS, NOTHING, "", "",
     "/proc/self/status, AT_SECURE of getauxval(3); capabilities(7)",
     "Capabilities that the running program's file gave it: this program's only.")
FACT("process.capabilities_held", SET, HASHED, ALTERS, POLICY, "", "/proc/self/status",
     "proc_pid_status(5); capabilities(7)", "Capabilities that programs of a user who is not root inherit.")
FACT("process.capabilities_lacking", SET, HASHED, BREAKS, POLICY, "", "/proc/self/status",
     "proc_pid_status(5); capabilities(7)",
     "Capabilities that are within reach, and that root does not have.")
FACT("process.cpus_allowed", INTEGER, CONTEXT, ALTERS, POLICY, "CPUs", "/proc/self/status",
     "proc_pid_status(5); sched_setaffinity(2)",
     "CPUs that the scheduler may run this process on; more than there are where nobody restricts it.")
FACT("process.no_new_privileges", BOOLEAN, HASHED, BREAKS, POLICY, "", "/proc/self/status",
     "proc_pid_status(5); PR_SET_NO_NEW_PRIVS(2const)",
     "That programs gain nothing by set-user-id or file capabilities: sudo and ping fail.")
FACT("process.openvz", BOOLEAN, CONTEXT, INFORMS, NOTHING, "", "", "/proc/self/status (envID)",
     "Whether a container of OpenVZ's kernel encloses this process; evidence.")
FACT("process.seccomp", STRING, HASHED, BREAKS, POLICY, "", "/proc/self/status",
     "proc_pid_status(5); seccomp(2)", "That system calls are filtered: some fail, or kill the program.")
FACT("process.seccomp_filters", INTEGER, CONTEXT, INFORMS, POLICY, "filters", "/proc/self/status",
     "proc_pid_status(5); seccomp(2)", "How many filters each system call runs through.")
FACT("process.tracer", STRING, CONTEXT, ALTERS, POLICY, "", "/proc/self/status",
     "proc_pid_status(5); ptrace(2)", "What traces this process, by name where it is a known tracer.")
FACT("process.user", STRING, CONTEXT, INFORMS, NOTHING, "", "/proc/self/status", "proc_pid_status(5)",
     "Whether the effective user is root.")
FACT("process.vserver", BOOLEAN, CONTEXT, INFORMS, NOTHING, "", "/proc/self/status", "proc_pid_status(5)",
     "That a Linux-VServer context encloses this process; evidence.")
FACT("root.changed", BOOLEAN, HASHED, ALTERS, POLICY, "", "/proc/self/mountinfo", "chroot(2)",
     "That the root directory is no mount point: a chroot.")

#else
#include "isolation/signs.h"
#include "source/keep_rows.h"

static void add_number(struct view word, bool any, struct text *out)
{
    uint64_t number;
    if (!envfp__view_number(word, 10, &number))
        envfp__text_add_byte(out, '?');
    else
        envfp__text_add(out, any ? word : number ? VIEW("1") : VIEW("0"));
}

/* Keeps of the real and the effective user only whether each is root, and whether they are the same. */
static void add_users(struct view words, struct text *out)
{
    struct view real = VIEW(""), effective = VIEW("");
    uint64_t a, b;
    (void)view_cut_word(&words, &real);
    (void)view_cut_word(&words, &effective);
    if (!envfp__view_number(real, 10, &a) || !envfp__view_number(effective, 10, &b)) {
        envfp__text_add(out, envfp__view_number(real, 10, &a) ? VIEW("1 ?") : VIEW("? ?"));
        return;
    }
    envfp__text_add(out, a ? VIEW("1 ") : VIEW("0 "));
    envfp__text_add(out, b == 0 ? VIEW("0") : a == b ? VIEW("1") : VIEW("2"));
}

/* Keeps the lines that the collector reads, without the program's name and groups. The tracer's number is kept, to look
 * up its name. */
static bool keep_status(const struct source *source, struct view line, struct text *out)
{
    static const char *const sets[] = {"CapEff", "CapPrm", "CapAmb", "CapBnd"};
    static const char *const numbers[] = {"Seccomp", "Seccomp_filters", "NoNewPrivs", "TracerPid"};
    static const char *const marks[] = {"VxID", "s_context", "envID"};
    struct view key, value, word = VIEW("");
    bool set, number, mark, user;
    if (!view_split(line, ':', &key, &value))
        return true;
    if (view_is(key, "Cpus_allowed_list")) {
        envfp__text_add(out, key);
        envfp__text_add(out, VIEW(":\t"));
        return envfp__keep_cpus(source, view_skip(value, value.length > 0 && value.text[0] == '\t'), out);
    }
    set = keep_is_one(key, sets, KEEP_COUNT(sets));
    number = keep_is_one(key, numbers, KEEP_COUNT(numbers));
    mark = keep_is_one(key, marks, KEEP_COUNT(marks));
    user = view_is(key, "Uid");
    if (!set && !number && !mark && !user)
        return true;
    envfp__text_add(out, key);
    envfp__text_add(out, VIEW(":\t"));
    if (user)
        add_users(value, out);
    else if (!view_cut_word(&value, &word))
        envfp__text_add_byte(out, '?');
    else if (set)
        (void)envfp__keep_number(source, word, out);
    else
        add_number(word, number, out);
    envfp__text_add_byte(out, '\n');
    return true;
}

/* A debugger or another program that traces, by the start of its name; empty for others, which are not named. */
static struct view known_tracer(struct view name)
{
    static const char *const debuggers[] = {"dlv",  "fakeroot-ng", "gdb",    "lldb",    "ltrace",
                                            "perf", "rr",          "strace", "valgrind"};
    for (size_t i = 0; i < KEEP_COUNT(debuggers); i++)
        if (view_starts(name, view_of(debuggers[i])))
            return view_of(debuggers[i]);
    const struct isolation_sign *sign = envfp__sign_start(SIGN_LABEL_TRACER, name);
    return sign ? sign_text(sign) : VIEW("");
}

static bool keep_tracer(const struct source *source, struct view line, struct text *out)
{
    (void)source;
    envfp__text_add(out, known_tracer(view_trim(line)));
    envfp__text_add_byte(out, '\n');
    return false;
}

#define LAYER SANDBOX
#define OWNER process
#define DECLARES "collect/sandbox/process.c"
#include "collect/declare.h"

#include "collect/collect.h"
#include "collect/hardware/cpuset.h"

/* capabilities(7), by number. */
static const char capabilities[][20] = {
    "chown",
    "dac_override",
    "dac_read_search",
    "fowner",
    "fsetid",
    "kill",
    "setgid",
    "setuid",
    "setpcap",
    "linux_immutable",
    "net_bind_service",
    "net_broadcast",
    "net_admin",
    "net_raw",
    "ipc_lock",
    "ipc_owner",
    "sys_module",
    "sys_rawio",
    "sys_chroot",
    "sys_ptrace",
    "sys_pacct",
    "sys_admin",
    "sys_boot",
    "sys_nice",
    "sys_resource",
    "sys_time",
    "sys_tty_config",
    "mknod",
    "lease",
    "audit_write",
    "audit_control",
    "setfcap",
    "mac_override",
    "mac_admin",
    "syslog",
    "wake_alarm",
    "block_suspend",
    "audit_read",
    "perfmon",
    "bpf",
    "checkpoint_restore",
};

enum { KNOWN_CAPABILITIES = sizeof capabilities / sizeof *capabilities };

struct status {
    uint64_t seccomp, filters, no_new_privileges, effective, permitted, ambient, bounding, tracer, real_user,
        user, context, openvz;
    struct cpuset cpus;
    bool shows_cpus, has_cpus, has_user, has_openvz, has_ambient, has_effective, has_bounding;
};

static void read_line(struct status *status, struct view key, struct view value)
{
    struct view word = VIEW("");
    uint64_t number;
    view_cut_word(&value, &word);
    if (view_is(key, "Cpus_allowed_list")) {
        status->shows_cpus = true;
        status->has_cpus = envfp__cpuset_parse_list(word, &status->cpus);
    } else if (view_is(key, "CapEff"))
        status->has_effective = envfp__view_number(word, 16, &status->effective);
    else if (view_is(key, "CapPrm"))
        (void)envfp__view_number(word, 16, &status->permitted);
    else if (view_is(key, "CapAmb"))
        status->has_ambient = envfp__view_number(word, 16, &status->ambient);
    else if (view_is(key, "CapBnd"))
        status->has_bounding = envfp__view_number(word, 16, &status->bounding);
    if (!envfp__view_number(word, 10, &number))
        return;
    if (view_is(key, "Seccomp"))
        status->seccomp = number;
    else if (view_is(key, "Seccomp_filters"))
        status->filters = number;
    else if (view_is(key, "NoNewPrivs"))
        status->no_new_privileges = number;
    else if (view_is(key, "TracerPid"))
        status->tracer = number;
    else if (view_is(key, "VxID") || view_is(key, "s_context")) /* Linux-VServer's patch */
        status->context = number;
    else if (view_is(key, "envID")) { /* OpenVZ's */
        status->openvz = number;
        status->has_openvz = true;
    } else if (view_is(key, "Uid") && view_cut_word(&value, &word)) { /* the second is the effective one */
        status->real_user = number;
        status->has_user = envfp__view_number(word, 10, &status->user);
    }
}

static void add_names(struct collect *c, const char *key, uint64_t bits)
{
    struct bag names = {0};
    for (unsigned i = 0; i < KNOWN_CAPABILITIES; i++)
        if (bits >> i & 1)
            envfp__bag_add(c, &names, view_of(capabilities[i]));
    if (names.count)
        fact_set(c, key, names.items, names.count);
}

/* All capabilities that this kernel knows: from cap_last_cap, else up to the highest one that is held. */
static uint64_t all_capabilities(struct collect *c, const struct status *status)
{
    struct view line;
    uint64_t last;
    if (source_read_line(c->source, c->scratch, "/proc/sys/kernel/cap_last_cap", &line) ==
            ENVFP_REASON_NONE &&
        envfp__view_number(line, 10, &last) && last < 63)
        return ((uint64_t)2 << last) - 1;
    uint64_t all = status->bounding;
    for (unsigned shift = 1; shift < 64; shift *= 2)
        all |= all >> shift;
    return all;
}

/* Capabilities that the running program's file grants (setcap): AT_SECURE is set and no change of user explains it.
 * They are this program's alone, so they are context. */
static void add_granted(struct collect *c, const struct status *status)
{
    struct view secure;
    uint64_t bits = status->permitted & ~status->ambient, number;
    if (status->user == 0 || status->real_user != status->user || !bits ||
        source_auxv(c->source, c->scratch, "AT_SECURE", &secure) != ENVFP_REASON_NONE)
        return;
    secure = view_skip(secure, view_starts(secure, VIEW("0x")) ? 2 : 0);
    if (envfp__view_number(secure, 16, &number) && number)
        add_names(c, "process.capabilities_granted", bits);
}

/* The bounding set is the same for every user. That root has less than it, or another user more, is somebody's doing.
 * Programs of another user inherit only the ambient set. */
static void add_capabilities(struct collect *c, const struct status *status)
{
    if (!status->has_bounding)
        return;
    add_names(c, "process.capabilities_dropped", all_capabilities(c, status) & ~status->bounding);
    if (!status->has_effective || !status->has_user)
        return;
    if (status->user == 0)
        add_names(c, "process.capabilities_lacking", status->bounding & ~status->effective);
    else
        add_names(c, "process.capabilities_held",
                  status->has_ambient ? status->effective & status->ambient : status->effective);
    add_granted(c, status);
}

static void add_tracer(struct collect *c, uint64_t tracer)
{
    struct text path = {.arena = c->scratch};
    struct view comm, shown = VIEW("");
    envfp__text_add(&path, VIEW("/proc/"));
    envfp__text_add_number(&path, (int64_t)(tracer & INT32_MAX));
    envfp__text_add(&path, VIEW("/comm"));
    struct view file = envfp__text_view(&path);
    if (file.length == 0)
        return;
    if (source_read_line(c->source, c->scratch, file.text, &comm) == ENVFP_REASON_NONE)
        shown = known_tracer(comm);
    fact_string(c, "process.tracer", shown.length ? shown : VIEW("other"));
}

static void add_root(struct collect *c)
{
    const struct mount_signs *mounts = &c->shared->mounts;
    fact_gap(c, "root.changed", mounts->reason);
    if (mounts->root_changed)
        fact_boolean(c, "root.changed", true);
}

static void add_status(struct collect *c, const struct status *status)
{
    if (status->has_user)
        fact_string(c, "process.user", status->user == 0 ? VIEW("root") : VIEW("other"));
    if (status->seccomp)
        fact_string(c, "process.seccomp", status->seccomp == 1 ? VIEW("strict") : VIEW("filter"));
    if (status->filters)
        fact_integer(c, "process.seccomp_filters", (int64_t)(status->filters & INT32_MAX));
    if (status->has_cpus)
        fact_integer(c, "process.cpus_allowed", (int64_t)envfp__cpuset_count(&status->cpus));
    else if (status->shows_cpus)
        fact_gap(c, "process.cpus_allowed", ENVFP_REASON_MALFORMED);
    if (status->no_new_privileges)
        fact_boolean(c, "process.no_new_privileges", true);
    if (status->context)
        fact_boolean(c, "process.vserver", true);
    if (status->has_openvz)
        fact_boolean(c, "process.openvz", status->openvz != 0);
    if (status->tracer)
        add_tracer(c, status->tracer);
    add_capabilities(c, status);
}

void envfp__collect_process(struct collect *c)
{
    struct view text, line, key, value;
    add_root(c);
    enum envfp_reason reason = source_read(c->source, "/proc/self/status", &text);
    if (reason != ENVFP_REASON_NONE) {
        fact_gap(c, "process.*", reason);
        return;
    }
    struct status status = {0};
    while (view_cut(&text, '\n', &line))
        if (view_split(line, ':', &key, &value))
            read_line(&status, key, value);
    add_status(c, &status);
}

#endif
