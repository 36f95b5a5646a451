/* SPDX-License-Identifier: MIT */
/* The distribution where there is no os-release. The files that are read are declared in release_kept.c
 * (`release_files`). */
#ifndef ENVFP_COLLECT_PACKAGES_RELEASE_H
#define ENVFP_COLLECT_PACKAGES_RELEASE_H

#include "base/text.h"
#include "collect/collect.h"

/* The value of a shell assignment, its quotes and backslashes taken away. */
struct view envfp__release_unquote(struct arena *arena, struct view raw);

/* Appends "NAME=value" of a line whose name `wanted` accepts; addresses and comments are dropped. */
bool envfp__release_keep(struct view line, bool (*wanted)(struct view name), struct text *out);

/* What lsb_release(1) prints; empty where unknown. */
struct lsb {
    struct view id, release, codename, description;
};

/* Of the text of /etc/lsb-release; false without a distributor. */
bool envfp__release_read_lsb(struct arena *arena, struct view text, struct lsb *lsb);

/* os.id, os.name, os.version_id, ... from the release files of distributions before os-release. */
void envfp__release_collect(struct collect *collect);

#endif
