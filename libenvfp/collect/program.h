/* SPDX-License-Identifier: MIT */
/* Programs as a shell would find them, without starting them (USES(program)). */
#ifndef ENVFP_COLLECT_PROGRAM_H
#define ENVFP_COLLECT_PROGRAM_H

#include "collect/collect.h"

/* A walk over PATH's directories, or over the usual ones where there is no PATH (images). Relative ones
 * are left out: the working directory is no part of the environment. */
struct program_search {
    struct view rest;
    enum envfp_reason gap; /* why some place could not be looked at; ABSENT where all could */
};

struct program_search envfp__program_search(struct collect *collect);

/* The next executable of that name; false where there are no more. */
bool envfp__program_next(struct collect *collect, struct program_search *search, const char *name,
                         const char **path);

bool envfp__program_is_windows(struct view directory);

/* The same for the programs of many languages, whose names stand in program_index.c: each directory of PATH is
 * looked at once for all of them. `unseen`: why a directory before that one, or any where none is found, could not
 * be looked at (another machine's, late); NONE where all could. */
bool envfp__program_find(struct collect *collect, const char *name, const char **path,
                         enum envfp_reason *unseen);

/* The directory part, without the last slash; "/" for what stands in the root. */
struct view envfp__path_directory(struct view path);
struct view envfp__path_base(struct view path);

#endif
