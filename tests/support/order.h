/* SPDX-License-Identifier: MIT */
/* Collectors in another order than the table's: where they are told after whom they must run, nothing may come of it. */
#ifndef ENVFP_TESTS_ORDER_H
#define ENVFP_TESTS_ORDER_H

#include "collect/collect.h"

/* Who must have run before a collector: the n-th of its AFTER rows (collect/declare.h), or SIZE_MAX behind the last. */
size_t order_after(size_t collector, size_t n);

/* Runs all as they stand, reversed, and each as early as it may be: the key of what is not the same each time, in
 * `arena`, or NULL. So each two of them run both ways round, but for those that rows keep apart. */
const char *order_difference(const struct source *source, const char *project, struct arena *arena);

/* The same where only one row is turned round: `after` runs behind `collector`. A row that nothing comes of is one too
 * many. */
const char *order_difference_without(size_t collector, size_t after, const struct source *source,
                                     const char *project, struct arena *arena);

#endif
