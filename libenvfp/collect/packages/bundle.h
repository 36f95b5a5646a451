/* SPDX-License-Identifier: MIT */
/* What a recording keeps of a bundle of certificates: its digest and the number of certificates. Bundles may hold what
 * is private: a company's authorities, comments, by mistake a key. */
#ifndef ENVFP_COLLECT_PACKAGES_BUNDLE_H
#define ENVFP_COLLECT_PACKAGES_BUNDLE_H

#include "base/text.h"
#include "source/source.h"

/* A longer file is not a bundle, and is not read to its end. */
#define BUNDLE_MOST ((size_t)8 << 20)

/* Whether a text that begins like this is the recorded summary of a bundle. */
bool envfp__bundle_is_kept(struct view text);
/* Reads such a summary: 64 hexadecimal digits and a number; false where it is malformed. */
bool envfp__bundle_take(struct view text, struct view *hex, uint64_t *count);
/* How many certificates begin in the text; `tail` is to be put in front of the next piece. */
int64_t envfp__bundle_count(struct view text, struct view *tail);

/* A row's form, of the whole text. */
bool envfp__keep_bundle(const struct source *source, struct view text, struct text *out);
#define keep_bundle envfp__keep_bundle

#endif
