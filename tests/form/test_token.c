/* SPDX-License-Identifier: MIT */
#include "sample.h"

#include <stdio.h>

#include "form/token.h"

Test(token, has_the_sizes_of_the_contract)
{
    struct envfp_fingerprint *sample = sample_new();
    envfp__facts_string(&sample->facts, ENVFP_LAYER_APP, "python.version", VIEW("3.13.0"));
    envfp__facts_seal(&sample->facts);
    sample->facts.sections[ENVFP_LAYER_APP].status = ENVFP_LAYER_OBSERVED;
    envfp__digest_facts(&sample->facts, sample->digest);
    char *text = form_of(sample, ENVFP_FORM_LONG);
    cr_expect_eq(strlen(text), 186);
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
    static const char known[] = "envfp1.1.i.i.i.u.u.i.i.i.i.";
    struct envfp_fingerprint *empty = envfp__fingerprint_new(NULL, SIZE_MAX);
    empty->facts.sections[ENVFP_LAYER_CONTAINER].status = ENVFP_LAYER_HIDDEN;
    empty->facts.sections[ENVFP_LAYER_SANDBOX].status = ENVFP_LAYER_DENIED;
    char *text = form_of(empty, ENVFP_FORM_LONG);
    cr_expect_eq(strlen(text), sizeof known - 1 + 6);
    cr_expect_eq(strncmp(text, known, sizeof known - 1), 0);
    cr_expect_str_eq(text + sizeof known - 1, "pw8c7n");
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
        cr_expect_eq(strlen(group), form == ENVFP_FORM_LONG ? 18 : 7);
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
                if (byte_to_lower((char)byte) == before) /* a capital is the same letter */
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

/* The form of what is read from a text. */
static enum envfp_form form_in(const char *text)
{
    struct envfp_fingerprint *read = parse(text, strlen(text));
    cr_assert_not_null(read, "%s", text);
    enum envfp_form form = envfp_fingerprint_get_form(read);
    envfp_fingerprint_free(read);
    return form;
}

Test(token, is_found_in_lines_and_the_last_one_counts)
{
    struct envfp_fingerprint *sample = sample_new(), *other = sample_new();
    other->facts.sections[ENVFP_LAYER_LIBC].status = ENVFP_LAYER_SKIPPED;
    char *one = form_of(sample, ENVFP_FORM_LONG), *two = form_of(other, ENVFP_FORM_SHORT);
    char *line = form_of(sample, ENVFP_FORM_LINE), *packed = form_of(sample, ENVFP_FORM_PACKED), text[9000];
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
        snprintf(text, sizeof text, "%s %s%s%s", two, around[i][0], one, around[i][1]);
        cr_expect_eq(form_in(text), ENVFP_FORM_LONG, "%s", text);
        snprintf(text, sizeof text, "%s%s%s %s", around[i][0], one, around[i][1], two);
        cr_expect_eq(form_in(text), ENVFP_FORM_SHORT, "%s", text);
    }
    cr_expect_eq(form_in(line), ENVFP_FORM_LONG);
    snprintf(text, sizeof text, "%s\n%s\n", packed, one);
    cr_expect_eq(form_in(text), ENVFP_FORM_LONG);
    snprintf(text, sizeof text, "%s\n%s\n", one, packed);
    cr_expect_eq(form_in(text), ENVFP_FORM_PACKED);
    envfp_text_free(packed);
    envfp_text_free(line);
    envfp_text_free(one);
    envfp_text_free(two);
    envfp_fingerprint_free(sample);
    envfp_fingerprint_free(other);
}

/* Cut short, gone on, or with a wrong character: never the answer where a whole one is there. */
Test(token, a_damaged_one_is_passed_over)
{
    struct envfp_fingerprint *sample = sample_new();
    char *one = form_of(sample, ENVFP_FORM_LONG), *whole = form_of(sample, ENVFP_FORM_SHORT), text[600];
    const size_t length = strlen(one);
    for (size_t cut = 8; cut < length; cut++) {
        snprintf(text, sizeof text, "%s\n%.*s\n", whole, (int)cut, one);
        cr_assert_eq(form_in(text), ENVFP_FORM_SHORT, "%s", text);
    }
    snprintf(text, sizeof text, "%s\n%sx\n", whole, one);
    cr_expect_eq(form_in(text), ENVFP_FORM_SHORT, "a token that goes on is none");
    one[20] = one[20] == '0' ? '1' : '0';
    snprintf(text, sizeof text, "%s\n%s\n", whole, one);
    cr_expect_eq(form_in(text), ENVFP_FORM_SHORT);
    cr_expect_eq(parse_status(one, length), ENVFP_BAD_FORMAT);
    envfp_text_free(one);
    envfp_text_free(whole);
    envfp_fingerprint_free(sample);
}

/* Somebody's log is in capitals; what looks like a digit stays the letter that it is. */
Test(token, capitals_are_the_same_letters)
{
    struct envfp_fingerprint *sample = sample_new();
    sample->facts.sections[ENVFP_LAYER_KERNEL].status = ENVFP_LAYER_SKIPPED;
    char *text = form_of(sample, ENVFP_FORM_LONG), capitals[TOKEN_SIZE_MAX + 1];
    size_t length = strlen(text);
    for (size_t i = 0; i <= length; i++)
        capitals[i] = (char)(text[i] >= 'a' && text[i] <= 'z' ? text[i] - 'a' + 'A' : text[i]);
    struct envfp_fingerprint *read = parse(capitals, length);
    cr_assert_not_null(read);
    cr_expect_eq(envfp_fingerprint_get_layer_status(read, ENVFP_LAYER_KERNEL), ENVFP_LAYER_SKIPPED);
    char *again = form_of(read, ENVFP_FORM_LONG);
    cr_expect_str_eq(again, text);
    for (size_t i = 0; i < length; i++) {
        char before = text[i];
        text[i] = (char)(before == '0' ? 'o' : before == '1' ? 'l' : before);
        cr_expect(before == text[i] || parse_status(text, length) == ENVFP_BAD_FORMAT, "%s", text);
        text[i] = before;
    }
    envfp_text_free(again);
    envfp_text_free(text);
    envfp_fingerprint_free(read);
    envfp_fingerprint_free(sample);
}

Test(token, an_unknown_layer_says_so)
{
    struct envfp_fingerprint *sample = sample_new();
    sample->facts.sections[ENVFP_LAYER_LIBC].status = ENVFP_LAYER_UNKNOWN;
    for (unsigned form = ENVFP_FORM_LONG; form <= ENVFP_FORM_SHORT; form++) {
        char *text = form_of(sample, (enum envfp_form)form);
        struct envfp_fingerprint *read = parse(text, strlen(text));
        cr_assert_not_null(read);
        cr_expect_eq(envfp_fingerprint_get_layer_status(read, ENVFP_LAYER_LIBC), ENVFP_LAYER_UNKNOWN);
        const char *group = envfp_fingerprint_get_layer_digest(read, ENVFP_LAYER_LIBC);
        cr_expect_eq(group[strlen(group) - 1], 'o');
        char *shorter = form_of(read, ENVFP_FORM_SHORT), *wanted = form_of(sample, ENVFP_FORM_SHORT);
        cr_expect_str_eq(shorter, wanted);
        envfp_text_free(shorter);
        envfp_text_free(wanted);
        envfp_text_free(text);
        envfp_fingerprint_free(read);
    }
    envfp_fingerprint_free(sample);
}

/* Two programs in one environment: only the last group differs. */
Test(token, the_ninth_group_is_the_programs_own_runtime)
{
    static const struct {
        const char *key, *value;
        bool is_runtime;
    } facts[] = {{"python.version", "3.13.0", true},  {"node/left-pad", "1.3.0", true},
                 {"pythonic.mood", "fine", false},    {"myapp.version", "1", false},
                 {"process.python", "3.13.0", false}, {"conda.active", "yes", false}};
    struct envfp_fingerprint *bare = sample_new();
    char *without = form_of(bare, ENVFP_FORM_LONG);
    const size_t last = strlen(without) - 6 - 2;
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
        struct envfp_fingerprint *sample = sample_new();
        envfp__facts_string(&sample->facts, ENVFP_LAYER_APP, facts[i].key, view_of(facts[i].value));
        envfp__facts_seal(&sample->facts);
        sample->facts.sections[ENVFP_LAYER_APP].status = ENVFP_LAYER_OBSERVED;
        envfp__digest_facts(&sample->facts, sample->digest);
        char *text = form_of(sample, ENVFP_FORM_LONG);
        cr_expect_eq(strncmp(text, without, last), 0);
        cr_expect_eq(text[last] == 'i', !facts[i].is_runtime, "%s: %s", facts[i].key, text);
        cr_expect_eq(strlen(text), facts[i].is_runtime ? strlen(without) + 17 : strlen(without));
        envfp_text_free(text);
        envfp_fingerprint_free(sample);
    }
    envfp_text_free(without);
    envfp_fingerprint_free(bare);
}

/* As the version before wrote them. */
Test(token, eight_groups_are_still_read)
{
    static const struct {
        const char *token, *again;
        enum envfp_form form;
    } old[] = {
        {"envfp1.1.qrsykhhtkwyyebk4bxqc.i.i.i.i.b2d38pm48shvmpgr04cj.mvtysnsxn9y2nh73k0c9.i.eg1y34",
         "envfp1.1.qrsykhhtkwyyebk4bx.i.i.i.i.b2d38pm48shvmpgr04.mvtysnsxn9y2nh73k0.i.i.", ENVFP_FORM_LONG},
        {"envfp1.1.qrsykhht.i.i.i.i.b2d38pm4.mvtysnsx.i.gz2ze1",
         "envfp1.1.qrsykhh.i.i.i.i.b2d38pm.mvtysns.i.i.", ENVFP_FORM_SHORT},
        {"envfp1.1.i.i.i.u.u.i.i.i.fg4mtt", "envfp1.1.i.i.i.u.u.i.i.i.i.", ENVFP_FORM_LONG},
    };
    for (size_t i = 0; i < sizeof old / sizeof *old; i++) {
        struct envfp_fingerprint *read = parse(old[i].token, strlen(old[i].token));
        cr_assert_not_null(read, "%s", old[i].token);
        cr_expect_eq(envfp_fingerprint_get_form(read), old[i].form);
        char *again = form_of(read, old[i].form);
        cr_expect_eq(strncmp(again, old[i].again, strlen(old[i].again)), 0, "%s", again);
        cr_expect_eq(strlen(again), strlen(old[i].again) + 6);
        envfp_text_free(again);
        envfp_fingerprint_free(read);
    }
}

/* Sizes and numbers of groups that no version wrote. */
Test(token, no_other_groups_are_read)
{
    static const size_t sizes[] = {7, 8, 18, 20, 6, 9, 17, 19};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        for (unsigned groups = 7; groups <= 10; groups++) {
            char text[300] = "envfp1.1.", check[TOKEN_CHECK_SIZE];
            for (unsigned group = 0; group < groups; group++)
                snprintf(text + strlen(text), 30, "%.*s.", (int)sizes[i], "00000000000000000000");
            envfp__token_check(view_of(text), check);
            snprintf(text + strlen(text), TOKEN_CHECK_SIZE + 1, "%.6s", check);
            bool read = (groups == 9 && (i == 0 || i == 2)) || (groups == 8 && (i == 1 || i == 3));
            cr_expect_eq(envfp__token_measure(view_of(text)) != 0, read, "%s", text);
        }
}

Test(token, schemas_have_one_spelling)
{
    static const char *const wrong[] = {"0", "01", "100000", "", "x", "1.1", "-1", "+1", " 1"};
    struct envfp_fingerprint *sample = sample_new();
    char token[TOKEN_SIZE_MAX], text[300];
    size_t length = envfp__token_write(sample, TOKEN_LONG, token);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        snprintf(text, sizeof text, "envfp1.%s%.*s", wrong[i], (int)length - 8, token + 8);
        cr_expect_eq(envfp__token_measure(view_of(text)), 0, "%s", wrong[i]);
    }
    sample->schema = 100000;
    cr_expect_eq(envfp__token_write(sample, TOKEN_LONG, token), 0);
    envfp_fingerprint_free(sample);
}
