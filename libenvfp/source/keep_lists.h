/* SPDX-License-Identifier: MIT */
/* Lists of packages that are one file (keep_lists.c). */
#ifndef ENVFP_SOURCE_KEEP_LISTS_H
#define ENVFP_SOURCE_KEEP_LISTS_H

#include "source/keep_rows.h"

/* Line by line. */
bool envfp__keep_snap(const struct source *source, struct view line, struct text *out);
bool envfp__keep_manifest_names(const struct source *source, struct view line, struct text *out);
bool envfp__keep_manifest_columns(const struct source *source, struct view line, struct text *out);

/* Whole texts. */
bool envfp__keep_crux(const struct source *source, struct view text, struct text *out);
bool envfp__keep_cos(const struct source *source, struct view text, struct text *out);
bool envfp__keep_guix(const struct source *source, struct view text, struct text *out);
bool envfp__keep_xbps(const struct source *source, struct view text, struct text *out);
bool envfp__keep_appstream(const struct source *source, struct view text, struct text *out);

#endif
