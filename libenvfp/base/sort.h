/* SPDX-License-Identifier: MIT */
/*
 * Bytewise order. The C library's qsort may call malloc, bypassing the embedder's allocator, and strcoll depends on the
 * locale.
 */
#ifndef ENVFP_BASE_SORT_H
#define ENVFP_BASE_SORT_H

#include "base/arena.h"

/* Sorts `count` elements of `size` bytes by the view that each begins with; equal ones keep their order.
 * Room for a copy comes from the arena. */
void envfp__sort(struct arena *arena, void *array, size_t count, size_t size);

/* Sorts views and drops repetitions in place; returns how many are left. */
size_t envfp__sort_unique(struct arena *arena, struct view *items, size_t count);

/* Whether two of the views are equal. Needs no memory, and may change their order. */
bool envfp__sort_has_repeated(struct view *items, size_t count);

#endif
