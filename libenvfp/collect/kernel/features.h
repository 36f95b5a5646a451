/* SPDX-License-Identifier: MIT */
/* Functions by which the kernel's collectors pass each other what they have read, so that each file is read once. */
#ifndef ENVFP_COLLECT_KERNEL_FEATURES_H
#define ENVFP_COLLECT_KERNEL_FEATURES_H

#include "collect/collect.h"

/* Adds what comes with this release of Linux or an earlier one; collect/kernel/release.c. */
void envfp__kernel_tell_release(struct collect *collect, const struct source_uname *names);

/* Adds the security modules; `reason`: why /proc/filesystems could not be read; collect/kernel/lsm.c. */
void envfp__kernel_tell_lsm(struct collect *collect, enum envfp_reason reason,
                            const struct bag *file_systems);

/* The word in brackets of "always [madvise] never"; false where there is none; collect/kernel/thp.c. */
bool envfp__kernel_chosen(struct view line, struct view *word);

#endif
