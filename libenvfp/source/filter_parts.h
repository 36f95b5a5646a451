/* SPDX-License-Identifier: MIT */
/* What the filters share. */
#ifndef ENVFP_SOURCE_FILTER_PARTS_H
#define ENVFP_SOURCE_FILTER_PARTS_H

#include "source/filter.h"

struct filter {
    const char *ending; /* of the path */
    bool whole;         /* `line` gets the whole text at once */
    bool (*line)(const struct source *source, struct view line, struct text *out);
};

/* What package managers, languages and projects write; ends with a row without a line's function. */
extern const struct filter envfp__filter_software[];

/* Every home directory in a text as "/~": the same paths in a recording for everybody. */
void envfp__filter_fold(const struct source *source, struct view text, struct text *out);
/* A filter that does no more than that. */
bool envfp__filter_keep_folded(const struct source *source, struct view line, struct text *out);

static inline bool filter_keep(struct view line, struct text *out)
{
    envfp__text_add(out, line);
    return true;
}

#endif
