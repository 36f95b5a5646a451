/* SPDX-License-Identifier: MIT */
#include "base/sort.h"

#define RUN_MOST ((size_t)16)
#define ELEMENT_MOST ((size_t)128)

/* Sorts in place what is short, or nearly in order. */
static void insert_sorted(char *array, size_t count, size_t size)
{
    char moved[ELEMENT_MOST];
    for (size_t i = 1; i < count; i++) {
        struct view key = *(struct view *)(void *)(array + i * size);
        size_t to = i;
        while (to > 0 && view_compare(*(struct view *)(void *)(array + (to - 1) * size), key) > 0)
            to--;
        if (to == i)
            continue;
        memcpy(moved, array + i * size, size);
        memmove(array + (to + 1) * size, array + to * size, (i - to) * size);
        memcpy(array + to * size, moved, size);
    }
}

/* Two sorted neighbours into one. Most of what is sorted was nearly sorted before: then they stay as they
 * are. */
static void merge(const char *from, char *to, size_t start, size_t middle, size_t end, size_t size)
{
    size_t left = start, right = middle;
    const char *last = from + (middle - 1) * size, *next = from + middle * size;
    if (middle >= end || view_compare(*(const struct view *)(const void *)last,
                                      *(const struct view *)(const void *)next) <= 0) {
        memcpy(to + start * size, from + start * size, (end - start) * size);
        return;
    }
    for (size_t i = start; i < end; i++) {
        bool take_left =
            left < middle &&
            (right >= end || view_compare(*(const struct view *)(const void *)(from + left * size),
                                          *(const struct view *)(const void *)(from + right * size)) <= 0);
        memcpy(to + i * size, from + (take_left ? left++ : right++) * size, size);
    }
}

/* A stable merge sort: qsort of the C library may call malloc behind the embedder's back. The key of an
 * element is the view at its start. */
void envfp__sort(struct arena *arena, void *array, size_t count, size_t size)
{
    char *from = array;
    size_t ordered = 1;
    while (ordered < count && view_compare(*(struct view *)(void *)(from + (ordered - 1) * size),
                                           *(struct view *)(void *)(from + ordered * size)) <= 0)
        ordered++;
    if (ordered >= count)
        return;
    size_t run = size <= ELEMENT_MOST ? RUN_MOST : 1;
    for (size_t start = 0; run > 1 && start < count; start += run)
        insert_sorted(from + start * size, count - start < run ? count - start : run, size);
    if (count <= run)
        return;
    char *spare = envfp__arena_room(arena, count * size), *to = spare; /* as large as what is there */
    if (!spare)
        return;
    for (size_t width = run; width < count; width *= 2) {
        for (size_t start = 0; start < count; start += width * 2) {
            size_t middle = start + width < count ? start + width : count;
            size_t end = start + width * 2 < count ? start + width * 2 : count;
            merge(from, to, start, middle, end, size);
        }
        char *swap = from;
        from = to;
        to = swap;
    }
    if (from != (char *)array)
        memcpy(array, from, count * size);
}

size_t envfp__sort_unique(struct arena *arena, struct view *items, size_t count)
{
    envfp__sort(arena, items, count, sizeof *items);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || !view_equal(items[kept - 1], items[i]))
            items[kept++] = items[i];
    return kept;
}
