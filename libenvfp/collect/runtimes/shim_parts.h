/* SPDX-License-Identifier: MIT */
/* What the files that follow shims share. */
#ifndef ENVFP_COLLECT_RUNTIMES_SHIM_PARTS_H
#define ENVFP_COLLECT_RUNTIMES_SHIM_PARTS_H

#include "collect/runtimes/shim.h"

enum shim {
    SHIM_NONE,     /* no stand-in: the program itself */
    SHIM_FOLLOWED, /* to the program in *path */
    SHIM_PASSES,   /* the manager hands over to the rest of PATH, or would fail */
    SHIM_UNTOLD
};

enum shim envfp__shim_asdf(struct collect *collect, const struct tool *tool, const char *shim,
                           const char **path);
enum shim envfp__shim_mise(struct collect *collect, const struct tool *tool, const char *shim,
                           const char **path);
enum shim envfp__shim_volta(struct collect *collect, const char *shim, const char **path);

/* What the project's own files ask for, from its folder upwards: words, or empty (shim_local.c). */
struct view envfp__shim_local(struct collect *collect, const char *family);
struct view envfp__shim_local_asdf(struct collect *collect, const struct tool *tool);
struct view envfp__shim_local_mise(struct collect *collect, const struct tool *tool);
struct view envfp__shim_local_volta(struct collect *collect);

bool envfp__shim_is_program(struct collect *collect, const char *path);
/* Names of versions do not lead out of the directory of versions. */
bool envfp__shim_is_plain(struct view name);
/* A variable's value, or empty; it stays. */
struct view envfp__shim_variable(struct collect *collect, const char *name);
/* The manager's own directory: by its variable, else the one that the directory of shims is in. */
struct view envfp__shim_root(struct collect *collect, const char *variable, const char *shim);
const char *envfp__shim_join(struct collect *collect, const char *a, const char *b, struct view name,
                             const char *d);

#endif
