/* SPDX-License-Identifier: MIT */
/*
 * SHA-256 (FIPS 180-4), with the processor's own instructions where it has them. _init detects them each time, since
 * nothing is kept between calls. The detection may trap in a virtual machine: to make many digests, init once and
 * restart.
 */
#ifndef ENVFP_BASE_SHA256_H
#define ENVFP_BASE_SHA256_H

#include "base/view.h"

/* Processes `count` blocks of 64 bytes into the state. */
typedef void sha256_blocks(uint32_t state[8], const unsigned char *bytes, size_t count);

struct sha256 {
    uint32_t state[8];
    uint64_t length; /* bytes added so far */
    sha256_blocks *blocks;
    unsigned char rest[64]; /* the first length % 64 bytes await a full block */
};

void envfp__sha256_init(struct sha256 *hash);
/* As _init, without asking the processor again. */
void envfp__sha256_restart(struct sha256 *hash);
void envfp__sha256_add(struct sha256 *hash, const void *bytes, size_t length);
void envfp__sha256_final(struct sha256 *hash, unsigned char digest[32]);
/* As _final, in lower-case hex with a NUL. */
void envfp__sha256_final_hex(struct sha256 *hash, char hex[65]);
void envfp__sha256_hex(const void *bytes, size_t length, char hex[65]);

/* Whether a text is a digest as _final_hex writes it. */
static inline bool sha256_is_hex(struct view text)
{
    return text.length == 64 && view_all(text, byte_is_lower_hex);
}

/* ---- For the implementations and their tests -------------------------------------------------- */

extern const uint32_t envfp__sha256_constants[64];
void envfp__sha256_portable(uint32_t state[8], const unsigned char *bytes, size_t count);
/* The block function that uses this processor's instructions, NULL where it has none. */
sha256_blocks *envfp__sha256_hardware(void);

#endif
