/* SPDX-License-Identifier: MIT */
#include "sample.h"

#include "form/give.h"

Test(copy, writes_the_layout_of_the_contract)
{
    struct envfp_fingerprint *empty = envfp__fingerprint_new(NULL, SIZE_MAX);
    envfp__digest_facts(&empty->facts, empty->digest);
    char *text = form_of(empty, ENVFP_FORM_DOCUMENT), expected[2000] = "";
#define LAYER                                                                                                \
    "{\"collectors\":{},\"context\":{},\"derived\":{},\"facts\":{},\"gaps\":{},\"schema\":1,\"status\":"     \
    "\"skipped\"}"
    strcat(expected, "{\"collector\":\"envfp " ENVFP_VERSION "\",\"digest\":\"");
    strcat(expected, empty->digest);
    strcat(expected, "\",\"envfp\":1,\"layers\":{\"container\":" LAYER ",\"hardware\":" LAYER
                     ",\"hypervisor\":" LAYER ",\"kernel\":" LAYER ",\"libc\":" LAYER ",\"packages\":" LAYER
                     ",\"runtimes\":" LAYER ",\"sandbox\":" LAYER "},\"schema\":1,\"stack\":[]}\n");
    cr_expect_str_eq(text, expected);
    envfp_text_free(text);
    envfp_fingerprint_free(empty);
}

Test(copy, pretty_differs_in_blanks_only)
{
    struct envfp_fingerprint *sample = sample_new();
    char *pretty = form_of(sample, ENVFP_FORM_PRETTY);
    static const char head[] = "{\n  \"app\": {\n    \"collectors\": {\n      \"service\": \"";
    cr_expect_eq(strncmp(pretty, head, sizeof head - 1), 0, "%s", pretty);
    cr_expect_not_null(strstr(pretty, "\n        \"cpu.isa\": [\"avx2\", \"sha_ni\", \"sse4_2\"],\n"));
    cr_expect_not_null(
        strstr(pretty, "\n  \"stack\": [\n    {\"boundary\": \"machine\", \"kind\": \"physical\"},\n"));
    cr_expect_not_null(strstr(pretty, "\"context\": {},\n"));
    cr_expect_str_eq(pretty + strlen(pretty) - 8, "}\n  ]\n}\n");
    envfp_text_free(pretty);
    envfp_fingerprint_free(sample);
}

Test(copy, refuses_what_is_no_form)
{
    struct envfp_fingerprint *sample = sample_new();
    char guard = 0, *text = &guard;
    size_t length = 1;
    cr_expect_eq(envfp_fingerprint_copy_form(sample, (enum envfp_form)6, &text, &length), ENVFP_BAD_ARGUMENT);
    cr_expect_null(text);
    cr_expect_eq(length, 0);
    cr_expect_eq(envfp_fingerprint_copy_form(NULL, ENVFP_FORM_LONG, &text, NULL), ENVFP_BAD_ARGUMENT);
    cr_expect_eq(envfp_fingerprint_copy_form(sample, ENVFP_FORM_LONG, NULL, NULL), ENVFP_BAD_ARGUMENT);
    envfp_fingerprint_free(sample);
}

Test(copy, every_allocation_may_fail)
{
    struct counter counter = {.fail_at = 0};
    const struct envfp_allocator allocator = {counter_allocate, counter_release, &counter};
    struct envfp_fingerprint *sample = sample_shuffled(&allocator, 0);
    char *text;
    for (unsigned form = ENVFP_FORM_DOCUMENT; form <= ENVFP_FORM_SHORT; form++) {
        size_t held = counter.held;
        enum envfp_status status = ENVFP_NO_MEMORY;
        for (size_t i = 1; status == ENVFP_NO_MEMORY; i++) {
            counter.requests = 0;
            counter.fail_at = i;
            status = envfp_fingerprint_copy_form(sample, (enum envfp_form)form, &text, NULL);
            envfp_text_free(text);
            cr_assert_eq(counter.held, held);
        }
        cr_expect_eq(status, ENVFP_OK);
    }
    envfp_fingerprint_free(sample);
    cr_expect_eq(counter.held, 0);
}

Test(copy, a_text_goes_back_to_its_allocator)
{
    struct counter counter = {.fail_at = 0};
    const struct envfp_allocator allocator = {counter_allocate, counter_release, &counter};
    char *text;
    size_t length;
    cr_expect_eq(envfp__text_give(&allocator, VIEW("abc"), &text, &length), ENVFP_OK);
    cr_expect_str_eq(text, "abc");
    cr_expect_eq(length, 3);
    cr_expect(counter.held > 3);
    envfp_text_free(text);
    cr_expect_eq(counter.held, 0);
    cr_expect_eq(envfp__text_give(NULL, VIEW(""), &text, NULL), ENVFP_OK);
    cr_expect_str_empty(text);
    envfp_text_free(text);
    envfp_text_free(NULL);
}
