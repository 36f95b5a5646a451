/* SPDX-License-Identifier: MIT */
/* The published vectors, which another implementation made: `make check` runs in the repository's root. */
#include "form/sample.h"

#include <stdio.h>

static char *read_file(const char *name, const char *ending)
{
    char path[128];
    snprintf(path, sizeof path, "tests/vectors/%s.%s", name, ending);
    FILE *file = fopen(path, "rb");
    cr_assert_not_null(file, "%s", path);
    char *text = calloc(1, 65536);
    cr_assert(fread(text, 1, 65535, file) > 0);
    fclose(file);
    return text;
}

Test(vectors, agree)
{
    static const char *const names[] = {"empty",   "words", "facts",   "values", "keys",
                                        "partial", "app",   "runtime", "schema"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char *text = read_file(names[i], "json"), *expected = read_file(names[i], "expect"), tokens[400];
        struct envfp_fingerprint *read = parse(text, strlen(text));
        cr_assert_not_null(read, "%s", names[i]);
        cr_expect(envfp_fingerprint_get_verified(read), "%s", names[i]);
        char *again = form_of(read, ENVFP_FORM_DOCUMENT);
        cr_expect_str_eq(again, text, "%s", names[i]);
        char *whole = form_of(read, ENVFP_FORM_LONG), *cut = form_of(read, ENVFP_FORM_SHORT);
        int length = snprintf(tokens, sizeof tokens, "long %s\nshort %s\n", whole, cut);
        cr_expect_eq(strncmp(expected, tokens, (size_t)length), 0, "%s: %s", names[i], tokens);
        envfp_text_free(whole);
        envfp_text_free(cut);
        envfp_text_free(again);
        envfp_fingerprint_free(read);
        free(text);
        free(expected);
    }
}
