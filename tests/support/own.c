/* SPDX-License-Identifier: MIT */
#include "own.h"

/* Whether a gap's key is one of the file's facts, or the start of one with a `*` behind it. */
static bool is_gap_of(const struct declaration *declaration, struct view key)
{
    const struct envfp_entry *rows = declared_facts(declaration);
    if (envfp__registry_find_own(declaration, key))
        return true;
    if (!view_ends(key, VIEW("*")))
        return false;
    for (size_t i = 0; i < declaration->fact_count; i++)
        if (view_starts(view_of(entry_key(&rows[i])), view_take(key, key.length - 1)))
            return true;
    return false;
}

const char *own_stranger(const struct collector *collector, const struct facts *facts)
{
    const struct declaration *declaration =
        envfp__registry_declaration((size_t)(collector - envfp__collectors));
    if (facts->undeclared)
        return "a fact that the collector does not declare";
    for (unsigned layer = 0; layer < ENVFP_SECTION_COUNT; layer++)
        for (size_t i = 0; i < facts->sections[layer].gap_count; i++) {
            struct view key = facts->sections[layer].gaps[i].key;
            if (layer != (unsigned)collector->layer || !is_gap_of(declaration, key))
                return key.text;
        }
    return NULL;
}
