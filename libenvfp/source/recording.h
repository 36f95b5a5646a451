/* SPDX-License-Identifier: MIT */
/* What a recording holds in .envfp: what no file of its tree tells. It may be hostile. */
#ifndef ENVFP_SOURCE_RECORDING_H
#define ENVFP_SOURCE_RECORDING_H

#include "base/text.h"
#include "source/system.h"

struct pair {
    struct view key, value;
};

struct pairs {
    struct pair *list; /* sorted by key */
    size_t count;
};

struct leaf {
    uint32_t number, subleaf, registers[4];
};

struct leaves {
    struct leaf *list;
    size_t count;
    bool loaded;
    enum envfp_reason reason; /* why they could not be */
};

struct recording {
    struct arena *arena;
    const struct tree *tree;
    struct pairs uname, environment, auxv, probes, errors;
    struct leaves *cpus; /* [0] is `cpuid`, [N] `cpuid-N` */
    unsigned cpu_count;
};

/* ENVFP_IO where the tree is no recording or a file of .envfp could not be read, ENVFP_TOO_BIG where one is too large.
 * CPUs' leaves are loaded when they are asked for. */
enum envfp_status envfp__recording_load(struct recording *recording);
void envfp__recording_load_cpu(struct recording *recording, unsigned cpu);

/* A whole file of the tree, at most 4 MiB, into the arena. */
enum envfp_reason envfp__recording_read(struct recording *recording, const char *path, struct view *content);

/* The last pair of a key, or NULL; its value, or ABSENT. */
const struct pair *envfp__recording_find(const struct pairs *pairs, struct view key);
enum envfp_reason envfp__recording_get(const struct pairs *pairs, const char *key, struct view *value);

/* The reason written down for a path; NONE where there is none. */
enum envfp_reason envfp__recording_error(const struct recording *recording, const char *path);
/* What a stat of the path gave; false where it was not written down. */
bool envfp__recording_stat(const struct recording *recording, const char *path, struct source_stat *stat);

/* How a recording writes down a reason: the name of an errno. */
const char *envfp__recording_error_name(enum envfp_reason reason);

#endif
