/* SPDX-License-Identifier: MIT */
/* The parts of a world; for tests/support/world*.c alone. */
#ifndef ENVFP_TESTS_WORLD_PARTS_H
#define ENVFP_TESTS_WORLD_PARTS_H

#include "source/keep.h"
#include "undeclared.h"
#include "world.h"

#define PATH_ROOM 4096

struct node {
    char *path;
    enum source_type type;
    bool program; /* executable */
    char *bytes;  /* content, or a link's target */
    size_t length;
    bool holes;  /* bytes that source_took did not name read as zeros */
    char *taken; /* a byte for each of `bytes`: whether source_took named it; or NULL */
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
    bool refuses; /* a recording may tell less */
    bool unknown; /* a file without a row was read */
    bool used;    /* a collector has run */
    bool remote;  /* something said REMOTE */
    bool kept;    /* files and directories hold what a recording would keep of them */
    bool holes;   /* untaken bytes of binary files read as zeros */
    unsigned long operations, fail_at;
    enum envfp_reason fail_reason;
    struct arena arena, scratch;
    struct facts facts;
    struct source_common common;
    struct undeclared undeclared;
    struct source_watch watch;
    struct source source;
    struct shared shared; /* what the collectors that ran left for others */
};

extern const struct source_ops world_operations_table;

/* Runs the collector, which adds to `facts`. */
void world_run(struct world *world, const struct collector *row, struct shared *shared, struct facts *facts);
/* Runs the collector again on what a recording would keep, and ends the test where its facts differ. */
void world_collect_kept(struct world *world, const struct collector *row);
/* Replaces a node by what a recording would keep of it. */
enum envfp_reason world_keep(struct world *world, const char *path, const struct node **node);
/* The real path of a cgroup, given its name in a recording. */
const char *world_group(struct world *world, const char *path);
/* The row that says which names of a directory a recording would keep. */
struct keep world_names(struct world *world, const char *path);

_Noreturn void world_give_up(const char *what, const char *name);
/* The index at which a path stands, or would stand. */
size_t world_place(const struct world *world, const char *path);
const struct leaf *world_find_leaf(const struct world *world, unsigned cpu, uint32_t leaf, uint32_t subleaf);

#endif
