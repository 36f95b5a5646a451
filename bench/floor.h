/* SPDX-License-Identifier: MIT */
/* The floor under a collection: the same files opened, as much of them read, and closed; the same links and directories
 * read; nothing parsed. */
#ifndef ENVFP_BENCH_FLOOR_H
#define ENVFP_BENCH_FLOOR_H

#include <stdint.h>
#include <stdio.h>

#include "tap.h"

struct floor_step {
    enum tap_operation operation;
    char *path;
    size_t bytes; /* of a file: how much of it the collection read */
    bool whole;   /* up to its end */
    size_t piece; /* the most that was asked for at once: what the kernel makes up costs by it */
};

struct floor {
    struct floor_step *steps;
    size_t count, room;
    size_t file;   /* the step whose file is open */
    size_t leaves; /* of CPUID; not part of the floor */
};

/* What a collection of the layers in `mask` asks this machine for. */
void floor_learn(struct floor *floor, uint32_t mask);
/* `once`: without the last read of a whole file, which only tells that it has ended. */
void floor_walk(const struct floor *floor, bool once);
/* A file with a line for each step, for a process that has walked nothing yet. */
int floor_save(const struct floor *floor, const char *path);
int floor_load(struct floor *floor, const char *path);
void floor_free(struct floor *floor);

#endif
