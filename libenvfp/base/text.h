/* SPDX-License-Identifier: MIT */
/* The escapes of the value domain, and a builder for output whose size is not known beforehand. */
#ifndef ENVFP_BASE_TEXT_H
#define ENVFP_BASE_TEXT_H

#include "base/arena.h"

/* A value in the form that documents hold: outer blanks trimmed; `\` as `\\`; bytes that are not UTF-8, C0 controls and
 * DEL as `\xNN`. Ends with a NUL. */
struct view envfp__text_value(struct arena *arena, struct view raw);
/* The same, but outer blanks are `\xNN` too, and so is `separator` anywhere: envfp__text_raw gives back every byte. */
struct view envfp__text_exact(struct arena *arena, struct view raw, char separator);
/* Whether a (trimmed) value, or a member, holds nothing that would be escaped. */
bool envfp__text_is_plain_value(struct view raw);
bool envfp__text_is_plain_member(struct view raw);
/* The bytes behind an escaped value (recordings); false where it holds a broken escape. */
bool envfp__text_raw(struct arena *arena, struct view escaped, struct view *raw);
/* A member of an inventory: printable ASCII, other bytes (and `%`) as `%XX`. Ends with a NUL. */
struct view envfp__text_member(struct arena *arena, struct view raw);
/* The name of a Python distribution, normalised by PEP 503, so that all spellings are one. */
struct view envfp__text_python_name(struct arena *arena, struct view name);
/* Length of the UTF-8 sequence at the start of `text` (1..4), 0 where it is none. */
size_t envfp__text_utf8(struct view text);
/* "550e8400-e29b-41d4-a716-446655440000", which names one machine, disk or container. */
bool envfp__text_is_uuid(struct view text);
/* Whether `key` has the form of a fact's key. */
bool envfp__text_is_key(struct view key);

/* Not zero where one of eight bytes is a control, DEL, beyond ASCII or the given one. */
static inline uint64_t text_odd_bytes(const char *eight, unsigned char escape)
{
    const uint64_t each = UINT64_MAX / 255;
    uint64_t word;
    memcpy(&word, eight, sizeof word);
    uint64_t same = word ^ each * escape, del = word ^ each * 0x7f;
    uint64_t found = (word - each * 0x20) & ~word; /* below a blank */
    found |= (same - each) & ~same;                /* zero where equal */
    found |= (del - each) & ~del;
    return (found | word) & each * 0x80;
}

/* A growing text in an arena; where the arena's `failed` is set, the text is incomplete. */
struct text {
    struct arena *arena;
    char *bytes;
    size_t length, capacity;
};

void envfp__text_add(struct text *text, struct view piece);
void envfp__text_add_byte(struct text *text, char byte);
void envfp__text_add_number(struct text *text, int64_t number);
/* Several C strings up to a NULL. */
void envfp__text_add_all(struct text *text, const char *const *pieces);
/* The text so far, ended by a NUL; an empty view on failure. */
struct view envfp__text_view(struct text *text);

#endif
