/* SPDX-License-Identifier: MIT */
/* Which mechanisms confine this process. Each row is a sign and the mechanism that it shows. */
#ifdef DECLARING

FACT("verdict.evidence", SET, DERIVED, INFORMS, NOTHING, "", "", "facts of this layer",
     "Facts that the verdict rests on.")
FACT("verdict.mechanisms", SET, DERIVED, ALTERS, POLICY, "", "", "facts of this layer and the container's",
     "Mechanisms that confine this process; empty where there is none.")

#else
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

static const struct row rows[] = {
    /* The root directory is no mount point: only chroot(2) does that. */
    {{SANDBOX, "root.changed", NULL}, "chroot"},
    {{CONTAINER, "platform.variables", "SCHROOT_CHROOT_NAME"}, "schroot"},
    {{CONTAINER, "mounts.hints", "schroot"}, "schroot"},
    /* fakechroot sets it for its preloaded library. */
    {{CONTAINER, "platform.variables", "FAKECHROOT"}, "fakechroot"},
    {{SANDBOX, "process.tracer", "proot"}, "proot"},
    {{CONTAINER, "markers.manager", "proot"}, "proot"},
    /* Flatpak runs on bubblewrap, and leaves its file. */
    {{CONTAINER, "markers.found", "/.flatpak-info"}, "flatpak"},
    {{CONTAINER, "markers.manager", "flatpak"}, "flatpak"},
    {{CONTAINER, "markers.manager", "bwrap"}, "bubblewrap"},
    /* Steam's runtime container is made by bubblewrap. */
    {{CONTAINER, "markers.manager", "pressure-vessel"}, "bubblewrap"},
    {{CONTAINER, "platform.container", "firejail"}, "firejail"},
    {{CONTAINER, "mounts.hints", "firejail"}, "firejail"},
    /* Not the variable $SNAP: programs that a snap starts outside of itself inherit it. */
    {{CONTAINER, "cgroup.sandbox", "snap"}, "snap"},
    {{CONTAINER, "mounts.hints", "snap"}, "snap"},
    {{SANDBOX, "confinement.type", "snap"}, "snap"},
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
    return view_is(view_of(sign->key), "confinement.kind") &&
           (view_is(mode, "complain") || view_is(mode, "permissive"));
}

enum envfp_layer_status envfp__judge_sandbox(struct facts *facts)
{
    struct view mechanisms[sizeof rows / sizeof *rows + 2];
    struct evidence evidence = {0};
    size_t count = 0;
    bool looked = envfp__facts_find(facts, SANDBOX, "process.user") != NULL;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (!envfp__sign_shows(facts, &rows[i].sign) || is_void(facts, &rows[i].sign))
            continue;
        mechanisms[count++] = view_of(rows[i].mechanism);
        envfp__evidence_add(facts, &evidence, rows[i].sign.layer, rows[i].sign.key);
    }
    if (envfp__sign_bubblewrap(facts)) {
        mechanisms[count++] = VIEW("bubblewrap");
        envfp__evidence_add(facts, &evidence, CONTAINER, "mounts.hints");
    }
    if (is_less(facts, "rlimits.nofile", 1024)) {
        mechanisms[count++] = VIEW("rlimits");
        envfp__evidence_add(facts, &evidence, SANDBOX, "rlimits.nofile");
    }
    if (count || looked)
        envfp__facts_set(facts, SANDBOX, "verdict.mechanisms", mechanisms, count);
    envfp__evidence_write(facts, &evidence, SANDBOX);
    if (count)
        return ENVFP_LAYER_OBSERVED;
    return looked ? ENVFP_LAYER_NONE : ENVFP_LAYER_UNKNOWN;
}

#endif
