/* SPDX-License-Identifier: MIT */
/*
 * What a collector gets, and the table of collectors. A collector turns sources into facts of its layer
 * and never judges; it keeps nothing, and frees nothing.
 */
#ifndef ENVFP_COLLECT_H
#define ENVFP_COLLECT_H

#include "facts/facts.h"
#include "source/source.h"

struct collect {
    const struct source *source;
    struct facts *facts;
    struct arena *scratch; /* emptied behind each collector */
    enum envfp_layer layer;
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

/* The first line's worth of a small attribute file as a string fact, or its gap; an empty file adds
 * nothing. */
void envfp__collect_attribute(struct collect *collect, const char *key, const char *path);

/* Variables, {name, key} each, as facts or gaps; an empty one adds nothing. */
void envfp__collect_variables(struct collect *collect, const char *const (*rows)[2], size_t count);

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
