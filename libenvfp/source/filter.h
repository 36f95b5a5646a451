/* SPDX-License-Identifier: MIT */
/*
 * What of a file's text goes into a recording: the lines that collectors read, without what names a person
 * or one machine. Works line by line, so that a file of any size is filtered in little memory.
 */
#ifndef ENVFP_SOURCE_FILTER_H
#define ENVFP_SOURCE_FILTER_H

#include "base/text.h"
#include "source/source.h"

struct filter;

/* The filter for a file, chosen by its path; never NULL. */
const struct filter *envfp__filter_find(struct view path);

/* Whether the filter wants a file's whole text as one line. */
bool envfp__filter_is_whole(const struct filter *filter);

/* Appends to `out` what stays of one line (its line feed belongs to it; the last line may lack one).
 * Returns false where nothing that follows may stay. */
bool envfp__filter_line(const struct filter *filter, const struct source *source, struct view line,
                        struct text *out);

#endif
