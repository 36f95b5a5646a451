/* SPDX-License-Identifier: MIT */
/* Finds programs as a shell would, without starting them. Collectors that use it declare USES(program). */
#ifndef ENVFP_COLLECT_PROGRAM_H
#define ENVFP_COLLECT_PROGRAM_H

#include "collect/collect.h"

/* A walk over PATH's directories, or over the usual ones where PATH is not set (images). Relative directories are
 * skipped: the working directory is not part of the environment. */
struct program_search {
    struct view rest;
    enum envfp_reason
        gap;        /* why a directory could not be searched; ABSENT where all could, or may not be entered */
    unsigned count; /* directories so far */
};

struct program_search envfp__program_search(struct collect *collect);

/* The next executable of that name on PATH; false where there are no more. */
bool envfp__program_next(struct collect *collect, struct program_search *search, const char *name,
                         const char **path);

/* Looks at a program, or at a directory of them; ABSENT also where it may not be entered. */
enum envfp_reason envfp__program_stat(struct collect *collect, const struct source *source, const char *path,
                                      struct source_stat *stat);

bool envfp__program_is_windows(struct view directory);

/* The same for the programs of language runtimes, whose names program_index.c lists: each directory of PATH is read
 * once for all of them. `unseen`: why a directory before the program's, or any directory where none was found, could
 * not be searched (remote, past the deadline); NONE where all could. */
bool envfp__program_find(struct collect *collect, const char *name, const char **path,
                         enum envfp_reason *unseen);

/* Tools that belong to no language, whose names are looked for as well: sorted. */
#define PROGRAM_TOOLS 12
extern const char envfp__program_tools[PROGRAM_TOOLS][8];

/* The same for tools, outside of homes. `target`: where its link leads, or empty; a program that is no link in a large
 * directory may not be there. */
bool envfp__program_find_tool(struct collect *collect, const char *name, const char **path,
                              struct view *target, enum envfp_reason *unseen);

/* The directory part, without the last slash; "/" for what stands in the root. */
struct view envfp__path_directory(struct view path);
struct view envfp__path_base(struct view path);

#endif
