/* SPDX-License-Identifier: MIT */
/* Which mechanisms confine this process: the kernel's, and sandboxes by the signs of isolation/rows.h. */
#ifdef DECLARING

FACT("verdict.evidence", SET, DERIVED, INFORMS, NOTHING, "", "", "facts of this layer",
     "Facts that the verdict rests on.")
FACT("verdict.mechanisms", SET, DERIVED, ALTERS, POLICY, "", "", "facts of this layer and the container's",
     "Mechanisms that confine this process, the kernel's and " TITLES_OF_SANDBOXES
     "or empty where there is none.")

#else
#include "isolation/titles.h"

#define LAYER SANDBOX
#define OWNER judge_sandbox
#define DECLARES "judge/sandbox.c"
#include "collect/declare.h"

#include "judge/judge.h"
#include "judge/sign.h"

#define CONTAINER ENVFP_LAYER_CONTAINER
#define SANDBOX ENVFP_LAYER_SANDBOX

struct row {
    struct sign sign;
    const char *mechanism;
};

/* The kernel's own; those of programs stand in the table of isolations. */
static const struct row rows[] = {
    {{SANDBOX, "process.seccomp", NULL}, "seccomp"},
    {{SANDBOX, "process.no_new_privileges", NULL}, "no-new-privileges"},
    {{SANDBOX, "process.capabilities_dropped", NULL}, "capabilities"},
    {{SANDBOX, "process.capabilities_lacking", NULL}, "capabilities"},
    {{SANDBOX, "user_map.extents", NULL}, "user-namespace"},
    {{CONTAINER, "namespaces.isolated", "user"}, "user-namespace"},
    {{SANDBOX, "confinement.kind", "apparmor"}, "apparmor"},
    {{SANDBOX, "confinement.kind", "selinux"}, "selinux"},
    {{SANDBOX, "confinement.kind", "smack"}, "smack"},
    /* The default of these limits is unlimited, so any number restricts. */
    {{SANDBOX, "rlimits.as", NULL}, "rlimits"},
    {{SANDBOX, "rlimits.cpu", NULL}, "rlimits"},
    {{SANDBOX, "rlimits.data", NULL}, "rlimits"},
    {{SANDBOX, "rlimits.fsize", NULL}, "rlimits"},
    {{SANDBOX, "rlimits.locks", NULL}, "rlimits"},
    {{SANDBOX, "personality.flags", NULL}, "personality"},
    {{SANDBOX, "process.tracer", NULL}, "tracer"},
};

/* These limits may also be raised; only a value below the usual one restricts. */
static bool is_less(const struct facts *facts, const char *key, uint64_t usual)
{
    uint64_t number;
    return envfp__view_number(envfp__facts_get_string(facts, SANDBOX, key), 10, &number) && number < usual;
}

/* A policy in permissive mode only logs, so it confines nothing. */
static bool is_void(const struct facts *facts, const struct sign *sign)
{
    struct view mode = envfp__facts_get_string(facts, SANDBOX, "confinement.mode");
    return view_is(view_of(sign->key), "confinement.kind") && view_is(mode, "permissive");
}

struct state {
    struct facts *facts;
    struct view mechanisms[sizeof rows / sizeof *rows + ISOLATION_COUNT + 2];
    size_t count, kernels; /* of all, and of the kernel's own */
    struct evidence evidence;
};

static void add(struct state *state, const char *mechanism, enum envfp_layer layer, const char *key)
{
    state->mechanisms[state->count++] = view_of(mechanism);
    envfp__evidence_add(state->facts, &state->evidence, layer, key);
}

/* A cgroup's or profile's name tells who started a program. That it is confined, a mechanism of the kernel's tells: a
 * classic snap has the name of snaps, and a profile that only complains. */
static bool is_name_alone(const struct state *state, const struct isolation_sign *sign)
{
    struct view complaining = envfp__facts_get_string(state->facts, SANDBOX, "confinement.complaining");
    bool name = sign->kind == SIGN_GROUP_NAME || sign->kind == SIGN_LABEL_PROFILE;
    return name && (state->kernels == 0 || view_is(complaining, isolation_of(sign)->word));
}

/* Each sandbox is named once, and all of its signs are cited. */
static void add_sandboxes(struct state *state)
{
    bool named[ISOLATION_COUNT] = {false};
    FOR_ALL_SIGNS (sign) {
        struct sign fact = envfp__sign_fact(sign);
        if (!isolation_is(isolation_of(sign), KINDS_SANDBOX) || !envfp__isolation_shows(state->facts, sign) ||
            is_name_alone(state, sign))
            continue;
        if (named[sign->row])
            envfp__evidence_add(state->facts, &state->evidence, fact.layer, fact.key);
        else
            add(state, isolation_of(sign)->word, fact.layer, fact.key);
        named[sign->row] = true;
    }
    if (envfp__sign_bubblewrap(state->facts))
        add(state, isolation_word(ISOLATION_bubblewrap), CONTAINER, "mounts.hints");
}

enum envfp_layer_status envfp__judge_sandbox(struct facts *facts)
{
    struct state state = {.facts = facts};
    bool looked = envfp__facts_find(facts, SANDBOX, "process.user") != NULL;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (envfp__sign_shows(facts, &rows[i].sign) && !is_void(facts, &rows[i].sign))
            add(&state, rows[i].mechanism, rows[i].sign.layer, rows[i].sign.key);
    state.kernels = state.count;
    add_sandboxes(&state);
    if (is_less(facts, "rlimits.nofile", 1024))
        add(&state, "rlimits", SANDBOX, "rlimits.nofile");
    if (state.count || looked)
        envfp__facts_set(facts, SANDBOX, "verdict.mechanisms", state.mechanisms, state.count);
    envfp__evidence_write(facts, &state.evidence, SANDBOX);
    if (state.count)
        return ENVFP_LAYER_OBSERVED;
    return looked ? ENVFP_LAYER_NONE : ENVFP_LAYER_UNKNOWN;
}

#endif
