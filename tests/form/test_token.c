/* SPDX-License-Identifier: MIT */
#include "sample.h"

#include <stdio.h>

#include "form/token.h"

Test(token, has_the_sizes_of_the_contract)
{
    struct envfp_fingerprint *sample = sample_new();
    char *text = form_of(sample, ENVFP_FORM_LONG);
    cr_expect_eq(strlen(text), 183);
    cr_expect(strncmp(text, "envfp1.1.", 9) == 0);
    envfp_text_free(text);
    text = form_of(sample, ENVFP_FORM_SHORT);
    cr_expect_eq(strlen(text), 87);
    envfp_text_free(text);
    envfp_fingerprint_free(sample);
}

Test(token, checks_with_crc_32c)
{
    /* Computed bit by bit in Python, whose routine gives RFC 3720's 8a9136aa for 32 bytes of zeros. */
    static const char known[] = "envfp1.1.i.i.i.u.u.i.i.i.";
    struct envfp_fingerprint *empty = envfp__fingerprint_new(NULL, SIZE_MAX);
    empty->facts.sections[ENVFP_LAYER_CONTAINER].status = ENVFP_LAYER_HIDDEN;
    empty->facts.sections[ENVFP_LAYER_SANDBOX].status = ENVFP_LAYER_DENIED;
    char *text = form_of(empty, ENVFP_FORM_LONG);
    cr_expect_eq(strlen(text), sizeof known - 1 + 6);
    cr_expect_eq(strncmp(text, known, sizeof known - 1), 0);
    cr_expect_str_eq(text + sizeof known - 1, "fg4mtt");
    envfp_text_free(text);
    envfp_fingerprint_free(empty);
}

Test(token, gives_back_statuses_and_groups)
{
    struct envfp_fingerprint *sample = sample_new();
    sample->schema = 99999;
    sample->facts.sections[ENVFP_LAYER_KERNEL].status = ENVFP_LAYER_DENIED;
    sample->facts.sections[ENVFP_LAYER_SANDBOX].status = ENVFP_LAYER_SKIPPED;
    for (unsigned form = ENVFP_FORM_LONG; form <= ENVFP_FORM_SHORT; form++) {
        char *text = form_of(sample, (enum envfp_form)form);
        struct envfp_fingerprint *read = parse(text, strlen(text));
        cr_assert_not_null(read);
        cr_expect_eq(envfp_fingerprint_get_form(read), form);
        cr_expect_eq(envfp_fingerprint_get_schema(read), 99999);
        cr_expect_null(envfp_fingerprint_get_digest(read));
        cr_expect_null(envfp_fingerprint_get_collector(read));
        cr_expect(envfp_fingerprint_get_verified(read));
        cr_expect_eq(envfp_fingerprint_get_layer_status(read, ENVFP_LAYER_HARDWARE), ENVFP_LAYER_PARTIAL);
        cr_expect_eq(envfp_fingerprint_get_layer_status(read, ENVFP_LAYER_KERNEL), ENVFP_LAYER_HIDDEN);
        cr_expect_eq(envfp_fingerprint_get_layer_status(read, ENVFP_LAYER_SANDBOX), ENVFP_LAYER_SKIPPED);
        cr_expect_eq(envfp_fingerprint_get_layer_status(read, ENVFP_LAYER_LIBC), ENVFP_LAYER_OBSERVED);
        cr_expect_null(envfp_fingerprint_get_layer_digest(read, ENVFP_LAYER_KERNEL));
        const char *group = envfp_fingerprint_get_layer_digest(read, ENVFP_LAYER_HARDWARE);
        cr_assert_not_null(group);
        cr_expect_eq(strlen(group), form == ENVFP_FORM_LONG ? 20 : 8);
        cr_expect_eq(group[strlen(group) - 1], 'l');
        char *again = form_of(read, (enum envfp_form)form);
        cr_expect_str_eq(again, text);
        envfp_text_free(again);
        envfp_fingerprint_free(read);
        envfp_text_free(text);
    }
    envfp_fingerprint_free(sample);
}

Test(token, a_long_one_gives_the_short_one_and_not_back)
{
    struct envfp_fingerprint *sample = sample_new();
    char *whole = form_of(sample, ENVFP_FORM_LONG), *cut = form_of(sample, ENVFP_FORM_SHORT), *text;
    struct envfp_fingerprint *from_long = parse(whole, strlen(whole)), *from_short = parse(cut, strlen(cut));
    text = form_of(from_long, ENVFP_FORM_SHORT);
    cr_expect_str_eq(text, cut);
    envfp_text_free(text);
    cr_expect_eq(envfp_fingerprint_copy_form(from_short, ENVFP_FORM_LONG, &text, NULL), ENVFP_BAD_ARGUMENT);
    cr_expect_null(text);
    for (unsigned form = ENVFP_FORM_DOCUMENT; form <= ENVFP_FORM_LINE; form++)
        cr_expect_eq(envfp_fingerprint_copy_form(from_long, (enum envfp_form)form, &text, NULL),
                     ENVFP_BAD_ARGUMENT);
    envfp_fingerprint_free(from_long);
    envfp_fingerprint_free(from_short);
    envfp_text_free(whole);
    envfp_text_free(cut);
    envfp_fingerprint_free(sample);
}

Test(token, every_change_of_a_byte_is_refused)
{
    struct envfp_fingerprint *sample = sample_new();
    for (unsigned form = ENVFP_FORM_LONG; form <= ENVFP_FORM_SHORT; form++) {
        char *text = form_of(sample, (enum envfp_form)form);
        size_t length = strlen(text);
        for (size_t i = 0; i < length; i++) {
            char before = text[i];
            for (int byte = 1; byte < 256; byte++) {
                if ((char)byte == before)
                    continue;
                text[i] = (char)byte;
                cr_assert_eq(parse_status(text, length), ENVFP_BAD_FORMAT, "%s", text);
            }
            text[i] = before;
        }
        for (size_t cut = 0; cut < length; cut++)
            cr_assert_eq(parse_status(text, cut), ENVFP_BAD_FORMAT);
        envfp_text_free(text);
    }
    envfp_fingerprint_free(sample);
}

Test(token, is_found_in_lines_and_the_first_one_counts)
{
    struct envfp_fingerprint *sample = sample_new(), *other = sample_new();
    other->facts.sections[ENVFP_LAYER_LIBC].status = ENVFP_LAYER_SKIPPED;
    char *one = form_of(sample, ENVFP_FORM_LONG), *two = form_of(other, ENVFP_FORM_SHORT);
    char *line = form_of(sample, ENVFP_FORM_LINE), text[2000];
    static const char *const around[][2] = {
        {"", "\n"},
        {"  ", "  "},
        {"Nov 21 08:00:00 host app[1]: envfp1. ", ", and "},
        {"{\"msg\":\"start ", "\"}\n"},
        {"(", ")"},
        {"envfp1.1.", ""},
        {"", "."},
        {"\xff\xfe", ""},
        {"envfp ", ";"},
        {"envfpz1.", ""},
    };
    for (size_t i = 0; i < sizeof around / sizeof *around; i++) {
        snprintf(text, sizeof text, "%s%s%s %s", around[i][0], one, around[i][1], two);
        struct envfp_fingerprint *read = parse(text, strlen(text));
        cr_assert_not_null(read, "%s", text);
        cr_expect_eq(envfp_fingerprint_get_form(read), ENVFP_FORM_LONG);
        envfp_fingerprint_free(read);
    }
    snprintf(text, sizeof text, "%sx %s", one, two);
    struct envfp_fingerprint *read = parse(text, strlen(text));
    cr_expect_eq(envfp_fingerprint_get_form(read), ENVFP_FORM_SHORT, "a token that goes on is none");
    envfp_fingerprint_free(read);
    read = parse(line, strlen(line));
    cr_expect_not_null(read);
    envfp_fingerprint_free(read);
    envfp_text_free(line);
    envfp_text_free(one);
    envfp_text_free(two);
    envfp_fingerprint_free(sample);
    envfp_fingerprint_free(other);
}

Test(token, schemas_have_one_spelling)
{
    static const char *const wrong[] = {"0", "01", "100000", "", "x", "1.1", "-1", "+1", " 1"};
    struct envfp_fingerprint *sample = sample_new();
    char token[TOKEN_SIZE_MAX], text[300];
    size_t length = envfp__token_write(sample, 20, token);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        snprintf(text, sizeof text, "envfp1.%s%.*s", wrong[i], (int)length - 8, token + 8);
        cr_expect_eq(envfp__token_measure(view_of(text)), 0, "%s", wrong[i]);
    }
    sample->schema = 100000;
    cr_expect_eq(envfp__token_write(sample, 20, token), 0);
    envfp_fingerprint_free(sample);
}
