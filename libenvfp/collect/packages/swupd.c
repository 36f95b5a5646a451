/* SPDX-License-Identifier: MIT */
/* Clear Linux' bundles: a file for each; they all have the system's version. */
#ifdef DECLARING

COLLECTOR(0, FILES)

FACT("swupd/*", STRING, HASHED, ALTERS, IMAGE, "", "",
     "/usr/share/clear/bundles, /usr/share/clear/version; swupd(1)",
     "The system version that each bundle of Clear Linux has.")

#else
#define LAYER PACKAGES
#define OWNER swupd
#define DECLARES "collect/packages/swupd.c"
#include "collect/declare.h"

#include "collect/packages/packages.h"

void envfp__collect_swupd(struct collect *c)
{
    struct source_entry *entries;
    struct view version;
    size_t count;
    if (envfp__packages_are_known(c))
        return;
    enum envfp_reason reason =
        source_list(c->source, c->scratch, "/usr/share/clear/bundles", &entries, &count);
    if (reason == ENVFP_REASON_NONE)
        reason = source_read_line(c->source, c->scratch, "/usr/share/clear/version", &version);
    fact_gap(c, "swupd/*", reason);
    for (size_t i = 0; reason == ENVFP_REASON_NONE && version.length && i < count; i++)
        if (entries[i].name.text[0] != '.')
            fact_member(c, "swupd", entries[i].name, version);
}

#endif
