/* SPDX-License-Identifier: MIT */
/* Numbers for texts, never one for two: names that stand for what may not be told. */
#ifndef ENVFP_BASE_NUMBERING_H
#define ENVFP_BASE_NUMBERING_H

#include "base/arena.h"

struct numbered {
    struct view text;
    struct view name; /* the caller's own, in place of the text */
    uint64_t number;
};

struct numbering {
    struct numbered **by_text, **by_number; /* hashed; `slots` of each */
    size_t slots, count;
    uint64_t next; /* the lowest that may be free */
};

/* The text's entry, made where there is none: with the number that is wanted where nothing has that, else with the lowest
 * free one from `first` on. NULL without memory. */
struct numbered *envfp__numbering_find(struct numbering *numbering, struct arena *arena, struct view text,
                                       uint64_t wanted, uint64_t first);

#endif
