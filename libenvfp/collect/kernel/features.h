/* SPDX-License-Identifier: MIT */
/* What collectors of the kernel tell each other, so that each file is read once. */
#ifndef ENVFP_COLLECT_KERNEL_FEATURES_H
#define ENVFP_COLLECT_KERNEL_FEATURES_H

#include "collect/collect.h"

/* What comes with this release of Linux or before; collect/kernel/release.c. */
void envfp__kernel_tell_release(struct collect *collect, const struct source_uname *names);

/* Security modules: `reason` why /proc/filesystems gave no names; collect/kernel/lsm.c. */
void envfp__kernel_tell_lsm(struct collect *collect, enum envfp_reason reason,
                            const struct bag *file_systems);

/* The word in brackets of "always [madvise] never"; false where there is none; collect/kernel/thp.c. */
bool envfp__kernel_chosen(struct view line, struct view *word);

#endif
