/* SPDX-License-Identifier: MIT */
/* What a recording keeps of the files of Python, its environments and distributions; what is shown of them has the same
 * forms. */
#ifndef ENVFP_COLLECT_RUNTIMES_PYTHON_PYTHON_KEPT_H
#define ENVFP_COLLECT_RUNTIMES_PYTHON_PYTHON_KEPT_H

#include "source/keep_parts.h"

/* What rows call them. */
#define keep_build_details envfp__keep_build_details
#define keep_direct_url envfp__keep_direct_url
#define keep_installer envfp__keep_installer
#define keep_metadata envfp__keep_metadata
#define keep_pth envfp__keep_pth
#define keep_pyvenv envfp__keep_pyvenv
#define keep_name_distribution envfp__keep_name_distribution

keep_line envfp__keep_build_details, envfp__keep_direct_url, envfp__keep_installer, envfp__keep_metadata,
    envfp__keep_pth, envfp__keep_pyvenv;

/* What counts in a directory of sys.path. */
bool envfp__keep_name_distribution(struct view name);

/* What installed a distribution: itself, or "?" where it is no word. */
struct view envfp__keep_installer_name(struct view line);
/* The name of a distribution; else "?". */
struct view envfp__keep_python_name(struct view text);

#endif
