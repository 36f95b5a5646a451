/* SPDX-License-Identifier: MIT */
/* Slices of Ubuntu's packages (chisel). The list is compressed with Zstandard, which the library cannot read, so it is
 * a gap. */
#ifdef DECLARING

COLLECTOR(0, FILES)

SEEN("/var/lib/chisel/manifest.wall")

FACT("chisel/*", STRING, HASHED, ALTERS, IMAGE, "", "/var/lib/chisel/manifest.wall", "",
     "Version of each package that an image has slices of; only that the list is there is told yet.")

#else
#define LAYER PACKAGES
#define OWNER chisel
#define DECLARES "collect/packages/chisel.c"
#include "collect/declare.h"

#include "collect/collect.h"

void envfp__collect_chisel(struct collect *c)
{
    struct source_stat stat;
    enum envfp_reason reason = source_stat(c->source, "/var/lib/chisel/manifest.wall", &stat);
    fact_gap(c, "chisel/*", reason == ENVFP_REASON_NONE ? ENVFP_REASON_UNSUPPORTED : reason);
}

#endif
