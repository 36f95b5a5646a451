/* SPDX-License-Identifier: MIT */
/*
 * Resource limits in /proc/self/limits that deviate from those that the kernel gives the first process
 * (include/asm-generic/resource.h). Context, and told whatever they are: limits that the kernel computes from the size of
 * memory (processes), and that sessions commonly set (core size, locked memory). Left out: what has no effect (resident
 * set), and pending signals.
 */
#ifdef DECLARING

COLLECTOR(CT, LIVE)

LINES("/proc/self/limits", limits)

FACT("rlimits.as", STRING, HASHED, BREAKS, POLICY, "bytes", "/proc/self/limits", "getrlimit(2)",
     "Limit of the address space: large mappings and many threads fail.")
FACT("rlimits.core", STRING, CONTEXT, INFORMS, POLICY, "bytes", "/proc/self/limits", "getrlimit(2)",
     "Limit of a core dump's size; 0 where a crash leaves none.")
FACT("rlimits.cpu", STRING, HASHED, BREAKS, POLICY, "seconds", "/proc/self/limits", "getrlimit(2)",
     "Limit of CPU time: the program is killed at it.")
FACT("rlimits.data", STRING, HASHED, BREAKS, POLICY, "bytes", "/proc/self/limits", "getrlimit(2)",
     "Limit of data segments: allocations fail.")
FACT("rlimits.fsize", STRING, HASHED, BREAKS, POLICY, "bytes", "/proc/self/limits", "getrlimit(2)",
     "Limit of a file's size: writing past it kills the program.")
FACT("rlimits.locks", STRING, HASHED, BREAKS, POLICY, "locks", "/proc/self/limits", "getrlimit(2)",
     "Limit of file locks.")
FACT("rlimits.memlock", STRING, CONTEXT, BREAKS, POLICY, "bytes", "/proc/self/limits", "getrlimit(2)",
     "Limit of locked memory: io_uring, BPF, RDMA and GPU drivers, and databases with huge buffers fail "
     "above it.")
FACT("rlimits.msgqueue", STRING, HASHED, INFORMS, POLICY, "bytes", "/proc/self/limits", "getrlimit(2)",
     "Limit of POSIX message queues, where it is not the kernel's default.")
FACT("rlimits.nice", STRING, HASHED, INFORMS, POLICY, "", "/proc/self/limits", "getrlimit(2)",
     "Ceiling of the nice value, where it is not the kernel's default.")
FACT("rlimits.nofile", STRING, HASHED, BREAKS, POLICY, "files", "/proc/self/limits", "getrlimit(2)",
     "Limit of open files, where it is not 1024: more breaks select(2), and loops that close every "
     "descriptor take long.")
FACT("rlimits.nproc", STRING, CONTEXT, BREAKS, POLICY, "processes and threads", "/proc/self/limits",
     "getrlimit(2)",
     "Limit of the user's processes and threads: fork and pthread_create fail with EAGAIN above it.")
FACT("rlimits.rtprio", STRING, HASHED, ALTERS, POLICY, "", "/proc/self/limits", "getrlimit(2)",
     "Ceiling of the real-time priority, where it is not the kernel's default.")
FACT("rlimits.rttime", STRING, HASHED, BREAKS, POLICY, "us", "/proc/self/limits", "getrlimit(2)",
     "Limit of uninterrupted real-time work: the program is killed at it.")
FACT("rlimits.stack", STRING, HASHED, BREAKS, POLICY, "bytes", "/proc/self/limits", "getrlimit(2)",
     "Limit of the stack, where it is not 8 MiB: deep recursion fails, and threads take their stack's "
     "size from it.")

#else
#include "source/keep_rows.h"

struct row {
    const char *name; /* as the file spells it */
    const char *key;
    const char *usual; /* of the soft limit; NULL: there is none, and the fact is context */
};

static const struct row rows[] = {
    {"Max cpu time", "rlimits.cpu", "unlimited"},
    {"Max file size", "rlimits.fsize", "unlimited"},
    {"Max data size", "rlimits.data", "unlimited"},
    {"Max stack size", "rlimits.stack", "8388608"},
    {"Max open files", "rlimits.nofile", "1024"},
    {"Max address space", "rlimits.as", "unlimited"},
    {"Max file locks", "rlimits.locks", "unlimited"},
    {"Max msgqueue size", "rlimits.msgqueue", "819200"},
    {"Max nice priority", "rlimits.nice", "0"},
    {"Max realtime priority", "rlimits.rtprio", "0"},
    {"Max realtime timeout", "rlimits.rttime", "unlimited"},
    {"Max core file size", "rlimits.core", NULL},
    {"Max locked memory", "rlimits.memlock", NULL},
    {"Max processes", "rlimits.nproc", NULL},
};

/* Numbers, `unlimited`, and the word for what is counted. */
static void add_limits(struct view words, struct text *out)
{
    static const char *const units[] = {"bytes", "files", "locks", "processes", "seconds", "unlimited", "us"};
    struct view word;
    uint64_t number;
    while (view_cut_word(&words, &word)) {
        bool known = envfp__view_number(word, 10, &number) || keep_is_one(word, units, KEEP_COUNT(units));
        envfp__text_add_byte(out, ' ');
        envfp__text_add(out, known ? word : VIEW("?"));
    }
    envfp__text_add_byte(out, '\n');
}

/* Keeps lines of limits that are read; nothing of others. */
static bool keep_limits(const struct source *source, struct view line, struct text *out)
{
    (void)source;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (view_starts(line, view_of(rows[i].name))) {
            envfp__text_add(out, view_of(rows[i].name));
            add_limits(view_skip(line, strlen(rows[i].name)), out);
        }
    return true;
}

#define LAYER SANDBOX
#define OWNER rlimits
#define DECLARES "collect/sandbox/rlimits.c"
#include "collect/declare.h"

#include "collect/collect.h"

void envfp__collect_rlimits(struct collect *c)
{
    struct view text, line;
    enum envfp_reason reason = source_read(c->source, "/proc/self/limits", &text);
    if (reason != ENVFP_REASON_NONE) {
        fact_gap(c, "rlimits.*", reason);
        return;
    }
    while (view_cut(&text, '\n', &line)) {
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
            struct view name = view_of(rows[i].name), soft, rest = view_skip(line, name.length);
            uint64_t number;
            if (!view_starts(line, name) || !view_cut_word(&rest, &soft) ||
                (rows[i].usual && view_is(soft, rows[i].usual)))
                continue;
            if (view_is(soft, "unlimited") || envfp__view_number(soft, 10, &number))
                fact_string(c, rows[i].key, soft);
            else
                fact_gap(c, rows[i].key, ENVFP_REASON_MALFORMED);
        }
    }
}

#endif
