/* SPDX-License-Identifier: MIT */
/*
 * TOML (v1.0) by lines, as tools write it into lock files: tables, and keys with their values as written. What the
 * values hold is searched, not built.
 */
#ifndef ENVFP_COLLECT_PROJECT_TOML_H
#define ENVFP_COLLECT_PROJECT_TOML_H

#include "base/view.h"

enum toml_item { TOML_DONE, TOML_ERROR, TOML_TABLE, TOML_ENTRY, TOML_PAIR };

struct toml {
    struct view rest;
    struct view table;      /* "package.source" of [package.source] and [[package.source]], as written */
    struct view key, value; /* without quotes around the key */
};

/* TOML_ENTRY is a table of an array ([[package]]). */
enum toml_item envfp__toml_next(struct toml *toml);

/* A value that is a string; false for others. Escapes stay. */
bool envfp__toml_string(struct view value, struct view *string);
/* The next string that stands behind `key =` inside a value, or the next string at all where `key` is NULL; `value`
 * moves behind it. */
bool envfp__toml_find(struct view *value, const char *key, struct view *string);
/* The next inline table in a value, without its braces; `value` moves behind it. Tables in it are its own. */
bool envfp__toml_table(struct view *value, struct view *table);

#endif
