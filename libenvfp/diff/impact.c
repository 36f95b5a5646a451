/* SPDX-License-Identifier: MIT */
/* What a change does to programs, and what would pin it. */
#include "base/version_compare.h"
#include "diff/diff.h"

/* Versions whose leading parts are a compatibility promise: programs and extensions built for one value of those parts
 * do not run with another. The rest of the version at most changes behaviour. */
static const struct {
    const char *key;
    enum envfp_layer layer;
    unsigned parts;
} promises[] = {
    {"libc.version", ENVFP_LAYER_LIBC,
     2}, /* glibc adds symbol versions in each 2.N; musl 1.2 fixed its ABI */
    {"java.version", ENVFP_LAYER_RUNTIMES, 1},   /* class file version */
    {"node.version", ENVFP_LAYER_RUNTIMES, 1},   /* NODE_MODULE_VERSION */
    {"perl.version", ENVFP_LAYER_RUNTIMES, 2},   /* XS modules' api_versionstring */
    {"php.version", ENVFP_LAYER_RUNTIMES, 2},    /* ZEND_MODULE_API_NO */
    {"python.version", ENVFP_LAYER_RUNTIMES, 2}, /* the tag of extension modules, cpython-311 */
    {"ruby.version", ENVFP_LAYER_RUNTIMES, 2},   /* RbConfig's ruby_version */
};

static enum envfp_impact refine(const struct envfp_change *change, enum envfp_impact impact)
{
    if (change->kind != ENVFP_CHANGED || change->before->type != ENVFP_STRING ||
        change->after->type != ENVFP_STRING)
        return impact;
    for (size_t i = 0; i < sizeof promises / sizeof *promises; i++)
        if ((promises[i].layer == change->layer || change->layer == ENVFP_LAYER_APP) &&
            view_is(change->key, promises[i].key))
            return view_equal(envfp__version_start(change->before->value.string, promises[i].parts),
                              envfp__version_start(change->after->value.string, promises[i].parts))
                       ? ENVFP_ALTERS
                       : ENVFP_BREAKS;
    return impact;
}

void envfp__diff_weigh(struct envfp_change *change)
{
    const struct envfp_entry *entry = envfp__registry_find(change->layer, change->key);
    if (!entry && change->layer == ENVFP_LAYER_APP) /* the program's own runtime: rows of runtimes */
        entry = envfp__registry_find(ENVFP_LAYER_RUNTIMES, change->key);
    change->impact = refine(change, entry ? entry->impact : ENVFP_INFORMS);
    change->pin = entry ? entry->pin : ENVFP_PIN_NOTHING;
}
