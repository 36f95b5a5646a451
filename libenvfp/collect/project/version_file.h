/* SPDX-License-Identifier: MIT */
/* Files in which a project, or a folder above it, asks for versions of languages. Collectors that read them declare
 * USES(version_files). */
#ifndef ENVFP_COLLECT_PROJECT_VERSION_FILE_H
#define ENVFP_COLLECT_PROJECT_VERSION_FILE_H

#include "collect/collect.h"

/* Reads the file of that name in a folder, a path without links ("" for the root), staying inside the folder whatever
 * links say. ABSENT also where the name is a folder's. */
enum envfp_reason envfp__project_version_file(struct collect *collect, struct view folder, const char *file,
                                              struct view *text);

#endif
