/* SPDX-License-Identifier: MIT */
#include "collect/container/cgroup_path.h"

#include "base/text.h"
#include "source/group_id.h"

enum where {
    WHOLE, /* the segment is the text, and a container's own segment follows it */
    START, /* the segment begins with it */
    SCOPE, /* the segment begins with it and is a scope */
    END,   /* the segment ends with it */
    ID     /* the segment begins with it and carries a container's id */
};

struct rule {
    enum where where;
    const char *text;
    const char *runtime, *orchestrator, *sandbox;
};

/* The first that fits a segment. Services of a runtime itself ("docker.service", "libpod-conmon-ID.scope",
 * "lxc.monitor.NAME") run on the host and fit none. */
static const struct rule rules[] = {
    /* Docker: the cgroupfs driver makes /docker/ID, the systemd driver docker-ID.scope. */
    {WHOLE, "docker", "docker", NULL, NULL},
    {ID, "docker-", "docker", NULL, NULL},
    /* GitHub's hosted runners: their dockerd has this cgroup-parent. */
    {WHOLE, "actions_job", "docker", NULL, NULL},
    /* Podman's conmon is the monitor outside the container. */
    {ID, "libpod-conmon-", NULL, NULL, NULL},
    {ID, "libpod-", "podman", NULL, NULL},
    {WHOLE, "libpod_parent", "podman", NULL, NULL},
    {ID, "crio-conmon-", NULL, NULL, NULL},
    {ID, "crio-", "crio", NULL, NULL},
    {ID, "cri-containerd-", "containerd", NULL, NULL},
    {ID, "nerdctl-", "containerd", NULL, NULL},
    /* containerd's namespace of Kubernetes' containers, where no pod has a cgroup of its own. */
    {WHOLE, "k8s.io", "containerd", "kubernetes", NULL},
    /* BuildKit's and Cloud Foundry's Garden's containers are made by runc itself. */
    {WHOLE, "buildkit", "oci", NULL, NULL},
    {WHOLE, "garden", "oci", NULL, NULL},
    /* LXC, LXD and Incus share the name; markers tell them apart. */
    {WHOLE, "lxc", "lxc", NULL, NULL},
    {START, "lxc.payload", "lxc", NULL, NULL},
    {START, "machine-lxc-", "lxc", NULL, NULL},
    {START, "machine-rkt-", "rkt", NULL, NULL},
    /* systemd-machined: a virtual machine's processes stand on the host, a container's in the container. */
    {START, "machine-qemu-", NULL, NULL, NULL},
    {SCOPE, "machine-", "systemd-nspawn", NULL, NULL},
    {START, "systemd-nspawn@", "systemd-nspawn", NULL, NULL},
    /* As systemd before version 205 and libvirt with it named them. */
    {END, ".nspawn", "systemd-nspawn", NULL, NULL},
    {END, ".libvirt-lxc", "lxc", NULL, NULL},
    /* Orchestrators: the kubelet's, ECS's and Nomad's parents of containers. */
    {START, "kubepods", NULL, "kubernetes", NULL},
    {START, "kubelet-kubepods", NULL, "kubernetes", NULL},
    {WHOLE, "ecs", NULL, "ecs", NULL},
    {START, "ecstasks", NULL, "ecs", NULL},
    {WHOLE, "nomad", NULL, "nomad", NULL},
    {WHOLE, "nomad.slice", NULL, "nomad", NULL},
    /* snapd makes snap.NAME.APP... scopes and freezers. */
    {START, "snap.", NULL, NULL, "snap"},
};

/* Where in the path a segment stands. */
struct place {
    struct view parent;
    bool ecs;      /* below ECS's group */
    bool systemds; /* below a unit of systemd's: names there are of all kinds */
    bool last;
    bool named; /* the segment in front says that this one is a container's name */
    size_t depth;
};

/* The id within a segment: behind a last ':' or a name and '-', before a first '.'. */
static struct view id_of(struct view segment, const struct place *place)
{
    struct view whole = segment;
    for (size_t at; (at = view_find_byte(segment, ':')) != SIZE_MAX;)
        segment = view_skip(segment, at + 1);
    segment = view_take(segment, view_find_byte(segment, '.'));
    struct view tail = view_skip(segment, segment.length > 64 ? segment.length - 64 : 0);
    if (envfp__group_id_is_plain(segment))
        return segment;
    if (envfp__group_id_is_plain(tail) && tail.text[-1] == '-' && !view_has(segment, VIEW("conmon-")))
        return tail;
    if (place->ecs && segment.length > 33 && envfp__group_id_is_task(segment))
        return segment;
    struct view rkt = VIEW("machine-rkt-");
    if (view_starts(segment, rkt) && envfp__group_id_is_grouped(view_skip(segment, rkt.length), 0))
        return view_skip(segment, rkt.length);
    if (view_is(place->parent, "garden") && envfp__group_id_is_grouped(segment, 0))
        return segment;
    /* Mesos and others give a container's group a UUID. LXC's are names, whatever they look like. */
    if (place->last && place->depth == 1 && !place->systemds && !view_is(place->parent, "lxc") &&
        envfp__group_id_is_grouped(whole, 12))
        return whole;
    return VIEW("");
}

static bool fits(const struct rule *rule, struct view segment, const struct place *place, bool has_id)
{
    struct view text = view_of(rule->text);
    switch (rule->where) {
    case WHOLE: return !place->last && view_equal(segment, text) && !(place->named && rule->runtime);
    case START: return view_starts(segment, text);
    case SCOPE: return view_starts(segment, text) && view_ends(segment, VIEW(".scope"));
    case END: return view_ends(segment, text);
    case ID: return has_id && view_starts(segment, text);
    }
    return false;
}

static const struct rule *match(struct view segment, const struct place *place, bool has_id)
{
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (fits(&rules[i], segment, place, has_id))
            return &rules[i];
    return NULL;
}

static bool is_unit(struct view segment)
{
    return view_ends(segment, VIEW(".slice")) || view_ends(segment, VIEW(".service")) ||
           view_ends(segment, VIEW(".scope"));
}

static void add_to_chain(struct text *chain, struct view runtime)
{
    if (chain->length)
        envfp__text_add_byte(chain, ' ');
    envfp__text_add(chain, runtime);
}

struct reading {
    struct cgroup_signs found;
    struct text chain;
    struct place place;
};

static void read_segment(struct reading *reading, struct view segment)
{
    struct cgroup_signs *found = &reading->found;
    struct place *place = &reading->place;
    struct view id = id_of(segment, place);
    const struct rule *rule = match(segment, place, id.length > 0);
    struct view runtime = rule && rule->runtime ? view_of(rule->runtime) : VIEW("");
    /* containerd under systemd: "kubepods-...slice:cri-containerd:ID" is one segment. */
    if (view_has(segment, VIEW(":cri-containerd")))
        runtime = VIEW("containerd");
    if (runtime.length) {
        if (!(place->named && view_equal(runtime, found->runtime))) /* "libpod_parent/libpod-ID" is one */
            add_to_chain(&reading->chain, runtime);
        found->runtime = runtime;
    }
    if (rule && rule->orchestrator)
        found->orchestrator = view_of(rule->orchestrator);
    if (rule && rule->sandbox)
        found->sandbox = view_of(rule->sandbox);
    if (id.length)
        found->id = id;
    place->named = rule && rule->runtime && rule->where == WHOLE;
    place->ecs |= view_is(segment, "ecs");
    place->systemds |= is_unit(segment);
    place->parent = segment;
    place->depth++;
}

static void keep(struct view *known, struct view found)
{
    if (known->length == 0)
        *known = found;
}

void envfp__cgroup_path_read(struct arena *scratch, struct view path, struct cgroup_signs *signs)
{
    struct reading reading = {.chain = {.arena = scratch}};
    struct view segment, first = VIEW("");
    while (view_cut(&path, '/', &segment)) {
        if (segment.length == 0)
            continue;
        reading.place.last = path.length == 0;
        if (reading.place.depth == 0)
            first = segment;
        read_segment(&reading, envfp__group_unescape(scratch, segment));
    }
    struct cgroup_signs *found = &reading.found;
    /* containerd's own default namespace, as ctr uses it; the word alone is nobody's. */
    if (found->runtime.length == 0 && reading.place.depth == 2 && view_is(first, "default"))
        found->runtime = VIEW("ctr");
    if (signs->runtime.length == 0 && view_find_byte(envfp__text_view(&reading.chain), ' ') != SIZE_MAX)
        signs->chain = envfp__text_view(&reading.chain);
    keep(&signs->runtime, found->runtime);
    keep(&signs->orchestrator, found->orchestrator);
    keep(&signs->sandbox, found->sandbox);
    if (signs->id.length == 0)
        signs->id = envfp__arena_copy(scratch, found->id);
}
