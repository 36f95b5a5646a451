/* SPDX-License-Identifier: MIT */
/*
 * Names of cgroups: pods, users, sessions and services have theirs, and containers the id that documents show. What
 * tells a runtime or an orchestrator stays, and the id; the rest of each name becomes "_". A name becomes the same one
 * wherever it stands at the same place, in /proc/self/cgroup and below /sys/fs/cgroup.
 */
#include "collect/container/cgroup_kept.h"

#include "isolation/groups.h"
#include "isolation/signs.h"
#include "source/keep_rows.h"

/* Groups of systemd where there is but one of the kind. Controllers, whose hierarchies stand beside each other, and the
 * files that are read of each group, are no groups. */
static const char *const words[] = {
    ".",
    "..",
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

static const char *const units[] = {".slice", ".service", ".scope"};

/* A name that is a sign by itself. */
static bool is_known(struct view name)
{
    FOR_SIGNS (sign, SIGNS_GROUP) {
        struct view whole = sign_text(sign);
        whole.length -= view_ends(whole, VIEW("/"));
        if (view_equal(name, whole))
            return true;
    }
    return keep_is_one(name, words, KEEP_COUNT(words));
}

/* The longest text before a pattern's first `*` or `#` with which the name begins. */
static struct view start_of(struct view name)
{
    struct view best = VIEW("");
    FOR_SIGNS (sign, SIGNS_GROUP) {
        struct view start = view_take(sign_text(sign), envfp__sign_plain(sign_text(sign)));
        if (start.length < sign->length && start.length > best.length && view_starts(name, start))
            best = start;
    }
    return best;
}

/* What stands between two stars of a pattern, or behind a first one, within the name or at its end. */
static struct view part_of(struct view name, bool end)
{
    FOR_SIGNS (sign, SIGNS_GROUP) {
        struct view pattern = sign_text(sign), part = view_skip(pattern, 1);
        bool open = view_ends(part, VIEW("*"));
        part.length -= open;
        if (view_starts(pattern, VIEW("*")) && open != end &&
            (end ? view_ends(name, part) : view_has(name, part)))
            return part;
    }
    return VIEW("");
}

static void add_name(struct view name, struct view id, struct text *out)
{
    struct view start = start_of(name), middle = part_of(name, false), end = part_of(name, true);
    size_t before = id.length ? (size_t)(id.text - name.text) : 0;
    envfp__text_add(out, view_take(start, id.length ? before : start.length));
    if (middle.length) {
        envfp__text_add_byte(out, '_');
        envfp__text_add(out, middle);
        envfp__text_add_byte(out, ':');
    } else if (before > start.length) {
        envfp__text_add(out, name.text[before - 1] == ':' ? VIEW("_:") : VIEW("_-"));
    }
    envfp__text_add(out, id.length ? id : VIEW("_"));
    envfp__text_add(out, end);
    for (size_t i = 0; i < KEEP_COUNT(units); i++)
        if (view_ends(name, view_of(units[i])))
            envfp__text_add(out, view_of(units[i]));
}

struct place {
    struct group_place group;
    bool controller; /* below such a name */
    size_t depth;
};

static void add_group(struct view raw, struct place *place, struct text *out)
{
    struct view name = envfp__group_unescape(out->arena, raw);
    /* Below a controller's folder everything lies one level deeper than its own name says. */
    bool top = place->depth == 1 || (place->depth == 2 && place->controller);
    struct group_signs signs = envfp__group_read(&place->group, name, false, top);
    if (is_known(name))
        envfp__text_add(out, name);
    else
        add_name(name, signs.id, out);
    place->controller |= place->depth == 0 && keep_is_one(name, controllers, KEEP_COUNT(controllers));
    place->depth++;
}

void envfp__keep_group(struct view path, struct text *out)
{
    struct place place = {.group = GROUP_OUTERMOST};
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
