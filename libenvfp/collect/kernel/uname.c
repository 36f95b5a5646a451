/* SPDX-License-Identifier: MIT */
#ifdef DECLARING

COLLECTOR(HV | CT | SB, LIVE)

LINES("/proc/version", built)
LINES("/proc/sys/kernel/osrelease", words)
NAMES("/sys/kernel/livepatch/", all)

FACT("features.by_release", SET, DERIVED, INFORMS, VM, "", "", "uname(2), syscalls(2)",
     "System calls and features that came with this release of Linux or before. A lower bound: "
     "distributions bring some to older releases, a build may leave some out, and a filter may forbid "
     "them.")
FACT("uname.livepatches", SET, CONTEXT, ALTERS, VM, "", "/sys/kernel/livepatch",
     "Documentation/livepatch/livepatch.rst",
     "Patches applied to the running kernel, which keeps its release; where detail is asked for.")
FACT("uname.preemption", STRING, HASHED, ALTERS, VM, "", "", "uname(2), the build's version",
     "Preemption model that the kernel was built with (rt, dynamic, full, none): latency.")
FACT("uname.release", STRING, HASHED, ALTERS, VM, "", "", "uname(2)",
     "Kernel release: which system calls, file systems and fixes there are.")
FACT("uname.sysname", STRING, HASHED, BREAKS, VM, "", "", "uname(2)",
     "Name of the operating system's kernel; programs for another one do not start.")
FACT("uname.version", STRING, HASHED, INFORMS, VM, "", "", "uname(2)",
     "Build of the kernel release: tells two builds of one release apart (real-time, distribution "
     "patches).")

#else
#include "source/keep_rows.h"

/* Drops what stands between release and version: who built the kernel, where, and with which compiler. */
static bool keep_built(const struct source *source, struct view line, struct text *out)
{
    struct view end, body = envfp__keep_body(line, &end);
    size_t open = envfp__view_find(body, VIEW(" (")), mark = view_find_byte(body, '#');
    (void)source;
    if (open != SIZE_MAX && (mark == SIZE_MAX || mark > open)) {
        for (size_t i = body.length; mark == SIZE_MAX && i > open; i--)
            if (body.text[i - 1] == ')')
                mark = i;
        envfp__keep_plain(view_take(body, open), out);
        envfp__text_add(out, VIEW(" () "));
        body = view_trim(view_skip(body, mark == SIZE_MAX ? body.length : mark));
    }
    envfp__keep_plain(body, out);
    envfp__text_add(out, end);
    return true;
}

#define LAYER KERNEL
#define OWNER uname
#define DECLARES "collect/kernel/uname.c"
#include "collect/declare.h"

#include "collect/kernel/features.h"

/* "Linux version RELEASE (builder) (compiler) VERSION": what uname(2) says, for a recording that holds
 * procfs only. The version begins at '#', else behind the last parenthesis. */
static void split_proc_version(struct view line, struct source_uname *names)
{
    struct view word, rest = line;
    if (!view_cut_word(&rest, &names->sysname) || !view_cut_word(&rest, &word) || !view_is(word, "version")) {
        names->sysname = VIEW(""); /* of some other text */
        return;
    }
    view_cut_word(&rest, &names->release);
    size_t at = view_find_byte(rest, '#');
    for (size_t i = rest.length; at == SIZE_MAX && i > 0; i--)
        if (rest.text[i - 1] == ')')
            at = i;
    names->version = at == SIZE_MAX ? VIEW("") : view_trim(view_skip(rest, at));
}

static void fill_from_proc(struct collect *c, struct source_uname *names)
{
    struct view line;
    if (source_read_line(c->source, c->scratch, "/proc/version", &line) == ENVFP_REASON_NONE)
        split_proc_version(line, names);
    else if (source_read_line(c->source, c->scratch, "/proc/sys/kernel/osrelease", &line) ==
             ENVFP_REASON_NONE)
        names->release = line;
}

/* The version text names the preemption model; whether it is real-time decides latency. */
static void add_preemption(struct collect *c, struct view version)
{
    struct view rest = version, word, found = VIEW("none");
    if (!view_starts(version, VIEW("#")))
        return;
    while (view_cut_word(&rest, &word)) {
        if (view_is(word, "PREEMPT_RT") || view_is(word, "RT"))
            found = VIEW("rt");
        else if (view_is(word, "PREEMPT_DYNAMIC"))
            found = VIEW("dynamic");
        else if (view_is(word, "PREEMPT") && view_is(found, "none"))
            found = VIEW("full");
    }
    fact_string(c, "uname.preemption", found);
}

/* Live patches: a patched kernel keeps its release. */
static void add_livepatches(struct collect *c)
{
    struct source_entry *entries;
    size_t count;
    struct bag names = {0};
    enum envfp_reason reason = source_list(c->source, c->scratch, "/sys/kernel/livepatch", &entries, &count);
    for (size_t i = 0; reason == ENVFP_REASON_NONE && i < count; i++)
        envfp__bag_add(c, &names, entries[i].name);
    if (names.count)
        fact_set(c, "uname.livepatches", names.items, names.count);
    fact_gap(c, "uname.livepatches", reason);
}

void envfp__collect_uname(struct collect *c)
{
    struct source_uname names = {0};
    enum envfp_reason reason = source_uname(c->source, c->scratch, &names);
    if (reason != ENVFP_REASON_NONE)
        names = (struct source_uname){0};
    if (names.release.length == 0)
        fill_from_proc(c, &names);
    if (names.release.length == 0)
        fact_gap(c, "uname.*", reason);
    if (names.sysname.length)
        fact_string(c, "uname.sysname", names.sysname);
    if (names.release.length)
        fact_string(c, "uname.release", names.release);
    if (names.version.length) {
        fact_string(c, "uname.version", names.version);
        add_preemption(c, names.version);
    }
    envfp__kernel_tell_release(c, &names);
    if (c->source->common->detail)
        add_livepatches(c);
}

#endif
