/* SPDX-License-Identifier: MIT */
/* Where a text stands in a table in memory; nothing that is written anywhere depends on it. */
#ifndef ENVFP_BASE_HASH_H
#define ENVFP_BASE_HASH_H

#include "base/view.h"

/* FNV-1a; `seed` tells equal texts of different places apart. */
static inline size_t hash_text(struct view text, uint64_t seed)
{
    uint64_t hash = seed ^ UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < text.length; i++)
        hash = (hash ^ (unsigned char)text.text[i]) * UINT64_C(0x100000001b3);
    return (size_t)(hash ^ hash >> 32);
}

#endif
