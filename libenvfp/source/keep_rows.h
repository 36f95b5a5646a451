/* SPDX-License-Identifier: MIT */
/* Helpers that the forms of several files share. */
#ifndef ENVFP_SOURCE_KEEP_ROWS_H
#define ENVFP_SOURCE_KEEP_ROWS_H

#include "source/keep_parts.h"

#define KEEP_COUNT(list) (sizeof(list) / sizeof *(list))

/* Whether a word is one of a list's. */
static inline bool keep_is_one(struct view word, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (view_is(word, list[i]))
            return true;
    return false;
}

/* Whether it begins with one of a list's words. */
static inline bool keep_starts(struct view word, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (view_starts(word, view_of(list[i])))
            return true;
    return false;
}

/* Letters, digits and `others`, at least one and at most `most`. */
static inline bool keep_is_made_of(struct view word, const char *others, size_t most)
{
    size_t count = strlen(others);
    for (size_t i = 0; i < word.length; i++) {
        char byte = word.text[i];
        bool letter = byte_is_alnum(byte);
        if (!letter && !(byte && memchr(others, byte, count)))
            return false;
    }
    return word.length > 0 && word.length <= most;
}

/* ---- More forms (keep_text.c) ------------------------------------------------------------------------------------- */

/* One line of text that a hardware maker wrote, word by word: addresses with a scheme, mail addresses and bytes that
 * are no text are refused. */
bool envfp__keep_text(const struct source *source, struct view line, struct text *out);
/* The same, without a line's end. */
void envfp__keep_plain(struct view text, struct text *out);
/* Lists and maps of CPUs of any length, up to a NUL, with which some kernels end them; "(null)" for none. */
bool envfp__keep_cpus(const struct source *source, struct view line, struct text *out);
/* Replaces a line that no collector reads with a mark; a run of such lines gets one mark. A last line without line feed
 * stays without it. */
void envfp__keep_unread(struct view line, struct text *out);

/* ---- Parts of the system's tables ----------------------------------------------------------------------------------- */

#endif
