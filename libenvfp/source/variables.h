/* SPDX-License-Identifier: MIT */
/*
 * The environment variables that the library may look at, and how much of each may be shown. A variable
 * that is not listed here is never read, never shown and never recorded.
 */
#ifndef ENVFP_SOURCE_VARIABLES_H
#define ENVFP_SOURCE_VARIABLES_H

#include "base/view.h"

enum variable_form {
    VARIABLE_WORD,    /* shown where it holds only [A-Za-z0-9_.,:;=+@%-], else "set" */
    VARIABLE_PATHS,   /* paths, colon-separated; home directories folded, URLs shown as "set" */
    VARIABLE_PRESENCE /* "set", whatever it holds */
};

struct variable {
    const char *name;
    enum variable_form form;
};

extern const struct variable envfp__variables[]; /* sorted by name */
extern const size_t envfp__variable_count;

/* The row of a variable, or NULL. */
const struct variable *envfp__variable_find(struct view name);

#endif
