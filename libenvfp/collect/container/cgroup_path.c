/* SPDX-License-Identifier: MIT */
#include "collect/container/cgroup_path.h"

enum where {
    WHOLE, /* the segment is the text, and something follows it */
    START, /* the segment begins with it */
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
    /* Podman's conmon is the monitor outside the container. */
    {ID, "libpod-conmon-", NULL, NULL, NULL},
    {ID, "libpod-", "podman", NULL, NULL},
    {WHOLE, "libpod_parent", "podman", NULL, NULL},
    {ID, "crio-conmon-", NULL, NULL, NULL},
    {ID, "crio-", "crio", NULL, NULL},
    {ID, "cri-containerd-", "containerd", NULL, NULL},
    {ID, "nerdctl-", "containerd", NULL, NULL},
    /* LXC, LXD and Incus share the name; markers tell them apart. */
    {WHOLE, "lxc", "lxc", NULL, NULL},
    {START, "lxc.payload", "lxc", NULL, NULL},
    {START, "machine-lxc-", "lxc", NULL, NULL},
    {START, "machine-rkt-", "rkt", NULL, NULL},
    /* systemd-machined: a virtual machine's processes stand on the host, a container's in the container. */
    {START, "machine-qemu-", NULL, NULL, NULL},
    {START, "machine-", "systemd-nspawn", NULL, NULL},
    {START, "systemd-nspawn@", "systemd-nspawn", NULL, NULL},
    /* Orchestrators: the kubelet's, ECS's and Nomad's parents of containers. */
    {START, "kubepods", NULL, "kubernetes", NULL},
    {WHOLE, "ecs", NULL, "ecs", NULL},
    {WHOLE, "nomad", NULL, "nomad", NULL},
    {WHOLE, "nomad.slice", NULL, "nomad", NULL},
    /* snapd makes snap.NAME.APP... scopes and freezers. */
    {START, "snap.", NULL, NULL, "snap"},
};

static bool is_hex(struct view text)
{
    for (size_t i = 0; i < text.length; i++)
        if (!byte_is_digit(text.text[i]) && !(text.text[i] >= 'a' && text.text[i] <= 'f'))
            return false;
    return true;
}

bool envfp__cgroup_path_is_id(struct view text)
{
    return text.length == 64 && is_hex(text);
}

/* Groups of hex digits parted by '-', the first of eight: rkt's and Garden's ids. */
static bool is_grouped_id(struct view text)
{
    size_t groups = 0;
    struct view group;
    for (; view_cut(&text, '-', &group); groups++)
        if (!is_hex(group) || group.length < 4 || group.length > 12 || (groups == 0) != (group.length == 8))
            return false;
    return groups == 5;
}

/* ECS: the task's 32 hex digits, '-', a number. */
static bool is_task_id(struct view text)
{
    struct view number = view_skip(text, 33);
    for (size_t i = 0; i < number.length; i++)
        if (!byte_is_digit(number.text[i]))
            return false;
    return number.length > 0 && text.text[32] == '-' && is_hex(view_take(text, 32));
}

/* systemd writes '-' within a name as "\x2d". */
static struct view unescape(struct arena *scratch, struct view segment)
{
    if (view_find_byte(segment, '\\') == SIZE_MAX)
        return segment;
    char *copy = envfp__arena_alloc(scratch, segment.length);
    size_t length = 0;
    uint64_t byte;
    for (size_t i = 0; copy && i < segment.length; i++) {
        if (view_starts(view_skip(segment, i), VIEW("\\x")) && i + 4 <= segment.length &&
            envfp__view_number(view_take(view_skip(segment, i + 2), 2), 16, &byte)) {
            copy[length++] = (char)(unsigned char)byte;
            i += 3;
        } else {
            copy[length++] = segment.text[i];
        }
    }
    return copy ? (struct view){copy, length} : segment;
}

/* The id within a segment: behind a last ':' or a name and '-', before a first '.'. `parent` is the
 * segment in front, for ids that only there mean something. */
static struct view id_of(struct view segment, struct view parent, bool ecs)
{
    for (size_t at; (at = view_find_byte(segment, ':')) != SIZE_MAX;)
        segment = view_skip(segment, at + 1);
    segment = view_take(segment, view_find_byte(segment, '.'));
    struct view tail = view_skip(segment, segment.length > 64 ? segment.length - 64 : 0);
    if (envfp__cgroup_path_is_id(segment))
        return segment;
    if (envfp__cgroup_path_is_id(tail) && tail.text[-1] == '-' && !view_has(segment, VIEW("conmon-")))
        return tail;
    if (ecs && segment.length > 33 && is_task_id(segment))
        return segment;
    struct view rkt = VIEW("machine-rkt-");
    if (view_starts(segment, rkt) && is_grouped_id(view_skip(segment, rkt.length)))
        return view_skip(segment, rkt.length);
    if (view_is(parent, "garden") && is_grouped_id(segment))
        return segment;
    return VIEW("");
}

static const struct rule *match(struct view segment, bool last, bool has_id)
{
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        struct view text = view_of(rules[i].text);
        bool fits = rules[i].where == WHOLE
                        ? !last && view_equal(segment, text)
                        : view_starts(segment, text) && (rules[i].where == START || has_id);
        if (fits)
            return &rules[i];
    }
    return NULL;
}

void envfp__cgroup_path_read(struct arena *scratch, struct view path, struct cgroup_signs *signs)
{
    struct cgroup_signs found = {0};
    struct view segment, parent = VIEW("");
    bool ecs = false;
    while (view_cut(&path, '/', &segment)) {
        if (segment.length == 0)
            continue;
        segment = unescape(scratch, segment);
        /* containerd under systemd: "kubepods-...slice:cri-containerd:ID" is one segment. */
        bool joined = view_has(segment, VIEW(":cri-containerd"));
        struct view id = id_of(segment, parent, ecs);
        const struct rule *rule = match(segment, path.length == 0, id.length > 0);
        if (rule && rule->runtime)
            found.runtime = view_of(rule->runtime);
        if (joined)
            found.runtime = VIEW("containerd");
        if (rule && rule->orchestrator)
            found.orchestrator = view_of(rule->orchestrator);
        if (rule && rule->sandbox)
            found.sandbox = view_of(rule->sandbox);
        if (id.length)
            found.id = id;
        ecs |= view_is(segment, "ecs");
        parent = segment;
    }
    if (signs->runtime.length == 0)
        signs->runtime = found.runtime;
    if (signs->orchestrator.length == 0)
        signs->orchestrator = found.orchestrator;
    if (signs->sandbox.length == 0)
        signs->sandbox = found.sandbox;
    if (signs->id.length == 0)
        signs->id = envfp__arena_copy(scratch, found.id);
}
