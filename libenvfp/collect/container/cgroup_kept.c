/* SPDX-License-Identifier: MIT */
/*
 * Names of cgroups: pods, users, sessions and services have theirs, and containers the id that documents show. What
 * tells a runtime or an orchestrator stays, and the id; the rest of each name becomes "_". A name becomes the same one
 * wherever it stands at the same place, in /proc/self/cgroup and below /sys/fs/cgroup.
 */
#include "collect/container/cgroup_kept.h"

#include "source/group_id.h"
#include "source/keep_rows.h"

/* Groups of runtimes, and of systemd where there is but one of the kind. Controllers, whose hierarchies stand beside
 * each other, and the files that are read of each group, are no groups. */
static const char *const words[] = {
    ".",
    "..",
    "docker",
    "actions_job",
    "libpod_parent",
    "k8s.io",
    "buildkit",
    "garden",
    "lxc",
    "ecs",
    "nomad",
    "nomad.slice",
    "default",
    "user.slice",
    "system.slice",
    "machine.slice",
    "init.scope",
    "app.slice",
    "session.slice",
    "besteffort",
    "burstable",
    "memory",
    "cpu",
    "cpuset",
    "pids",
    "unified",
    "systemd",
    "cpu,cpuacct",
    "cpuacct",
    "blkio",
    "devices",
    "freezer",
    "net_cls",
    "net_prio",
    "net_cls,net_prio",
    "perf_event",
    "hugetlb",
    "rdma",
    "misc",
    "memory.max",
    "memory.high",
    "memory.swap.max",
    "memory.limit_in_bytes",
    "memory.memsw.limit_in_bytes",
    "cpu.max",
    "cpu.cfs_quota_us",
    "cpu.cfs_period_us",
    "pids.max",
    "cpuset.cpus",
    "cpuset.cpus.effective",
    "cpuset.effective_cpus",
};

static const char *const controllers[] = {"memory", "cpu", "cpuset", "pids"};

/* How names of runtimes and orchestrators begin; the first that fits. */
static const char *const starts[] = {
    "docker-",          "libpod-",      "crio-",         "cri-containerd-", "nerdctl-",        "lxc.payload",
    "machine-lxc-",     "machine-rkt-", "machine-qemu-", "machine-",        "systemd-nspawn@", "kubepods",
    "kubelet-kubepods", "ecstasks",     "snap.",
};

static const char *const ends[] = {".nspawn", ".libvirt-lxc", ".slice", ".service", ".scope"};

struct place {
    struct view parent;
    bool ecs, systemds, controller; /* below such a name */
    size_t depth;
};

/* The id that documents show of a name at this place; empty where they show none. */
static struct view id_of(struct view name, const struct place *place)
{
    struct view whole = name, rkt = VIEW("machine-rkt-");
    for (size_t at; (at = view_find_byte(name, ':')) != SIZE_MAX;)
        name = view_skip(name, at + 1);
    name = view_take(name, view_find_byte(name, '.'));
    struct view tail = view_skip(name, name.length > 64 ? name.length - 64 : 0);
    if (envfp__group_id_is_plain(name))
        return name;
    if (name.length > 64 && envfp__group_id_is_plain(tail) && tail.text[-1] == '-' &&
        !view_has(name, VIEW("conmon-")))
        return tail;
    if (place->ecs && name.length > 33 && envfp__group_id_is_task(name))
        return name;
    if (view_starts(name, rkt) && envfp__group_id_is_grouped(view_skip(name, rkt.length), 0))
        return view_skip(name, rkt.length);
    if (view_is(place->parent, "garden") && envfp__group_id_is_grouped(name, 0))
        return name;
    /* Below a controller's folder everything lies one level deeper than its own name says. */
    bool top = place->depth == 1 || (place->depth == 2 && place->controller);
    return top && !place->systemds && !view_is(place->parent, "lxc") && envfp__group_id_is_grouped(whole, 12)
               ? whole
               : VIEW("");
}

static struct view start_of(struct view name)
{
    if (view_starts(name, VIEW("libpod-conmon-")) || view_starts(name, VIEW("crio-conmon-")))
        return VIEW(""); /* monitors outside of containers */
    for (size_t i = 0; i < KEEP_COUNT(starts); i++)
        if (view_starts(name, view_of(starts[i])))
            return view_of(starts[i]);
    return VIEW("");
}

static void add_name(struct view name, struct view id, struct text *out)
{
    struct view start = start_of(name);
    size_t before = id.length ? (size_t)(id.text - name.text) : 0;
    bool colon = view_has(name, VIEW(":cri-containerd"));
    envfp__text_add(out, view_take(start, id.length ? before : start.length));
    if (colon)
        envfp__text_add(out, VIEW("_:cri-containerd:"));
    else if (before > start.length)
        envfp__text_add(out, name.text[before - 1] == ':' ? VIEW("_:") : VIEW("_-"));
    envfp__text_add(out, id.length ? id : VIEW("_"));
    for (size_t i = 0; i < KEEP_COUNT(ends); i++)
        if (view_ends(name, view_of(ends[i])))
            envfp__text_add(out, view_of(ends[i]));
}

static void add_group(struct view raw, struct place *place, struct text *out)
{
    struct view name = envfp__group_unescape(out->arena, raw);
    if (keep_is_one(name, words, KEEP_COUNT(words)))
        envfp__text_add(out, name);
    else
        add_name(name, id_of(name, place), out);
    place->controller |= place->depth == 0 && keep_is_one(name, controllers, KEEP_COUNT(controllers));
    place->ecs |= view_is(name, "ecs");
    place->systemds |= view_ends(name, VIEW(".slice")) || view_ends(name, VIEW(".service")) ||
                       view_ends(name, VIEW(".scope"));
    place->parent = name;
    place->depth++;
}

void envfp__keep_group(struct view path, struct text *out)
{
    struct place place = {.depth = 0};
    struct view name;
    bool slash = view_ends(path, VIEW("/"));
    while (view_cut(&path, '/', &name)) {
        if (name.length == 0)
            continue;
        envfp__text_add_byte(out, '/');
        add_group(name, &place, out);
    }
    if (slash)
        envfp__text_add_byte(out, '/');
}
