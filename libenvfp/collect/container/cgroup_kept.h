/* SPDX-License-Identifier: MIT */
/* How recordings call cgroups. */
#ifndef ENVFP_COLLECT_CONTAINER_CGROUP_KEPT_H
#define ENVFP_COLLECT_CONTAINER_CGROUP_KEPT_H

#include "base/text.h"

/* A path of groups, from their hierarchy's root or from /sys/fs/cgroup, without the names of persons, pods and units. */
void envfp__keep_group(struct view path, struct text *out);

#endif
