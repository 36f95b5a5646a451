/* SPDX-License-Identifier: MIT */
/*
 * One arena owns all memory of a result; releasing it releases everything. An allocation that fails is
 * remembered (`failed`), so that callers may carry on and the owner checks once at the end.
 */
#ifndef ENVFP_BASE_ARENA_H
#define ENVFP_BASE_ARENA_H

#include "base/view.h"
#include "envfp.h"

struct arena_block;

struct arena {
    struct envfp_allocator allocator;
    struct arena_block *blocks; /* newest first */
    size_t held;                /* bytes taken from the allocator */
    size_t limit;               /* most that may be held */
    size_t *shared;             /* bytes left to several arenas together; may be NULL */
    size_t first;               /* size of the first block; 0 for the usual one */
    bool failed;
};

/* `allocator` NULL: malloc and free. */
void envfp__arena_init(struct arena *arena, const struct envfp_allocator *allocator, size_t limit);
void envfp__arena_release(struct arena *arena);

/* Allocate this much at once, a quarter of the limit at most; only before the first allocation. */
void envfp__arena_reserve(struct arena *arena, size_t size);

/* Forget everything allocated, keep the first block for reuse. */
void envfp__arena_reset(struct arena *arena);

/* `size` bytes set to zero, aligned for any type; NULL (and `failed`) when there is no memory. */
void *envfp__arena_alloc(struct arena *arena, size_t size);
/* As above, not set to zero: for memory that is written before it is read. */
void *envfp__arena_room(struct arena *arena, size_t size);
/* As envfp__arena_alloc for an array; a product that overflows fails. */
void *envfp__arena_array(struct arena *arena, size_t count, size_t size);

/* A copy that ends with a NUL; an empty view on failure. */
struct view envfp__arena_copy(struct arena *arena, struct view text);
/* Pieces joined and ended by a NUL; an empty view on failure. */
struct view envfp__arena_join(struct arena *arena, const struct view *pieces, size_t count);

/* Room for one more element in a growing array: returns the (perhaps moved) array or NULL. */
void *envfp__arena_grow(struct arena *arena, void *array, size_t count, size_t *capacity, size_t size);

#endif
