/* SPDX-License-Identifier: MIT */
#include "base/sha256.h"

/* FIPS 180-4, section 4.2.2: fractions of the cube roots of the first 64 primes. */
const uint32_t envfp__sha256_constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static inline uint32_t rotate(uint32_t word, unsigned count)
{
    return word >> count | word << (32 - count);
}

static inline uint32_t load(const unsigned char *b)
{
    return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

static inline void store(unsigned char *b, uint32_t word)
{
    b[0] = (unsigned char)(word >> 24);
    b[1] = (unsigned char)(word >> 16);
    b[2] = (unsigned char)(word >> 8);
    b[3] = (unsigned char)word;
}

/* Section 6.2.2, one round: the eight working variables change their roles instead of their places. */
#define ROUND(a, b, c, d, e, f, g, h, t)                                                                     \
    do {                                                                                                     \
        uint32_t sum = (h) + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + ((g) ^ ((e) & ((f) ^ (g)))) +  \
                       envfp__sha256_constants[t] + w[(t)&15];                                               \
        (d) += sum;                                                                                          \
        (h) = sum + (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + (((a) & (b)) | ((c) & ((a) | (b))));    \
    } while (0)

/* The schedule rolls over 16 words: W(t) stands where W(t-16) stood. */
static inline void schedule(uint32_t w[16], unsigned t)
{
    uint32_t far = w[(t + 1) & 15], near = w[(t + 14) & 15];
    w[t & 15] += (rotate(far, 7) ^ rotate(far, 18) ^ far >> 3) + w[(t + 9) & 15] +
                 (rotate(near, 17) ^ rotate(near, 19) ^ near >> 10);
}

void envfp__sha256_portable(uint32_t state[8], const unsigned char *bytes, size_t count)
{
    for (; count; count--, bytes += 64) {
        uint32_t w[16];
        uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
        uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
        for (unsigned i = 0; i < 16; i++)
            w[i] = load(bytes + 4 * (size_t)i);
        for (unsigned t = 0; t < 64; t += 8) {
            for (unsigned i = t; t >= 16 && i < t + 8; i++)
                schedule(w, i);
            ROUND(a, b, c, d, e, f, g, h, t);
            ROUND(h, a, b, c, d, e, f, g, t + 1);
            ROUND(g, h, a, b, c, d, e, f, t + 2);
            ROUND(f, g, h, a, b, c, d, e, t + 3);
            ROUND(e, f, g, h, a, b, c, d, t + 4);
            ROUND(d, e, f, g, h, a, b, c, t + 5);
            ROUND(c, d, e, f, g, h, a, b, t + 6);
            ROUND(b, c, d, e, f, g, h, a, t + 7);
        }
        const uint32_t after[8] = {a, b, c, d, e, f, g, h};
        for (unsigned i = 0; i < 8; i++)
            state[i] += after[i];
    }
}

void envfp__sha256_restart(struct sha256 *hash)
{
    /* Section 5.3.3: fractions of the square roots of the first 8 primes. */
    static const uint32_t start[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                      0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    memcpy(hash->state, start, sizeof start);
    hash->length = 0;
}

void envfp__sha256_init(struct sha256 *hash)
{
    sha256_blocks *hardware = envfp__sha256_hardware();
    hash->blocks = hardware ? hardware : envfp__sha256_portable;
    envfp__sha256_restart(hash);
}

void envfp__sha256_add(struct sha256 *hash, const void *bytes, size_t length)
{
    const unsigned char *at = bytes;
    size_t waiting = hash->length % 64;
    hash->length += length;
    if (waiting + length < 64) {
        if (length)
            memcpy(hash->rest + waiting, at, length);
        return;
    }
    if (waiting) {
        memcpy(hash->rest + waiting, at, 64 - waiting);
        hash->blocks(hash->state, hash->rest, 1);
        at += 64 - waiting;
        length -= 64 - waiting;
    }
    if (length >= 64)
        hash->blocks(hash->state, at, length / 64);
    memcpy(hash->rest, at + length / 64 * 64, length % 64);
}

void envfp__sha256_final(struct sha256 *hash, unsigned char digest[32])
{
    /* Section 5.1.1: a one bit, zeros, and the length in bits as the last 8 bytes of a block. */
    size_t waiting = hash->length % 64;
    uint64_t bits = hash->length * 8;
    hash->rest[waiting++] = 0x80;
    memset(hash->rest + waiting, 0, 64 - waiting);
    if (waiting > 56) {
        hash->blocks(hash->state, hash->rest, 1);
        memset(hash->rest, 0, 64);
    }
    store(hash->rest + 56, (uint32_t)(bits >> 32));
    store(hash->rest + 60, (uint32_t)bits);
    hash->blocks(hash->state, hash->rest, 1);
    for (unsigned i = 0; i < 8; i++)
        store(digest + 4 * i, hash->state[i]);
}

void envfp__sha256_final_hex(struct sha256 *hash, char hex[65])
{
    static const char digits[] = "0123456789abcdef";
    unsigned char digest[32];
    envfp__sha256_final(hash, digest);
    for (unsigned i = 0; i < 32; i++) {
        hex[2 * i] = digits[digest[i] >> 4];
        hex[2 * i + 1] = digits[digest[i] & 15];
    }
    hex[64] = '\0';
}

void envfp__sha256_hex(const void *bytes, size_t length, char hex[65])
{
    struct sha256 hash;
    envfp__sha256_init(&hash);
    envfp__sha256_add(&hash, bytes, length);
    envfp__sha256_final_hex(&hash, hex);
}
