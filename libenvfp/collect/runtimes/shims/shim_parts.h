/* SPDX-License-Identifier: MIT */
/* What the files that follow shims share. */
#ifndef ENVFP_COLLECT_RUNTIMES_SHIMS_SHIM_PARTS_H
#define ENVFP_COLLECT_RUNTIMES_SHIMS_SHIM_PARTS_H

#include "collect/runtimes/shims/shim.h"

enum shim {
    SHIM_NONE,     /* no stand-in: the program itself */
    SHIM_FOLLOWED, /* to the program in *path */
    SHIM_PASSES,   /* the manager hands over to the rest of PATH, or would fail */
    SHIM_UNTOLD
};

/* Versions that somebody asked for: words, or none. What a project's files ask for is somebody else's word: `reason` why
 * it could not be read, else NONE. */
struct asked {
    struct view words;
    bool local; /* of a project's file */
    enum envfp_reason reason;
};

/* ---- Managers of any language (shim_tools.c) ----------------------------------------------------------------------- */

/* `gap`: why it is UNTOLD, where that is more than that it is not understood. */
enum shim envfp__shim_asdf(struct collect *collect, const struct envfp_language *language, const char *shim,
                           const char **path, enum envfp_reason *gap);
enum shim envfp__shim_mise(struct collect *collect, const struct envfp_language *language, const char *shim,
                           const char **path, enum envfp_reason *gap);
enum shim envfp__shim_volta(struct collect *collect, const char *shim, const char **path,
                            enum envfp_reason *gap);

/* ---- What the project's own files ask for, from its folder upwards (shim_local.c) ---------------------------------- */

struct asked envfp__shim_local(struct collect *collect, const struct shim_family *family);
struct asked envfp__shim_local_asdf(struct collect *collect, const struct envfp_language *language);
struct asked envfp__shim_local_mise(struct collect *collect, const struct envfp_language *language);
struct asked envfp__shim_local_volta(struct collect *collect);

/* Whether a version may be looked for among those that are installed: any name without a slash of the person's own, and
 * one harmless component of a project's. */
bool envfp__shim_may_be_looked_for(const struct asked *asked, struct view version);
/* Whether a project's word that nothing is installed under is no version at all. */
bool envfp__shim_is_nonsense(const struct asked *asked, struct view version);
/* A language's versions in the table [tools] of mise's TOML; `broken`: it is none, up to where the tool would stand. */
struct view envfp__shim_take_mise(struct collect *collect, const struct envfp_language *language,
                                  struct view text, bool *broken);

/* ---- What all of them need (shim_parts.c) ------------------------------------------------------------------------- */

bool envfp__shim_is_program(struct collect *collect, const char *path);
/* Names of versions do not lead out of the directory of versions. */
bool envfp__shim_is_plain(struct view name);
/* A variable's value, or empty; it stays. */
struct view envfp__shim_variable(struct collect *collect, const char *name);
/* The manager's own directory: by its variable, else the one that the directory of shims is in. */
struct view envfp__shim_root(struct collect *collect, const char *variable, const char *shim);
const char *envfp__shim_join(struct collect *collect, const char *a, const char *b, struct view name,
                             const char *d);
/* The newest of the versions in a directory that begins with `start` and a dot ("3.11" stands for 3.11.9), or empty. */
struct view envfp__versions_newest(struct collect *collect, const char *directory, struct view start);

#endif
