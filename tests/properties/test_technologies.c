/* SPDX-License-Identifier: MIT */
/* Every technology by what a process in it sees: one row each, the namespaces as its defaults leave them. */
#include <criterion/criterion.h>

#include "world.h"

#define CONTAINER ENVFP_LAYER_CONTAINER
#define ID "34dc0b5e626f2c5c4c5170e34b10e7654ce36f0fcd532739f4445baabea03376"
#define OTHER "8c046cb0b72cd4c99f51b5591cd5b095967f58ee003710a45280c28ee1a9c7fa"
#define CGROUP "/proc/self/cgroup"
#define MOUNTS "/proc/self/mountinfo"
#define STATUS "/proc/self/status"
#define FREE "Uid:\t0\t0\t0\t0\nCapEff:\t000001ffffffffff\nCapBnd:\t000001ffffffffff\n"
#define PROC "30 20 0:62 / /proc rw,nosuid - proc proc rw\n"
#define OVERLAY "20 8 0:60 / / rw - overlay overlay rw,lowerdir=/l\n" PROC
#define DISK "20 1 8:1 / / rw - ext4 /dev/sda1 rw\n" PROC
#define MASKS                                                                                                \
    "40 30 0:63 /null /proc/keys rw,nosuid - tmpfs tmpfs rw\n41 30 0:62 /bus /proc/bus ro - proc proc rw\n"
#define PODMAN_ROOT                                                                                          \
    "20 8 0:60 / / rw - overlay overlay rw,lowerdir=/var/lib/containers/storage/overlay/l/X\n" PROC
#define SNAPSHOT                                                                                             \
    "20 8 0:60 / / rw - overlay overlay rw,lowerdir=/var/lib/containerd/io.containerd.snapshotter.v1."       \
    "overlayfs/snapshots/1/fs\n" PROC
#define DOCKER_HOSTS "43 20 8:1 /var/lib/docker/containers/" ID "/hosts /etc/hosts rw - xfs /dev/sda1 rw\n"
#define POD_HOSTS "44 20 8:1 /var/lib/kubelet/pods/1-2/etc-hosts /etc/hosts rw - xfs /dev/sda1 rw\n"
#define PAUSE                                                                                                \
    "43 20 0:25 /containers/storage/overlay-containers/" OTHER                                               \
    "/userdata/hostname /etc/hostname rw - tmpfs tmpfs rw\n"

#define NEWROOT "66 42 0:41 /newroot / rw,nosuid,nodev - tmpfs tmpfs rw\n" PROC
#define BOUND FREE "NoNewPrivs:\t1\n"

struct technology {
    const char *name;
    const char *namespaces; /* "isolated", "initial", or NULL for unknown */
    const char *files[8];   /* path, text, ...; "$NAME", value */
    const char *release, *version;
    const char
        *stack; /* container boundaries, then orchestrator, platform and sandbox behind '@', '#', '+' */
};

static const struct technology technologies[] = {
    {"Docker, cgroup v1",
     "isolated",
     {CGROUP, "4:memory:/docker/" ID "\n", "/.dockerenv", ""},
     .stack = "docker!"},
    {"Docker, systemd driver",
     "isolated",
     {CGROUP, "0::/system.slice/docker-" ID ".scope\n", "/.dockerenv", ""},
     .stack = "docker!"},
    {"Docker, cgroup v2",
     "isolated",
     {CGROUP, "0::/\n", MOUNTS, OVERLAY DOCKER_HOSTS MASKS, "/.dockerenv", ""},
     .stack = "docker!"},
    {"Docker 29, containerd's images",
     "isolated",
     {CGROUP, "0::/\n", MOUNTS, SNAPSHOT DOCKER_HOSTS MASKS, "/.dockerenv", ""},
     .stack = "docker!"},
    {"Docker, all namespaces the host's",
     "initial",
     {CGROUP, "0::/docker/" ID "\n", MOUNTS, OVERLAY DOCKER_HOSTS, "/.dockerenv", ""},
     .stack = "docker"},
    {"Docker, no /proc", NULL, {"/.dockerenv", ""}, .stack = "docker?"},
    {"Podman, rootful",
     "isolated",
     {CGROUP, "0::/machine.slice/libpod-" ID ".scope\n", "/run/.containerenv", "", "$container", "podman"},
     .stack = "podman!"},
    {"Podman, rootless",
     "isolated",
     {CGROUP, "0::/\n", MOUNTS, PODMAN_ROOT MASKS, "/run/.containerenv", ""},
     .stack = "podman"},
    /* The file is not Podman's alone: who it is stands in it, or nobody does. */
    {"Apple's container tool",
     NULL,
     {"/run/.containerenv", "container=apple\n"},
     .stack = "apple-container?"},
    {"Distrobox on Docker",
     NULL,
     {"/run/.containerenv", "engine=\"docker-24.0.7\"\nname=\"box\"\n"},
     .stack = "docker?"},
    {"an engine that nobody knows",
     NULL,
     {"/run/.containerenv", "engine=\"lilipod-0.0.3\"\n"},
     .stack = "unknown"},
    {"nobody's engine", NULL, {"/run/.containerenv", "name=\"box\"\n"}, .stack = "unknown"},
    {"Podman, privileged", NULL, {"/run/.containerenv", "engine=\"podman-5.2.1\"\n"}, .stack = "podman?"},
    {"containerd, ctr",
     "isolated",
     {CGROUP, "0::/default/web\n", MOUNTS, OVERLAY MASKS},
     .stack = "containerd"},
    {"containerd, ctr with an image",
     "isolated",
     {CGROUP, "0::/\n", MOUNTS, SNAPSHOT MASKS},
     .stack = "containerd"},
    {"containerd, nerdctl",
     "isolated",
     {CGROUP, "0::/\n", MOUNTS,
      SNAPSHOT "43 20 8:1 /var/lib/nerdctl/19/containers/default/" ID
               "/hostname /etc/hostname rw - ext4 /dev/sda1 rw\n"},
     .stack = "containerd!"},
    {"runc",
     "isolated",
     {CGROUP, "0::/\n", MOUNTS, "20 8 8:1 /srv/b/rootfs / ro - ext4 /dev/sda1 rw\n" PROC MASKS},
     .stack = "oci"},
    {"runc, nothing masked",
     "isolated",
     {CGROUP, "0::/x\n", MOUNTS, "20 8 8:1 /srv/b / ro - ext4 /dev/sda1 rw\n" PROC},
     .stack = "unknown"},
    {"$container=oci", NULL, {"$container", "oci"}, .stack = "oci?"},
    {"$container of somebody's", NULL, {"$container", "pouch"}, .stack = "unknown"},
    {"an engine with a cgroup parent", NULL, {CGROUP, "0::/custom/" ID "\n"}, .stack = "unknown"},
    {"buildah, chroot",
     "initial",
     {"/run/.containerenv", "engine=\"buildah-1.28.2\"\n", MOUNTS,
      "20 8 8:1 /var/lib/containers/storage/vfs/dir/1 / rw,nosuid - ext4 /dev/sda1 rw\n"},
     .stack = "oci?"},
    {"buildah",
     "isolated",
     {"/run/.containerenv", "engine=\"buildah-1.28.2\"\n", MOUNTS, PODMAN_ROOT},
     .stack = "oci"},
    {"BuildKit", "isolated", {CGROUP, "0::/buildkit/z7hyoqfcmmqzbm5m1jnl4hvga\n"}, .stack = "oci!"},
    {"GitHub's runner", "isolated", {CGROUP, "5:pids:/actions_job/" ID "\n"}, .stack = "docker!"},
    {"kaniko in a pod",
     "isolated",
     {CGROUP, "0::/\n", MOUNTS, SNAPSHOT POD_HOSTS, "$container", "kube"},
     .stack = "containerd@kubernetes"},
    {"LXC, cgroup v1", "isolated", {CGROUP, "3:cpu:/lxc/web\n", "$container", "lxc"}, .stack = "lxc!"},
    {"LXC, cgroup v2", "isolated", {CGROUP, "0::/\n", "/run/systemd/container", "lxc\n"}, .stack = "lxc"},
    {"LXC on Proxmox", "isolated", {CGROUP, "1:name=systemd:/lxc/101/ns/init.scope\n"}, .stack = "lxc!"},
    {"libvirt's LXC",
     "isolated",
     {CGROUP, "3:cpu:/machine/web.libvirt-lxc\n", "$container", "lxc-libvirt"},
     .stack = "lxc!"},
    {"LXD", "isolated", {CGROUP, "0::/lxc.payload.c1/init.scope\n", "/dev/lxd/sock", ""}, .stack = "lxd!"},
    {"LXD, cgroup v2",
     "isolated",
     {CGROUP, "0::/\n", "/dev/lxd/sock", "", "/run/host/container-manager", "lxc\n"},
     .stack = "lxd"},
    {"LXD's virtual machine",
     "initial",
     {CGROUP, "0::/init.scope\n", MOUNTS, DISK, "/dev/lxd/sock", ""},
     .stack = ""},
    {"Incus",
     "isolated",
     {CGROUP, "0::/\n", "/dev/incus/sock", "", MOUNTS,
      "20 8 0:9 / / rw - zfs _ rw\n70 20 0:44 /proc/meminfo /proc/meminfo rw - fuse.lxcfs lxcfs rw\n"},
     .stack = "incus"},
    {"Kubernetes in LXD's virtual machine",
     "isolated",
     {CGROUP, "0::/\n", MOUNTS, SNAPSHOT POD_HOSTS, "/run/secrets/kubernetes.io/x", ""},
     .stack = "containerd@kubernetes"},
    /* waydroid/tools/helpers: lxc-start -n waydroid; mount_rootfs binds the properties, the profile is its own. */
    {"Waydroid",
     "isolated",
     {CGROUP, "0::/lxc.payload.waydroid\n", MOUNTS,
      "20 8 0:52 / / rw - overlay overlay "
      "rw,lowerdir=/var/lib/waydroid/overlay:/var/lib/waydroid/rootfs\n" PROC,
      "/proc/self/attr/current", "lxc-waydroid (complain)\n"},
     .stack = "waydroid!"},
    {"Waydroid, with cgroups of its own",
     "isolated",
     {CGROUP, "0::/\n", MOUNTS,
      "20 8 0:52 / / rw - overlay overlay rw,lowerdir=/l\n" PROC
      "61 20 8:2 /var/lib/waydroid/waydroid.prop /vendor/waydroid.prop rw - ext4 /dev/sda2 rw\n"},
     .stack = "waydroid!"},
    {"systemd-nspawn",
     "isolated",
     {CGROUP, "0::/\n", "/run/host/container-manager", "systemd-nspawn\n"},
     .stack = "systemd-nspawn"},
    {"systemd-nspawn, machined",
     "isolated",
     {CGROUP, "0::/machine.slice/machine-deb.scope/payload\n"},
     .stack = "systemd-nspawn!"},
    {"systemd-nspawn, a service",
     "isolated",
     {CGROUP, "1:name=systemd:/machine.slice/systemd-nspawn@deb.service/payload\n"},
     .stack = "systemd-nspawn!"},
    {"OpenVZ",
     NULL,
     {"/proc/vz/veinfo", "", STATUS, FREE "envID:\t101\n", MOUNTS,
      "9 8 0:3 / / rw - simfs /vz/private/101 rw\n"},
     .stack = "openvz!"},
    {"Virtuozzo",
     NULL,
     {MOUNTS, "9 8 182:1 / / rw - ext4 /dev/ploop10p1 rw\n" PROC, "/proc/vz/veinfo", ""},
     .stack = "openvz!"},
    {"OpenVZ's host",
     "initial",
     {"/proc/vz/veinfo", "", "/proc/bc/0", "", STATUS, FREE "envID:\t0\n"},
     .stack = ""},
    {"Linux-VServer", NULL, {STATUS, FREE "VxID: 41639\n", CGROUP, ""}, .stack = "linux_vserver!"},
    {"Linux-VServer's host", NULL, {STATUS, FREE "VxID:\t0\n", CGROUP, "0::/\n"}, .stack = ""},
    {"rkt",
     "isolated",
     {CGROUP, "1:name=systemd:/machine.slice/machine-rkt\\x2dbfb7d57e\\x2d80ff.scope/system.slice\n"},
     .stack = "rkt!"},
    {"Kubernetes, CRI-O",
     "isolated",
     {CGROUP, "0::/\n", MOUNTS, PODMAN_ROOT POD_HOSTS PAUSE MASKS, "/run/.containerenv", ""},
     .stack = "crio@kubernetes"},
    {"Kubernetes, containerd",
     "isolated",
     {CGROUP, "0::/kubepods.slice/kubepods-pod1.slice/cri-containerd-" ID ".scope\n"},
     .stack = "containerd!@kubernetes"},
    {"Kubernetes, containerd's old names",
     "isolated",
     {CGROUP, "5:pids:/system.slice/containerd.service/kubepods-pod1.slice:cri-containerd:" ID "\n"},
     .stack = "containerd!@kubernetes"},
    {"Kubernetes, cgroupfs",
     "isolated",
     {CGROUP, "5:pids:/kubepods/burstable/pod1-2/" ID "\n"},
     .stack = "unknown@kubernetes"},
    {"Kubernetes, dockershim",
     "isolated",
     {CGROUP, "5:pids:/kubepods.slice/kubepods-pod1.slice/docker-" ID ".scope\n", "/.dockerenv", ""},
     .stack = "docker!@kubernetes"},
    {"Kubernetes, the host's network",
     "isolated",
     {CGROUP, "0::/\n", MOUNTS,
      SNAPSHOT
      "45 20 8:1 /var/lib/kubelet/pods/1-2/containers/web/35 /dev/termination-log rw - ext4 /dev/sda1 rw\n"},
     .stack = "containerd@kubernetes"},
    {"Kubernetes, variables alone",
     NULL,
     {"$KUBERNETES_SERVICE_HOST", "10.0.0.1"},
     .stack = "unknown@kubernetes"},
    {"a shell on a node",
     "initial",
     {CGROUP, "0::/user.slice/session-3.scope\n", MOUNTS, DISK, "$KUBERNETES_SERVICE_HOST", "10.0.0.1"},
     .stack = ""},
    {"Kubernetes in Docker (kind)",
     "isolated",
     {CGROUP, "5:pids:/docker/" ID "/kubelet/kubepods/pod1/cri-containerd-" OTHER "\n"},
     .stack = "docker containerd!@kubernetes"},
    {"Nomad, docker driver",
     "isolated",
     {CGROUP, "0::/\n", MOUNTS,
      OVERLAY DOCKER_HOSTS "46 20 8:1 /opt/nomad/alloc/5f3d2a18-7e4b-9c0d-1a2b-3c4d5e6f7a8b/alloc /alloc rw "
                           "- ext4 /dev/sda1 rw\n"},
     .stack = "docker!@nomad"},
    {"Nomad, exec driver",
     "isolated",
     {CGROUP, "0::/nomad.slice/share.slice/5f3d2a18.web.scope\n", "$NOMAD_ALLOC_ID", "5f"},
     .stack = "unknown@nomad"},
    {"ECS on EC2",
     "isolated",
     {CGROUP, "5:pids:/ecs/9d1e-2/" ID "\n", "/.dockerenv", "", "$AWS_EXECUTION_ENV", "AWS_ECS_EC2"},
     .stack = "docker?@ecs"},
    {"ECS on Fargate",
     "isolated",
     {CGROUP, "5:pids:/ecs/03752a671e744971a862edcee6195646/03752a671e744971a862edcee6195646-4015103728\n",
      "$AWS_EXECUTION_ENV", "AWS_ECS_FARGATE"},
     .stack = "unknown@ecs"},
    {"Docker Swarm, a secret",
     "isolated",
     {CGROUP, "0::/\n", MOUNTS,
      OVERLAY DOCKER_HOSTS "47 20 0:9 /2kq7m0x3v9w1z5c8b4n6d0f2g /run/secrets/token ro - tmpfs tmpfs ro\n"},
     .stack = "docker!@swarm"},
    {"WSL 1",
     NULL,
     {MOUNTS, "20 8 0:3 / / rw - wslfs rootfs rw\n" PROC},
     "4.4.0-19041-Microsoft",
     "#1 SMP",
     "wsl"},
    {"WSL 2",
     "isolated",
     {CGROUP, "0::/\n", MOUNTS, "20 8 8:32 / / rw - ext4 /dev/sdc rw\n" PROC},
     "5.15.90.1-microsoft-standard-WSL2",
     "#1 SMP",
     "wsl!"},
    {"WSL 2, own kernel",
     "isolated",
     {CGROUP, "0::/\n", MOUNTS,
      "20 8 8:32 / / rw - ext4 /dev/sdc rw\n" PROC "21 20 0:9 / /usr/lib/wsl/drivers ro - 9p none rw\n"},
     "6.6.1",
     "#1 SMP",
     "wsl!"},
    {"Docker in WSL 2",
     "isolated",
     {CGROUP, "0::/\n", MOUNTS, OVERLAY DOCKER_HOSTS MASKS, "/.dockerenv", ""},
     "5.15.90.1-microsoft-standard-WSL2",
     "#1 SMP",
     "wsl docker!"},
    {"Docker in LXC, cgroup v1",
     "isolated",
     {CGROUP, "5:pids:/lxc/c1/docker/" ID "\n", MOUNTS, OVERLAY DOCKER_HOSTS},
     .stack = "lxc docker!"},
    {"Podman without cgroups in LXC",
     "isolated",
     {CGROUP, "5:pids:/lxc/c1\n", MOUNTS, PODMAN_ROOT MASKS, "/run/.containerenv", ""},
     .stack = "lxc podman!"},
    {"Apptainer",
     "initial",
     {CGROUP, "0::/user.slice/session-3.scope\n", MOUNTS, OVERLAY, "$APPTAINER_CONTAINER", "/x.sif",
      "/.singularity.d/env", ""},
     .stack = "apptainer?"},
    {"Singularity",
     NULL,
     {MOUNTS, "9 8 0:3 / / ro - overlay overlay ro,lowerdir=/var/singularity/mnt/session/final\n" PROC},
     .stack = "apptainer"},
    {"gVisor",
     NULL,
     {MOUNTS, "1 0 0:1 / / rw - 9p none rw\n" PROC},
     "4.4.0",
     "#1 SMP Sun Jan 10 15:06:54 PST 2016",
     "gvisor!"},
    {"gVisor under Docker",
     NULL,
     {"/.dockerenv", "", CGROUP, "0::/docker/" ID "\n"},
     "4.4.0",
     "#1 SMP Sun Jan 10 15:06:54 PST 2016",
     "gvisor!"},
    {"gVisor under Kubernetes",
     NULL,
     {"$KUBERNETES_SERVICE_HOST", "10.0.0.1"},
     "4.4.0",
     "#1 SMP Sun Jan 10 15:06:54 PST 2016",
     "gvisor!@kubernetes"},
    {"Kata",
     "isolated",
     {CGROUP, "0::/\n", MOUNTS, "9 8 0:3 /passthrough/1/rootfs / rw - virtiofs kataShared rw\n" PROC},
     .stack = "kata!"},
    {"illumos' zone", NULL, {"$container", "zone"}, "3.16.0", "BrandZ virtual linux", "illumos-lx!"},
    {"Lambda",
     NULL,
     {"$AWS_LAMBDA_FUNCTION_NAME", "f", "$AWS_LAMBDA_FUNCTION_VERSION", "1", "$AWS_LAMBDA_RUNTIME_API",
      "127.0.0.1"},
     .stack = "unknown#aws-lambda"},
    {"Cloud Run",
     NULL,
     {"$K_SERVICE", "s", "$K_REVISION", "s-1", "$K_CONFIGURATION", "s"},
     "4.4.0",
     "#1 SMP Sun Jan 10 15:06:54 PST 2016",
     "gvisor!#google-cloud-run"},
    {"Cloud Run, a job", NULL, {"$CLOUD_RUN_JOB", "j"}, .stack = "unknown#google-cloud-run"},
    {"Cloud Functions, 1st",
     NULL,
     {"$FUNCTION_NAME", "f", "$FUNCTION_TRIGGER_TYPE", "HTTP_TRIGGER"},
     .stack = "unknown#google-cloud-functions"},
    {"Cloud Functions, 2nd",
     NULL,
     {"$K_SERVICE", "s", "$K_CONFIGURATION", "s", "$FUNCTION_TARGET", "f"},
     .stack = "unknown#google-cloud-functions"},
    {"App Engine",
     NULL,
     {"$GAE_SERVICE", "s", "$GAE_VERSION", "1", "$GAE_INSTANCE", "i"},
     .stack = "unknown#google-app-engine"},
    {"Azure Functions",
     NULL,
     {"$WEBSITE_SITE_NAME", "s", "$FUNCTIONS_WORKER_RUNTIME", "python"},
     .stack = "unknown#azure-functions"},
    {"Azure App Service",
     NULL,
     {"$WEBSITE_SITE_NAME", "s", "$WEBSITE_INSTANCE_ID", "i"},
     .stack = "unknown#azure-app-service"},
    {"Azure Container Apps", NULL, {"$CONTAINER_APP_NAME", "a"}, .stack = "unknown#azure-container-apps"},
    {"Fly.io", NULL, {"$FLY_APP_NAME", "a", "$FLY_REGION", "fra"}, .stack = "unknown#fly"},
    {"Codespaces",
     "isolated",
     {CGROUP, "0::/docker/" ID "\n", "$CODESPACES", "true", "$REMOTE_CONTAINERS", "true"},
     .stack = "docker!#codespaces"},
    {"a development container",
     "isolated",
     {CGROUP, "0::/docker/" ID "\n", "$REMOTE_CONTAINERS", "true"},
     .stack = "docker!#devcontainer"},
    {"Gitpod", "isolated", {CGROUP, "0::/\n", "$GITPOD_WORKSPACE_ID", "x"}, .stack = "unknown#gitpod"},
    {"Toolbx",
     "isolated",
     {CGROUP, "0::/\n", MOUNTS, PODMAN_ROOT, "/run/.containerenv", "engine=\"podman-5\"\n",
      "/run/.toolboxenv", ""},
     .stack = "podman#toolbx"},
    {"Distrobox",
     "initial",
     {CGROUP, "0::/user.slice/libpod-" ID ".scope\n", MOUNTS, PODMAN_ROOT, "/run/.containerenv", "",
      "$DISTROBOX_ENTER_PATH", "/usr/bin/distrobox-enter"},
     .stack = "podman#distrobox"},
    {"bubblewrap",
     "isolated",
     {CGROUP, "0::/user.slice/session-3.scope\n", MOUNTS, NEWROOT, STATUS, BOUND},
     .stack = "+bubblewrap"},
    {"bubblewrap over the whole root",
     "isolated",
     {CGROUP, "0::/\n", MOUNTS, "20 8 8:1 / / ro,nosuid,nodev - ext4 /dev/sda1 rw\n" PROC, STATUS, BOUND},
     .stack = "+bubblewrap"},
    {"bubblewrap in Podman",
     "isolated",
     {CGROUP, "0::/machine.slice/libpod-" ID ".scope\n", MOUNTS, NEWROOT, STATUS, BOUND},
     .stack = "podman!+bubblewrap"},
    {"Flatpak",
     "isolated",
     {CGROUP, "0::/user.slice/app.scope\n", MOUNTS, NEWROOT, "/.flatpak-info", "[Application]\n", STATUS,
      BOUND},
     .stack = "+flatpak"},
    {"Steam",
     "isolated",
     {"/run/host/container-manager", "pressure-vessel\n", MOUNTS, NEWROOT, STATUS, BOUND},
     .stack = "+bubblewrap"},
    {"Firejail",
     "isolated",
     {CGROUP, "0::/user.slice/session-3.scope\n", "$container", "firejail", STATUS, FREE},
     .stack = "+firejail"},
    {"snap in LXD",
     "isolated",
     {CGROUP, "0::/lxc.payload.c1/snap.jq.jq.scope\n", "/dev/lxd/sock", "", STATUS, FREE "Seccomp:\t2\n"},
     .stack = "lxd!+snap"},
    {"schroot",
     "initial",
     {CGROUP, "0::/user.slice/session-3.scope\n", MOUNTS,
      "20 8 0:60 / / rw - overlay sid rw,upperdir=/var/lib/schroot/union/overlay/sid\n" PROC, STATUS, FREE},
     .stack = "+schroot"},
    {"unshare",
     "isolated",
     {CGROUP, "0::/user.slice/session-3.scope\n", MOUNTS, DISK, STATUS, FREE},
     .stack = "unknown"},
    {"Charliecloud",
     "initial",
     {CGROUP, "0::/user.slice/session-3.scope\n", MOUNTS,
      "20 8 0:60 / / rw - overlay none rw,lowerdir=/l\n" PROC, "$CH_RUNNING", "Weird Al Yankovic"},
     .stack = "charliecloud?"},
    {"an image that FUSE serves",
     "initial",
     {CGROUP, "0::/user.slice/session-3.scope\n", MOUNTS,
      "20 8 0:60 / / ro,nosuid - fuse.squashfuse_ll squashfuse ro\n" PROC},
     .stack = "unknown"},
    {"Linux on a disk of Windows'",
     "initial",
     {CGROUP, "0::/user.slice/session-3.scope\n", MOUNTS, "20 8 8:1 / / rw - fuseblk /dev/sda1 rw\n" PROC},
     .stack = ""},
    {"a build of Nix",
     "isolated",
     {CGROUP, "0::/system.slice/nix-daemon.service\n", MOUNTS,
      "20 8 8:1 /nix/store/0abc-hello-2.12.drv.chroot/root / rw - ext4 /dev/sda1 rw\n" PROC},
     .stack = "+nix"},
    {"a build of Nix, the store on a disk of its own",
     "isolated",
     {CGROUP, "0::/\n", MOUNTS,
      "20 8 8:2 /store/0abc-hello-2.12.drv.chroot/root / rw - xfs /dev/sdb1 rw\n" PROC},
     .stack = "+nix"},
    {"a build of Guix",
     "isolated",
     {CGROUP, "0::/\n", MOUNTS,
      "20 8 8:1 /gnu/store/0abc-hello-2.12.drv.chroot / rw - ext4 /dev/sda1 rw\n" PROC},
     .stack = "+guix"},
    {"Bazel, hermetic",
     "isolated",
     {CGROUP, "0::/\n", MOUNTS,
      "20 8 8:1 /home/me/.cache/bazel/_bazel_me/0a/sandbox/linux-sandbox/7/execroot / rw - ext4 /dev/sda1 "
      "rw\n" PROC},
     .stack = "+bazel"},
    {"FreeBSD's emulation of Linux",
     NULL,
     {MOUNTS, "20 8 0:1 / / rw - zfs zroot rw\n" PROC},
     .release = "5.15.0",
     .version = "FreeBSD 14.3-RELEASE-p2 GENERIC",
     .stack = "linuxulator!"},
    {"Cloud Run, a pool of workers",
     NULL,
     {"$CLOUD_RUN_WORKER_POOL", "pool"},
     .stack = "unknown#google-cloud-run"},
    {"Container Apps, a job",
     NULL,
     {"$CONTAINER_APP_JOB_NAME", "job"},
     .stack = "unknown#azure-container-apps"},
    {"a login",
     "initial",
     {CGROUP, "0::/user.slice/user-1000.slice/session-3.scope\n", MOUNTS, DISK},
     .stack = ""},
    {"a desktop",
     "initial",
     {CGROUP, "0::/user.slice/user-1000.slice/user@1000.service/app.slice/app-gnome-code-4242.scope\n",
      MOUNTS, DISK},
     .stack = ""},
    {"a service of systemd's, hardened",
     "initial",
     {CGROUP, "0::/system.slice/web.service\n", MOUNTS,
      DISK "31 20 0:9 /systemd/inaccessible/dir /home ro - tmpfs tmpfs ro\n"},
     .stack = ""},
};

static void set_namespaces(struct world *world, bool isolated)
{
    static const char *const kinds[] = {"cgroup", "5", "ipc", "9", "pid", "6", "user", "7", "uts", "8"};
    for (size_t i = 0; i < 10; i += 2) {
        char path[64] = "/proc/self/ns/", text[64] = "";
        strcat(path, kinds[i]);
        strcat(strcat(strcat(text, kinds[i]), isolated && i != 6 ? ":[402653223" : ":[402653183"),
               kinds[i + 1]);
        strcat(text, "]");
        world_link(world, path, text);
    }
}

static void add(char *text, const char *mark, const char *word)
{
    if (word)
        strcat(strcat(text, mark), word);
}

static const char *told(struct world *world)
{
    static char text[256];
    const struct facts *facts = world_facts(world);
    const char *confidence = world_string(world, CONTAINER, "verdict.confidence");
    text[0] = '\0';
    for (size_t i = 0; i < facts->stack_count; i++)
        if (strcmp(facts->stack[i].name, "container") == 0)
            add(text, text[0] ? " " : "", facts->stack[i].kind);
    if (confidence && strcmp(confidence, "strong") != 0)
        strcat(text, strcmp(confidence, "certain") == 0 ? "!" : "?");
    if (text[0])
        add(text, "@", world_string(world, CONTAINER, "verdict.orchestrator"));
    add(text, "#", world_string(world, CONTAINER, "verdict.platform"));
    for (size_t i = 0; i < facts->stack_count; i++)
        if (strcmp(facts->stack[i].name, "sandbox") == 0)
            add(text, "+", facts->stack[i].kind);
    return text;
}

/* "!" is certain, "?" weak. */
Test(technologies, are_told_by_what_a_process_sees)
{
    static const char *const collectors[] = {"uname",  "cmdline", "namespaces", "mounts",
                                             "cgroup", "markers", "platform",   "process"};
    for (size_t i = 0; i < sizeof technologies / sizeof *technologies; i++) {
        const struct technology *row = &technologies[i];
        struct world *world = world_new();
        for (size_t j = 0; j < 8 && row->files[j]; j += 2)
            if (row->files[j][0] == '$')
                world_variable(world, row->files[j] + 1, row->files[j + 1]);
            else
                world_file(world, row->files[j], row->files[j + 1]);
        if (row->namespaces)
            set_namespaces(world, strcmp(row->namespaces, "isolated") == 0);
        world_uname(world, "Linux", row->release ? row->release : "6.1.0", row->version ? row->version : "#1",
                    "x86_64");
        for (size_t j = 0; j < sizeof collectors / sizeof *collectors; j++)
            world_collect_also(world, collectors[j]);
        world_judge(world);
        cr_expect_str_eq(told(world), row->stack, "%s: %s instead of %s", row->name, told(world), row->stack);
        world_free(world);
    }
}
