/* SPDX-License-Identifier: MIT */
/*
 * Which container runtime, orchestrator and platform. The runtime with the heaviest sign wins, by the table's
 * order among equals. What the kernel says of namespaces and cgroups can take the light signs away: a file
 * that an image left behind makes no container on a machine whose processes all live in the initial
 * namespaces.
 */
#ifdef DECLARING

FACT("verdict.confidence", STRING, DERIVED, INFORMS, NOTHING, "", "", "facts of this layer",
     "How sure the runtime is: certain, strong or weak.")
FACT("verdict.evidence", SET, DERIVED, INFORMS, NOTHING, "", "", "facts of this layer",
     "Facts that the verdict rests on.")
FACT("verdict.orchestrator", STRING, DERIVED, ALTERS, POLICY, "", "", "facts of this layer",
     "The orchestrator that started the container.")
FACT("verdict.outer", STRING, DERIVED, INFORMS, POLICY, "", "", "facts of this layer and the kernel's",
     "Runtimes around the innermost one, the outermost first, where they show.")
FACT("verdict.platform", STRING, DERIVED, ALTERS, POLICY, "", "", "facts of this layer",
     "The hosting platform or kind of development container.")
FACT("verdict.runtime", STRING, DERIVED, ALTERS, POLICY, "", "", "facts of this layer and the kernel's",
     "The container runtime; none, or unknown where it cannot be told.")

#else
#define LAYER CONTAINER
#define OWNER judge_container
#define DECLARES "judge/container.c"
#include "collect/declare.h"

#include "judge/container_rules.h"
#include "judge/judge.h"

#define CONTAINER ENVFP_LAYER_CONTAINER
#define SANDBOX ENVFP_LAYER_SANDBOX

struct state {
    struct facts *facts;
    struct evidence evidence;
    bool isolated, initial, contradicted, on_disk, looked;
    const char *runtime, *orchestrator, *platform;
    struct view outer; /* runtimes around this one, the outermost first */
    enum weight weight;
};

static bool has(const struct facts *facts, const char *key, const char *item)
{
    struct sign sign = {CONTAINER, key, item};
    return envfp__sign_shows(facts, &sign);
}

static void cite(struct state *state, const struct sign *sign)
{
    envfp__evidence_add(state->facts, &state->evidence, sign->layer, sign->key);
}

static bool is_one_of(struct view word, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (view_is(word, words[i]))
            return true;
    return false;
}

/* Root file systems that engines build; another one is a disk's. */
static bool is_built_root(struct view type)
{
    static const char *const built[] = {"9p",      "aufs",  "fuse-overlayfs", "fuse.fuse-overlayfs",
                                        "overlay", "simfs", "squashfs",       "virtiofs",
                                        "zfs"};
    return is_one_of(type, built, sizeof built / sizeof *built);
}

/* A group that only a container's processes are in. */
static bool has_cgroup(const struct facts *facts)
{
    return has(facts, "cgroup.runtime", NULL) || has(facts, "cgroup.container_id", NULL);
}

static void look(struct state *state)
{
    const struct facts *facts = state->facts;
    struct view root = envfp__facts_get_string(facts, CONTAINER, "mounts.root_type");
    state->isolated = has(facts, "namespaces.isolated", NULL) || has(facts, "namespaces.other", NULL);
    /* Kernels without /proc/self/ns tell by the cgroups; where it is not to be seen, nothing does. */
    bool blind = envfp__facts_find_gap(facts, CONTAINER, "namespaces.isolated") != NULL;
    state->looked = has(facts, "namespaces.initial", NULL) || state->isolated ||
                    (has(facts, "cgroup.seen", NULL) && !blind);
    state->initial = has(facts, "namespaces.initial", "pid") && has(facts, "namespaces.initial", "ipc") &&
                     has(facts, "namespaces.initial", "uts") && !has(facts, "namespaces.isolated", "cgroup");
    state->on_disk = has(facts, "mounts.root_disk", NULL);
    /* Engines that share all these namespaces still make a file system and a cgroup of the container's own. */
    state->contradicted =
        state->initial && (has(facts, "namespaces.initial", "mnt") || !is_built_root(root) ||
                           (has(facts, "cgroup.seen", NULL) && !has_cgroup(facts)));
}

/* What an image may have left behind counts for nothing where a machine's own disk is the root. */
static bool counts(const struct state *state, const struct runtime_sign *row)
{
    bool left_behind = state->on_disk && (row->weight == LIGHT || (row->weight == FAIR && state->initial));
    return (row->shares || !state->contradicted) && !left_behind &&
           envfp__sign_shows(state->facts, &row->sign);
}

/* OpenVZ's kernel has /proc/vz on the host too, /proc/bc there alone, and 0 as the host's number. */
static void weigh_openvz(struct state *state)
{
    const struct envfp_fact *number = envfp__facts_find(state->facts, SANDBOX, "process.openvz");
    if (state->weight >= PROOF || number || !has(state->facts, "markers.found", "/proc/vz") ||
        has(state->facts, "markers.found", "/proc/bc"))
        return;
    state->runtime = "openvz";
    state->weight = PROOF;
    cite(state, &(struct sign){CONTAINER, "markers.found", NULL});
}

static void weigh_runtimes(struct state *state)
{
    for (size_t i = 0; i < envfp__runtime_signs_count; i++) {
        const struct runtime_sign *row = &envfp__runtime_signs[i];
        if (row->weight > state->weight && counts(state, row)) {
            state->runtime = row->runtime;
            state->weight = row->weight;
        }
    }
    weigh_openvz(state);
}

static void refine(struct state *state)
{
    for (size_t i = 0; i < envfp__refinements_count; i++) {
        const struct refinement *row = &envfp__refinements[i];
        if (!state->runtime || !view_is(view_of(state->runtime), row->runtime) ||
            !envfp__sign_shows(state->facts, &row->sign) ||
            (row->unless.key && envfp__sign_shows(state->facts, &row->unless)))
            continue;
        cite(state, &row->sign);
        state->runtime = row->refined;
    }
}

static void add_outer(struct state *state, struct view runtime)
{
    struct view pieces[] = {state->outer, VIEW(" "), runtime};
    state->outer = state->outer.length ? envfp__arena_join(state->facts->arena, pieces, 3) : runtime;
}

/* WSL is the machine that other runtimes run in: it is named where there is none inside. An image's marker
 * in a distribution that was made from that image does not hide it. */
static void look_for_wsl(struct state *state)
{
    struct view root = envfp__facts_get_string(state->facts, CONTAINER, "mounts.root_type");
    bool inside = state->weight > LIGHT || state->weight == GENERIC ||
                  (state->weight == LIGHT && (root.length == 0 || is_built_root(root)));
    for (size_t i = 0; i < envfp__wsl_signs_count; i++) {
        const struct sign *sign = &envfp__wsl_signs[i];
        if (!envfp__sign_shows(state->facts, sign))
            continue;
        cite(state, sign);
        if (inside && state->outer.length == 0)
            add_outer(state, VIEW("wsl"));
        if (inside)
            continue;
        state->runtime = "wsl";
        state->weight = HEAVY;
    }
}

/* Containers with a system of their own, in which other engines run: the root file system is the innermost
 * one's, whatever the cgroup path says of those around. */
static void look_inside(struct state *state)
{
    static const char *const carriers[] = {"incus",  "lxc",           "lxd",
                                           "openvz", "linux_vserver", "systemd-nspawn"};
    const size_t count = sizeof carriers / sizeof *carriers;
    if (!state->runtime || !is_one_of(view_of(state->runtime), carriers, count))
        return;
    for (size_t i = 0; i < envfp__runtime_signs_count; i++) {
        const struct runtime_sign *row = &envfp__runtime_signs[i];
        if (row->weight < FAIR || !view_is(view_of(row->sign.key), "mounts.hints") ||
            is_one_of(view_of(row->runtime), carriers, count) || !counts(state, row))
            continue;
        add_outer(state, view_of(state->runtime));
        state->runtime = row->runtime;
        cite(state, &row->sign);
        return;
    }
}

/* The runtimes that the cgroup path names around the last one. */
static void look_around(struct state *state)
{
    struct view chain = envfp__facts_get_string(state->facts, CONTAINER, "cgroup.chain"), word;
    if (!state->runtime || chain.length == 0)
        return;
    cite(state, &(struct sign){CONTAINER, "cgroup.chain", NULL});
    while (view_cut(&chain, ' ', &word) && chain.length)
        add_outer(state, word);
}

static void name_evidence(struct state *state)
{
    for (size_t i = 0; i < envfp__runtime_signs_count; i++) {
        const struct runtime_sign *row = &envfp__runtime_signs[i];
        if (state->runtime && view_is(view_of(state->runtime), row->runtime) && counts(state, row))
            cite(state, &row->sign);
    }
    if (has(state->facts, "namespaces.isolated", NULL))
        cite(state, &(struct sign){CONTAINER, "namespaces.isolated", NULL});
    else if (!state->runtime && state->contradicted) {
        cite(state, &(struct sign){CONTAINER, "namespaces.initial", NULL});
        if (has(state->facts, "mounts.root_type", NULL))
            cite(state, &(struct sign){CONTAINER, "mounts.root_type", NULL});
        if (has(state->facts, "cgroup.seen", NULL))
            cite(state, &(struct sign){CONTAINER, "cgroup.seen", NULL});
    }
}

static void find_orchestrator(struct state *state)
{
    for (size_t i = 0; i < envfp__orchestrator_signs_count && !state->orchestrator; i++) {
        const struct orchestrator_sign *row = &envfp__orchestrator_signs[i];
        if ((row->inherited && state->contradicted) || !envfp__sign_shows(state->facts, &row->sign))
            continue;
        state->orchestrator = row->orchestrator;
        cite(state, &row->sign);
    }
}

static void find_platform(struct state *state)
{
    for (size_t i = 0; i < envfp__platform_rows_count && !state->platform; i++) {
        const struct platform_row *row = &envfp__platform_rows[i];
        bool fits = !row->none || !has(state->facts, "platform.variables", row->none);
        for (size_t j = 0; j < 3 && row->all[j]; j++)
            fits = fits && has(state->facts, "platform.variables", row->all[j]);
        if (fits) {
            state->platform = row->platform;
            cite(state, &(struct sign){CONTAINER, "platform.variables", NULL});
        }
    }
    if (!state->platform && state->runtime && has(state->facts, "markers.found", "/run/.toolboxenv")) {
        state->platform = "toolbx";
        cite(state, &(struct sign){CONTAINER, "markers.found", NULL});
    }
}

/* A word of systemd's interface for container managers that is no sandbox's. */
static bool is_manager(struct facts *facts, const char *key)
{
    static const char *const sandboxes[] = {"bubblewrap",      "bwrap", "firejail",    "flatpak",
                                            "pressure-vessel", "proot", "snap-confine"};
    struct view word = envfp__facts_get_string(facts, CONTAINER, key);
    return word.length && !is_one_of(word, sandboxes, sizeof sandboxes / sizeof *sandboxes);
}

/* Somebody's container, with nothing to say whose; each sign of it is cited. */
static bool is_nameless(struct state *state)
{
    struct facts *facts = state->facts;
    bool several = has(facts, "namespaces.isolated", "pid") &&
                   (has(facts, "namespaces.isolated", "ipc") || has(facts, "namespaces.isolated", "uts"));
    bool sandbox = envfp__sign_bubblewrap(facts) || has(facts, "mounts.hints", "firejail") ||
                   has(facts, "platform.container", "firejail") || has(facts, "mounts.hints", "snap") ||
                   has(facts, "markers.found", "/.flatpak-info");
    const struct {
        bool shows;
        const char *key;
    } signs[] = {
        {several && !sandbox, "namespaces.isolated"},
        {state->orchestrator != NULL, NULL},
        {has(facts, "cgroup.container_id", NULL), "cgroup.container_id"},
        {is_manager(facts, "markers.manager"), "markers.manager"},
        {!state->on_disk && is_manager(facts, "platform.container"), "platform.container"},
    };
    bool nameless = false;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (!signs[i].shows || state->contradicted)
            continue;
        nameless = true;
        if (signs[i].key)
            cite(state, &(struct sign){CONTAINER, signs[i].key, NULL});
    }
    return nameless;
}

static const char *confidence_of(const struct state *state)
{
    if (state->weight == PROOF || (state->weight == HEAVY && state->isolated))
        return "certain";
    bool strong = state->weight == HEAVY ? !state->contradicted : state->isolated && state->weight != LIGHT;
    return strong ? "strong" : "weak";
}

enum envfp_layer_status envfp__judge_container(struct facts *facts)
{
    struct state state = {.facts = facts};
    look(&state);
    weigh_runtimes(&state);
    refine(&state);
    look_for_wsl(&state);
    look_around(&state);
    find_orchestrator(&state);
    find_platform(&state);
    name_evidence(&state);
    look_inside(&state);
    bool nameless = !state.runtime && is_nameless(&state);
    const char *verdict = state.runtime ? state.runtime : nameless || !state.looked ? "unknown" : "none";
    envfp__facts_string(facts, CONTAINER, "verdict.runtime", view_of(verdict));
    if (state.runtime)
        envfp__facts_string(facts, CONTAINER, "verdict.confidence", view_of(confidence_of(&state)));
    if (state.orchestrator)
        envfp__facts_string(facts, CONTAINER, "verdict.orchestrator", view_of(state.orchestrator));
    if (state.outer.length)
        envfp__facts_string(facts, CONTAINER, "verdict.outer", state.outer);
    if (state.platform)
        envfp__facts_string(facts, CONTAINER, "verdict.platform", view_of(state.platform));
    envfp__evidence_write(facts, &state.evidence, CONTAINER);
    if (state.runtime)
        return ENVFP_LAYER_OBSERVED;
    return nameless || !state.looked ? ENVFP_LAYER_UNKNOWN : ENVFP_LAYER_NONE;
}

#endif
