/* SPDX-License-Identifier: MIT */
/* What the files that list managers' holdings share. */
#ifndef ENVFP_COLLECT_RUNTIMES_MANAGERS_MANAGERS_H
#define ENVFP_COLLECT_RUNTIMES_MANAGERS_MANAGERS_H

#include "collect/collect.h"

enum base { BASE_HOME, BASE_DATA, BASE_CACHE, BASE_ROOT };

/* Where a manager keeps things: below its variable where that is set, else below its usual place. */
struct place {
    const char *variable, *below; /* the first may be NULL */
    enum base base;
    const char *usual;
};

/* The directory, or NULL where there is no home to look into. */
const char *envfp__manager_directory(struct collect *collect, const struct place *place);

/* Environments that are not in force: of conda, virtualenvwrapper, Poetry, and of pipx' and uv's programs. */
void envfp__managers_environments(struct collect *collect);

/* INVENTORY/NAME of each package in a folder of Node.js's. */
void envfp__node_modules(struct collect *collect, const char *inventory, const char *directory);

#endif
