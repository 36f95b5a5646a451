/* SPDX-License-Identifier: MIT */
/* Runs collectors in other orders than the table's. Where the AFTER rows (collect/declare.h) are complete, the order
 * makes no difference to the facts. */
#ifndef ENVFP_TESTS_ORDER_H
#define ENVFP_TESTS_ORDER_H

#include "collect/collect.h"

/* The collector that must run before the given one by its n-th AFTER row; SIZE_MAX behind the last. */
size_t order_after(size_t collector, size_t n);

/* Runs all collectors in the table's order, in reverse, and with each one as early as possible, so that every two run
 * both ways round unless an AFTER row forbids it. Returns the key of a fact that differed, in `arena`, or NULL. */
const char *order_difference(const struct source *source, const char *project, struct arena *arena);

/* The same with one AFTER row turned round: `after` runs behind `collector`. Where that changes nothing, the row is
 * superfluous. */
const char *order_difference_without(size_t collector, size_t after, const struct source *source,
                                     const char *project, struct arena *arena);

#endif
