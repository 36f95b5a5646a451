/* SPDX-License-Identifier: MIT */
/* Ids of containers in the names of cgroups: what documents show of them is what recordings keep. */
#ifndef ENVFP_SOURCE_GROUP_ID_H
#define ENVFP_SOURCE_GROUP_ID_H

#include "base/arena.h"

/* 64 hex digits: Docker, Podman, CRI-O and containerd. */
bool envfp__group_id_is_plain(struct view text);
/* Groups of hex digits parted by '-', the first of eight: rkt's and Garden's ids. `last` is the length of the last group, 0
 * for any. */
bool envfp__group_id_is_grouped(struct view text, size_t last);
/* ECS: the task's 32 hex digits, '-', a number. */
bool envfp__group_id_is_task(struct view text);
/* systemd writes '-' within a name as "\x2d". */
struct view envfp__group_unescape(struct arena *arena, struct view name);

#endif
