/* SPDX-License-Identifier: MIT */
#include "judge/container_rules.h"

#define CONTAINER ENVFP_LAYER_CONTAINER
#define SANDBOX ENVFP_LAYER_SANDBOX
#define KERNEL ENVFP_LAYER_KERNEL

/* Among equals the earlier row wins: what runs inside of another, or refines it, comes first. */
const struct runtime_sign envfp__runtime_signs[] = {
    /* gVisor is its own kernel, and has told this version and date since its first release. */
    {{KERNEL, "uname.version", "SMP Sun Jan 10 15:06:54 PST 2016"}, "gvisor", PROOF, true},
    {{KERNEL, "uname.release", "gvisor"}, "gvisor", PROOF, true},
    {{KERNEL, "cmdline.hints", "gvisor"}, "gvisor", PROOF, true},
    /* The Linux-branded zones of illumos say so in the version. */
    {{KERNEL, "uname.version", "BrandZ virtual linux"}, "illumos-lx", PROOF, true},
    /* Kata shares its images into the guest under this name; the agent's kernel tells nothing. */
    {{CONTAINER, "mounts.hints", "kata"}, "kata", PROOF, true},
    {{SANDBOX, "process.vserver", NULL}, "linux_vserver", PROOF, true},
    /* OpenVZ's and Virtuozzo's kernels number their containers; the host's is 0. */
    {{SANDBOX, "process.openvz", NULL}, "openvz", PROOF, true},
    /* cgroup paths: the process's own, then those its cgroup mounts begin at. */
    {{CONTAINER, "cgroup.runtime", "docker"}, "docker", HEAVY, true},
    {{CONTAINER, "cgroup.runtime", "podman"}, "podman", HEAVY, true},
    {{CONTAINER, "cgroup.runtime", "crio"}, "crio", HEAVY, true},
    {{CONTAINER, "cgroup.runtime", "containerd"}, "containerd", HEAVY, true},
    {{CONTAINER, "cgroup.runtime", "rkt"}, "rkt", HEAVY, true},
    {{CONTAINER, "cgroup.runtime", "systemd-nspawn"}, "systemd-nspawn", HEAVY, true},
    {{CONTAINER, "cgroup.runtime", "lxc"}, "lxc", HEAVY, true},
    {{CONTAINER, "cgroup.runtime", "oci"}, "oci", HEAVY, true},
    {{CONTAINER, "mounts.hints", "docker"}, "docker", HEAVY, false},
    {{CONTAINER, "mounts.hints", "podman"}, "podman", HEAVY, false},
    {{CONTAINER, "mounts.hints", "crio"}, "crio", HEAVY, false},
    {{CONTAINER, "mounts.hints", "containerd"}, "containerd", HEAVY, false},
    {{CONTAINER, "mounts.hints", "systemd-nspawn"}, "systemd-nspawn", HEAVY, false},
    {{CONTAINER, "mounts.hints", "rkt"}, "rkt", HEAVY, false},
    {{CONTAINER, "mounts.hints", "incus"}, "incus", HEAVY, false},
    {{CONTAINER, "mounts.hints", "lxd"}, "lxd", HEAVY, false},
    {{CONTAINER, "mounts.hints", "lxc"}, "lxc", HEAVY, false},
    {{CONTAINER, "mounts.hints", "openvz"}, "openvz", HEAVY, true},
    {{CONTAINER, "mounts.hints", "apptainer"}, "apptainer", HEAVY, true},
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
    {{CONTAINER, "mounts.hints", "containers-storage"}, "podman", FAIR, false},
    /* Docker keeps its layers there too since version 29; its own files outweigh this. */
    {{CONTAINER, "mounts.hints", "containerd-snapshot"}, "containerd", FAIR, false},
    {{CONTAINER, "mounts.hints", "lxcfs"}, "lxc", FAIR, false},
    /* ctr's containers lie in the cgroup /default, where others' may. */
    {{CONTAINER, "cgroup.runtime", "ctr"}, "containerd", FAIR, false},
    /* Set inside, and only by the launcher of a container without namespaces of its own. */
    {{CONTAINER, "platform.variables", "APPTAINER_CONTAINER"}, "apptainer", FAIR, true},
    {{CONTAINER, "platform.variables", "SINGULARITY_CONTAINER"}, "apptainer", FAIR, true},
    /* Podman writes its name into /run/.containerenv of privileged containers; CRI-O makes it empty; buildah
     * writes its own for programs that it runs in a container or a chroot. Left in a root file system that
     * is started as something else, the file says nothing. */
    {{CONTAINER, "markers.engine", "podman"}, "podman", LIGHT, false},
    {{CONTAINER, "markers.engine", "buildah"}, "oci", LIGHT, true},
    {{CONTAINER, "markers.found", "/run/.containerenv"}, "podman", LIGHT, false},
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
    /* runc, crun and their like mask files as the OCI's runtime specification has it, whoever calls them. */
    {{CONTAINER, "mounts.hints", "oci"}, "oci", GENERIC, true},
};

const size_t envfp__runtime_signs_count = sizeof envfp__runtime_signs / sizeof *envfp__runtime_signs;

/* WSL is the machine that other runtimes run in: it is named where there is none inside. Microsoft's kernels
 * say "Microsoft" or "WSL" (a lower-case "microsoft" alone is also Azure's); others keep the interop file. */
const struct sign envfp__wsl_signs[] = {
    {KERNEL, "uname.release", "Microsoft"},
    {KERNEL, "uname.release", "WSL"},
    {CONTAINER, "mounts.hints", "wsl"},
    {CONTAINER, "markers.found", "/proc/sys/fs/binfmt_misc/WSLInterop"},
    {CONTAINER, "markers.found", "/proc/sys/fs/binfmt_misc/WSLInterop-late"},
};

const size_t envfp__wsl_signs_count = sizeof envfp__wsl_signs / sizeof *envfp__wsl_signs;

const struct refinement envfp__refinements[] = {
    {"lxc", {CONTAINER, "markers.found", "/dev/incus/sock"}, {CONTAINER, NULL, NULL}, "incus"},
    {"lxc", {CONTAINER, "markers.found", "/dev/lxd/sock"}, {CONTAINER, NULL, NULL}, "lxd"},
    /* buildah shares Podman's storage. */
    {"podman", {CONTAINER, "markers.engine", "buildah"}, {CONTAINER, NULL, NULL}, "oci"},
    /* Podman and CRI-O share their storage and the marker; a kubelet speaks to CRI-O only. */
    {"podman", {CONTAINER, "mounts.hints", "kubernetes"}, {CONTAINER, "markers.engine", "podman"}, "crio"},
};

const size_t envfp__refinements_count = sizeof envfp__refinements / sizeof *envfp__refinements;

const struct orchestrator_sign envfp__orchestrator_signs[] = {
    {{CONTAINER, "cgroup.orchestrator", "kubernetes"}, "kubernetes", false},
    {{CONTAINER, "cgroup.orchestrator", "ecs"}, "ecs", false},
    {{CONTAINER, "cgroup.orchestrator", "nomad"}, "nomad", false},
    {{CONTAINER, "mounts.hints", "kubernetes"}, "kubernetes", false},
    {{CONTAINER, "mounts.hints", "ecs"}, "ecs", false},
    {{CONTAINER, "mounts.hints", "nomad"}, "nomad", false},
    /* A service of Swarm's shows by its secrets alone, one of Compose's not at all. */
    {{CONTAINER, "mounts.hints", "swarm"}, "swarm", false},
    {{CONTAINER, "markers.found", "/run/secrets/kubernetes.io"}, "kubernetes", false},
    {{CONTAINER, "markers.found", "/var/run/secrets/kubernetes.io"}, "kubernetes", false},
    {{CONTAINER, "platform.variables", "KUBERNETES_SERVICE_HOST"}, "kubernetes", true},
    {{CONTAINER, "platform.variables", "ECS_CONTAINER_METADATA_URI_V4"}, "ecs", true},
    {{CONTAINER, "platform.variables", "ECS_CONTAINER_METADATA_URI"}, "ecs", true},
    /* "AWS_ECS_EC2", "AWS_ECS_FARGATE" */
    {{CONTAINER, "platform.execution", "AWS_ECS"}, "ecs", true},
    /* Nomad starts plain programs too. */
    {{CONTAINER, "platform.variables", "NOMAD_ALLOC_ID"}, "nomad", false},
};

const size_t envfp__orchestrator_signs_count =
    sizeof envfp__orchestrator_signs / sizeof *envfp__orchestrator_signs;

/* The first that fits: Cloud Functions run on Cloud Run, a codespace is a development container. */
const struct platform_row envfp__platform_rows[] = {
    {"aws-lambda",
     {"AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_VERSION", "AWS_LAMBDA_RUNTIME_API"},
     NULL},
    {"google-cloud-functions", {"FUNCTION_TARGET", "K_SERVICE", NULL}, NULL},
    /* The first generation's oldest runtimes. */
    {"google-cloud-functions", {"FUNCTION_NAME", "FUNCTION_TRIGGER_TYPE", NULL}, NULL},
    {"google-cloud-run", {"CLOUD_RUN_JOB", NULL, NULL}, NULL},
    /* Knative sets these too, and is on Kubernetes, which Cloud Run does not show. */
    {"google-cloud-run", {"K_CONFIGURATION", "K_REVISION", "K_SERVICE"}, "KUBERNETES_SERVICE_HOST"},
    {"azure-functions", {"FUNCTIONS_WORKER_RUNTIME", "WEBSITE_SITE_NAME", NULL}, NULL},
    {"azure-functions", {"FUNCTIONS_EXTENSION_VERSION", "WEBSITE_SITE_NAME", NULL}, NULL},
    {"azure-app-service", {"WEBSITE_INSTANCE_ID", "WEBSITE_SITE_NAME", NULL}, NULL},
    {"azure-container-apps", {"CONTAINER_APP_NAME", NULL, NULL}, NULL},
    {"google-app-engine", {"GAE_INSTANCE", "GAE_SERVICE", "GAE_VERSION"}, NULL},
    {"fly", {"FLY_APP_NAME", "FLY_REGION", NULL}, NULL},
    {"codespaces", {"CODESPACES", NULL, NULL}, NULL},
    {"gitpod", {"GITPOD_WORKSPACE_ID", NULL, NULL}, NULL},
    {"devcontainer", {"REMOTE_CONTAINERS", NULL, NULL}, NULL},
    {"devcontainer", {"DEVPOD", NULL, NULL}, NULL},
    {"distrobox", {"DISTROBOX_ENTER_PATH", NULL, NULL}, NULL},
    {"toolbx", {"TOOLBOX_PATH", NULL, NULL}, NULL},
};

const size_t envfp__platform_rows_count = sizeof envfp__platform_rows / sizeof *envfp__platform_rows;
