/* SPDX-License-Identifier: MIT */
/* What the fuzz targets that know the structure of their input share. */
#ifndef ENVFP_TESTS_FUZZ_H
#define ENVFP_TESTS_FUZZ_H

#include "envfp.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed);

/* A promise that the input broke. */
#define CHECK(fine)                                                                                          \
    do {                                                                                                     \
        if (!(fine)) {                                                                                       \
            (void)!fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #fine);                                \
            abort();                                                                                         \
        }                                                                                                    \
    } while (0)

/* Numbers that a mutator draws from its seed. */
struct dice {
    uint32_t state;
};

static inline uint32_t throw_dice(struct dice *dice, uint32_t below)
{
    dice->state = dice->state * 1664525 + 1013904223;
    return below ? (dice->state >> 8) % below : 0;
}

/* What the fuzzer need not learn from. */
#if defined(__clang__)
#define UNTRACED __attribute__((no_sanitize("coverage")))
#else
#define UNTRACED
#endif

/* Decode one character; its bytes, 0 where it is no UTF-8. On purpose no function of the library's. */
UNTRACED static inline size_t decode(const unsigned char *text, size_t length, uint32_t *point)
{
    size_t bytes = text[0] < 0x80 ? 1 : text[0] < 0xc2 ? 0 : text[0] < 0xe0 ? 2 : text[0] < 0xf0 ? 3 : 4;
    if (bytes == 0 || bytes > length || text[0] > 0xf4)
        return 0;
    *point = bytes == 1 ? text[0] : text[0] & (0xffU >> (bytes + 1));
    for (size_t i = 1; i < bytes; i++) {
        if ((text[i] & 0xc0) != 0x80)
            return 0;
        *point = *point << 6 | (text[i] & 0x3fU);
    }
    return bytes;
}

/* Whether text may go to a terminal. The list is the test's own. */
UNTRACED static inline bool is_shown(const char *text, size_t length)
{
    static const uint32_t hidden[][2] = {{0x7f, 0x9f},     {0xad, 0xad},      {0x61c, 0x61c},
                                         {0x180e, 0x180e}, {0x200b, 0x200f},  {0x2028, 0x202e},
                                         {0x2060, 0x206f}, {0xd800, 0xdfff},  {0xfeff, 0xfeff},
                                         {0xfff9, 0xfffb}, {0xe0000, 0xe007f}};
    for (size_t at = 0; at < length;) {
        uint32_t point;
        size_t bytes = decode((const unsigned char *)text + at, length - at, &point);
        if (bytes == 0 || (point < ' ' && point != '\n'))
            return false;
        at += bytes;
        if (point < 0x7f)
            continue;
        for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++)
            if (point >= hidden[i][0] && point <= hidden[i][1])
                return false;
    }
    return true;
}

/* Memory that is counted. */
struct memory {
    size_t held, most;
};

static inline void *memory_allocate(void *state, size_t size)
{
    struct memory *memory = state;
    memory->held += size;
    if (memory->held > memory->most)
        memory->most = memory->held;
    return malloc(size);
}

static inline void memory_release(void *state, void *block, size_t size)
{
    struct memory *memory = state;
    memory->held -= size;
    free(block);
}

/* A form as text, which the caller frees with envfp_text_free(). */
static inline char *form_of(const struct envfp_fingerprint *fingerprint, enum envfp_form form, size_t *length)
{
    char *text;
    CHECK(envfp_fingerprint_copy_form(fingerprint, form, &text, length) == ENVFP_OK);
    CHECK(strlen(text) == *length);
    return text;
}

static inline struct envfp_fingerprint *read_back(const char *text, size_t length)
{
    struct envfp_fingerprint *read;
    CHECK(envfp_fingerprint_parse(NULL, text, length, &read) == ENVFP_OK);
    return read;
}

/* What is written reads back as the same bytes in every form, and its digests agree. Returns the document. */
static inline char *check_forms(const struct envfp_fingerprint *fingerprint, size_t *length)
{
    static const enum envfp_form forms[] = {ENVFP_FORM_DOCUMENT, ENVFP_FORM_PRETTY, ENVFP_FORM_PACKED};
    char *document = form_of(fingerprint, ENVFP_FORM_DOCUMENT, length);
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        size_t size, again_size;
        char *text = form_of(fingerprint, forms[i], &size);
        CHECK(forms[i] == ENVFP_FORM_DOCUMENT || is_shown(text, size));
        struct envfp_fingerprint *read = read_back(text, size);
        CHECK(envfp_fingerprint_get_verified(read));
        char *again = form_of(read, ENVFP_FORM_DOCUMENT, &again_size);
        CHECK(again_size == *length && memcmp(again, document, *length) == 0);
        envfp_text_free(again);
        envfp_text_free(text);
        envfp_fingerprint_free(read);
    }
    char *line;
    size_t size;
    if (envfp_fingerprint_copy_form(fingerprint, ENVFP_FORM_LINE, &line, &size) == ENVFP_OK)
        CHECK(size <= 480 && is_shown(line, size) && !strchr(line, '\n'));
    envfp_text_free(line);
    return document;
}

#endif
