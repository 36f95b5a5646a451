/* SPDX-License-Identifier: MIT */
/* A hash for tables in memory; nothing that is stored or printed depends on it. */
#ifndef ENVFP_BASE_HASH_H
#define ENVFP_BASE_HASH_H

#include "base/view.h"

/* FNV-1a; `seed` separates equal texts that belong to different tables or parents. */
static inline size_t hash_text(struct view text, uint64_t seed)
{
    uint64_t hash = seed ^ UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < text.length; i++)
        hash = (hash ^ (unsigned char)text.text[i]) * UINT64_C(0x100000001b3);
    return (size_t)(hash ^ hash >> 32);
}

#endif
