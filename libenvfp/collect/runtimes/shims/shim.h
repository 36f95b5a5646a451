/* SPDX-License-Identifier: MIT */
/*
 * Runtimes that PATH starts through a version manager's stand-in: scripts of pyenv and its kin (rbenv, nodenv, ...) and
 * of asdf, links to mise's and Volta's own programs. Followed by each manager's rules to the program of the version in
 * force: a variable, a project's own file where its folder is named, then the person's global file.
 */
#ifndef ENVFP_COLLECT_RUNTIMES_SHIMS_SHIM_H
#define ENVFP_COLLECT_RUNTIMES_SHIMS_SHIM_H

#include "collect/program.h"

/* What a recording keeps of a program that is a script: what makes it a shim, and whose. */
#define keep_shim envfp__keep_shim
bool envfp__keep_shim(const struct source *source, struct view line, struct text *out);

/* What managers call a language; NULL where they do not have it. */
struct tool {
    const char *asdf, *asdf_variable;
    const char *mise, *mise_variable;
};

/* One that both call by the same word. */
#define TOOL(word, WORD)                                                                                     \
    {                                                                                                        \
        word, "ASDF_" WORD "_VERSION", word, "MISE_" WORD "_VERSION"                                         \
    }

/* The program of that name that PATH starts in the end. False where there is none; `gap` then says why it may be one
 * that could not be followed: UNSUPPORTED for scripts and managers that are not known, BUSY where the
 * collection came to its bounds, what a project's file could not be read or understood for, else NONE. */
bool envfp__runtime_find(struct collect *collect, const struct tool *tool, const char *name,
                         const char **path, enum envfp_reason *gap);

#endif
