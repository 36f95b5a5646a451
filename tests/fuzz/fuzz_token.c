/* SPDX-License-Identifier: MIT */
/* Tokens: what is read is written again as it was, and a valid check can be forged to reach the rest. */
#include <stdlib.h>
#include <string.h>

#include "form/token.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The fuzzer cannot guess a check: try all the groups of its input with the right one. */
static void with_check(struct view text)
{
    char copy[TOKEN_SIZE_MAX];
    if (text.length < TOKEN_CHECK_SIZE || text.length > sizeof copy)
        return;
    memcpy(copy, text.text, text.length);
    envfp__token_check((struct view){copy, text.length - TOKEN_CHECK_SIZE},
                       copy + text.length - TOKEN_CHECK_SIZE);
    size_t length = envfp__token_measure((struct view){copy, text.length});
    if (length == 0)
        return;
    struct envfp_fingerprint *read = envfp__fingerprint_new(NULL, SIZE_MAX);
    char again[TOKEN_SIZE_MAX];
    if (read && !envfp__token_read((struct view){copy, length}, read))
        abort();
    if (read) {
        size_t written = envfp__token_write(read, read->form == ENVFP_FORM_LONG ? 20 : 8, again);
        if (written != length || memcmp(again, copy, length) != 0)
            abort();
    }
    envfp_fingerprint_free(read);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct envfp_fingerprint *read;
    if (envfp_fingerprint_parse(NULL, (const char *)data, size, &read) == ENVFP_OK)
        envfp_fingerprint_free(read);
    with_check((struct view){(const char *)data, size});
    return 0;
}
