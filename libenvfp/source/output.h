/* SPDX-License-Identifier: MIT */
/*
 * Writes a tree of files below one directory and nowhere else, whatever names and links the recorded world has and
 * whatever another program does there meanwhile.
 * The tree is planned in memory: each place is one kind of thing. On disk, directories are created and entered one by
 * one, never through a link; files are created new (O_EXCL), and a file that is written again must be the one that was
 * created; links come last, when nothing more is written. Where a place is asked for as two different things, or
 * somebody else has taken it, the whole output fails.
 */
#ifndef ENVFP_SOURCE_OUTPUT_H
#define ENVFP_SOURCE_OUTPUT_H

#include "base/arena.h"

#define OUTPUT_DEPTH_MOST 256U /* components of a place */

enum output_type { OUTPUT_DIRECTORY, OUTPUT_FILE, OUTPUT_LINK };

struct output_node {
    struct output_node *parent, *next; /* of the same directory */
    struct output_node *children;
    struct view name, target;
    enum output_type type;
    bool told;              /* seen only in a listing: its type is not yet certain */
    bool executable;        /* of a file */
    bool made;              /* on disk */
    uint64_t device, inode; /* where made */
    uint64_t taken;         /* length of the original's part that the written content stands for */
    const void *form;       /* of what wrote it, and the path that it was asked for by */
    const char *asked;
};

struct output {
    struct arena *arena;
    int directory;
    struct output_node top;
    struct output_node **slots; /* by parent and name */
    size_t slot_count, node_count;
    bool failed;
};

void envfp__output_start(struct output *output, struct arena *arena, int directory);

/* Adds a place of the given type; `place` is a path without links and dots, with or without a slash in front. Missing
 * directories on the way are added. Returns NULL, and the output has failed, where the place is something else already.
 * With `told` an existing node is left alone. */
struct output_node *envfp__output_add(struct output *output, struct view place, enum output_type type,
                                      bool told);
/* The target of a link that nobody follows. */
#define OUTPUT_NOWHERE VIEW("/_")
/* Sets a link's target. A second target must equal the first, or replace OUTPUT_NOWHERE. */
void envfp__output_link(struct output *output, struct view place, struct view target, bool told);
/* A descriptor for the file from its start, to write and to read back, or -1. What was in it stays. */
int envfp__output_open(struct output *output, struct output_node *file);
/* Writes all bytes; at `offset`, or where the descriptor stands for UINT64_MAX. */
void envfp__output_write(struct output *output, int descriptor, struct view bytes, uint64_t offset);
/* A new file with this content. */
void envfp__output_file(struct output *output, struct view place, struct view content);
/* Makes what is not on disk yet; false where anything could not be written. */
bool envfp__output_finish(struct output *output);

#endif
