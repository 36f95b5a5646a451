/* SPDX-License-Identifier: MIT */
#include "collect/collect.h"

void envfp__collect_uname(struct collect *c)
{
    struct source_uname names;
    enum envfp_reason reason = source_uname(c->source, c->scratch, &names);
    if (reason != ENVFP_REASON_NONE) {
        fact_gap(c, "uname.*", reason);
        return;
    }
    if (names.sysname.length)
        fact_string(c, "uname.sysname", names.sysname);
    if (names.release.length)
        fact_string(c, "uname.release", names.release);
    if (names.version.length)
        fact_string(c, "uname.version", names.version);
}
