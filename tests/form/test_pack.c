/* SPDX-License-Identifier: MIT */
#include "sample.h"

#include <stdio.h>
#include <zlib.h>

#include "form/pack.h"

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/* `envfpz1.` and base64url of `bytes`, slow and plain. */
static char *encode(const unsigned char *bytes, size_t length)
{
    char *text = malloc(length * 2 + 16), *to = text + 8;
    memcpy(text, "envfpz1.", 8);
    for (size_t bit = 0; bit < length * 8; bit += 6) {
        unsigned value = 0;
        for (size_t i = bit; i < bit + 6; i++)
            value = value << 1 | (i < length * 8 ? (unsigned)bytes[i / 8] >> (7 - i % 8) & 1 : 0);
        *to++ = alphabet[value];
    }
    *to = '\0';
    return text;
}

static char *pack(const void *document, size_t length, int level)
{
    uLongf size = compressBound((uLong)length);
    unsigned char *bytes = malloc(size);
    cr_assert_eq(compress2(bytes, &size, document, (uLong)length, level), Z_OK);
    char *text = encode(bytes, size);
    free(bytes);
    return text;
}

Test(pack, reads_what_other_zlibs_write)
{
    struct envfp_fingerprint *sample = sample_new();
    char *document = form_of(sample, ENVFP_FORM_DOCUMENT);
    for (int level = 0; level <= 9; level++) {
        /* Every length of the last group of base64. */
        for (size_t blanks = 0; blanks < 4; blanks++) {
            char *longer = malloc(strlen(document) + 8);
            sprintf(longer, "%s%.*s", document, (int)blanks, "    ");
            char *text = pack(longer, strlen(longer), level);
            struct envfp_fingerprint *read = parse(text, strlen(text));
            cr_assert_not_null(read);
            cr_expect(envfp_fingerprint_get_verified(read));
            cr_expect_eq(envfp_fingerprint_get_form(read), ENVFP_FORM_PACKED);
            envfp_fingerprint_free(read);
            free(text);
            free(longer);
        }
    }
    envfp_text_free(document);
    envfp_fingerprint_free(sample);
}

Test(pack, stands_in_logs)
{
    struct envfp_fingerprint *sample = sample_new(), *read;
    char *packed = form_of(sample, ENVFP_FORM_PACKED);
    char *text = malloc(strlen(packed) + 100);
    sprintf(text, "envfpz1. first\nnoise envfpz1.QUJD; %s\nmore\n", packed);
    read = parse(text, strlen(text));
    cr_assert_not_null(read);
    cr_expect_str_eq(envfp_fingerprint_get_digest(read), sample->digest);
    envfp_fingerprint_free(read);
    free(text);
    envfp_text_free(packed);
    envfp_fingerprint_free(sample);
}

Test(pack, is_strict)
{
    struct envfp_fingerprint *sample = sample_new();
    char *packed = form_of(sample, ENVFP_FORM_PACKED);
    size_t length = strlen(packed);
    char *text = malloc(length + 16);
    for (size_t cut = 0; cut < length; cut++)
        cr_assert_eq(parse_status(packed, cut), ENVFP_BAD_FORMAT, "cut at %zu", cut);
    static const char *const behind[] = {"A", "AA", "AAA", "AAAA"};
    for (size_t i = 0; i < sizeof behind / sizeof *behind; i++) {
        sprintf(text, "%s%s", packed, behind[i]);
        cr_expect_eq(parse_status(text, strlen(text)), ENVFP_BAD_FORMAT, "%s behind it", behind[i]);
    }
    for (size_t at = 8; at < length; at += 7) {
        memcpy(text, packed, length);
        text[at] = text[at] == 'A' ? 'B' : 'A';
        cr_expect_eq(parse_status(text, length), ENVFP_BAD_FORMAT, "changed at %zu", at);
    }
    static const char odd[] = "+/=\n ";
    for (size_t i = 0; i < sizeof odd; i++) {
        memcpy(text, packed, length);
        text[length / 2] = odd[i];
        cr_expect_eq(parse_status(text, length), ENVFP_BAD_FORMAT, "byte %d", odd[i]);
    }
    free(text);
    envfp_text_free(packed);
    envfp_fingerprint_free(sample);
}

Test(pack, refuses_bits_left_over)
{
    unsigned char bytes[64];
    uLongf size = sizeof bytes;
    struct arena arena;
    char *document;
    size_t length;
    for (size_t i = 1; i < 8; i++) {
        size = sizeof bytes;
        compress2(bytes, &size, (const unsigned char *)"abcdefgh", (uLong)i, 9);
        char *text = encode(bytes, size);
        envfp__arena_init(&arena, NULL, SIZE_MAX);
        cr_expect_eq(envfp__pack_read(&arena, view_of(text), &document, &length), ENVFP_OK);
        cr_expect_eq(length, i);
        envfp__arena_release(&arena);
        char *last = text + strlen(text) - 1;
        *last = alphabet[(strchr(alphabet, *last) - alphabet) | 1];
        if (size % 3 != 0) {
            envfp__arena_init(&arena, NULL, SIZE_MAX);
            cr_expect_eq(envfp__pack_read(&arena, view_of(text), &document, &length), ENVFP_BAD_FORMAT);
            envfp__arena_release(&arena);
        }
        free(text);
    }
}

/* Refused, and held within `most` bytes beside the input. */
static void expect_refused(const char *text, size_t most, const char *what)
{
    struct counter counter = {.fail_at = 0};
    const struct envfp_allocator allocator = {counter_allocate, counter_release, &counter};
    struct envfp_fingerprint *read;
    cr_expect_neq(envfp_fingerprint_parse(&allocator, text, strlen(text), &read), ENVFP_OK, "%s", what);
    cr_expect(counter.most <= most, "%s: %zu bytes", what, counter.most);
    cr_expect_eq(counter.held, 0);
}

Test(pack, refuses_bombs_within_little_memory)
{
    enum { SIZE = 100 << 20 };
    static const char *const starts[] = {"", "{\"a\":\"",
                                         "{\"envfp\":1,\"layers\":{\"libc\":{\"facts\":{\"a\":\""};
    static const char fillings[] = " a[0\\";
    char *bomb = malloc(SIZE);
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        memset(bomb, fillings[i], SIZE);
        memcpy(bomb, starts[i], strlen(starts[i]));
        char *text = pack(bomb, SIZE, 6);
        expect_refused(text, (size_t)4 << 20, starts[i]);
        free(text);
    }
    free(bomb);
}

Test(pack, refuses_the_slyest_bombs_within_16_mebibytes)
{
    /* As much as the ratio lets through, and as many facts as fit into it. */
    enum { SIZE = 8 << 20 };
    char *bomb = malloc(SIZE + 64), *at = bomb;
    at += sprintf(at, "{\"envfp\":1,\"layers\":{\"libc\":{\"facts\":{");
    for (unsigned i = 0; at < bomb + SIZE; i++)
        at += sprintf(at, "\"%x\":0,", i);
    char *text = pack(bomb, (size_t)(at - bomb), 9);
    expect_refused(text, ((size_t)14 << 20) + 65536 + strlen(text) * 48, "facts");
    free(text);
    memset(bomb, ' ', (size_t)1 << 20);
    for (at = bomb; at < bomb + (1 << 20) - 8; at += 7)
        memcpy(at, "[{\"a\":{", 7);
    text = pack(bomb, (size_t)1 << 20, 9);
    expect_refused(text, (size_t)16 << 20, "depth");
    free(text);
    free(bomb);
}

Test(pack, writes_nothing_that_it_would_refuse)
{
    struct envfp_fingerprint *sample = sample_new(), *read;
    enum { SIZE = 3 << 20 };
    char *value = malloc(SIZE + 1);
    memset(value, 'a', SIZE);
    value[SIZE] = '\0';
    const struct sample_fact fact = {ENVFP_LAYER_APP, ENVFP_HASHED, "big", value, 0};
    sample_add(sample, &fact);
    envfp__facts_seal(&sample->facts);
    envfp__digest_facts(&sample->facts, sample->digest);
    char *packed = form_of(sample, ENVFP_FORM_PACKED);
    read = parse(packed, strlen(packed));
    cr_assert_not_null(read);
    cr_expect(envfp_fingerprint_get_verified(read));
    envfp_fingerprint_free(read);
    envfp_text_free(packed);
    envfp_fingerprint_free(sample);
    free(value);
}
