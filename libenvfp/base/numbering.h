/* SPDX-License-Identifier: MIT */
/* Numbers in place of texts that may not be shown; different texts get different numbers. */
#ifndef ENVFP_BASE_NUMBERING_H
#define ENVFP_BASE_NUMBERING_H

#include "base/arena.h"

struct numbered {
    struct view text;
    struct view name; /* for the caller: the name that replaces the text */
    uint64_t number;
};

struct numbering {
    struct numbered **by_text, **by_number; /* hashed; `slots` of each */
    size_t slots, count;
    uint64_t next; /* the lowest that may be free */
};

/* The text's entry, created on first use: with number `wanted` where that is free, else with the lowest free number
 * from `first` on. NULL without memory. */
struct numbered *envfp__numbering_find(struct numbering *numbering, struct arena *arena, struct view text,
                                       uint64_t wanted, uint64_t first);

#endif
