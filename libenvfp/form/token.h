/* SPDX-License-Identifier: MIT */
/*
 * Tokens: `envfp1.S.` + a group for each layer from the bottom up and one for the program's own runtime + `.` + check.
 * docs/forms.md has the whole of it.
 */
#ifndef ENVFP_FORM_TOKEN_H
#define ENVFP_FORM_TOKEN_H

#include "fingerprint.h"

/* Characters of a group. */
#define TOKEN_LONG 18
#define TOKEN_SHORT 7
/* Of tokens with eight groups, which are read and no longer written. */
#define TOKEN_OLD_LONG 20
#define TOKEN_OLD_SHORT 8

#define TOKEN_GROUPS (ENVFP_LAYER_COUNT + 1)

/* 7 for `envfp1.`, 5 digits of schema, a dot, 9 groups of 18 each with a dot, 6 of check. */
#define TOKEN_SIZE_MAX (7 + 5 + 1 + 9 * 19 + 6)

#define TOKEN_CHECK_SIZE 6

/* Write the long or short token (`group`: TOKEN_LONG or TOKEN_SHORT), without NUL. Returns its length, 0 where the
 * fingerprint lacks what it needs: a long token cannot be made from a short one, nor one with too large a schema
 * number. */
size_t envfp__token_write(const struct envfp_fingerprint *fingerprint, size_t group,
                          char token[TOKEN_SIZE_MAX]);

/* Length of the valid token that `text` begins with, in letters of either case; 0 where there is none. */
size_t envfp__token_measure(struct view text);

/* Computes the check for a token; `before` is the token up to the last dot. */
void envfp__token_check(struct view before, char check[TOKEN_CHECK_SIZE]);

/* Fill an empty fingerprint from exactly one token. False where it is none. */
bool envfp__token_read(struct view token, struct envfp_fingerprint *fingerprint);

#endif
