/* SPDX-License-Identifier: MIT */
#ifdef DECLARING

COLLECTOR(HV | CT | SB, LIVE)

FACT("arch.machine", STRING, HASHED, BREAKS, MACHINE, "", "", "uname(2)",
     "The machine type that the kernel reports: programs built for another one do not start.")

#else
#define LAYER HARDWARE
#define OWNER arch
#define DECLARES "collect/hardware/arch.c"
#include "collect/declare.h"

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

#endif
