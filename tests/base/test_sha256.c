/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/sha256.h"

/* NIST's example values for SHA-256 and their additions (csrc.nist.gov, "Examples with intermediate
 * values"): a message is `piece` repeated. */
static const struct vector {
    const char *piece;
    size_t length, times;
    const char *digest;
} vectors[] = {
    {"", 0, 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    {"abc", 3, 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56, 1,
     "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
    {"abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrs"
     "t"
     "nopqrstu",
     112, 1, "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"},
    {"a", 1, 1000000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
    {"\xbd", 1, 1, "68325720aabd7c82f30f554b313d0570c95accbb7dc4b5aae11204c08ffe732b"},
    {"\xc9\x8c\x8e\x55", 4, 1, "7abc22c0ae5af26ce93dbb94433a0e0b2e119d014f8e7f65bd56c61ccccd9504"},
    {"\0", 1, 55, "02779466cdec163811d078815c633f21901413081449002f24aa3e80f0b88ef7"},
    {"\0", 1, 56, "d4817aa5497628e7c77e6b606107042bbba3130888c5f47a375e6179be789fbb"},
    {"\0", 1, 57, "65a16cb7861335d5ace3c60718b5052e44660726da4cd13bb745381b235a1785"},
    {"\0", 1, 64, "f5a5fd42d16a20302798ef6ed309979b43003d2320d9f0e8ea9831a92759fb4b"},
    {"\0", 1, 1000, "541b3e9daa09b20bf85fa273e5cbd3e80185aa4ec298e765db87742b70138a53"},
    {"A", 1, 1000, "c2e686823489ced2017f6059b8b239318b6364f6dcd835d0a519105a1eadd6e4"},
    {"U", 1, 1005, "f4d62ddec0f3dd90ea1380fa16a5ff8dc4c54b21740650f24afc4120903552b0"},
    {"\0", 1, 1000000, "d29751f2649b32ff572b5e0a9f541ea660a50f94ff0beedfb0b692b924cc8025"},
};

/* The implementations that this processor can run. */
static size_t implementations(sha256_blocks *found[2])
{
    found[0] = envfp__sha256_portable;
    found[1] = envfp__sha256_hardware();
    return found[1] ? 2 : 1;
}

static void init(struct sha256 *hash, sha256_blocks *blocks)
{
    hash->blocks = blocks;
    envfp__sha256_restart(hash);
}

Test(sha256, agrees_with_the_published_examples)
{
    sha256_blocks *found[2];
    for (size_t count = implementations(found), i = 0; i < count; i++) {
        for (size_t v = 0; v < sizeof vectors / sizeof *vectors; v++) {
            struct sha256 hash;
            char hex[65];
            init(&hash, found[i]);
            for (size_t j = 0; j < vectors[v].times; j++)
                envfp__sha256_add(&hash, vectors[v].piece, vectors[v].length);
            envfp__sha256_final_hex(&hash, hex);
            cr_expect_str_eq(hex, vectors[v].digest, "implementation %zu, vector %zu", i, v);
        }
    }
}

/* The Monte Carlo test of NIST's Secure Hash Algorithm Validation System, section 6.4, with the seed of
 * SHA256Monte.rsp; the answers are those to COUNT = 0 and COUNT = 99. */
Test(sha256, passes_the_monte_carlo_test)
{
    static const unsigned char seed[32] = {0x6d, 0x1e, 0x72, 0xad, 0x03, 0xdd, 0xeb, 0x5d, 0xe8, 0x91, 0xe5,
                                           0x72, 0xe2, 0x39, 0x6f, 0x8d, 0xa0, 0x15, 0xd8, 0x99, 0xef, 0x0e,
                                           0x79, 0x50, 0x31, 0x52, 0xd6, 0x01, 0x0a, 0x3f, 0xe6, 0x91};
    static const char hex[] = "0123456789abcdef";
    sha256_blocks *found[2];
    for (size_t count = implementations(found), i = 0; i < count; i++) {
        unsigned char last[32];
        memcpy(last, seed, sizeof last);
        for (unsigned round = 0; round < 100; round++) {
            unsigned char window[96];
            for (unsigned j = 0; j < 3; j++)
                memcpy(window + 32 * (size_t)j, last, 32);
            for (unsigned j = 0; j < 1000; j++) {
                struct sha256 hash;
                init(&hash, found[i]);
                envfp__sha256_add(&hash, window, sizeof window);
                envfp__sha256_final(&hash, last);
                memmove(window, window + 32, 64);
                memcpy(window + 64, last, 32);
            }
            char text[65] = "";
            for (unsigned j = 0; j < 64; j++)
                text[j] = hex[last[j / 2] >> (j % 2 ? 0 : 4) & 15];
            if (round == 0)
                cr_expect_str_eq(text, "e93c330ae5447738c8aa85d71a6c80f2a58381d05872d26bdd39f1fcd4f2b788");
            if (round == 99)
                cr_expect_str_eq(text, "6a912ba4188391a78e6f13d88ed2d14e13afce9db6f7dcbf4a48c24f3db02778");
        }
    }
}

static uint32_t random_next(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    return *state ^= *state << 5;
}

Test(sha256, implementations_agree_however_a_message_is_cut)
{
    sha256_blocks *hardware = envfp__sha256_hardware();
    if (!hardware)
        cr_skip_test("this processor has no SHA-256 instructions");
    static unsigned char bytes[4096];
    uint32_t state = 12345;
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (unsigned char)random_next(&state);
    for (unsigned i = 0; i < 2000; i++) {
        size_t length = random_next(&state) % sizeof bytes;
        struct sha256 one, other;
        char expected[65], got[65];
        init(&one, envfp__sha256_portable);
        envfp__sha256_add(&one, bytes, length);
        envfp__sha256_final_hex(&one, expected);
        init(&other, hardware);
        for (size_t at = 0; at < length;) {
            size_t piece = random_next(&state) % 200;
            piece = piece < length - at ? piece : length - at;
            envfp__sha256_add(&other, bytes + at, piece);
            at += piece;
        }
        envfp__sha256_final_hex(&other, got);
        cr_assert_str_eq(got, expected, "length %zu", length);
    }
}

Test(sha256, agrees_with_sha256sum)
{
    char path[] = "/tmp/envfp-sha256-XXXXXX", command[80];
    int descriptor = mkstemp(path);
    cr_assert(descriptor >= 0);
    static unsigned char bytes[70001];
    uint32_t state = 99;
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (unsigned char)random_next(&state);
    snprintf(command, sizeof command, "sha256sum %s", path);
    static const size_t lengths[] = {0, 1, 63, 64, 65, 119, 120, 4096, sizeof bytes};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        char hex[65], line[128] = "";
        cr_assert(ftruncate(descriptor, 0) == 0);
        cr_assert(pwrite(descriptor, bytes, lengths[i], 0) == (ssize_t)lengths[i]);
        FILE *tool = popen(command, "r");
        cr_assert_not_null(tool);
        cr_assert_not_null(fgets(line, sizeof line, tool));
        pclose(tool);
        envfp__sha256_hex(bytes, lengths[i], hex);
        cr_expect(strncmp(hex, line, 64) == 0, "%zu bytes", lengths[i]);
    }
    close(descriptor);
    unlink(path);
}
