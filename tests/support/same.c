/* SPDX-License-Identifier: MIT */
#include "same.h"

static const char *fact_difference(const struct section *a, const struct section *b)
{
    for (size_t i = 0; i < a->count || i < b->count; i++) {
        if (i >= a->count)
            return b->facts[i].key.text;
        if (i >= b->count || !view_equal(a->facts[i].key, b->facts[i].key) ||
            !envfp__facts_value_equal(&a->facts[i], &b->facts[i]))
            return a->facts[i].key.text;
    }
    return NULL;
}

static const char *gap_difference(const struct section *a, const struct section *b)
{
    for (size_t i = 0; i < a->gap_count || i < b->gap_count; i++) {
        if (i >= a->gap_count)
            return b->gaps[i].key.text;
        if (i >= b->gap_count || !view_equal(a->gaps[i].key, b->gaps[i].key) ||
            a->gaps[i].reason != b->gaps[i].reason)
            return a->gaps[i].key.text;
    }
    return NULL;
}

const char *same_difference(const struct facts *a, const struct facts *b)
{
    for (size_t i = 0; i < ENVFP_SECTION_COUNT; i++) {
        const char *fact = fact_difference(&a->sections[i], &b->sections[i]);
        const char *gap = gap_difference(&a->sections[i], &b->sections[i]);
        if (fact || gap)
            return fact ? fact : gap;
    }
    return NULL;
}
