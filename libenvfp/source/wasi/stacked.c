/* SPDX-License-Identifier: MIT */
/* Runtimes of WebAssembly show no sysfs, by which mounts could be judged: they count as their type says. */
#include "source/system.h"

void envfp__mounts_judge_stacked(struct arena *arena, struct mounts *mounts, const struct mounts *own)
{
    (void)arena;
    (void)mounts;
    (void)own;
}
