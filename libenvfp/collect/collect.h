/* SPDX-License-Identifier: MIT */
/*
 * What a collector works with, and the table of collectors. A collector turns answers of a source into facts of its
 * layer and judges nothing. It keeps no state between runs and frees no memory.
 */
#ifndef ENVFP_COLLECT_H
#define ENVFP_COLLECT_H

#include "facts/facts.h"
#include "source/source.h"

struct collect;
struct program_index;

/* What the collector of mounts (container/mounts.c) leaves for collectors of other layers. */
struct mount_signs {
    enum envfp_reason reason; /* why it could not be read */
    struct view container;    /* a container's id, or empty */
    bool root_changed;        /* the root directory is no mount point: chroot(2) */
};

/* What the collectors of one run share. It lives as long as the source's arena does. */
struct shared {
    const char *project; /* folder whose lock files are read, as the environment sees it; or NULL */
    void (*read_project)(struct collect *collect); /* envfp__project_collect, where there may be a folder */
    void (*read_process)(struct collect *collect); /* envfp__process_collect, where it is asked for */
    struct program_index *programs; /* the programs that PATH leads to, listed once (program_index.c) */
    struct mount_signs mounts;
};

struct collect {
    const struct source *source;
    struct shared *shared;
    struct facts *facts;
    struct arena *scratch; /* emptied behind each collector */
    enum envfp_layer layer;
    enum envfp_reason trouble; /* the first failed read, which the source notes by itself */
};

struct collector {
    char name[24]; /* of the function and its file */
    uint8_t layer;
};

extern const struct collector envfp__collectors[];
extern const size_t envfp__collector_count;

const struct declaration *envfp__collector_declares(const struct collector *collector);

/* Runs the collector; the caller empties scratch memory afterwards. */
void envfp__collector_run(const struct collector *collector, struct collect *collect);

/* ---- Short forms for collectors: the layer is their own ---------------------------------------- */

static inline void fact_string(struct collect *c, const char *key, struct view value)
{
    envfp__facts_string(c->facts, c->layer, key, value);
}

static inline void fact_integer(struct collect *c, const char *key, int64_t value)
{
    envfp__facts_integer(c->facts, c->layer, key, value);
}

static inline void fact_boolean(struct collect *c, const char *key, bool value)
{
    envfp__facts_boolean(c->facts, c->layer, key, value);
}

static inline void fact_set(struct collect *c, const char *key, const struct view *items, size_t count)
{
    envfp__facts_set(c->facts, c->layer, key, items, count);
}

static inline void fact_member(struct collect *c, const char *inventory, struct view member,
                               struct view version)
{
    envfp__facts_member(c->facts, c->layer, inventory, member, version);
}

/* NONE and ABSENT add nothing. */
static inline void fact_gap(struct collect *c, const char *key, enum envfp_reason reason)
{
    envfp__facts_gap(c->facts, c->layer, key, reason);
    if (reason == c->source->common->unanswered)
        c->source->common->unanswered = ENVFP_REASON_NONE;
}

/* What could not be read before a part of a collector's work, which goes by failures of its own. */
struct troubles {
    enum envfp_reason trouble, unanswered;
};

static inline struct troubles troubles_start(struct collect *c)
{
    struct troubles before = {c->trouble, c->source->common->unanswered};
    c->trouble = c->source->common->unanswered = ENVFP_REASON_NONE;
    return before;
}

/* Forgets the part's failures: whoever calls this makes gaps of them, or knows why they are none. Returns the first. */
static inline enum envfp_reason troubles_end(struct collect *c, struct troubles before)
{
    enum envfp_reason reason = c->trouble;
    c->trouble = before.trouble;
    c->source->common->unanswered = before.unanswered;
    return reason;
}

/* Walks over the facts that earlier collectors (AFTER in collect/declare.h) added to this layer: the next one whose key
 * begins with `start`, from number `*at` on, in the order of adding; NULL behind the last. */
const struct envfp_fact *envfp__collect_told(const struct collect *collect, struct view start, size_t *at);

/* Reads the first line of a small attribute file into a string fact, or adds its gap; nothing for an empty file. */
void envfp__collect_attribute(struct collect *collect, const char *key, const char *path);

/* Adds a variable's value, or its gap, for each fact of the collector whose FACT row has "$NAME" as its path; nothing for
 * an empty variable. Rows with $PATH are left out: their
 * facts come from programs on PATH, not from its value. */
void envfp__collect_declared_variables(struct collect *collect);

/* A growing set of strings in scratch memory. */
struct bag {
    struct view *items;
    size_t count, capacity;
};

void envfp__bag_add(struct collect *collect, struct bag *bag, struct view item);

/* ---- The collectors ----------------------------------------------------------------------------- */

#include "collect/collectors.h"

#define DECLARE(layer, name) void envfp__collect_##name(struct collect *collect);
ENVFP_COLLECTORS(DECLARE)
#undef DECLARE

#endif
