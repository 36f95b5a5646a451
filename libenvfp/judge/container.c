/* SPDX-License-Identifier: MIT */
/*
 * Which container runtime, orchestrator and platform. Every sign has a weight by what it takes to be there by
 * accident; the runtime with the heaviest sign wins, by the table's order among equals. Namespaces can take
 * the light signs away: a file that an image left behind makes no container on a machine whose processes all
 * live in the initial namespaces.
 */
#include "judge/judge.h"
#include "judge/sign.h"

#define CONTAINER ENVFP_LAYER_CONTAINER
#define SANDBOX ENVFP_LAYER_SANDBOX
#define KERNEL ENVFP_LAYER_KERNEL

enum weight {
    VOID = 0,
    LIGHT = 1, /* stands in images and leaks through inheritance */
    FAIR = 2,  /* written by a manager when it started this root file system */
    HEAVY = 3, /* the kernel's own account of this process */
    PROOF = 4  /* the kernel itself is of that make */
};

struct runtime_sign {
    struct sign sign;
    const char *runtime;
    enum weight weight;
    bool shares; /* this runtime may leave all namespaces as they are: they contradict nothing */
};

/* Among equals the earlier row wins: what runs inside of another, or refines it, comes first. */
static const struct runtime_sign runtime_signs[] = {
    /* gVisor is its own kernel, and has told this version and date since its first release. */
    {{KERNEL, "uname.version", "SMP Sun Jan 10 15:06:54 PST 2016"}, "gvisor", PROOF, true},
    {{KERNEL, "uname.release", "gvisor"}, "gvisor", PROOF, true},
    {{KERNEL, "cmdline.hints", "gvisor"}, "gvisor", PROOF, true},
    /* The Linux-branded zones of illumos say so in the version. */
    {{KERNEL, "uname.version", "BrandZ virtual linux"}, "illumos-lx", PROOF, true},
    /* Kata shares its images into the guest under this name; the agent's kernel tells nothing. */
    {{CONTAINER, "mounts.hints", "kata"}, "kata", PROOF, true},
    {{SANDBOX, "process.vserver", NULL}, "linux_vserver", PROOF, true},
    /* cgroup paths: the process's own, then those its cgroup mounts begin at. */
    {{CONTAINER, "cgroup.runtime", "docker"}, "docker", HEAVY, true},
    {{CONTAINER, "cgroup.runtime", "podman"}, "podman", HEAVY, true},
    {{CONTAINER, "cgroup.runtime", "crio"}, "crio", HEAVY, true},
    {{CONTAINER, "cgroup.runtime", "containerd"}, "containerd", HEAVY, true},
    {{CONTAINER, "cgroup.runtime", "rkt"}, "rkt", HEAVY, true},
    {{CONTAINER, "cgroup.runtime", "systemd-nspawn"}, "systemd-nspawn", HEAVY, true},
    {{CONTAINER, "cgroup.runtime", "lxc"}, "lxc", HEAVY, true},
    {{CONTAINER, "mounts.hints", "docker"}, "docker", HEAVY, false},
    {{CONTAINER, "mounts.hints", "podman"}, "podman", HEAVY, false},
    {{CONTAINER, "mounts.hints", "crio"}, "crio", HEAVY, false},
    {{CONTAINER, "mounts.hints", "containerd"}, "containerd", HEAVY, false},
    {{CONTAINER, "mounts.hints", "systemd-nspawn"}, "systemd-nspawn", HEAVY, false},
    {{CONTAINER, "mounts.hints", "rkt"}, "rkt", HEAVY, false},
    {{CONTAINER, "mounts.hints", "lxc"}, "lxc", HEAVY, false},
    /* Sockets that LXD and Incus put into their guests, virtual machines too: there namespaces contradict. */
    {{CONTAINER, "markers.found", "/dev/incus/sock"}, "incus", FAIR, false},
    {{CONTAINER, "markers.found", "/dev/lxd/sock"}, "lxd", FAIR, false},
    /* systemd's container interface: /run/host/container-manager, else what systemd wrote at its start. */
    {{CONTAINER, "markers.manager", "docker"}, "docker", FAIR, false},
    {{CONTAINER, "markers.manager", "podman"}, "podman", FAIR, false},
    {{CONTAINER, "markers.manager", "systemd-nspawn"}, "systemd-nspawn", FAIR, false},
    {{CONTAINER, "markers.manager", "lxc"}, "lxc", FAIR, false},
    {{CONTAINER, "markers.manager", "rkt"}, "rkt", FAIR, false},
    {{CONTAINER, "markers.manager", "openvz"}, "openvz", FAIR, false},
    /* Podman writes its name into /run/.containerenv of privileged containers; CRI-O makes it empty. */
    {{CONTAINER, "markers.engine", "podman"}, "podman", FAIR, false},
    {{CONTAINER, "markers.found", "/run/.containerenv"}, "podman", FAIR, false},
    {{CONTAINER, "mounts.hints", "containers-storage"}, "podman", FAIR, false},
    /* Docker keeps its layers there too since version 29; its own files outweigh this. */
    {{CONTAINER, "mounts.hints", "containerd-snapshot"}, "containerd", FAIR, false},
    {{CONTAINER, "mounts.hints", "lxcfs"}, "lxc", FAIR, false},
    /* Set inside, and only by the launcher of a container without namespaces of its own. */
    {{CONTAINER, "platform.variables", "APPTAINER_CONTAINER"}, "apptainer", FAIR, true},
    {{CONTAINER, "platform.variables", "SINGULARITY_CONTAINER"}, "apptainer", FAIR, true},
    /* $container: images hardcode it, children inherit it. "zone" is illumos'. */
    {{CONTAINER, "platform.container", "docker"}, "docker", LIGHT, false},
    {{CONTAINER, "platform.container", "podman"}, "podman", LIGHT, false},
    {{CONTAINER, "platform.container", "crio"}, "crio", LIGHT, false},
    {{CONTAINER, "platform.container", "systemd-nspawn"}, "systemd-nspawn", LIGHT, false},
    {{CONTAINER, "platform.container", "lxc"}, "lxc", LIGHT, false},
    {{CONTAINER, "platform.container", "rkt"}, "rkt", LIGHT, false},
    {{CONTAINER, "platform.container", "zone"}, "illumos-lx", LIGHT, false},
    {{CONTAINER, "markers.found", "/.dockerenv"}, "docker", LIGHT, false},
    {{CONTAINER, "markers.found", "/.dockerinit"}, "docker", LIGHT, false},
    {{CONTAINER, "markers.found", "/.apptainer.d"}, "apptainer", LIGHT, false},
    {{CONTAINER, "markers.found", "/.singularity.d"}, "apptainer", LIGHT, false},
    {{CONTAINER, "platform.container", "oci"}, "oci", LIGHT, false},
    {{CONTAINER, "markers.manager", "oci"}, "oci", LIGHT, false},
};

/* WSL is the machine that other runtimes run in: it is named where there is none inside. Microsoft's kernels
 * say "Microsoft" or "WSL" (a lower-case "microsoft" alone is also Azure's); others keep the interop file. */
static const struct sign wsl_signs[] = {
    {KERNEL, "uname.release", "Microsoft"},
    {KERNEL, "uname.release", "WSL"},
    {CONTAINER, "markers.found", "/proc/sys/fs/binfmt_misc/WSLInterop"},
    {CONTAINER, "markers.found", "/proc/sys/fs/binfmt_misc/WSLInterop-late"},
};

struct refinement {
    const char *runtime; /* the winner */
    struct sign sign, unless;
    const char *refined;
};

static const struct refinement refinements[] = {
    {"lxc", {CONTAINER, "markers.found", "/dev/incus/sock"}, {CONTAINER, NULL, NULL}, "incus"},
    {"lxc", {CONTAINER, "markers.found", "/dev/lxd/sock"}, {CONTAINER, NULL, NULL}, "lxd"},
    /* Podman and CRI-O share their storage and the marker; a kubelet speaks to CRI-O only. */
    {"podman", {CONTAINER, "mounts.hints", "kubernetes"}, {CONTAINER, "markers.engine", "podman"}, "crio"},
};

struct orchestrator_sign {
    struct sign sign;
    const char *orchestrator;
    bool inherited; /* a variable, which proves nothing on a machine without containers */
};

static const struct orchestrator_sign orchestrator_signs[] = {
    {{CONTAINER, "cgroup.orchestrator", "kubernetes"}, "kubernetes", false},
    {{CONTAINER, "cgroup.orchestrator", "ecs"}, "ecs", false},
    {{CONTAINER, "cgroup.orchestrator", "nomad"}, "nomad", false},
    {{CONTAINER, "mounts.hints", "kubernetes"}, "kubernetes", false},
    {{CONTAINER, "mounts.hints", "ecs"}, "ecs", false},
    {{CONTAINER, "mounts.hints", "nomad"}, "nomad", false},
    {{CONTAINER, "markers.found", "/run/secrets/kubernetes.io"}, "kubernetes", false},
    {{CONTAINER, "markers.found", "/var/run/secrets/kubernetes.io"}, "kubernetes", false},
    {{CONTAINER, "platform.variables", "KUBERNETES_SERVICE_HOST"}, "kubernetes", true},
    {{CONTAINER, "platform.variables", "ECS_CONTAINER_METADATA_URI_V4"}, "ecs", true},
    {{CONTAINER, "platform.variables", "ECS_CONTAINER_METADATA_URI"}, "ecs", true},
    /* Nomad starts plain programs too. */
    {{CONTAINER, "platform.variables", "NOMAD_ALLOC_ID"}, "nomad", false},
};

struct platform_row {
    const char *platform;
    const char *all[3]; /* variables that must all be set */
    const char *none;   /* and one that must not be */
};

/* The first that fits: Cloud Functions run on Cloud Run, a codespace is a development container. */
static const struct platform_row platform_rows[] = {
    {"aws-lambda",
     {"AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_VERSION", "AWS_LAMBDA_RUNTIME_API"},
     NULL},
    {"google-cloud-functions", {"FUNCTION_TARGET", "K_SERVICE", NULL}, NULL},
    {"google-cloud-run", {"CLOUD_RUN_JOB", NULL, NULL}, NULL},
    /* Knative sets these too, and is on Kubernetes, which Cloud Run does not show. */
    {"google-cloud-run", {"K_CONFIGURATION", "K_REVISION", "K_SERVICE"}, "KUBERNETES_SERVICE_HOST"},
    {"azure-functions", {"FUNCTIONS_WORKER_RUNTIME", "WEBSITE_SITE_NAME", NULL}, NULL},
    {"azure-container-apps", {"CONTAINER_APP_NAME", NULL, NULL}, NULL},
    {"fly", {"FLY_APP_NAME", "FLY_REGION", NULL}, NULL},
    {"codespaces", {"CODESPACES", NULL, NULL}, NULL},
    {"gitpod", {"GITPOD_WORKSPACE_ID", NULL, NULL}, NULL},
    {"devcontainer", {"REMOTE_CONTAINERS", NULL, NULL}, NULL},
    {"distrobox", {"DISTROBOX_ENTER_PATH", NULL, NULL}, NULL},
    {"toolbx", {"TOOLBOX_PATH", NULL, NULL}, NULL},
};

struct state {
    struct facts *facts;
    struct evidence evidence;
    bool isolated, contradicted, on_disk, looked;
    const char *runtime, *orchestrator, *platform;
    enum weight weight;
};

static bool has(const struct facts *facts, const char *key, const char *item)
{
    struct sign sign = {CONTAINER, key, item};
    return envfp__sign_shows(facts, &sign);
}

/* Root file systems that engines build; another one is a disk's. */
static bool is_built_root(struct view type)
{
    static const char *const built[] = {"9p",      "aufs",  "fuse-overlayfs", "fuse.fuse-overlayfs",
                                        "overlay", "simfs", "squashfs",       "virtiofs",
                                        "zfs",     ""};
    for (size_t i = 0; i < sizeof built / sizeof *built; i++)
        if (view_is(type, built[i]))
            return true;
    return false;
}

static void look(struct state *state)
{
    const struct facts *facts = state->facts;
    state->isolated = has(facts, "namespaces.isolated", NULL) || has(facts, "namespaces.other", NULL);
    /* Kernels without /proc/self/ns tell by the cgroups; where it is not to be seen, nothing does. */
    bool blind = envfp__facts_find_gap(facts, CONTAINER, "namespaces.isolated") != NULL;
    state->looked = has(facts, "namespaces.initial", NULL) || state->isolated ||
                    (has(facts, "cgroup.seen", NULL) && !blind);
    bool initial = has(facts, "namespaces.initial", "pid") && has(facts, "namespaces.initial", "ipc") &&
                   has(facts, "namespaces.initial", "uts") && !has(facts, "namespaces.isolated", "cgroup");
    struct view root = envfp__facts_get_string(facts, CONTAINER, "mounts.root_type");
    state->on_disk = has(facts, "mounts.root_disk", NULL);
    state->contradicted = initial && (has(facts, "namespaces.initial", "mnt") || !is_built_root(root));
}

/* What an image may have left behind counts for nothing where a machine's own disk is the root. */
static bool counts(const struct state *state, const struct runtime_sign *row)
{
    return (row->shares || !state->contradicted) && !(row->weight == LIGHT && state->on_disk) &&
           envfp__sign_shows(state->facts, &row->sign);
}

static void weigh_runtimes(struct state *state)
{
    for (size_t i = 0; i < sizeof runtime_signs / sizeof *runtime_signs; i++) {
        const struct runtime_sign *row = &runtime_signs[i];
        if (row->weight > state->weight && counts(state, row)) {
            state->runtime = row->runtime;
            state->weight = row->weight;
        }
    }
    /* OpenVZ: both in its host, the first alone in a container. */
    if (state->weight < PROOF && has(state->facts, "markers.found", "/proc/vz") &&
        !has(state->facts, "markers.found", "/proc/bc")) {
        state->runtime = "openvz";
        state->weight = PROOF;
        envfp__evidence_add(state->facts, &state->evidence, CONTAINER, "markers.found");
    }
}

static void refine(struct state *state)
{
    for (size_t i = 0; i < sizeof refinements / sizeof *refinements; i++) {
        const struct refinement *row = &refinements[i];
        if (!state->runtime || !view_is(view_of(state->runtime), row->runtime) ||
            !envfp__sign_shows(state->facts, &row->sign) ||
            (row->unless.key && envfp__sign_shows(state->facts, &row->unless)))
            continue;
        envfp__evidence_add(state->facts, &state->evidence, row->sign.layer, row->sign.key);
        state->runtime = row->refined;
    }
}

/* An image's marker in a distribution that was made from that image does not hide WSL. */
static void fall_back_on_wsl(struct state *state)
{
    struct view root = envfp__facts_get_string(state->facts, CONTAINER, "mounts.root_type");
    if (state->weight > LIGHT || (state->weight == LIGHT && is_built_root(root)))
        return;
    for (size_t i = 0; i < sizeof wsl_signs / sizeof *wsl_signs; i++) {
        if (!envfp__sign_shows(state->facts, &wsl_signs[i]))
            continue;
        envfp__evidence_add(state->facts, &state->evidence, wsl_signs[i].layer, wsl_signs[i].key);
        state->runtime = "wsl";
        state->weight = HEAVY;
    }
}

static void name_evidence(struct state *state)
{
    for (size_t i = 0; i < sizeof runtime_signs / sizeof *runtime_signs; i++) {
        const struct runtime_sign *row = &runtime_signs[i];
        if (state->runtime && view_is(view_of(state->runtime), row->runtime) && counts(state, row))
            envfp__evidence_add(state->facts, &state->evidence, row->sign.layer, row->sign.key);
    }
    if (has(state->facts, "namespaces.isolated", NULL))
        envfp__evidence_add(state->facts, &state->evidence, CONTAINER, "namespaces.isolated");
    else if (!state->runtime && state->contradicted)
        envfp__evidence_add(state->facts, &state->evidence, CONTAINER, "namespaces.initial");
}

static void find_orchestrator(struct state *state)
{
    for (size_t i = 0; i < sizeof orchestrator_signs / sizeof *orchestrator_signs && !state->orchestrator;
         i++) {
        const struct orchestrator_sign *row = &orchestrator_signs[i];
        if ((row->inherited && state->contradicted) || !envfp__sign_shows(state->facts, &row->sign))
            continue;
        state->orchestrator = row->orchestrator;
        envfp__evidence_add(state->facts, &state->evidence, row->sign.layer, row->sign.key);
    }
}

static void find_platform(struct state *state)
{
    for (size_t i = 0; i < sizeof platform_rows / sizeof *platform_rows && !state->platform; i++) {
        const struct platform_row *row = &platform_rows[i];
        bool fits = !row->none || !has(state->facts, "platform.variables", row->none);
        for (size_t j = 0; j < 3 && row->all[j]; j++)
            fits = fits && has(state->facts, "platform.variables", row->all[j]);
        if (fits) {
            state->platform = row->platform;
            envfp__evidence_add(state->facts, &state->evidence, CONTAINER, "platform.variables");
        }
    }
    if (!state->platform && state->runtime && has(state->facts, "markers.found", "/run/.toolboxenv")) {
        state->platform = "toolbx";
        envfp__evidence_add(state->facts, &state->evidence, CONTAINER, "markers.found");
    }
}

/* Somebody's container, with nothing to say whose: namespaces of several kinds that no sandbox explains. */
static bool is_nameless(const struct state *state)
{
    const struct facts *facts = state->facts;
    bool several = has(facts, "namespaces.isolated", "pid") &&
                   (has(facts, "namespaces.isolated", "ipc") || has(facts, "namespaces.isolated", "uts"));
    bool sandbox = envfp__sign_bubblewrap(facts) || has(facts, "mounts.hints", "firejail") ||
                   has(facts, "mounts.hints", "snap") || has(facts, "markers.found", "/.flatpak-info");
    return (several && !sandbox) || (state->orchestrator && !state->contradicted);
}

static const char *confidence_of(const struct state *state)
{
    if (state->weight == PROOF || (state->weight == HEAVY && state->isolated))
        return "certain";
    return state->weight == HEAVY || (state->weight == FAIR && state->isolated) ? "strong" : "weak";
}

enum envfp_layer_status envfp__judge_container(struct facts *facts)
{
    struct state state = {.facts = facts};
    look(&state);
    weigh_runtimes(&state);
    fall_back_on_wsl(&state);
    refine(&state);
    find_orchestrator(&state);
    find_platform(&state);
    name_evidence(&state);
    bool nameless = !state.runtime && is_nameless(&state);
    const char *verdict = state.runtime ? state.runtime : nameless || !state.looked ? "unknown" : "none";
    envfp__facts_string(facts, CONTAINER, "verdict.runtime", view_of(verdict));
    if (state.runtime)
        envfp__facts_string(facts, CONTAINER, "verdict.confidence", view_of(confidence_of(&state)));
    if (state.orchestrator)
        envfp__facts_string(facts, CONTAINER, "verdict.orchestrator", view_of(state.orchestrator));
    if (state.platform)
        envfp__facts_string(facts, CONTAINER, "verdict.platform", view_of(state.platform));
    envfp__evidence_write(facts, &state.evidence, CONTAINER);
    if (state.runtime)
        return ENVFP_LAYER_OBSERVED;
    return nameless || !state.looked ? ENVFP_LAYER_UNKNOWN : ENVFP_LAYER_NONE;
}
