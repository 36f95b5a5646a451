/* SPDX-License-Identifier: MIT */
/* Files in which a project, or a folder above it, asks for versions of languages. Collectors that read them declare
 * USES(version_files). */
#ifndef ENVFP_COLLECT_PROJECT_VERSION_FILE_H
#define ENVFP_COLLECT_PROJECT_VERSION_FILE_H

#include "collect/collect.h"
#include "collect/project/toml.h"

/* Reads the file of that name in a folder, a path without links ("" for the root), staying inside the folder whatever
 * links say. ABSENT also where the name is a folder's. */
enum envfp_reason envfp__project_version_file(struct collect *collect, struct view folder, const char *file,
                                              struct view *text);

/* Where pyproject.toml, uv.toml and Cargo.toml ask for a version. */
struct toml_wish {
    const char *table, *key, *language;
    bool least; /* a version without an operator is the minimum */
};

/* NULL where a pair of such a file asks for none. */
const struct toml_wish *envfp__project_toml_wish(const struct toml *toml);

#endif
