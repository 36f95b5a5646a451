/* SPDX-License-Identifier: MIT */
/* Whether two collections tell the same. */
#ifndef ENVFP_TESTS_SAME_H
#define ENVFP_TESTS_SAME_H

#include "facts/facts.h"

/* The first key of a fact or gap that is not the same in both collections, which are sealed; NULL where there is
 * none. */
const char *same_difference(const struct facts *a, const struct facts *b);

#endif
