/* SPDX-License-Identifier: MIT */
/* What forms of recordings and collectors both ask of a line. */
#include "source/keep_parts.h"

struct view envfp__keep_body(struct view line, struct view *end)
{
    size_t length = line.length;
    while (length && (line.text[length - 1] == '\n' || line.text[length - 1] == '\r'))
        length--;
    *end = view_skip(line, length);
    return view_take(line, length);
}

static bool is_number(struct view word)
{
    for (size_t i = 0; i < word.length; i++)
        if (!byte_is_digit(word.text[i]) && !memchr("abcdefABCDEFx.,:+-", word.text[i], 18))
            return false;
    return word.length <= 64;
}

bool envfp__keep_is_number(struct view word)
{
    return view_is(word, "max") || is_number(word);
}

bool envfp__keep_is_numbers(struct view line)
{
    struct view word;
    while (view_cut_word(&line, &word))
        if (!envfp__keep_is_number(word))
            return false;
    return true;
}
