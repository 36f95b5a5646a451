/* SPDX-License-Identifier: MIT */
/*
 * Which container runtime, orchestrator and platform, by the signs of isolation/rows.h. That with the heaviest one wins,
 * by the order of envfp__isolation_precedes among equals. What the kernel says of namespaces and cgroups can take the
 * light signs away: a file that an image left behind makes no container on a machine whose processes all live in the
 * initial namespaces.
 */
#ifdef DECLARING

FACT("verdict.confidence", STRING, DERIVED, INFORMS, NOTHING, "", "", "facts of this layer",
     "How sure the runtime is: certain, strong or weak.")
FACT("verdict.evidence", SET, DERIVED, INFORMS, NOTHING, "", "", "facts of this layer",
     "Facts that the verdict rests on.")
FACT("verdict.orchestrator", STRING, DERIVED, ALTERS, POLICY, "", "", "facts of this layer",
     "The orchestrator that started the container: " TITLES_OF_ORCHESTRATORS "if one shows.")
FACT("verdict.outer", STRING, DERIVED, INFORMS, POLICY, "", "", "facts of this layer and the kernel's",
     "Runtimes around the innermost one, the outermost first, where they show.")
FACT("verdict.platform", STRING, DERIVED, ALTERS, POLICY, "", "", "facts of this layer",
     "The hosting platform or kind of development container: " TITLES_OF_PLATFORMS "if one shows.")
FACT("verdict.runtime", STRING, DERIVED, ALTERS, POLICY, "", "", "facts of this layer and the kernel's",
     "The container runtime: " TITLES_OF_RUNTIMES "none, or unknown where it cannot be told.")

#else
#include "isolation/titles.h"

#define LAYER CONTAINER
#define OWNER judge_container
#define DECLARES "judge/container.c"
#include "collect/declare.h"

#include "judge/judge.h"
#include "judge/sign.h"

#define CONTAINER ENVFP_LAYER_CONTAINER

struct state {
    struct facts *facts;
    struct evidence evidence;
    bool isolated, initial, contradicted, on_disk, looked;
    unsigned runtime, orchestrator, platform; /* rows, or ISOLATION_none */
    struct view outer;                        /* runtimes around this one, the outermost first */
    unsigned weight;
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

static void cite_sign(struct state *state, const struct isolation_sign *sign)
{
    struct sign fact = envfp__sign_fact(sign);
    cite(state, &fact);
}

/* Root file systems that engines build, or that are a runtime's own; another one is a disk's. */
static bool is_built_root(struct view type)
{
    static const char *const built[] = {"9p",      "aufs",     "fuse-overlayfs", "fuse.fuse-overlayfs",
                                        "overlay", "squashfs", "virtiofs",       "zfs"};
    FOR_SIGNS (sign, SIGNS_ROOT)
        if (sign->kind == SIGN_ROOT_TYPE && isolation_of(sign)->kind != KIND_MACHINE &&
            view_equal(type, sign_text(sign)))
            return true;
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

/* Whether namespaces that are all the machine's contradict nothing of it. */
static bool shares(const struct isolation_sign *sign)
{
    bool own = sign_is_mounts(sign) || sign->kind == SIGN_VARIABLE_SET || sign->kind == SIGN_WORD_ENGINE;
    return sign->weight == WEIGHT_PROOF || sign->kind == SIGN_GROUP_NAME ||
           (isolation_of(sign)->any_namespaces && own);
}

/* A file that names an engine is a sign of that one alone. */
static bool names_another(const struct state *state, const struct isolation_sign *file)
{
    struct view engine = envfp__facts_get_string(state->facts, CONTAINER, "markers.engine");
    if (file->kind != SIGN_FILE_ENGINE || engine.length == 0)
        return false;
    FOR_SIGNS (sign, SIGNS_WORD)
        if (sign->kind == SIGN_WORD_ENGINE && sign->row == file->row &&
            envfp__isolation_shows(state->facts, sign))
            return false;
    return true;
}

/* What an image may have left behind counts for nothing where a machine's own disk is the root. */
static bool counts(const struct state *state, const struct isolation_sign *sign)
{
    bool left_behind =
        state->on_disk && (sign->weight == WEIGHT_LIGHT || (sign->weight == WEIGHT_FAIR && state->initial));
    return (shares(sign) || !state->contradicted) && !left_behind && !names_another(state, sign) &&
           envfp__isolation_shows(state->facts, sign);
}

/* Another of the row's that is told by the same word. */
static bool is_again(const struct isolation_sign *sign)
{
    return sign_is_mounts(sign) && sign != envfp__isolation_signs(SIGNS_ROOT) && sign[-1].row == sign->row &&
           strcmp(sign_told(sign - 1), sign_told(sign)) == 0;
}

typedef bool wanted_function(const struct state *, const struct isolation_sign *);

/* The sign to go by among those of rows of some kinds. */
static const struct isolation_sign *find(const struct state *state, unsigned kinds, wanted_function *wanted)
{
    const struct isolation_sign *best = NULL;
    FOR_ALL_SIGNS (sign)
        if (isolation_is(isolation_of(sign), kinds) && !is_again(sign) &&
            (!best || envfp__isolation_precedes(sign, best)) && wanted(state, sign))
            best = sign;
    return best;
}

static void weigh_runtimes(struct state *state)
{
    const struct isolation_sign *best = find(state, KINDS_RUNTIME & ~(1U << KIND_MACHINE), counts);
    if (!best)
        return;
    state->runtime = best->row;
    state->weight = best->weight;
}

/* LXC names itself in the cgroup, whoever called it; what stands on it has signs of its own. */
static bool is_of_manager(const struct state *state, const struct isolation_sign *sign)
{
    return isolation_of(sign)->on == state->runtime && sign->weight >= WEIGHT_FAIR &&
           envfp__isolation_shows(state->facts, sign);
}

static const struct isolation_sign *find_engine(const struct state *state, bool podman)
{
    FOR_SIGNS (sign, SIGNS_WORD)
        if (sign->kind == SIGN_WORD_ENGINE && (sign->row == ISOLATION_podman) == podman &&
            envfp__isolation_shows(state->facts, sign))
            return sign;
    return NULL;
}

/* Podman, buildah and CRI-O share their storage and the marker; a kubelet speaks to CRI-O only. */
static void refine_podman(struct state *state)
{
    const struct sign kubelet = {CONTAINER, "mounts.hints", isolation_word(ISOLATION_kubernetes)};
    const struct isolation_sign *engine = find_engine(state, false);
    if (engine) {
        state->runtime = engine->row;
        cite_sign(state, engine);
    } else if (envfp__sign_shows(state->facts, &kubelet) && !find_engine(state, true)) {
        state->runtime = ISOLATION_crio;
        cite(state, &kubelet);
    }
}

static void refine(struct state *state)
{
    const struct isolation_sign *own = NULL;
    if (state->runtime == ISOLATION_podman)
        refine_podman(state);
    else if (state->runtime != ISOLATION_none)
        own = find(state, 1U << KIND_SYSTEM, is_of_manager);
    if (own) {
        state->runtime = own->row;
        cite_sign(state, own);
    }
}

static void add_outer(struct state *state, struct view runtime)
{
    struct view pieces[] = {state->outer, VIEW(" "), runtime};
    state->outer = state->outer.length ? envfp__arena_join(state->facts->arena, pieces, 3) : runtime;
}

/* WSL is the machine that other runtimes run in: it is named where there is none inside. An image's marker
 * in a distribution that was made from that image does not hide it. */
static void look_for_machine(struct state *state)
{
    struct view root = envfp__facts_get_string(state->facts, CONTAINER, "mounts.root_type");
    bool inside = state->weight > WEIGHT_LIGHT || state->weight == WEIGHT_GENERIC ||
                  (state->weight == WEIGHT_LIGHT && (root.length == 0 || is_built_root(root)));
    FOR_ALL_SIGNS (sign) {
        if (isolation_of(sign)->kind != KIND_MACHINE || !envfp__isolation_shows(state->facts, sign))
            continue;
        cite_sign(state, sign);
        if (inside && state->outer.length == 0)
            add_outer(state, view_of(isolation_of(sign)->word));
        if (inside)
            continue;
        state->runtime = sign->row;
        state->weight = sign->weight;
    }
}

/* Of engines the root file system, and what they bind into it. */
static bool is_inside(const struct state *state, const struct isolation_sign *sign)
{
    return sign->weight >= WEIGHT_FAIR && sign_is_mounts(sign) && counts(state, sign);
}

/* Containers with a system of their own, in which other engines run: the root file system is the innermost
 * one's, whatever the cgroup path says of those around. */
static void look_inside(struct state *state)
{
    if (state->runtime == ISOLATION_none || envfp__isolations[state->runtime].kind != KIND_SYSTEM)
        return;
    const struct isolation_sign *sign = find(state, 1U << KIND_ENGINE, is_inside);
    if (!sign)
        return;
    add_outer(state, view_of(envfp__isolations[state->runtime].word));
    state->runtime = sign->row;
    cite_sign(state, sign);
}

/* The runtimes that the cgroup path names around the last one. */
static void look_around(struct state *state)
{
    struct view chain = envfp__facts_get_string(state->facts, CONTAINER, "cgroup.chain"), word;
    if (state->runtime == ISOLATION_none || chain.length == 0)
        return;
    cite(state, &(struct sign){CONTAINER, "cgroup.chain", NULL});
    while (view_cut(&chain, ' ', &word) && chain.length)
        add_outer(state, word);
}

static void name_evidence(struct state *state)
{
    FOR_ALL_SIGNS (sign)
        if (sign->row == state->runtime && !is_again(sign) && counts(state, sign))
            cite_sign(state, sign);
    if (has(state->facts, "namespaces.isolated", NULL))
        cite(state, &(struct sign){CONTAINER, "namespaces.isolated", NULL});
    else if (state->runtime == ISOLATION_none && state->contradicted) {
        cite(state, &(struct sign){CONTAINER, "namespaces.initial", NULL});
        if (has(state->facts, "mounts.root_type", NULL))
            cite(state, &(struct sign){CONTAINER, "mounts.root_type", NULL});
        if (has(state->facts, "cgroup.seen", NULL))
            cite(state, &(struct sign){CONTAINER, "cgroup.seen", NULL});
    }
}

/* A variable proves nothing on a machine without containers. */
static bool is_orchestrated(const struct state *state, const struct isolation_sign *sign)
{
    return !(state->contradicted && sign->weight == WEIGHT_LIGHT) &&
           envfp__isolation_shows(state->facts, sign);
}

/* Variables, and files in a container. */
static bool is_hosted(const struct state *state, const struct isolation_sign *sign)
{
    bool variable = sign->kind == SIGN_VARIABLE_SET || sign->kind == SIGN_WORD_EXECUTION;
    return (variable || state->runtime != ISOLATION_none) && envfp__isolation_shows(state->facts, sign);
}

static unsigned find_row(struct state *state, unsigned kinds, wanted_function *wanted)
{
    const struct isolation_sign *sign = find(state, kinds, wanted);
    if (!sign)
        return ISOLATION_none;
    cite_sign(state, sign);
    return sign->row;
}

/* A word of systemd's interface for container managers that is no sandbox's. */
static bool is_manager(struct facts *facts, const char *key)
{
    struct view word = envfp__facts_get_string(facts, CONTAINER, key);
    FOR_SIGNS (sign, SIGNS_WORD)
        if (isolation_is(isolation_of(sign), KINDS_SANDBOX) && view_equal(word, sign_text(sign)))
            return false;
    return word.length > 0;
}

/* A sandbox that has namespaces of its own, by what it leaves in the file system and says of itself. */
static bool is_sandbox(const struct facts *facts)
{
    FOR_SIGNS_UP_TO (sign, SIGNS_ROOT, SIGNS_VARIABLE)
        if (isolation_of(sign)->kind == KIND_SANDBOX && envfp__isolation_shows(facts, sign))
            return true;
    return envfp__sign_bubblewrap(facts);
}

/* A root that FUSE serves, whatever else is the machine's: none starts from one, but for Windows' file system under
 * Linux. */
static bool is_image(const struct facts *facts)
{
    struct view type = envfp__facts_get_string(facts, CONTAINER, "mounts.root_type");
    return view_starts(type, VIEW("fuse")) && !view_is(type, "fuseblk") &&
           !has(facts, "namespaces.initial", "mnt");
}

/* A folder as the root, which somebody made it, and none of the sandboxes that have one: Enroot's and Charliecloud's
 * unpacked images, a service of systemd's with a root directory of its own. */
static bool is_folder(const struct facts *facts)
{
    FOR_SIGNS (sign, SIGNS_ROOT)
        if (isolation_is(isolation_of(sign), KINDS_SANDBOX) && envfp__isolation_shows(facts, sign))
            return false;
    return has(facts, "mounts.root_folder", NULL) && !has(facts, "namespaces.initial", "mnt") &&
           !is_sandbox(facts);
}

/* Somebody's container, with nothing to say whose; each sign of it is cited. */
static bool is_nameless(struct state *state)
{
    struct facts *facts = state->facts;
    bool open = !state->contradicted;
    bool apart = has(facts, "namespaces.isolated", "pid");
    const struct {
        bool shows;
        const char *key;
    } signs[] = {
        {open && apart && !is_sandbox(facts), "namespaces.isolated"},
        {open && state->orchestrator != ISOLATION_none, NULL},
        {open && has(facts, "cgroup.container_id", NULL), "cgroup.container_id"},
        {open && is_manager(facts, "markers.manager"), "markers.manager"},
        {open && !state->on_disk && is_manager(facts, "markers.engine"), "markers.engine"},
        {is_image(facts), "mounts.root_type"},
        {is_folder(facts), "mounts.root_folder"},
        {open && !state->on_disk && is_manager(facts, "platform.container"), "platform.container"},
    };
    bool nameless = false;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (!signs[i].shows)
            continue;
        nameless = true;
        if (signs[i].key)
            cite(state, &(struct sign){CONTAINER, signs[i].key, NULL});
    }
    return nameless;
}

static const char *confidence_of(const struct state *state)
{
    if (state->weight == WEIGHT_PROOF || (state->weight == WEIGHT_HEAVY && state->isolated))
        return "certain";
    bool strong = state->weight == WEIGHT_HEAVY ? !state->contradicted
                                                : state->isolated && state->weight != WEIGHT_LIGHT;
    return strong ? "strong" : "weak";
}

static void tell(struct state *state, const char *key, unsigned row)
{
    if (row != ISOLATION_none)
        envfp__facts_string(state->facts, CONTAINER, key, view_of(envfp__isolations[row].word));
}

enum envfp_layer_status envfp__judge_container(struct facts *facts)
{
    struct state state = {.facts = facts, .runtime = ISOLATION_none};
    look(&state);
    weigh_runtimes(&state);
    refine(&state);
    look_for_machine(&state);
    look_around(&state);
    state.orchestrator = find_row(&state, KINDS_ORCHESTRATOR, is_orchestrated);
    state.platform = find_row(&state, KINDS_PLATFORM, is_hosted);
    name_evidence(&state);
    look_inside(&state);
    bool named = state.runtime != ISOLATION_none, nameless = !named && is_nameless(&state);
    if (named)
        envfp__facts_string(facts, CONTAINER, "verdict.confidence", view_of(confidence_of(&state)));
    else
        envfp__facts_string(facts, CONTAINER, "verdict.runtime",
                            nameless || !state.looked ? VIEW("unknown") : VIEW("none"));
    tell(&state, "verdict.runtime", state.runtime);
    tell(&state, "verdict.orchestrator", state.orchestrator);
    tell(&state, "verdict.platform", state.platform);
    if (state.outer.length)
        envfp__facts_string(facts, CONTAINER, "verdict.outer", state.outer);
    envfp__evidence_write(facts, &state.evidence, CONTAINER);
    if (named)
        return ENVFP_LAYER_OBSERVED;
    return nameless || !state.looked ? ENVFP_LAYER_UNKNOWN : ENVFP_LAYER_NONE;
}

#endif
