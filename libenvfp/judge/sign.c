/* SPDX-License-Identifier: MIT */
#include "judge/sign.h"

#define CONTAINER ENVFP_LAYER_CONTAINER
#define SANDBOX ENVFP_LAYER_SANDBOX
#define KERNEL ENVFP_LAYER_KERNEL

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

/* ---- Of isolations ------------------------------------------------------------------------------------------------- */

static const char *group_key(const struct isolation_sign *sign)
{
    if (isolation_is(isolation_of(sign), KINDS_RUNTIME))
        return "cgroup.runtime";
    return isolation_is(isolation_of(sign), KINDS_SANDBOX) ? "cgroup.sandbox" : "cgroup.orchestrator";
}

struct sign envfp__sign_fact(const struct isolation_sign *sign)
{
    switch (sign->kind) {
    case SIGN_KERNEL_FOREIGN_VERSION: return (struct sign){KERNEL, "uname.version", sign->text};
    case SIGN_KERNEL_FOREIGN_RELEASE:
    case SIGN_KERNEL_LINUX_RELEASE: return (struct sign){KERNEL, "uname.release", sign->text};
    case SIGN_KERNEL_IMAGE: return (struct sign){KERNEL, "cmdline.hints", sign_told(sign)};
    case SIGN_KERNEL_FACT: return (struct sign){SANDBOX, sign->text, NULL};
    case SIGN_GROUP_NAME:
    case SIGN_GROUP_HOST:
    case SIGN_GROUP_FIRST: return (struct sign){CONTAINER, group_key(sign), sign_told(sign)};
    case SIGN_WORD_ENGINE: return (struct sign){CONTAINER, "markers.engine", sign->text};
    case SIGN_WORD_MANAGER: return (struct sign){CONTAINER, "markers.manager", sign->text};
    case SIGN_WORD_ENVIRON: return (struct sign){CONTAINER, "platform.container", sign->text};
    case SIGN_WORD_EXECUTION: return (struct sign){CONTAINER, "platform.execution", sign->text};
    case SIGN_VARIABLE_SET:
    case SIGN_VARIABLE_AND:
    case SIGN_VARIABLE_UNLESS:
    case SIGN_VARIABLE_INHERITED: return (struct sign){CONTAINER, "platform.variables", sign->text};
    case SIGN_LABEL_PROFILE: return (struct sign){SANDBOX, "confinement.type", sign_told(sign)};
    case SIGN_LABEL_TRACER: return (struct sign){SANDBOX, "process.tracer", sign->text};
    case SIGN_FILE_PROC:
    case SIGN_FILE_HOST:
    case SIGN_FILE_ENGINE:
    case SIGN_FILE_RUN:
    case SIGN_FILE_LEFT:
    case SIGN_FILE_IMAGE: return (struct sign){CONTAINER, "markers.found", sign->text};
    default: return (struct sign){CONTAINER, "mounts.hints", sign_told(sign)};
    }
}

static bool fact_shows(const struct facts *facts, const struct isolation_sign *sign)
{
    struct sign fact = envfp__sign_fact(sign);
    if (envfp__sign_shows(facts, &fact))
        return true;
    /* One that only complains confines nothing, and still names the container that has it. */
    fact.key = "confinement.complaining";
    return sign->kind == SIGN_LABEL_PROFILE && isolation_is(isolation_of(sign), KINDS_RUNTIME) &&
           envfp__sign_shows(facts, &fact);
}

/* The variables that follow must be set, too, or must not be. */
static bool others_agree(const struct facts *facts, const struct isolation_sign *sign)
{
    const struct isolation_sign *end = envfp__isolation_signs(SIGNS_VARIABLE + 1);
    for (sign++; sign < end && (sign->kind == SIGN_VARIABLE_AND || sign->kind == SIGN_VARIABLE_UNLESS);
         sign++)
        if (fact_shows(facts, sign) != (sign->kind == SIGN_VARIABLE_AND))
            return false;
    return true;
}

/* A kernel's host has a file more, and a number of its own where containers have numbers. */
static bool is_host(const struct facts *facts, unsigned row)
{
    FOR_ALL_SIGNS (sign) {
        struct sign fact = envfp__sign_fact(sign);
        if (sign->row == row && sign->kind == SIGN_KERNEL_FACT &&
            envfp__facts_find(facts, fact.layer, fact.key))
            return true;
        if (sign->row == row && sign->kind == SIGN_FILE_HOST && envfp__sign_shows(facts, &fact))
            return true;
    }
    return false;
}

bool envfp__isolation_shows(const struct facts *facts, const struct isolation_sign *sign)
{
    if (sign->weight == WEIGHT_VOID || !fact_shows(facts, sign))
        return false;
    if (sign->kind == SIGN_VARIABLE_SET)
        return others_agree(facts, sign);
    return sign->kind != SIGN_FILE_PROC || !is_host(facts, sign->row);
}

bool envfp__sign_bubblewrap(const struct facts *facts)
{
    static const struct sign nosuid = {CONTAINER, "mounts.hints", "nosuid"};
    static const struct sign bound = {SANDBOX, "process.no_new_privileges", NULL};
    /* Apptainer mounts so and starts its programs so, too. */
    struct sign apptainer = {CONTAINER, "mounts.hints", isolation_word(ISOLATION_apptainer)};
    struct sign root = {CONTAINER, "mounts.hints", isolation_word(ISOLATION_bubblewrap)};
    return envfp__sign_shows(facts, &root) ||
           (envfp__sign_shows(facts, &nosuid) && envfp__sign_shows(facts, &bound) &&
            !envfp__sign_shows(facts, &apptainer));
}

/* ---- Evidence ------------------------------------------------------------------------------------------------------ */

void envfp__evidence_add(const struct facts *facts, struct evidence *evidence, enum envfp_layer layer,
                         const char *key)
{
    struct view pieces[] = {view_of(envfp_layer_name(layer)), VIEW(":"), view_of(key)};
    struct view item = envfp__arena_join(facts->arena, pieces, 3);
    for (size_t i = 0; i < evidence->count; i++)
        if (view_equal(evidence->items[i], item))
            return;
    if (evidence->count < sizeof evidence->items / sizeof *evidence->items)
        evidence->items[evidence->count++] = item;
}

void envfp__evidence_write(struct facts *facts, const struct evidence *evidence, enum envfp_layer layer)
{
    if (evidence->count)
        envfp__facts_set(facts, layer, "verdict.evidence", evidence->items, evidence->count);
}
