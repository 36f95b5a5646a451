/* SPDX-License-Identifier: MIT */
/* What a world is made of; for tests/support/world*.c alone. */
#ifndef ENVFP_TESTS_WORLD_PARTS_H
#define ENVFP_TESTS_WORLD_PARTS_H

#include "world.h"

#define PATH_ROOM 4096

struct node {
    char *path;
    enum source_type type;
    bool program; /* executable */
    char *bytes;  /* content, or a link's target */
    size_t length;
    enum envfp_reason error;
};

struct pair {
    char *name, *value, *path; /* `path` of devices only */
    struct pair *next;
};

struct leaf {
    unsigned cpu;
    uint32_t leaf, subleaf, registers[4];
};

struct world {
    struct node *nodes; /* sorted by path */
    size_t count, open;
    struct pair *variables, *auxv, *probes, *devices;
    struct leaf *leaves;
    size_t leaf_count;
    char *names[4];
    unsigned long operations, fail_at;
    enum envfp_reason fail_reason;
    struct arena arena, scratch;
    struct facts facts;
    struct source_common common;
    struct source source;
};

extern const struct source_ops world_operations_table;

_Noreturn void world_give_up(const char *what, const char *name);
/* The index at which a path stands, or would stand. */
size_t world_place(const struct world *world, const char *path);
const struct leaf *world_find_leaf(const struct world *world, unsigned cpu, uint32_t leaf, uint32_t subleaf);

#endif
