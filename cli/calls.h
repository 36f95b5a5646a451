/* SPDX-License-Identifier: MIT */
/* System calls that are tried (--try-calls). */
#ifndef ENVFP_CLI_CALLS_H
#define ENVFP_CLI_CALLS_H

#include <stdbool.h>
#include <stddef.h>

enum { TRIED_CALLS = 64 };

/* Those that a filter refuses, as "NAME: EPERM", "NAME: ENOSYS" or "NAME: kills". */
struct tried_calls {
    char texts[TRIED_CALLS][64];
    const char *items[TRIED_CALLS];
    size_t count;
};

/* Tries each call in a child of its own. False where that cannot be done: no child can be started, or its first steps
 * are refused. */
bool calls_try(struct tried_calls *tried);

#endif
