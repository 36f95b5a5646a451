/* SPDX-License-Identifier: MIT */
/*
 * The processor's name from libcpuid's tables: context, only where detail is asked for. The answer depends on
 * libcpuid's version, so it is not hashed. The source asks on the live machine, and a recording keeps the answer.
 */
#ifdef DECLARING

COLLECTOR(0, LIVE)

FACT("cpu.codename", STRING, CONTEXT, INFORMS, NOTHING, "", "", "libcpuid, asked of the live machine",
     "The processor's code name as libcpuid knows it; its version decides, so it is never hashed.")

#else
#define LAYER HARDWARE
#define OWNER names
#define DECLARES "collect/hardware/names.c"
#include "collect/declare.h"

#include "collect/collect.h"
#include "source/cpu_names.h"

void envfp__collect_names(struct collect *c)
{
    struct view name;
    if (!c->source->common->detail ||
        source_probe(c->source, c->scratch, "cpu_codename", &name) != ENVFP_REASON_NONE)
        return;
    if (envfp__cpu_codename_is_plain(name))
        fact_string(c, "cpu.codename", name);
    else
        fact_gap(c, "cpu.codename", ENVFP_REASON_MALFORMED);
}

#endif
