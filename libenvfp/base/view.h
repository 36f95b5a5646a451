/* SPDX-License-Identifier: MIT */
/* Text by pointer and length, not ended by a NUL: parsers cut, compare and convert without copying. */
#ifndef ENVFP_BASE_VIEW_H
#define ENVFP_BASE_VIEW_H

#include "base/byte.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct view {
    const char *text;
    size_t length;
};

/* A view of a string literal. */
#define VIEW(literal) ((struct view){("" literal), sizeof(literal) - 1})

static inline struct view view_of(const char *text)
{
    return (struct view){text ? text : "", text ? strlen(text) : 0};
}

/* The text of an empty view may be NULL, to which not even 0 may be added. */
static inline const char *view_at(struct view v, size_t offset)
{
    return offset ? v.text + offset : v.text;
}

static inline struct view view_skip(struct view v, size_t count)
{
    if (count > v.length)
        count = v.length;
    return (struct view){view_at(v, count), v.length - count};
}

static inline struct view view_take(struct view v, size_t count)
{
    return (struct view){v.text, count < v.length ? count : v.length};
}

/* Offset of the first occurrence, or SIZE_MAX. */
size_t envfp__view_find(struct view hay, struct view needle);

static inline bool view_has(struct view hay, struct view needle)
{
    return envfp__view_find(hay, needle) != SIZE_MAX;
}

/* Whether `is_such` accepts every byte; true for an empty view. */
static inline bool view_all(struct view v, bool (*is_such)(char byte))
{
    for (size_t i = 0; i < v.length; i++)
        if (!is_such(v.text[i]))
            return false;
    return true;
}

/* The digits at the start. */
static inline struct view view_digits(struct view v)
{
    size_t length = 0;
    while (length < v.length && byte_is_digit(v.text[length]))
        length++;
    return view_take(v, length);
}

/* Comparisons, searches and cuts: inline where speed counts. Code that is compiled for size (-Os) calls one copy of each,
 * in view.c. */
#if defined __OPTIMIZE_SIZE__ || defined VIEW_COPIES
#define view_equal envfp__view_equal
bool view_equal(struct view a, struct view b);
#define view_is envfp__view_is
bool view_is(struct view a, const char *text);
#define view_equal_any_case envfp__view_equal_any_case
bool view_equal_any_case(struct view a, struct view b);
#define view_compare envfp__view_compare
int view_compare(struct view a, struct view b);
#define view_starts envfp__view_starts
bool view_starts(struct view v, struct view start);
#define view_ends envfp__view_ends
bool view_ends(struct view v, struct view end);
#define view_find_byte envfp__view_find_byte
size_t view_find_byte(struct view v, char byte);
#define view_trim envfp__view_trim
struct view view_trim(struct view v);
#define view_cut envfp__view_cut
bool view_cut(struct view *rest, char separator, struct view *piece);
#define view_cut_start envfp__view_cut_start
bool view_cut_start(struct view *rest, struct view start);
#define view_cut_word envfp__view_cut_word
bool view_cut_word(struct view *rest, struct view *word);
#define view_split envfp__view_split
bool view_split(struct view line, char separator, struct view *key, struct view *value);
#else
#define VIEW_LINKAGE static inline
#include "base/view_bodies.h"
#endif

/* Whole view as a number in base 10 or 16 ("0x" accepted for 16); false for anything else, overflow too. */
bool envfp__view_number(struct view v, unsigned base, uint64_t *number);

#endif
