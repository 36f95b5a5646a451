/* SPDX-License-Identifier: MIT */
/* What recordings keep of the list of mounts. */
#ifndef ENVFP_COLLECT_CONTAINER_MOUNTS_KEPT_H
#define ENVFP_COLLECT_CONTAINER_MOUNTS_KEPT_H

#include "source/keep.h"

/* A row's form, of the whole file. */
#define keep_mountinfo envfp__keep_mountinfo
bool envfp__keep_mountinfo(const struct source *source, struct view text, struct text *out);

#endif
