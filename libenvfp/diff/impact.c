/* SPDX-License-Identifier: MIT */
/* What a change does to programs, and what would pin it. */
#include "base/version_compare.h"
#include "diff/diff.h"

/* How many leading parts of a version are a compatibility promise: programs and extensions built for one value of those
 * parts do not run with another. The rest of the version at most changes behaviour. 0 where there is none. */
static unsigned promised_parts(const struct envfp_change *change)
{
    /* glibc adds symbol versions in each 2.N; musl 1.2 fixed its ABI */
    if (change->layer == ENVFP_LAYER_LIBC)
        return view_is(change->key, "libc.version") ? 2 : 0;
    if (change->layer != ENVFP_LAYER_RUNTIMES && change->layer != ENVFP_LAYER_APP)
        return 0;
    const struct envfp_language *language = envfp__registry_language_of(change->key, ".version");
    return language ? language->promise : 0;
}

static enum envfp_impact refine(const struct envfp_change *change, enum envfp_impact impact)
{
    if (change->kind != ENVFP_CHANGED || change->before->type != ENVFP_STRING ||
        change->after->type != ENVFP_STRING)
        return impact;
    unsigned parts = promised_parts(change);
    if (parts == 0)
        return impact;
    return view_equal(envfp__version_start(change->before->value.string, parts),
                      envfp__version_start(change->after->value.string, parts))
               ? ENVFP_ALTERS
               : ENVFP_BREAKS;
}

void envfp__diff_weigh(struct envfp_change *change)
{
    const struct envfp_entry *entry = envfp__registry_find(change->layer, change->key);
    if (!entry && change->layer == ENVFP_LAYER_APP) /* the program's own runtime: rows of runtimes */
        entry = envfp__registry_find(ENVFP_LAYER_RUNTIMES, change->key);
    change->impact = refine(change, entry ? entry->impact : ENVFP_INFORMS);
    change->pin = entry ? entry->pin : ENVFP_PIN_NOTHING;
}
