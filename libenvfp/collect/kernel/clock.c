/* SPDX-License-Identifier: MIT */
#define CLOCK "/sys/devices/system/clocksource/clocksource0/"

#ifdef DECLARING

COLLECTOR(HV, LIVE)

LINES(CLOCK "{available,current}_clocksource", words)

FACT("clock.available", SET, CONTEXT, INFORMS, VM, "",
     "/sys/devices/system/clocksource/clocksource0/available_clocksource",
     "Documentation/timers/timekeeping.rst", "Clocks that the kernel could use; where detail is asked for.")
FACT("clock.source", STRING, CONTEXT, ALTERS, HOST_SETTING, "",
     "/sys/devices/system/clocksource/clocksource0/current_clocksource",
     "Documentation/timers/timekeeping.rst",
     "The clock behind clock_gettime; without a fast one each call is a system call. It may change "
     "while the kernel runs.")

#else
#define LAYER KERNEL
#define OWNER clock
#define DECLARES "collect/kernel/clock.c"
#include "collect/declare.h"

#include "collect/collect.h"

/* Context only: the kernel falls back to a slower clock while it runs, when it finds the better one unstable. */
void envfp__collect_clock(struct collect *c)
{
    struct view line, word;
    struct bag sources = {0};
    envfp__collect_attribute(c, "clock.source", CLOCK "current_clocksource");
    if (!c->source->common->detail)
        return;
    enum envfp_reason reason = source_read_line(c->source, c->scratch, CLOCK "available_clocksource", &line);
    while (reason == ENVFP_REASON_NONE && view_cut_word(&line, &word))
        envfp__bag_add(c, &sources, word);
    if (sources.count)
        fact_set(c, "clock.available", sources.items, sources.count);
    fact_gap(c, "clock.available", reason);
}

#endif
