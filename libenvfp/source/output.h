/* SPDX-License-Identifier: MIT */
/*
 * A tree of files that is written below one directory and nowhere else, whatever the world that it describes, or a
 * program beside us, makes of names and links.
 *
 * What shall stand there is kept in memory: each place is one thing. On disk directories are made and entered one by
 * one, never through a link; files are made new (O_EXCL), and one that is written again must be the one that was made;
 * links come last, when nothing is written any more. A place that is asked for as two different things, or that somebody
 * else has taken, makes the whole fail.
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
    bool told;              /* seen only in a listing: what it is may still turn out to be something else */
    bool executable;        /* of a file */
    bool made;              /* on disk */
    uint64_t device, inode; /* where made */
    uint64_t taken;         /* how much of the world's file went into what was written */
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

/* The place as what is said; `place` is a path without links and dots, with or without a slash in front. Directories on
 * the way are made. NULL, and the output has failed, where it is something else already. With `told` what stands there
 * already is left alone. */
struct output_node *envfp__output_add(struct output *output, struct view place, enum output_type type,
                                      bool told);
/* Where links lead that nobody follows. */
#define OUTPUT_NOWHERE VIEW("/_")
/* A link's target; a second one must be the same, or take the place of nowhere. */
void envfp__output_link(struct output *output, struct view place, struct view target, bool told);
/* A descriptor for writing the file from its start, or -1. What was in it stays. */
int envfp__output_open(struct output *output, struct output_node *file);
/* Writes all bytes; at `offset`, or where the descriptor stands for UINT64_MAX. */
void envfp__output_write(struct output *output, int descriptor, struct view bytes, uint64_t offset);
/* A new file with this content. */
void envfp__output_file(struct output *output, struct view place, struct view content);
/* Makes what is not on disk yet; false where anything could not be written. */
bool envfp__output_finish(struct output *output);

#endif
