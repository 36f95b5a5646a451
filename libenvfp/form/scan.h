/* SPDX-License-Identifier: MIT */
/* Finding what needs care in a JSON string, eight bytes at a step. */
#ifndef ENVFP_FORM_SCAN_H
#define ENVFP_FORM_SCAN_H

#include "base/view.h"

#define SCAN_BYTES(byte) (UINT64_C(0x0101010101010101) * (byte))

/* Whether one of eight bytes is a control, `"`, `\`, DEL or not ASCII. (A byte b is zero in x where
 * (x - 1) borrows through its high bit, and below 0x20 where (x - 0x20) does.) */
static inline bool scan_word_is_special(const char *at)
{
    uint64_t word, quote, backslash, rubout;
    memcpy(&word, at, sizeof word);
    quote = word ^ SCAN_BYTES('"');
    backslash = word ^ SCAN_BYTES('\\');
    rubout = word ^ SCAN_BYTES(0x7f);
    uint64_t low = (word - SCAN_BYTES(0x20)) | (quote - SCAN_BYTES(1)) | (backslash - SCAN_BYTES(1)) |
                   (rubout - SCAN_BYTES(1));
    return ((low | word) & SCAN_BYTES(0x80)) != 0;
}

static inline bool scan_byte_is_special(char byte)
{
    unsigned char b = (unsigned char)byte;
    return b < 0x20 || b >= 0x7f || b == '"' || b == '\\';
}

/* Length of the start of `text` that holds none of them. */
static inline size_t scan_plain(struct view text)
{
    size_t at = 0;
    while (text.length - at >= 8 && !scan_word_is_special(text.text + at))
        at += 8;
    while (at < text.length && !scan_byte_is_special(text.text[at]))
        at++;
    return at;
}

#endif
