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

/* Managers of one language's versions, each called after pyenv: $PYENV_ROOT or ~/.pyenv, $PYENV_VERSION,
 * .python-version; a version may have the language before it, "python-3.12". */
struct shim_family {
    char name[8], language[8];
};
#define SHIM_FAMILIES 8
extern const struct shim_family envfp__shim_families[SHIM_FAMILIES];

/* What `start`, a name in capitals and `end` make: ASDF_DOTNET_CORE_VERSION of "dotnet-core". */
const char *envfp__shim_variable_name(struct arena *arena, const char *start, const char *name,
                                      const char *end);

/* The program of that name, of a language, that PATH starts in the end. False where there is none; `gap` then says why it may be one
 * that could not be followed: UNSUPPORTED for scripts and managers that are not known, BUSY where the
 * collection came to its bounds, what a project's file could not be read or understood for, else NONE. */
bool envfp__runtime_find(struct collect *collect, const struct envfp_language *language, const char *name,
                         const char **path, enum envfp_reason *gap);

/* The version of a package manager that the project's package.json names ("packageManager": "pnpm@9.1.0"), which
 * corepack starts; empty for none, or `reason` why that is not known. */
struct view envfp__shim_local_corepack(struct collect *collect, const struct envfp_language *language,
                                       enum envfp_reason *reason);

#endif
