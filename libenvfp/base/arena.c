/* SPDX-License-Identifier: MIT */
#include "base/arena.h"

#include <stdlib.h>

struct arena_block {
    struct arena_block *next;
    size_t size; /* of the whole block */
    size_t used; /* header included */
};

#define ALIGNMENT (sizeof(max_align_t) > 16 ? sizeof(max_align_t) : 16)
#if defined(ENVFP_BLOCK_SIZE) /* tests set a small size, so that each allocation gets its own block */
#define BLOCK_SIZE ((size_t)ENVFP_BLOCK_SIZE)
#define BLOCK_SIZE_MAX BLOCK_SIZE
#define FIRST_MOST BLOCK_SIZE
#else
#define BLOCK_SIZE ((size_t)16 << 10)
#define BLOCK_SIZE_MAX ((size_t)256 << 10)
#define FIRST_MOST (SIZE_MAX / 2)
#endif

static size_t round_up(size_t size)
{
    return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

static void *plain_allocate(void *state, size_t size)
{
    (void)state;
    return malloc(size);
}

static void plain_release(void *state, void *block, size_t size)
{
    (void)state;
    (void)size;
    free(block);
}

void envfp__arena_init(struct arena *arena, const struct envfp_allocator *allocator, size_t limit)
{
    static const struct envfp_allocator plain = {plain_allocate, plain_release, NULL};
    *arena = (struct arena){.allocator = allocator ? *allocator : plain, .limit = limit};
}

void envfp__arena_reserve(struct arena *arena, size_t size)
{
    size = size < arena->limit / 4 ? size : arena->limit / 4;
    arena->first = (size < FIRST_MOST ? size : FIRST_MOST) / ALIGNMENT * ALIGNMENT;
}

static void release_blocks(struct arena *arena, struct arena_block *until)
{
    while (arena->blocks != until) {
        struct arena_block *block = arena->blocks;
        arena->blocks = block->next;
        arena->held -= block->size;
        if (arena->shared)
            *arena->shared += block->size;
        arena->allocator.release(arena->allocator.state, block, block->size);
    }
}

void envfp__arena_release(struct arena *arena)
{
    release_blocks(arena, NULL);
}

void envfp__arena_reset(struct arena *arena)
{
    struct arena_block *oldest = arena->blocks;
    while (oldest && oldest->next)
        oldest = oldest->next;
    release_blocks(arena, oldest);
    if (oldest)
        oldest->used = round_up(sizeof(struct arena_block));
}

/* Bytes that may still be taken. */
static size_t allowed(const struct arena *arena)
{
    size_t own = arena->limit - arena->held;
    return arena->shared && *arena->shared < own ? *arena->shared : own;
}

static struct arena_block *add_block(struct arena *arena, size_t needed)
{
    size_t header = round_up(sizeof(struct arena_block));
    size_t size = arena->held / 4;
    if (size < BLOCK_SIZE)
        size = BLOCK_SIZE;
    if (size > BLOCK_SIZE_MAX)
        size = BLOCK_SIZE_MAX;
    size = round_up(size);
    if (!arena->blocks && arena->first)
        size = arena->first;
    if (needed > SIZE_MAX - header - ALIGNMENT)
        return NULL;
    /* Near the limit, take a block that is just large enough. */
    if (size < needed + header || size > allowed(arena))
        size = needed + header;
    if (size > allowed(arena))
        return NULL;
    struct arena_block *block = arena->allocator.allocate(arena->allocator.state, size);
    if (!block)
        return NULL;
    *block = (struct arena_block){.next = arena->blocks, .size = size, .used = header};
    arena->blocks = block;
    arena->held += size;
    if (arena->shared)
        *arena->shared -= size;
    return block;
}

void *envfp__arena_room(struct arena *arena, size_t size)
{
    if (size > SIZE_MAX / 2) {
        arena->failed = true;
        return NULL;
    }
    size = round_up(size ? size : 1);
    struct arena_block *block = arena->blocks;
    if (!block || block->size - block->used < size)
        block = add_block(arena, size);
    if (!block) {
        arena->failed = true;
        return NULL;
    }
    void *memory = (char *)block + block->used;
    block->used += size;
    return memory;
}

void *envfp__arena_alloc(struct arena *arena, size_t size)
{
    void *memory = envfp__arena_room(arena, size);
    return memory ? memset(memory, 0, size) : NULL;
}

void *envfp__arena_array(struct arena *arena, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size) {
        arena->failed = true;
        return NULL;
    }
    return envfp__arena_alloc(arena, count * size);
}

struct view envfp__arena_copy(struct arena *arena, struct view text)
{
    return envfp__arena_join(arena, &text, 1);
}

struct view envfp__arena_join(struct arena *arena, const struct view *pieces, size_t count)
{
    size_t length = 0;
    for (size_t i = 0; i < count; i++)
        length += pieces[i].length;
    char *copy = envfp__arena_room(arena, length + 1);
    if (!copy)
        return VIEW("");
    char *end = copy;
    for (size_t i = 0; i < count; i++) {
        if (pieces[i].length)
            memcpy(end, pieces[i].text, pieces[i].length);
        end += pieces[i].length;
    }
    *end = '\0';
    return (struct view){copy, length};
}

void *envfp__arena_grow(struct arena *arena, void *array, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity)
        return array;
    size_t more = *capacity ? *capacity * 2 : 16;
    if (more > SIZE_MAX / 2 / size) {
        arena->failed = true;
        return NULL;
    }
    char *moved = envfp__arena_room(arena, more * size);
    if (!moved)
        return NULL;
    if (count)
        memcpy(moved, array, count * size);
    memset(moved + count * size, 0, (more - count) * size);
    *capacity = more;
    return moved;
}
