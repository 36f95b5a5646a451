/* SPDX-License-Identifier: MIT */
#include "collect/collect.h"

/*
 * POWER's /proc/ppc64/lparcfg (arch/powerpc/platforms/pseries/lparcfg.c): whether a partition owns its
 * processors or shares a pool. The serial number and the partition's name and number, also there, identify
 * one machine; they are passed over.
 */
void envfp__collect_lparcfg(struct collect *c)
{
    struct view rest, line, key, value;
    struct source_uname names = {0};
    source_uname(c->source, c->scratch, &names);
    if (!view_starts(names.machine, VIEW("ppc")))
        return;
    enum envfp_reason reason = source_read(c->source, "/proc/ppc64/lparcfg", &rest);
    fact_gap(c, "lparcfg.processors", reason);
    if (reason != ENVFP_REASON_NONE)
        return;
    while (view_cut(&rest, '\n', &line))
        if (view_split(line, '=', &key, &value) && view_is(key, "shared_processor_mode"))
            fact_string(c, "lparcfg.processors", view_is(value, "1") ? VIEW("shared") : VIEW("dedicated"));
}
