/* SPDX-License-Identifier: MIT */
/*
 * SHA-256 (FIPS 180-4). The processor's own instructions are used where it has them; that is asked in
 * _init, each time, because nothing is kept between calls. Asking may trap in a virtual machine: where many
 * digests are made, init once and restart.
 */
#ifndef ENVFP_BASE_SHA256_H
#define ENVFP_BASE_SHA256_H

#include "base/view.h"

/* Works `count` blocks of 64 bytes into the state. */
typedef void sha256_blocks(uint32_t state[8], const unsigned char *bytes, size_t count);

struct sha256 {
    uint32_t state[8];
    uint64_t length; /* bytes added so far */
    sha256_blocks *blocks;
    unsigned char rest[64]; /* the first length % 64 of it wait for a whole block */
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
/* What this processor does in hardware, NULL where it does not. */
sha256_blocks *envfp__sha256_hardware(void);

#endif
