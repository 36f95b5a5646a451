/* SPDX-License-Identifier: MIT */
/*
 * How the scheduler treats processors. The preemption model comes from the build (uname.preemption) or the command
 * line, since debugfs is readable by root alone. Isolated processors may change with cgroups at runtime, so they are
 * context; those isolated at boot are in cmdline.parameters.
 */
#define CPUS "/sys/devices/system/cpu/"
#define EXTENSION "/sys/kernel/sched_ext/"

#ifdef DECLARING

COLLECTOR(0, LIVE)

LINES(CPUS "{isolated,nohz_full}", cpus)
LINES(CPUS "smt/control", words)
LINES(EXTENSION "{state,root/ops}", words)

FACT("scheduler.extension", STRING, CONTEXT, ALTERS, HOST_SETTING, "", "/sys/kernel/sched_ext",
     "Documentation/scheduler/sched-ext.rst",
     "Scheduler that a BPF program has put in place of the kernel's own, or disabled; it comes and "
     "goes with that program.")
FACT("scheduler.isolated_cpus", INTEGER, CONTEXT, ALTERS, HOST_SETTING, "cpus",
     "/sys/devices/system/cpu/isolated", "Documentation/admin-guide/cputopology.rst",
     "Processors kept free of other tasks now, by the command line or by cgroups; where detail is "
     "asked for.")
FACT("scheduler.smt", STRING, HASHED, ALTERS, HOST_SETTING, "", "/sys/devices/system/cpu/smt/control",
     "Documentation/ABI/testing/sysfs-devices-system-cpu",
     "Whether a core's threads run side by side (on, off, forceoff, notsupported, notimplemented): "
     "speed, its variation, and what neighbours may see.")
FACT("scheduler.tickless_cpus", INTEGER, CONTEXT, ALTERS, HOST_SETTING, "cpus",
     "/sys/devices/system/cpu/nohz_full", "Documentation/timers/no_hz.rst",
     "Processors without a timer tick while one task runs; where detail is asked for.")

#else
#include "source/keep_rows.h"

#define LAYER KERNEL
#define OWNER scheduler
#define DECLARES "collect/kernel/scheduler.c"
#include "collect/declare.h"

#include "collect/collect.h"

/* "disabled", or the name of the scheduler that a BPF program has put in place of the kernel's. */
static void add_extension(struct collect *c)
{
    struct view state, name;
    enum envfp_reason reason = source_read_line(c->source, c->scratch, EXTENSION "state", &state);
    if (reason == ENVFP_REASON_NONE && view_is(state, "enabled") &&
        source_read_line(c->source, c->scratch, EXTENSION "root/ops", &name) == ENVFP_REASON_NONE &&
        name.length)
        state = name;
    if (reason == ENVFP_REASON_NONE && state.length)
        fact_string(c, "scheduler.extension", state);
    fact_gap(c, "scheduler.extension", reason);
}

/* How many processors a list like "2-5,7" names. */
static bool count_cpus(struct view list, int64_t *total)
{
    struct view range;
    for (*total = 0; view_cut(&list, ',', &range);) {
        struct view low = range, high = range;
        uint64_t from, to;
        view_split(range, '-', &low, &high);
        if (!envfp__view_number(low, 10, &from) || !envfp__view_number(high, 10, &to) || to < from ||
            to > 1 << 20)
            return false;
        *total += (int64_t)(to - from + 1);
    }
    return true;
}

static void add_count(struct collect *c, const char *key, const char *path)
{
    struct view line;
    int64_t cpus;
    enum envfp_reason reason = source_read_line(c->source, c->scratch, path, &line);
    if (reason == ENVFP_REASON_NONE && (view_is(line, "(null)") || line.length == 0))
        return; /* some kernels write an empty list so */
    if (reason == ENVFP_REASON_NONE && count_cpus(line, &cpus))
        fact_integer(c, key, cpus);
    else
        fact_gap(c, key, reason == ENVFP_REASON_NONE ? ENVFP_REASON_MALFORMED : reason);
}

void envfp__collect_scheduler(struct collect *c)
{
    add_extension(c);
    envfp__collect_attribute(c, "scheduler.smt", CPUS "smt/control");
    if (!c->source->common->detail)
        return;
    add_count(c, "scheduler.isolated_cpus", CPUS "isolated");
    add_count(c, "scheduler.tickless_cpus", CPUS "nohz_full");
}

#endif
