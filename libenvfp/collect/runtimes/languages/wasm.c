/* SPDX-License-Identifier: MIT */
/* Whether the program that looks around runs in an engine for WebAssembly, which does not say its name. */
#ifdef DECLARING

COLLECTOR(0, FILES)

FACT("wasm.interface", STRING, CONTEXT, INFORMS, NOTHING, "", "", "how envfp was built",
     "The system interface of the WebAssembly that the program runs in: it sees the directories and "
     "variables that it was given, and nothing of the machine.")

#else
#include "collect/collect.h"

#define LAYER RUNTIMES
#define OWNER wasm
#define DECLARES "collect/runtimes/languages/wasm.c"
#include "collect/declare.h"

void envfp__collect_wasm(struct collect *c)
{
    struct view interface;
    if (source_probe(c->source, c->scratch, "wasm", &interface) == ENVFP_REASON_NONE)
        fact_string(c, "wasm.interface", interface);
}

#endif
