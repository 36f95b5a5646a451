/* SPDX-License-Identifier: MIT */
#include "judge/sign.h"

bool envfp__sign_shows(const struct facts *facts, const struct sign *sign)
{
    const struct envfp_fact *fact = envfp__facts_find(facts, sign->layer, sign->key);
    if (!fact)
        return false;
    if (fact->type == ENVFP_BOOLEAN)
        return fact->value.boolean;
    if (!sign->item)
        return true;
    if (fact->type == ENVFP_SET)
        return envfp__facts_set_has(facts, sign->layer, sign->key, view_of(sign->item));
    return fact->type == ENVFP_STRING && view_has(fact->value.string, view_of(sign->item));
}

bool envfp__sign_bubblewrap(const struct facts *facts)
{
    static const struct sign root = {ENVFP_LAYER_CONTAINER, "mounts.hints", "bubblewrap"};
    static const struct sign nosuid = {ENVFP_LAYER_CONTAINER, "mounts.hints", "nosuid-root"};
    static const struct sign bound = {ENVFP_LAYER_SANDBOX, "process.no_new_privileges", NULL};
    /* Apptainer also mounts its root nosuid and sets no-new-privileges. */
    static const struct sign apptainer = {ENVFP_LAYER_CONTAINER, "mounts.hints", "apptainer"};
    return envfp__sign_shows(facts, &root) ||
           (envfp__sign_shows(facts, &nosuid) && envfp__sign_shows(facts, &bound) &&
            !envfp__sign_shows(facts, &apptainer));
}

void envfp__evidence_add(const struct facts *facts, struct evidence *evidence, enum envfp_layer layer,
                         const char *key)
{
    if (evidence->count == sizeof evidence->items / sizeof *evidence->items)
        return;
    struct view pieces[] = {view_of(envfp_layer_name(layer)), VIEW(":"), view_of(key)};
    evidence->items[evidence->count++] = envfp__arena_join(facts->arena, pieces, 3);
}

void envfp__evidence_write(struct facts *facts, const struct evidence *evidence, enum envfp_layer layer)
{
    if (evidence->count)
        envfp__facts_set(facts, layer, "verdict.evidence", evidence->items, evidence->count);
}
