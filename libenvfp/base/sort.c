/* SPDX-License-Identifier: MIT */
#include "base/sort.h"

#define PATIENCE                                                                                             \
    ((size_t)2) /* moves per element before giving up: a random array exceeds them within a dozen elements */
#define ELEMENT_MOST ((size_t)128)

/* An element and the first eight bytes of its key, which nearly always decide the order. Sorting spends its time on
 * fetching keys and on mispredicted comparisons; this avoids both. */
struct mark {
    uint64_t start;
    size_t index;
};

static struct view key_of(const char *array, size_t index, size_t size)
{
    return *(const struct view *)(const void *)(array + index * size);
}

static uint64_t start_of(struct view key)
{
    uint64_t start = 0;
    for (size_t i = 0; i < sizeof start; i++)
        start = start << 8 | (i < key.length ? (unsigned char)key.text[i] : 0U);
    return start;
}

/* Insertion sort in place, for lists that are nearly in order, as other programs mostly write them. False, with the
 * array partly sorted, where it takes too many moves. */
static bool sort_nearly(char *array, size_t count, size_t size)
{
    char moved[ELEMENT_MOST];
    size_t steps = 0;
    for (size_t i = 1; i < count; i++) {
        struct view key = key_of(array, i, size);
        size_t to = i;
        while (to > 0 && view_compare(key_of(array, to - 1, size), key) > 0)
            to--;
        if (to == i)
            continue;
        steps += i - to;
        memcpy(moved, array + i * size, size);
        memmove(array + (to + 1) * size, array + to * size, (i - to) * size);
        memcpy(array + to * size, moved, size);
        if (steps > PATIENCE * i)
            return false;
    }
    return true;
}

static inline bool is_before(const char *array, size_t size, const struct mark *a, const struct mark *b)
{
    if (a->start == b->start)
        return view_compare(key_of(array, a->index, size), key_of(array, b->index, size)) <= 0;
    return a->start < b->start;
}

/* Two sorted neighbours into one. */
static void merge(const char *array, size_t size, const struct mark *left, const struct mark *middle,
                  const struct mark *end, struct mark *to)
{
    const struct mark *right = middle;
    while (left < middle && right < end) {
        bool first = is_before(array, size, left, right);
        *to++ = first ? *left : *right;
        left += first;
        right += !first;
    }
    memcpy(to, left, (size_t)(middle - left) * sizeof *to);
    memcpy(to + (middle - left), right, (size_t)(end - right) * sizeof *to);
}

static const struct mark *sort_marks(const char *array, size_t size, struct mark *from, struct mark *to,
                                     size_t count)
{
    for (size_t width = 1; width < count; width *= 2) {
        for (size_t start = 0; start < count; start += width * 2) {
            size_t middle = start + width < count ? start + width : count;
            size_t end = start + width * 2 < count ? start + width * 2 : count;
            merge(array, size, from + start, from + middle, from + end, to + start);
        }
        struct mark *swap = from;
        from = to;
        to = swap;
    }
    return from;
}

/* A stable merge sort. The C library's qsort may call malloc, and so bypass the embedder's allocator. An element's key
 * is the view at its start. */
void envfp__sort(struct arena *arena, void *array, size_t count, size_t size)
{
    char *from = array;
    if (count < 2 || (size <= ELEMENT_MOST && sort_nearly(from, count, size)))
        return;
    struct mark *marks = envfp__arena_room(arena, count * 2 * sizeof *marks);
    char *spare = envfp__arena_room(arena, count * size); /* as large as what is there */
    if (!marks || !spare)
        return;
    for (size_t i = 0; i < count; i++)
        marks[i] = (struct mark){start_of(key_of(from, i, size)), i};
    const struct mark *sorted = sort_marks(from, size, marks, marks + count, count);
    for (size_t i = 0; i < count; i++)
        memcpy(spare + i * size, from + sorted[i].index * size, size);
    memcpy(from, spare, count * size);
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

/* Let what stands at `root` sink below what is larger. */
static void sink(struct view *heap, size_t root, size_t count)
{
    struct view sinking = heap[root];
    for (size_t child; (child = root * 2 + 1) < count; root = child) {
        if (child + 1 < count && view_compare(heap[child], heap[child + 1]) < 0)
            child++;
        if (view_compare(sinking, heap[child]) >= 0)
            break;
        heap[root] = heap[child];
    }
    heap[root] = sinking;
}

/* A heap sort: needs no memory, and at most count * log(count) steps for any order. */
static void sort_in_place(struct view *items, size_t count)
{
    for (size_t root = count / 2; root-- > 0;)
        sink(items, root, count);
    for (size_t end = count; end-- > 1;) {
        struct view largest = items[0];
        items[0] = items[end];
        items[end] = largest;
        sink(items, 0, end);
    }
}

static bool rises(const struct view *items, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (view_compare(items[i - 1], items[i]) >= 0)
            return false;
    return true;
}

bool envfp__sort_has_repeated(struct view *items, size_t count)
{
    if (rises(items, count))
        return false;
    if (!sort_nearly((char *)items, count, sizeof *items))
        sort_in_place(items, count);
    return !rises(items, count);
}
