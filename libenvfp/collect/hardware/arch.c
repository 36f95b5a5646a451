/* SPDX-License-Identifier: MIT */
#include "collect/collect.h"

/* The instruction set that programs are built for, as uname -m says it. */
void envfp__collect_arch(struct collect *c)
{
    struct source_uname names;
    enum envfp_reason reason = source_uname(c->source, c->scratch, &names);
    if (reason != ENVFP_REASON_NONE)
        fact_gap(c, "arch.machine", reason);
    else if (names.machine.length)
        fact_string(c, "arch.machine", names.machine);
}
