/* SPDX-License-Identifier: MIT */
/* Any bytes through the reader; what is read must be written and read again without a change. */
#include <stdlib.h>
#include <string.h>

#include "envfp.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(int fine)
{
    if (!fine)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const enum envfp_form forms[] = {ENVFP_FORM_DOCUMENT, ENVFP_FORM_PRETTY, ENVFP_FORM_PACKED};
    struct envfp_fingerprint *one, *other;
    if (envfp_fingerprint_parse(NULL, (const char *)data, size, &one) != ENVFP_OK)
        return 0;
    enum envfp_form form = envfp_fingerprint_get_form(one);
    if (form == ENVFP_FORM_DOCUMENT || form == ENVFP_FORM_PACKED) {
        char *first;
        check(envfp_fingerprint_copy_form(one, ENVFP_FORM_DOCUMENT, &first, NULL) == ENVFP_OK);
        for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
            char *text, *again;
            size_t length;
            check(envfp_fingerprint_copy_form(one, forms[i], &text, &length) == ENVFP_OK);
            check(envfp_fingerprint_parse(NULL, text, length, &other) == ENVFP_OK);
            check(envfp_fingerprint_get_verified(other));
            check(envfp_fingerprint_copy_form(other, ENVFP_FORM_DOCUMENT, &again, NULL) == ENVFP_OK);
            check(strcmp(first, again) == 0);
            envfp_text_free(text);
            envfp_text_free(again);
            envfp_fingerprint_free(other);
        }
        envfp_text_free(first);
        char *line;
        size_t length;
        if (envfp_fingerprint_copy_form(one, ENVFP_FORM_LINE, &line, &length) == ENVFP_OK)
            check(length <= 480 && !strpbrk(line, "\n\r\x1b"));
        envfp_text_free(line);
    }
    envfp_fingerprint_free(one);
    return 0;
}
