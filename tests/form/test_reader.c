/* SPDX-License-Identifier: MIT */
#include "sample.h"

#include <stdio.h>

#include "base/json.h"
#include "base/json_cases.h"

/* A whole document with `member` as one more member. */
static const char *with_member(const char *member)
{
    static char text[65536];
    struct envfp_fingerprint *sample = sample_new();
    char *document = form_of(sample, ENVFP_FORM_DOCUMENT);
    document[strlen(document) - 2] = '\0';
    snprintf(text, sizeof text, "%s,%s}\n", document, member);
    envfp_text_free(document);
    envfp_fingerprint_free(sample);
    return text;
}

static enum envfp_status status_of(const char *text)
{
    return parse_status(text, strlen(text));
}

static enum envfp_status value_status(const char *value)
{
    char member[2048];
    snprintf(member, sizeof member, "\"zz\":%s", value);
    return status_of(with_member(member));
}

Test(reader, takes_any_json_in_unknown_members)
{
    for (size_t i = 0; i < sizeof json_accepted / sizeof *json_accepted; i++)
        cr_expect_eq(value_status(json_accepted[i]), ENVFP_OK, "%s", json_accepted[i]);
}

Test(reader, refuses_what_is_no_json)
{
    for (size_t i = 0; i < sizeof json_refused / sizeof *json_refused; i++)
        cr_expect_eq(value_status(json_refused[i]), ENVFP_BAD_FORMAT, "%s", json_refused[i]);
}

Test(reader, refuses_depth_without_recursion)
{
    enum { DEPTH = 1000000 };
    char *text = malloc(2 * DEPTH + 100);
    for (unsigned object = 0; object < 2; object++) {
        size_t length = (size_t)sprintf(text, "{\"envfp\":1,\"zz\":");
        for (size_t i = 0; i < DEPTH / 4; i++)
            length += (size_t)sprintf(text + length, object ? "{\"\":" : "[");
        cr_expect_eq(parse_status(text, length), ENVFP_BAD_FORMAT);
    }
    free(text);
    /* One level is the document's own. */
    enum { MOST = JSON_DEPTH_MOST - 1 };
    char nested[2 * JSON_DEPTH_MOST + 1] = "";
    memset(nested, '[', MOST);
    memset(nested + MOST, ']', MOST);
    cr_expect_eq(value_status(nested), ENVFP_OK);
    memset(nested, '[', MOST + 1);
    memset(nested + MOST + 1, ']', MOST + 1);
    cr_expect_eq(value_status(nested), ENVFP_BAD_FORMAT);
}

/* `from` replaced by `to` in the sample's document. */
static char *edited(const char *from, const char *to)
{
    struct envfp_fingerprint *sample = sample_new();
    char *document = form_of(sample, ENVFP_FORM_DOCUMENT);
    char *at = strstr(document, from);
    cr_assert_not_null(at, "%s is not in %s", from, document);
    char *text = malloc(strlen(document) + strlen(to) + 1);
    sprintf(text, "%.*s%s%s", (int)(at - document), document, to, at + strlen(from));
    envfp_text_free(document);
    envfp_fingerprint_free(sample);
    return text;
}

#define OS_ID "\"os.id\":\"debian\""

Test(reader, refuses_facts_outside_the_value_domain)
{
    static const char *const facts[] = {
        "\"os.id\":1.0",
        "\"os.id\":1e3",
        "\"os.id\":-0",
        "\"os.id\":9007199254740992",
        "\"os.id\":-9007199254740992",
        "\"os.id\":99999999999999999999",
        "\"os.id\":null",
        "\"os.id\":{}",
        "\"os.id\":[1]",
        "\"os.id\":[\"b\",\"a\"]",
        "\"os.id\":[\"a\",\"a\"]",
        "\"os.id\":[[]]",
        "\"os.id\":\" a\"",
        "\"os.id\":\"a \"",
        "\"os.id\":\"\\n\"",
        "\"os.id\":\"\\u0000\"",
        "\"os.id\":\"\x7f\"",
        "\"os.id\":\"\\\\\"",
        "\"os.id\":\"\\\\x41\"",
        "\"os.id\":\"\\\\xFF\"",
        "\"os.id\":\"\\\\xf\"",
        "\"os.id\":\"\\\\n\"",
        "\"Os.id\":\"a\"",
        "\"\":\"a\"",
        "\".os\":\"a\"",
        "\"os.\":\"a\"",
        "\"os..id\":\"a\"",
        "\"os id\":\"a\"",
        "\"os/\":\"a\"",
        "\"os/\\u00e9\":\"a\"",
        "\"/x\":\"a\"",
        "\"os.version_id\":\"12\"",
        "\"os.id\":\"a\",\"os.id\":\"b\"",
    };
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
        char *text = edited(OS_ID, facts[i]);
        cr_expect_eq(status_of(text), ENVFP_BAD_FORMAT, "%s", facts[i]);
        free(text);
    }
    static const char *const fine[] = {
        "\"os.id\":9007199254740991",
        "\"os.id\":-9007199254740991",
        "\"os.id\":0",
        "\"os.id\":true",
        "\"os.id\":[]",
        "\"os.id\":[\"a\",\"b\"]",
        "\"os.id\":\"\"",
        "\"os.id\":\"\\\\xff\\\\\\\\\\\\x00\"",
        "\"os.id\":\"\\u00e9\"",
        "\"os/a b\":\"x\"",
        "\"os-2_x.y/@scope/%FF\":\"x\"",
    };
    for (size_t i = 0; i < sizeof fine / sizeof *fine; i++) {
        char *text = edited(OS_ID, fine[i]);
        cr_expect_eq(status_of(text), ENVFP_OK, "%s", fine[i]);
        struct envfp_fingerprint *changed = parse(text, strlen(text));
        cr_expect_not(envfp_fingerprint_get_verified(changed), "%s", fine[i]);
        envfp_fingerprint_free(changed);
        free(text);
    }
}

Test(reader, refuses_broken_documents)
{
    static const char *const edits[][2] = {
        {"\"envfp\":1", "\"envfp\":2"},
        {"\"envfp\":1,", ""},
        {"\"envfp\":1", "\"envfp\":\"1\""},
        {",\"schema\":1,\"stack\"", ",\"schema\":0,\"stack\""},
        {",\"schema\":1,\"stack\"", ",\"stack\""},
        {"\"status\":\"partial\"", "\"status\":\"broken\""},
        {",\"status\":\"partial\"", ""},
        {"\"arch.machine\":\"denied\"", "\"arch.machine\":\"absent\""},
        {"\"arch.machine\":\"denied\"", "\"arch.machine\":\"none\""},
        {"\"arch.machine\":\"denied\"", "\"arch machine\":\"denied\""},
        {"\"arch.machine\":\"denied\"", "\"zz.*\":\"denied\""},
        {"\"kind\":\"kvm\",", ""},
        {"\"kind\":\"kvm\"", "\"kind\":\"\""},
        {"\"kind\":\"kvm\"", "\"kind\":\"kvm > container:docker\""},
        {"\"vmm\":\"firecracker\"", "\"vmm\":\"a/b\""},
        {"\"boundary\":\"vm\"", "\"boundary\":\"v\u00fcm\""},
        {"\"status\":\"observed\"", "\"status\":\"skipped\""},
        {"\"status\":\"observed\"", "\"status\":\"hidden\""},
        {"\"status\":\"observed\"", "\"status\":\"denied\""},
        {"\"layers\":", "\"layer\":"},
        {"\"sandbox\":{", "\"sandpit\":{"},
        {"\"digest\":\"", "\"digest\":\"0"},
        {"\"digest\":\"", "\"digest\":\"A"},
        {"\"kind\":\"kvm\"", "\"kind\":\"k\\u001bvm\""},
        {"\"libc\":{", "\"libc\":null,\"lib\":{"},
        {"\"context\":{}", "\"context\":[]"},
        {"\"context\":{}", "\"context\":{},\"context\":{}"},
        {"\"collector\":\"envfp", "\"collector\":\"\\u0007envfp"},
    };
    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
        char *text = edited(edits[i][0], edits[i][1]);
        cr_expect_eq(status_of(text), ENVFP_BAD_FORMAT, "%s", edits[i][1]);
        free(text);
    }
    cr_expect_eq(status_of("{}"), ENVFP_BAD_FORMAT);
    cr_expect_eq(status_of("[]"), ENVFP_BAD_FORMAT);
    cr_expect_eq(status_of("{\"layers\":{}}"), ENVFP_BAD_FORMAT);
    cr_expect_eq(status_of(""), ENVFP_BAD_FORMAT);
    cr_expect_eq(parse_status("\0", 1), ENVFP_BAD_FORMAT);
}

Test(reader, refuses_every_cut)
{
    struct envfp_fingerprint *sample = sample_new();
    char *document = form_of(sample, ENVFP_FORM_DOCUMENT);
    for (size_t length = 0; length + 2 < strlen(document); length++)
        cr_assert_eq(parse_status(document, length), ENVFP_BAD_FORMAT, "cut at %zu", length);
    cr_expect_eq(parse_status(document, strlen(document) - 1), ENVFP_OK, "the line feed may be missing");
    envfp_text_free(document);
    envfp_fingerprint_free(sample);
}

Test(reader, says_when_digests_disagree_and_shows_its_own)
{
    char *text = edited("\"libc.version\":\"2.36\"", "\"libc.version\":\"2.37\"");
    struct envfp_fingerprint *sample = sample_new(), *read = parse(text, strlen(text));
    cr_expect_not(envfp_fingerprint_get_verified(read));
    cr_expect_str_neq(envfp_fingerprint_get_layer_digest(read, ENVFP_LAYER_LIBC),
                      envfp_fingerprint_get_layer_digest(sample, ENVFP_LAYER_LIBC));
    cr_expect_str_eq(envfp_fingerprint_get_layer_digest(read, ENVFP_LAYER_KERNEL),
                     envfp_fingerprint_get_layer_digest(sample, ENVFP_LAYER_KERNEL));
    envfp_fingerprint_free(read);
    free(text);
    static const char *const edits[][2] = {
        {"\"collectors\":{\"libc\":\"", "\"collectors\":{\"lib\":\""},
        {"\"status\":\"none\"", "\"status\":\"unknown\""},
        {"\"arch.machine\":\"denied\",", ""},
        {"\"numbers.most\":9007199254740991", "\"numbers.most\":1"},
    };
    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
        text = edited(edits[i][0], edits[i][1]);
        read = parse(text, strlen(text));
        cr_assert_not_null(read, "%s", edits[i][1]);
        cr_expect_not(envfp_fingerprint_get_verified(read), "%s", edits[i][1]);
        envfp_fingerprint_free(read);
        free(text);
    }
    envfp_fingerprint_free(sample);
}

Test(reader, gives_back_what_the_writer_wrote)
{
    static const enum envfp_form forms[] = {ENVFP_FORM_DOCUMENT, ENVFP_FORM_PRETTY, ENVFP_FORM_PACKED};
    for (unsigned seed = 0; seed < 20; seed++) {
        struct envfp_fingerprint *sample = sample_shuffled(NULL, seed);
        char *expected = form_of(sample, ENVFP_FORM_DOCUMENT);
        for (size_t i = 0; i < 3; i++) {
            char *text = form_of(sample, forms[i]);
            struct envfp_fingerprint *read = parse(text, strlen(text));
            cr_assert_not_null(read);
            cr_expect(envfp_fingerprint_get_verified(read));
            char *again = form_of(read, ENVFP_FORM_DOCUMENT);
            cr_expect_str_eq(again, expected);
            envfp_text_free(again);
            envfp_text_free(text);
            envfp_fingerprint_free(read);
        }
        envfp_text_free(expected);
        envfp_fingerprint_free(sample);
    }
}

/* A fingerprint of so many facts, whose values begin with `value`; sorted, or in the opposite order. */
static struct envfp_fingerprint *many(size_t count, const char *value, enum envfp_class class, bool turned)
{
    struct envfp_fingerprint *made = envfp__fingerprint_new(NULL, SIZE_MAX);
    cr_assert_not_null(made);
    for (unsigned i = 0; i < ENVFP_SECTION_COUNT; i++)
        made->facts.sections[i].status = ENVFP_LAYER_OBSERVED;
    for (size_t i = 0; i < count; i++) {
        char key[32], text[64];
        snprintf(key, sizeof key, "dpkg/p%06zu", turned ? count - i : i);
        snprintf(text, sizeof text, "%s%zu", value, i);
        struct envfp_fact fact = {.key = envfp__arena_copy(&made->arena, view_of(key)),
                                  .class = class,
                                  .type = ENVFP_STRING,
                                  .value.string = envfp__text_value(&made->arena, view_of(text))};
        envfp__facts_append(&made->facts, ENVFP_LAYER_PACKAGES, &fact);
    }
    if (!turned)
        envfp__facts_seal(&made->facts);
    envfp__digest_facts(&made->facts, made->digest);
    cr_assert_not(made->arena.failed);
    return made;
}

Test(reader, reads_any_number_of_facts_whatever_their_values_hold)
{
    static const char *const values[] = {"1", "}", "1}1", "{}{", "]}", "\"}", "\\}", "\xc3\xa9}"};
    static const size_t counts[] = {1, 63, 64, 65, 2500, 20000};
    static const enum envfp_form forms[] = {ENVFP_FORM_DOCUMENT, ENVFP_FORM_PRETTY, ENVFP_FORM_PACKED};
    for (size_t run = 0; run < sizeof values / sizeof *values * 6; run++) {
        size_t count = counts[run % 6];
        enum envfp_class class = (enum envfp_class)(run / 6 % 3);
        struct envfp_fingerprint *made = many(count, values[run / 6], class, run % 5 == 0);
        for (size_t form = 0; form < sizeof forms / sizeof *forms; form++) {
            char *text = form_of(made, forms[form]);
            struct envfp_fingerprint *read = parse(text, strlen(text));
            cr_assert_not_null(read, "%zu facts like %s", count, values[run / 6]);
            cr_expect_eq(envfp_fingerprint_get_fact_count(read, ENVFP_LAYER_PACKAGES), count);
            envfp_fingerprint_free(read);
            envfp_text_free(text);
        }
        envfp_fingerprint_free(made);
    }
}

Test(reader, an_app_section_that_holds_nothing_is_none)
{
    struct envfp_fingerprint *sample = sample_new();
    char *document = form_of(sample, ENVFP_FORM_DOCUMENT);
    char *behind = strstr(document, "\"collector\":\"envfp"), *text = malloc(strlen(document) + 200);
    sprintf(text, "{\"app\":{\"facts\":{},\"schema\":1,\"status\":\"observed\"},%s", behind);
    struct envfp_fingerprint *read = parse(text, strlen(text));
    cr_assert_not_null(read);
    cr_expect_eq(envfp_fingerprint_get_layer_status(read, ENVFP_LAYER_APP), ENVFP_LAYER_SKIPPED);
    cr_expect(envfp_fingerprint_get_verified(read));
    envfp_fingerprint_free(read);
    free(text);
    envfp_text_free(document);
    envfp_fingerprint_free(sample);
}

Test(reader, merges_classes_in_any_order)
{
    static const char *const edits[][2] = {
        {"\"context\":{}", "\"context\":{\"a.b\":1,\"os.ie\":2,\"zz\":3}"},
        {"\"derived\":{}", "\"derived\":{\"zz\":3,\"os.ie\":2,\"a.b\":1}"},
        {"\"context\":{}", "\"context\":{\"os.id\":1}"},
    };
    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
        char *text = edited("\"facts\":{\"dpkg/", "\"facts\":{\"dpkg/");
        char *packages = strstr(text, "\"packages\":{"), *at = strstr(packages, edits[i][0]);
        char *whole = malloc(strlen(text) + 100);
        sprintf(whole, "%.*s%s%s", (int)(at - text), text, edits[i][1], at + strlen(edits[i][0]));
        struct envfp_fingerprint *read = parse(whole, strlen(whole));
        cr_expect_eq(read != NULL, i < 2, "%s", edits[i][1]);
        for (size_t j = 1; read && j < envfp_fingerprint_get_fact_count(read, ENVFP_LAYER_PACKAGES); j++)
            cr_expect(
                strcmp(envfp_fact_get_key(envfp_fingerprint_get_fact(read, ENVFP_LAYER_PACKAGES, j - 1)),
                       envfp_fact_get_key(envfp_fingerprint_get_fact(read, ENVFP_LAYER_PACKAGES, j))) < 0);
        envfp_fingerprint_free(read);
        free(whole);
        free(text);
    }
}

Test(reader, takes_members_in_any_order_and_escapes)
{
    char *text = edited(OS_ID, "\"os.version\":\"x\" , \"\\u006fs.\\u0069d\":\n\t\"d\\u0065bian\"");
    struct envfp_fingerprint *read = parse(text, strlen(text));
    cr_assert_not_null(read);
    const struct envfp_fact *fact = envfp_fingerprint_find_fact(read, ENVFP_LAYER_PACKAGES, "os.id");
    cr_assert_not_null(fact);
    cr_expect_str_eq(envfp_fact_get_string(fact), "debian");
    cr_expect_not_null(envfp_fingerprint_find_fact(read, ENVFP_LAYER_PACKAGES, "os.version"));
    for (size_t i = 1; i < envfp_fingerprint_get_fact_count(read, ENVFP_LAYER_PACKAGES); i++)
        cr_expect(strcmp(envfp_fact_get_key(envfp_fingerprint_get_fact(read, ENVFP_LAYER_PACKAGES, i - 1)),
                         envfp_fact_get_key(envfp_fingerprint_get_fact(read, ENVFP_LAYER_PACKAGES, i))) < 0);
    envfp_fingerprint_free(read);
    free(text);
    /* `layers` first, the rest behind it. */
    struct envfp_fingerprint *sample = sample_new();
    char *document = form_of(sample, ENVFP_FORM_DOCUMENT);
    char *layers = strstr(document, "\"layers\":"), *behind = strstr(document, ",\"schema\":1,\"stack\"");
    char *turned = malloc(strlen(document) + 10);
    sprintf(turned, "{%.*s,%.*s%s", (int)(behind - layers), layers, (int)(layers - document - 2),
            document + 1, behind);
    read = parse(turned, strlen(turned));
    cr_assert_not_null(read);
    cr_expect(envfp_fingerprint_get_verified(read));
    char *again = form_of(read, ENVFP_FORM_DOCUMENT);
    cr_expect_str_eq(again, document);
    envfp_text_free(again);
    envfp_fingerprint_free(read);
    free(turned);
    envfp_text_free(document);
    envfp_fingerprint_free(sample);
}

Test(reader, survives_mutations)
{
    struct envfp_fingerprint *sample = sample_new();
    char *document = form_of(sample, ENVFP_FORM_DOCUMENT);
    size_t length = strlen(document);
    char *text = malloc(length);
    static const char bytes[] = "\"\\{}[],:0u\0\xff e";
    uint32_t state = 4711;
    for (unsigned i = 0; i < 30000; i++) {
        memcpy(text, document, length);
        for (unsigned j = 0; j <= i % 3; j++) {
            state = state * 1664525 + 1013904223;
            text[(state >> 8) % length] = bytes[(state >> 28) % sizeof bytes];
        }
        state = state * 1664525 + 1013904223;
        size_t cut = i % 4 ? length : (state >> 8) % length;
        struct envfp_fingerprint *read = parse(text, cut);
        if (read && envfp_fingerprint_get_verified(read)) {
            /* Only what no digest covers may have changed. */
            cr_assert_str_eq(envfp_fingerprint_get_digest(read), envfp_fingerprint_get_digest(sample));
        }
        envfp_fingerprint_free(read);
    }
    free(text);
    envfp_text_free(document);
    envfp_fingerprint_free(sample);
}

Test(reader, memory_is_bounded_and_every_allocation_may_fail)
{
    struct envfp_fingerprint *sample = sample_new(), *read;
    static const enum envfp_form forms[] = {ENVFP_FORM_DOCUMENT, ENVFP_FORM_PACKED, ENVFP_FORM_LONG};
    for (size_t form = 0; form < 3; form++) {
        char *text = form_of(sample, forms[form]);
        struct counter counter = {.fail_at = 0};
        const struct envfp_allocator allocator = {counter_allocate, counter_release, &counter};
        cr_assert_eq(envfp_fingerprint_parse(&allocator, text, strlen(text), &read), ENVFP_OK);
        envfp_fingerprint_free(read);
        size_t requests = counter.requests;
        cr_expect_eq(counter.held, 0);
        for (size_t i = 1; i <= requests; i++) {
            counter = (struct counter){.fail_at = i};
            cr_expect_eq(envfp_fingerprint_parse(&allocator, text, strlen(text), &read), ENVFP_NO_MEMORY);
            cr_expect_null(read);
            cr_expect_eq(counter.held, 0);
        }
        envfp_text_free(text);
    }
    envfp_fingerprint_free(sample);
}

Test(reader, refuses_arguments_and_sizes)
{
    struct envfp_fingerprint *read;
    cr_expect_eq(envfp_fingerprint_parse(NULL, "x", 1, NULL), ENVFP_BAD_ARGUMENT);
    cr_expect_eq(envfp_fingerprint_parse(NULL, NULL, 1, &read), ENVFP_BAD_ARGUMENT);
    cr_expect_eq(envfp_fingerprint_parse(NULL, NULL, 0, &read), ENVFP_BAD_FORMAT);
    cr_expect_eq(envfp_fingerprint_parse(NULL, "x", ((size_t)64 << 20) + 1, &read), ENVFP_TOO_BIG);
}
