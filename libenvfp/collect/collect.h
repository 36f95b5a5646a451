/* SPDX-License-Identifier: MIT */
/*
 * What a collector gets, and the table of collectors. A collector turns sources into facts of its layer
 * and never judges; it keeps nothing, and frees nothing.
 */
#ifndef ENVFP_COLLECT_H
#define ENVFP_COLLECT_H

#include "facts/facts.h"
#include "source/source.h"

struct program_index;

/* What the table of mounts tells collectors that have facts of it (container/mounts.c). */
struct mount_signs {
    enum envfp_reason reason; /* why it could not be read */
    struct view container;    /* a container's id, or empty */
    bool root_changed;        /* the root directory is no mount point: chroot(2) */
};

/* What the collectors of one run share. It lives as long as the source's arena does. */
struct shared {
    const char *project;            /* folder whose pins are asked for, as the environment sees it; or NULL */
    struct program_index *programs; /* where PATH leads, read once (program_index.c) */
    struct mount_signs mounts;
};

struct collect {
    const struct source *source;
    struct shared *shared;
    struct facts *facts;
    struct arena *scratch; /* emptied behind each collector */
    enum envfp_layer layer;
    enum envfp_reason trouble; /* why a file of the runtime at hand could not be read (runtimes/runtime.h) */
};

struct collector {
    const char *name; /* of the function and its file */
    enum envfp_layer layer;
    void (*run)(struct collect *collect);
};

extern const struct collector envfp__collectors[];
extern const size_t envfp__collector_count;

const struct declaration *envfp__collector_declares(const struct collector *collector);

/* Runs it; the caller empties the scratch memory. */
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
}

/* What collectors that ran before (AFTER in collect/declare.h) have told in this layer: the next fact whose key begins so,
 * from number `*at` on; NULL behind the last. They stand in the order in which they were told. */
const struct envfp_fact *envfp__collect_told(const struct collect *collect, struct view start, size_t *at);

/* The first line's worth of a small attribute file as a string fact, or its gap; an empty file adds
 * nothing. */
void envfp__collect_attribute(struct collect *collect, const char *key, const char *path);

/* Variables, {name, key} each, as facts or gaps; an empty one adds nothing. */
void envfp__collect_variables(struct collect *collect, const char *const (*rows)[2], size_t count);
/* The same for each fact of the collector's own whose row names a variable as what it is read from. (What PATH leads to
 * is another matter: $PATH's are left out.) */
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
