/* SPDX-License-Identifier: MIT */
#ifndef ENVFP_COLLECT_CONTAINER_LIMITS_H
#define ENVFP_COLLECT_CONTAINER_LIMITS_H

#include "collect/collect.h"

/* Facts limits.*, from /proc/self/cgroup's text (which must outlive the call) and the files it leads to. */
void envfp__limits_collect(struct collect *collect, struct view cgroups);

#endif
