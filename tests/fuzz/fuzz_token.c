/* SPDX-License-Identifier: MIT */
/* Tokens: what is read is written again as it was, and a valid check can be forged to reach the rest. */
#include <stdlib.h>
#include <string.h>

#include "form/token.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Writes what was read once more: the same token, in lower case; of one with eight groups what nine can hold of it, which
 * then stays as it is. */
static size_t again(struct view token, char written[TOKEN_SIZE_MAX])
{
    struct envfp_fingerprint *read = envfp__fingerprint_new(NULL, SIZE_MAX);
    if (!read)
        return 0;
    if (!envfp__token_read(token, read))
        abort();
    size_t length =
        envfp__token_write(read, read->form == ENVFP_FORM_LONG ? TOKEN_LONG : TOKEN_SHORT, written);
    if (length == 0)
        abort();
    envfp_fingerprint_free(read);
    return length;
}

static bool is_old(struct view token)
{
    size_t dots = 0;
    for (size_t i = 0; i < token.length; i++)
        dots += token.text[i] == '.';
    return dots < 2 + TOKEN_GROUPS;
}

/* The fuzzer cannot guess a check: try all the groups of its input with the right one. */
static void with_check(struct view text)
{
    char copy[TOKEN_SIZE_MAX], written[TOKEN_SIZE_MAX], twice[TOKEN_SIZE_MAX];
    if (text.length < TOKEN_CHECK_SIZE || text.length > sizeof copy)
        return;
    for (size_t i = 0; i < text.length; i++)
        copy[i] = byte_to_lower(text.text[i]);
    envfp__token_check((struct view){copy, text.length - TOKEN_CHECK_SIZE},
                       copy + text.length - TOKEN_CHECK_SIZE);
    struct view token = {copy, text.length};
    token.length = envfp__token_measure(token);
    if (token.length == 0)
        return;
    size_t length = again(token, written);
    if (length && !is_old(token) && (length != token.length || memcmp(written, copy, length) != 0))
        abort();
    if (length &&
        (again((struct view){written, length}, twice) != length || memcmp(written, twice, length) != 0))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct envfp_fingerprint *read;
    if (envfp_fingerprint_parse(NULL, (const char *)data, size, &read) == ENVFP_OK)
        envfp_fingerprint_free(read);
    with_check((struct view){(const char *)data, size});
    return 0;
}
