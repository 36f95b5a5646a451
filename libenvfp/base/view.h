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

static inline bool view_equal(struct view a, struct view b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.text, b.text, a.length) == 0);
}

/* Compares with a string without measuring it: tables are searched with this, and most rows differ in the first
 * letter. */
static inline bool view_is(struct view a, const char *text)
{
    if (a.length && (!text || a.text[0] != text[0]))
        return false;
    return view_equal(a, view_of(text));
}

/* Equal, ignoring the case of ASCII letters. */
static inline bool view_equal_any_case(struct view a, struct view b)
{
    for (size_t i = 0; i < a.length && i < b.length; i++)
        if (byte_to_lower(a.text[i]) != byte_to_lower(b.text[i]))
            return false;
    return a.length == b.length;
}

/* Bytewise order: negative, zero or positive, a prefix before what it begins. */
static inline int view_compare(struct view a, struct view b)
{
    size_t shorter = a.length < b.length ? a.length : b.length;
    int order = shorter ? memcmp(a.text, b.text, shorter) : 0;
    return order ? order : (a.length > b.length) - (a.length < b.length);
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

static inline bool view_starts(struct view v, struct view start)
{
    return v.length >= start.length && view_equal(view_take(v, start.length), start);
}

static inline bool view_ends(struct view v, struct view end)
{
    return v.length >= end.length && view_equal(view_skip(v, v.length - end.length), end);
}

/* Offset of the first occurrence, or SIZE_MAX. */
size_t envfp__view_find(struct view hay, struct view needle);

static inline bool view_has(struct view hay, struct view needle)
{
    return envfp__view_find(hay, needle) != SIZE_MAX;
}

static inline size_t view_find_byte(struct view v, char byte)
{
    const char *at = v.length ? memchr(v.text, byte, v.length) : NULL;
    return at ? (size_t)(at - v.text) : SIZE_MAX;
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

static inline struct view view_trim(struct view v)
{
    while (v.length && byte_is_blank(v.text[0]))
        v = view_skip(v, 1);
    while (v.length && byte_is_blank(v.text[v.length - 1]))
        v.length--;
    return v;
}

/* Cut the text up to the first `separator` off `rest`, which moves behind it. False when `rest` is used
 * up: `while (view_cut(&rest, '\n', &line))` walks lines, with or without a last line feed. */
static inline bool view_cut(struct view *rest, char separator, struct view *piece)
{
    if (rest->length == 0)
        return false;
    size_t at = view_find_byte(*rest, separator);
    *piece = view_take(*rest, at);
    *rest = at == SIZE_MAX ? view_skip(*rest, rest->length) : view_skip(*rest, at + 1);
    return true;
}

/* Cut `start` off the text; false, with nothing cut, where the text begins otherwise. */
static inline bool view_cut_start(struct view *rest, struct view start)
{
    bool starts = view_starts(*rest, start);
    if (starts)
        *rest = view_skip(*rest, start.length);
    return starts;
}

/* The next run of non-blank bytes. */
static inline bool view_cut_word(struct view *rest, struct view *word)
{
    while (rest->length && byte_is_blank(rest->text[0]))
        *rest = view_skip(*rest, 1);
    size_t end = 0;
    while (end < rest->length && !byte_is_blank(rest->text[end]))
        end++;
    *word = view_take(*rest, end);
    *rest = view_skip(*rest, end);
    return end > 0;
}

/* `key: value` or `key=value` split at the first separator, both trimmed; false without a separator. */
static inline bool view_split(struct view line, char separator, struct view *key, struct view *value)
{
    size_t at = view_find_byte(line, separator);
    if (at == SIZE_MAX)
        return false;
    *key = view_trim(view_take(line, at));
    *value = view_trim(view_skip(line, at + 1));
    return true;
}

/* Whole view as a number in base 10 or 16 ("0x" accepted for 16); false for anything else, overflow too. */
bool envfp__view_number(struct view v, unsigned base, uint64_t *number);

#endif
