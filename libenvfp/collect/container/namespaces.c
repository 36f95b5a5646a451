/* SPDX-License-Identifier: MIT */
/*
 * Which namespaces are not the first ones. The kernel gives the initial namespace of each of these kinds a
 * fixed number (include/uapi/linux/nsfs.h), the others get 0xF0000000 and up; the number itself is never
 * kept. Lower numbers are those of another kernel (gVisor's, Linux before 3.8), from which nothing follows. The
 * link's text is read: the files' own inode numbers may be another file system's.
 */
#ifdef DECLARING

COLLECTOR(SB, LIVE)

SEEN("/proc/self/ns/{cgroup,ipc,mnt,net,pid,time,user,uts}")

FACT("namespaces.initial", SET, CONTEXT, INFORMS, NOTHING, "", "/proc/self/ns", "namespaces(7)",
     "Kinds of namespaces that are the machine's first ones.")
FACT("namespaces.isolated", SET, HASHED, ALTERS, POLICY, "", "/proc/self/ns", "namespaces(7)",
     "Kinds of namespaces that are not the machine's first ones: other processes, users, names and "
     "clocks are out of sight.")
FACT("namespaces.other", SET, CONTEXT, INFORMS, POLICY, "", "/proc/self/ns", "namespaces(7)",
     "Mount and network namespaces that are not the first ones; only new kernels tell.")

#else
#define LAYER CONTAINER
#define OWNER namespaces
#define DECLARES "collect/container/namespaces.c"
#include "collect/declare.h"

#include "collect/collect.h"

static const uint64_t lowest = 0xEFFFFFF8;

struct kind {
    const char *name;
    uint64_t initial;
};

/* Since Linux 3.8 (cgroup 4.6, time 5.6). */
static const struct kind kinds[] = {
    {"cgroup", 0xEFFFFFFB}, {"ipc", 0xEFFFFFFF},  {"pid", 0xEFFFFFFC},
    {"time", 0xEFFFFFFA},   {"user", 0xEFFFFFFD}, {"uts", 0xEFFFFFFE},
};

/* Fixed on new kernels only. On older ones these cannot be told, and what one kernel tells and the next does
 * not is no identity: context. */
static const struct kind new_kinds[] = {
    {"mnt", 0xEFFFFFF8},
    {"net", 0xEFFFFFF9},
};

/* "pid:[4026531836]" */
static bool number_of(struct view text, struct view name, uint64_t *number)
{
    if (!view_starts(text, name))
        return false;
    text = view_skip(text, name.length);
    return view_starts(text, VIEW(":[")) && view_ends(text, VIEW("]")) &&
           envfp__view_number(view_take(view_skip(text, 2), text.length - 3), 10, number);
}

static enum envfp_reason read_kind(struct collect *c, const struct kind *kind, uint64_t *number)
{
    struct view text;
    const char *path = source_path(c->scratch, "/proc/self/ns/", view_of(kind->name), "");
    if (!path)
        return ENVFP_REASON_TRUNCATED;
    enum envfp_reason reason = source_link(c->source, c->scratch, path, &text);
    if (reason == ENVFP_REASON_NONE && !number_of(text, view_of(kind->name), number))
        return ENVFP_REASON_MALFORMED;
    return reason == ENVFP_REASON_NONE && *number < lowest ? ENVFP_REASON_ABSENT : reason;
}

static void add_new_kinds(struct collect *c, struct bag *initial)
{
    struct bag isolated = {0};
    bool fixed = false;
    uint64_t numbers[2] = {0, 0};
    for (size_t i = 0; i < 2; i++)
        if (read_kind(c, &new_kinds[i], &numbers[i]) == ENVFP_REASON_NONE)
            fixed |= numbers[i] == new_kinds[i].initial;
    for (size_t i = 0; i < 2; i++)
        if (numbers[i])
            envfp__bag_add(c, numbers[i] == new_kinds[i].initial ? initial : &isolated,
                           view_of(new_kinds[i].name));
    /* One initial number seen proves that this kernel fixes them. */
    if (fixed && isolated.count)
        fact_set(c, "namespaces.other", isolated.items, isolated.count);
}

void envfp__collect_namespaces(struct collect *c)
{
    struct bag isolated = {0}, initial = {0};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        uint64_t number = 0;
        enum envfp_reason reason = read_kind(c, &kinds[i], &number);
        if (reason == ENVFP_REASON_ABSENT)
            continue;
        if (reason != ENVFP_REASON_NONE) {
            fact_gap(c, "namespaces.isolated", reason);
            return;
        }
        envfp__bag_add(c, number == kinds[i].initial ? &initial : &isolated, view_of(kinds[i].name));
    }
    add_new_kinds(c, &initial);
    if (isolated.count)
        fact_set(c, "namespaces.isolated", isolated.items, isolated.count);
    if (initial.count)
        fact_set(c, "namespaces.initial", initial.items, initial.count);
}

#endif
