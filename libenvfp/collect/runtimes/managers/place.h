/* SPDX-License-Identifier: MIT */
/* Where a manager keeps things: below its variable where that is set, else below its usual place. */
#ifndef ENVFP_COLLECT_RUNTIMES_MANAGERS_PLACE_H
#define ENVFP_COLLECT_RUNTIMES_MANAGERS_PLACE_H

#include "collect/collect.h"

enum base { BASE_HOME, BASE_DATA, BASE_CACHE, BASE_ROOT };

struct place {
    const char *variable, *below; /* the first may be NULL */
    enum base base;
    const char *usual;
};

/* The directory, or NULL where there is no home to look into. */
const char *envfp__manager_directory(struct collect *collect, const struct place *place);

#endif
