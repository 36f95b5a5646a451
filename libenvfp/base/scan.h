/* SPDX-License-Identifier: MIT */
/* Finds the bytes of a JSON string that need an escape, many bytes at a step. */
#ifndef ENVFP_BASE_SCAN_H
#define ENVFP_BASE_SCAN_H

#include "base/view.h"

/* Bytes that are looked at in one step. */
#define SCAN_STEP 16

/* A control, `"`, `\`, DEL or a byte that is not ASCII. */
static inline bool scan_byte_is_special(char byte)
{
    unsigned char b = (unsigned char)byte;
    return b < 0x20 || b >= 0x7f || b == '"' || b == '\\';
}

#define SCAN_BYTES(byte) (UINT64_C(0x0101010101010101) * (byte))

/* High bits where a byte of the word is special; exact for the first. (A byte b is zero where b - 1 borrows,
 * and below 0x20 where b - 0x20 does.) */
static inline uint64_t scan_word(uint64_t word)
{
    uint64_t quote = word ^ SCAN_BYTES('"'), escape = word ^ SCAN_BYTES('\\'),
             rubout = word ^ SCAN_BYTES(0x7f);
    uint64_t found = word | (word - SCAN_BYTES(0x20)) | (quote - SCAN_BYTES(1)) | (escape - SCAN_BYTES(1)) |
                     (rubout - SCAN_BYTES(1));
    return found & SCAN_BYTES(0x80);
}

#if defined(__SSE2__) && defined(__GNUC__)

#include <emmintrin.h>

/* Offset of the first special byte of 16, 16 where there is none. */
static inline size_t scan_step(const char *at)
{
    __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at);
    /* In a signed comparison, bytes that are not ASCII are below the controls. */
    __m128i low = _mm_cmplt_epi8(bytes, _mm_set1_epi8(0x20)),
            rubout = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(0x7f));
    __m128i quote = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')),
            escape = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));
    int mask = _mm_movemask_epi8(_mm_or_si128(_mm_or_si128(low, rubout), _mm_or_si128(quote, escape)));
    return (size_t)__builtin_ctz((unsigned)mask | 1U << SCAN_STEP);
}

#else

static inline size_t scan_step(const char *at)
{
    uint64_t words[2];
    memcpy(words, at, sizeof words);
    size_t offset = scan_word(words[0]) | scan_word(words[1]) ? 0 : SCAN_STEP;
    while (offset < SCAN_STEP && !scan_byte_is_special(at[offset]))
        offset++;
    return offset;
}

#endif

/* Copy `text`; false, with anything copied, where it holds a special byte. */
static inline bool scan_copy(char *to, struct view text)
{
    const char *from = text.text;
    size_t length = text.length;
    if (length >= 8) {
        /* Words, the last of which may overlap the one before it. */
        uint64_t word, found = 0;
        for (size_t at = 0; at + 8 < length; at += 8) {
            memcpy(&word, from + at, 8);
            memcpy(to + at, &word, 8);
            found |= scan_word(word);
        }
        memcpy(&word, from + length - 8, 8);
        memcpy(to + length - 8, &word, 8);
        return (found | scan_word(word)) == 0;
    }
    bool special = false;
    for (size_t at = 0; at < length; at++) {
        special |= scan_byte_is_special(from[at]);
        to[at] = from[at];
    }
    return !special;
}

/* The first special byte from `at` on, or `end`. */
static inline const char *scan_to_special(const char *at, const char *end)
{
    while (end - at >= SCAN_STEP) {
        size_t offset = scan_step(at);
        at += offset;
        if (offset < SCAN_STEP)
            return at;
    }
    while (at < end && !scan_byte_is_special(*at))
        at++;
    return at;
}

#endif
