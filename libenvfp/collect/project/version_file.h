/* SPDX-License-Identifier: MIT */
/* Files in which a project, or a folder above it, asks for versions of languages; who reads them says
 * USES(version_files). */
#ifndef ENVFP_COLLECT_PROJECT_VERSION_FILE_H
#define ENVFP_COLLECT_PROJECT_VERSION_FILE_H

#include "collect/collect.h"

/* The file of that name in a folder without links ("" for the root), inside of it whatever its links say. ABSENT also
 * where a folder is called so. */
enum envfp_reason envfp__project_version_file(struct collect *collect, struct view folder, const char *file,
                                              struct view *text);

#endif
