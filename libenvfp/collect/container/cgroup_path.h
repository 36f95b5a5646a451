/* SPDX-License-Identifier: MIT */
/* What a cgroup path says of who made it. */
#ifndef ENVFP_COLLECT_CONTAINER_CGROUP_PATH_H
#define ENVFP_COLLECT_CONTAINER_CGROUP_PATH_H

#include "base/arena.h"

struct cgroup_signs {
    struct view runtime, orchestrator, sandbox; /* vocabulary words, or empty */
    struct view chain; /* runtimes inside of each other, the outermost first; empty for fewer than two */
    struct view id;    /* the innermost container's id, or empty */
};

/* Adds what the path shows to `signs`; what is known already stays. `path` without escapes of its file. */
void envfp__cgroup_path_read(struct arena *scratch, struct view path, struct cgroup_signs *signs);

#endif
