/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "form/token.h"
#include "support.h"

/* A small machine, and what its program says of itself: pairs of keys and values. */
static struct envfp_fingerprint *program(const char *const *own)
{
    struct envfp_fingerprint *made = machine("2.36", "3.11.2");
    for (; own && own[0]; own += 2)
        string(made, ENVFP_LAYER_APP, own[0], own[1]);
    made->facts.sections[ENVFP_LAYER_APP].status = ENVFP_LAYER_OBSERVED;
    return end(made);
}

static struct envfp_fingerprint *form_of(const struct envfp_fingerprint *fingerprint, enum envfp_form form)
{
    char *text;
    size_t length;
    struct envfp_fingerprint *read = NULL;
    cr_assert_eq(envfp_fingerprint_copy_form(fingerprint, form, &text, &length), ENVFP_OK);
    cr_assert_eq(envfp_fingerprint_parse(NULL, text, length, &read), ENVFP_OK);
    envfp_text_free(text);
    return read;
}

static const char *const old_python[] = {
    "python.version", "3.11.7", "python/requests", "2.31.0", "myapp.version", "1", NULL};
static const char *const new_python[] = {
    "python.version", "3.13.0", "python/requests", "2.31.0", "myapp.version", "1", NULL};
static const char *const patched_python[] = {"python.version", "3.11.8", "python/requests", "2.31.0", NULL};
static const char *const other_program[] = {"python.version",
                                            "3.11.7",
                                            "python/requests",
                                            "2.31.0",
                                            "myapp.version",
                                            "2",
                                            "pythonic.mood",
                                            "fine",
                                            "process.libc",
                                            "glibc 2.31",
                                            "conda.active",
                                            "yes",
                                            NULL};

/* In each pair of forms that can be compared. */
static void expect(const char *const *a, const char *const *b, enum envfp_verdict verdict,
                   enum envfp_verdict runtime)
{
    struct envfp_fingerprint *first = program(a), *second = program(b);
    for (unsigned i = 0; i < 9; i++) {
        static const enum envfp_form forms[] = {ENVFP_FORM_DOCUMENT, ENVFP_FORM_LONG, ENVFP_FORM_SHORT};
        struct envfp_fingerprint *x = form_of(first, forms[i / 3]), *y = form_of(second, forms[i % 3]);
        struct envfp_diff *diff = compare(x, y);
        cr_expect_eq(envfp_diff_get_verdict(diff), verdict, "%u", i);
        cr_expect_eq(envfp_diff_get_runtime_verdict(diff), runtime, "%u", i);
        for (unsigned j = 0; j < ENVFP_LAYER_COUNT; j++)
            cr_expect_eq(envfp_diff_get_layer_verdict(diff, (enum envfp_layer)j), ENVFP_SAME);
        envfp_diff_free(diff);
        envfp_fingerprint_free(x);
        envfp_fingerprint_free(y);
    }
    envfp_fingerprint_free(first);
    envfp_fingerprint_free(second);
}

Test(runtime, another_interpreter_is_a_difference)
{
    expect(old_python, new_python, ENVFP_DIFFERS, ENVFP_DIFFERS);
    expect(old_python, patched_python, ENVFP_DIFFERS, ENVFP_DIFFERS);
    static const char *const node[] = {"node.version", "20.1.0", NULL}, *const lts[] = {"node.version",
                                                                                        "18.19.0", NULL};
    expect(node, lts, ENVFP_DIFFERS, ENVFP_DIFFERS);
}

Test(runtime, what_is_no_languages_has_no_say)
{
    expect(old_python, old_python, ENVFP_SAME, ENVFP_SAME);
    expect(old_python, other_program, ENVFP_SAME, ENVFP_SAME);
}

/* A C program beside a Python program: their environment is what they share. */
Test(runtime, one_side_alone_has_no_say)
{
    static const char *const c[] = {"myapp.version", "1", NULL};
    expect(c, old_python, ENVFP_SAME, ENVFP_UNDECIDED);
    expect(NULL, old_python, ENVFP_SAME, ENVFP_UNDECIDED);
    expect(c, NULL, ENVFP_SAME, ENVFP_UNDECIDED);
}

Test(runtime, is_said_first)
{
    struct envfp_fingerprint *a = program(old_python), *b = program(new_python),
                             *token = form_of(b, ENVFP_FORM_LONG);
    struct envfp_diff *diff = compare(a, b), *brief = compare(a, token);
    cr_expect(strstr(envfp_diff_get_headline(diff),
                     "The program's own runtime differs in a way that breaks programs: Python 3.11.7 "),
              "%s", envfp_diff_get_headline(diff));
    cr_expect(strstr(envfp_diff_get_headline(diff),
                     "a version held by a version manager would pin it. Around it: "));
    cr_expect_eq(envfp_diff_get_pin(diff), ENVFP_PIN_VERSION_MANAGER);
    cr_expect_str_eq(envfp_diff_get_advice(diff),
                     "A version held by a version manager would pin the program's own runtime.");
    cr_expect(strstr(envfp_diff_get_headline(brief),
                     "The program's own runtime differs, and a token does not say how"));
    char *text;
    cr_assert_eq(envfp_diff_copy_text(diff, false, 100, &text, NULL), ENVFP_OK);
    cr_expect(strstr(text, "own runtime differs  observed "), "%s", text);
    envfp_text_free(text);
    cr_assert_eq(envfp_diff_copy_json(diff, &text, NULL), ENVFP_OK);
    cr_expect(strstr(text, "\"differences\":{\"alters\":0,\"breaks\":1,\"informs\":0,\"unknown\":0},"
                           "\"verdict\":\"differs\"},\"verdict\":\"differs\"}"),
              "%s", text);
    envfp_text_free(text);
    envfp_diff_free(diff);
    envfp_diff_free(brief);
    envfp_fingerprint_free(token);
    envfp_fingerprint_free(a);
    envfp_fingerprint_free(b);
}

Test(runtime, may_be_left_out)
{
    struct envfp_fingerprint *a = program(old_python), *b = program(new_python);
    struct envfp_diff *diff = NULL;
    cr_assert_eq(envfp_diff_new(a, b, &diff), ENVFP_OK);
    cr_assert_eq(envfp_diff_ignore(diff, "app:python.version"), ENVFP_OK);
    cr_assert_eq(envfp_diff_run(diff), ENVFP_OK);
    cr_expect_eq(envfp_diff_get_runtime_verdict(diff), ENVFP_SAME);
    cr_expect_eq(envfp_diff_get_verdict(diff), ENVFP_SAME);
    envfp_diff_free(diff);
    cr_assert_eq(envfp_diff_new(a, b, &diff), ENVFP_OK);
    cr_assert_eq(envfp_diff_set_layers(diff, 1U << ENVFP_LAYER_LIBC), ENVFP_OK);
    cr_assert_eq(envfp_diff_run(diff), ENVFP_OK);
    cr_expect_eq(envfp_diff_get_runtime_verdict(diff), ENVFP_UNDECIDED);
    cr_expect_eq(envfp_diff_get_verdict(diff), ENVFP_SAME);
    envfp_diff_free(diff);
    envfp_fingerprint_free(a);
    envfp_fingerprint_free(b);
}

/* Tokens with eight groups know nothing of it. */
Test(runtime, old_tokens_have_none)
{
    static const char old[] =
        "envfp1.1.qrsykhhtkwyyebk4bxqc.i.i.i.i.b2d38pm48shvmpgr04cj.mvtysnsxn9y2nh73k0c9.i.eg1y34";
    struct envfp_fingerprint *a = NULL, *b = program(old_python);
    cr_assert_eq(envfp_fingerprint_parse(NULL, old, strlen(old), &a), ENVFP_OK);
    struct envfp_diff *diff = compare(a, b);
    cr_expect_eq(envfp_diff_get_runtime_verdict(diff), ENVFP_UNDECIDED);
    envfp_diff_free(diff);
    envfp_fingerprint_free(a);
    envfp_fingerprint_free(b);
}
