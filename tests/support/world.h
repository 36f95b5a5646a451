/* SPDX-License-Identifier: MIT */
/*
 * A world in memory: files, links, CPUID leaves and variables that a test names, behind the same interface as the live
 * machine. Parent directories are implied. What the test did not name is absent; below /proc and /sys it is hidden
 * unless something there was named. An unknown collector's name, and a file left open, end the test.
 */
#ifndef ENVFP_TESTS_WORLD_H
#define ENVFP_TESTS_WORLD_H

#include "base/text.h"
#include "collect/collect.h"

struct world;

struct world *world_new(void);
void world_free(struct world *world);

/* Paths are absolute. A second call for a path replaces the first. */
void world_file(struct world *world, const char *path, const char *text);
void world_bytes(struct world *world, const char *path, const void *bytes, size_t length);
/* An executable file. */
void world_program(struct world *world, const char *path, const void *bytes, size_t length);
void world_link(struct world *world, const char *path, const char *target);
void world_directory(struct world *world, const char *path);
/* A FIFO, socket or device. */
void world_other(struct world *world, const char *path);
/* Makes every operation at the path fail, and below it too, except at paths that were named themselves. */
void world_error(struct world *world, const char *path, enum envfp_reason reason);

/* The folder whose pins are asked for. */
void world_project(struct world *world, const char *path);

void world_variable(struct world *world, const char *name, const char *value);
void world_cpuid(struct world *world, unsigned cpu, uint32_t leaf, uint32_t subleaf, uint32_t a, uint32_t b,
                 uint32_t c, uint32_t d);
/* Answers that hold text: one leaf's EBX, ECX and EDX have up to 12 characters, three leaves the brand string. */
void world_signature(struct world *world, uint32_t leaf, uint32_t highest, const char *text);
void world_brand(struct world *world, unsigned cpu, const char *text);
void world_uname(struct world *world, const char *sysname, const char *release, const char *version,
                 const char *machine);
void world_auxv(struct world *world, const char *name, const char *value);
void world_probe(struct world *world, const char *name, const char *result);
void world_device(struct world *world, const char *path, const char *key, const char *value);

/* Whether binary files read as in a recording: zeros except the bytes that source_took named before. world_collect
 * checks that a collector finds the same facts in both. */
void world_holes(struct world *world, bool holes);

/* The n-th operation (from 1) fails; 0 for none. Starts the count anew. */
void world_fail_at(struct world *world, unsigned long operation, enum envfp_reason reason);
/* Operations since then. */
unsigned long world_operations(const struct world *world);

/* Whether any operation has answered REMOTE since the last call. */
bool world_was_remote(struct world *world);

const struct source *world_source(struct world *world);
struct facts *world_facts(struct world *world);
/* Run one collector by its name in the table, then seal. Its layer starts from nothing, whatever ran before. */
void world_collect(struct world *world, const char *collector);
/* The same, beside what the layer has: where collectors or the judge look at what others told. */
void world_collect_also(struct world *world, const char *collector);
/* What a recording keeps of a file's text. */
void world_keep_text(struct world *world, const char *path, struct view text, struct text *out);
/* Says that a recording of this world refuses some text, a project's word that is no version, so that its facts may
 * differ. */
void world_refuses(struct world *world);
/* envfp__judge over what was collected. */
void world_judge(struct world *world);

/* A fact's value; NULL, INT64_MIN or -1 where there is none of that type. */
const char *world_string(struct world *world, enum envfp_layer layer, const char *key);
int64_t world_integer(struct world *world, enum envfp_layer layer, const char *key);
int world_boolean(struct world *world, enum envfp_layer layer, const char *key);
const char *world_set(struct world *world, enum envfp_layer layer, const char *key); /* joined by ' ' */
/* A gap's reason by name, or NULL. */
const char *world_gap(struct world *world, enum envfp_layer layer, const char *key);

#endif
