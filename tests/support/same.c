/* SPDX-License-Identifier: MIT */
#include "same.h"

static const char *fact_difference(const struct section *a, const struct section *b)
{
    for (size_t i = 0; i < a->count || i < b->count; i++) {
        const struct envfp_fact *x = i < a->count ? &a->facts[i] : NULL;
        const struct envfp_fact *y = i < b->count ? &b->facts[i] : NULL;
        if (!x || !y || !view_equal(x->key, y->key) || !envfp__facts_value_equal(x, y))
            return (x ? x : y)->key.text;
    }
    return NULL;
}

static const char *gap_difference(const struct section *a, const struct section *b)
{
    for (size_t i = 0; i < a->gap_count || i < b->gap_count; i++) {
        const struct envfp_gap *x = i < a->gap_count ? &a->gaps[i] : NULL;
        const struct envfp_gap *y = i < b->gap_count ? &b->gaps[i] : NULL;
        if (!x || !y || !view_equal(x->key, y->key) || x->reason != y->reason)
            return (x ? x : y)->key.text;
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
