/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "collect/container/cgroup_kept.h"
#include "collect/container/cgroup_path.h"

#define ID "34dc0b5e626f2c5c4c5170e34b10e7654ce36f0fcd532739f4445baabea03376"
#define OTHER "8c046cb0b72cd4c99f51b5591cd5b095967f58ee003710a45280c28ee1a9c7fa"

struct row {
    const char *path, *runtime, *orchestrator, *sandbox, *id;
};

static const struct row rows[] = {
    {"/docker/" ID, "docker", "", "", ID},
    {"/docker/named", "docker", "", "", ""},
    {"/system.slice/docker-" ID ".scope", "docker", "", "", ID},
    {"/docker/" ID "/init.scope", "docker", "", "", ID},
    /* The innermost wins: Kubernetes in Docker. */
    {"/docker/" ID "/kubepods/besteffort/pod12-34/" OTHER, "docker", "kubernetes", "", OTHER},
    {"/kubepods.slice/kubepods-pod1_2.slice/cri-containerd-" ID ".scope", "containerd", "kubernetes", "", ID},
    {"/system.slice/containerd.service/kubepods-burstable-pod1.slice:cri-containerd:" ID, "containerd",
     "kubernetes", "", ID},
    {"/kubepods.slice/kubepods-pod1.slice/crio-" ID ".scope", "crio", "kubernetes", "", ID},
    {"/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-" ID ".scope/container", "podman", "",
     "", ID},
    {"/lxc.payload.c1/init.scope", "lxc", "", "", ""},
    {"/lxc/web", "lxc", "", "", ""},
    {"/machine.slice/machine-rkt\\x2dbfb7d57e\\x2d80ff\\x2d4ef8\\x2db602\\x2d9b907b3f3a38.scope/system.slice",
     "rkt", "", "", "bfb7d57e-80ff-4ef8-b602-9b907b3f3a38"},
    {"/machine.slice/machine-debian.scope/payload", "systemd-nspawn", "", "", ""},
    {"/ecs/03752a671e744971a862edcee6195646/03752a671e744971a862edcee6195646-4015103728", "", "ecs", "",
     "03752a671e744971a862edcee6195646-4015103728"},
    {"/ecstasks.slice/ecstasks-12.slice/docker-" ID ".scope", "docker", "ecs", "", ID},
    {"/garden/6f265890-5165-7fab-6b52-18d1", "oci", "", "", "6f265890-5165-7fab-6b52-18d1"},
    {"/system.slice/garden.service/garden/6f265890-5165-7fab-6b52-18d1", "oci", "", "",
     "6f265890-5165-7fab-6b52-18d1"},
    {"/buildkit/z7hyoqfcmmqzbm5m1jnl4hvga", "oci", "", "", ""},
    {"/docker/buildkit/z7hyoqfcmmqzbm5m1jnl4hvga", "docker", "", "", ""},
    {"/actions_job/" ID, "docker", "", "", ID},
    {"/k8s.io/" ID, "containerd", "kubernetes", "", ID},
    {"/default/web", "ctr", "", "", ""},
    {"/kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-besteffort.slice/cri-containerd-" ID ".scope",
     "containerd", "kubernetes", "", ID},
    {"/mesos/b6d196c1-50f2-4949-abdb-5d4909864487", "", "", "", "b6d196c1-50f2-4949-abdb-5d4909864487"},
    {"/nomad.slice/share.slice/5f3d2a18-7e4b-9c0d-1a2b-3c4d5e6f7a8b.web.scope", "", "nomad", "", ""},
    {"/custom/" ID, "", "", "", ID},
    {"/machine/web.nspawn", "systemd-nspawn", "", "", ""},
    {"/machine/web.libvirt-lxc", "lxc", "", "", ""},
    {"/machine.slice/machine-lxc\\x2d12\\x2dweb.scope", "lxc", "", "", ""},
    /* A container's name is no rule's word. */
    {"/lxc/docker/init.scope", "lxc", "", "", ""},
    {"/docker/garden/x", "docker", "", "", ""},
    /* A pod's slice is none of systemd-nspawn's. */
    {"/machine.slice/machine-libpod_pod_" ID ".slice", "", "", "", ""},
    {"/user.slice/user-1000.slice/user@1000.service/app.slice/snap.firefox.firefox-12.scope", "", "", "snap",
     ""},
    /* A host's own processes. */
    {"/", "", "", "", ""},
    {"/docker", "", "", "", ""},
    {"/system.slice/docker.service", "", "", "", ""},
    {"/system.slice/containerd.service", "", "", "", ""},
    {"/machine.slice/libpod-conmon-" ID ".scope", "", "", "", ""},
    {"/machine.slice/machine-qemu\\x2d1\\x2dvm.scope/libvirt", "", "", "", ""},
    {"/user.slice/user-1000.slice/session-3.scope", "", "", "", ""},
    {"/user.slice/user-1000.slice/user@1000.service/app.slice/app-gnome-code-4242.scope", "", "", "", ""},
    {"/user.slice/vte-spawn-75bc72bd-6642-4cf5-b62c-0674e11bfc84.scope", "", "", "", ""},
    {"/default", "", "", "", ""},
    {"/system.slice/b6d196c1-50f2-4949-abdb-5d4909864487", "", "", "", ""},
    {"/machine.slice", "", "", "", ""},
    {"/process_api/7f2e073112aeaeba50e039ac0133d2d5", "", "", "", ""},
    /* What looks like an id and is none. */
    {"/docker/47cbd16b77c5", "docker", "", "", ""},
    {"/docker/ZZdc0b5e626f2c5c4c5170e34b10e7654ce36f0fcd532739f4445baabea03376", "docker", "", "", ""},
    {"/lxc/b6d196c1-50f2-4949-abdb-5d4909864487", "lxc", "", "", ""},
    {"/x/\\x", "", "", "", ""},
    {"", "", "", "", ""},
};

Test(cgroup_path, tells_who_made_it)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct arena arena;
        struct cgroup_signs signs = {0};
        envfp__arena_init(&arena, NULL, 1 << 20);
        envfp__cgroup_path_read(&arena, view_of(rows[i].path), &signs);
        cr_assert(view_is(signs.runtime, rows[i].runtime), "%s", rows[i].path);
        cr_assert(view_is(signs.orchestrator, rows[i].orchestrator), "%s", rows[i].path);
        cr_assert(view_is(signs.sandbox, rows[i].sandbox), "%s", rows[i].path);
        cr_assert(view_is(signs.id, rows[i].id), "%s", rows[i].path);
        envfp__arena_release(&arena);
    }
}

static const struct {
    const char *path, *chain;
} chains[] = {
    {"/docker/" ID, ""},
    {"/libpod_parent/libpod-" ID, ""},
    {"/lxc/c1/docker/" ID, "lxc docker"},
    {"/lxc.payload.c1/system.slice/docker-" ID ".scope", "lxc docker"},
    {"/docker/" OTHER "/docker/" ID, "docker docker"},
    {"/docker/" OTHER "/kubelet/kubepods/pod1/cri-containerd-" ID, "docker containerd"},
    {"/machine.slice/machine-a.scope/payload/machine.slice/libpod-" ID ".scope", "systemd-nspawn podman"},
};

Test(cgroup_path, keeps_the_order_of_runtimes)
{
    for (size_t i = 0; i < sizeof chains / sizeof *chains; i++) {
        struct arena arena;
        struct cgroup_signs signs = {0};
        envfp__arena_init(&arena, NULL, 1 << 20);
        envfp__cgroup_path_read(&arena, view_of(chains[i].path), &signs);
        cr_assert(view_is(signs.chain, chains[i].chain), "%s", chains[i].path);
        envfp__arena_release(&arena);
    }
}

/* What a recording calls a group says the same of it. */
Test(cgroup_path, tells_the_same_of_a_recordings_names)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows + sizeof chains / sizeof *chains; i++) {
        bool own = i < sizeof rows / sizeof *rows;
        const char *path = own ? rows[i].path : chains[i - sizeof rows / sizeof *rows].path;
        struct arena arena;
        struct cgroup_signs before = {0}, after = {0};
        envfp__arena_init(&arena, NULL, 1 << 20);
        struct text kept = {.arena = &arena};
        envfp__keep_group(view_of(path), &kept);
        envfp__cgroup_path_read(&arena, view_of(path), &before);
        envfp__cgroup_path_read(&arena, envfp__text_view(&kept), &after);
        cr_expect(view_equal(before.runtime, after.runtime), "%s: %s", path, kept.bytes);
        cr_expect(view_equal(before.orchestrator, after.orchestrator), "%s: %s", path, kept.bytes);
        cr_expect(view_equal(before.sandbox, after.sandbox), "%s: %s", path, kept.bytes);
        cr_expect(view_equal(before.chain, after.chain), "%s: %s", path, kept.bytes);
        cr_expect(view_equal(before.id, after.id), "%s: %s", path, kept.bytes);
        envfp__arena_release(&arena);
    }
}
