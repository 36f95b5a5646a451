/* SPDX-License-Identifier: MIT */
/* The order of versions of one scheme. */
#ifndef ENVFP_TESTS_VERSIONS_H
#define ENVFP_TESTS_VERSIONS_H

#include <criterion/criterion.h>

#include "base/version_compare.h"

/* Rising versions; each pair of the list is compared both ways. */
static inline void rises(enum version_scheme scheme, const char *const *versions)
{
    for (size_t i = 0; versions[i]; i++)
        for (size_t j = 0; versions[j]; j++) {
            int order = envfp__version_compare(scheme, view_of(versions[i]), view_of(versions[j]));
            int expected = i < j ? -1 : i > j;
            cr_expect_eq(order, expected, "%s, %s: %d", versions[i], versions[j], order);
        }
}

static inline void equal(enum version_scheme scheme, const char *a, const char *b)
{
    cr_expect_eq(envfp__version_compare(scheme, view_of(a), view_of(b)), 0, "%s, %s", a, b);
    cr_expect_eq(envfp__version_compare(scheme, view_of(b), view_of(a)), 0, "%s, %s", b, a);
}

#endif
