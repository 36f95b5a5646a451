/* SPDX-License-Identifier: MIT */
#include "sample.h"

#include <stdio.h>

#include "base/sha256.h"

static const char *collector_digest(const struct section *section, const char *name)
{
    for (size_t i = 0; i < section->collector_count; i++)
        if (view_is(section->collectors[i].name, name))
            return section->collectors[i].digest;
    return "";
}

static const char *hash(const char *text)
{
    static char hex[65];
    envfp__sha256_hex(text, strlen(text), hex);
    return hex;
}

Test(digest, hashes_the_text_that_the_design_names)
{
    struct envfp_fingerprint *sample = sample_new();
    const struct section *libc = &sample->facts.sections[ENVFP_LAYER_LIBC];
    cr_assert_eq(libc->collector_count, 1);
    cr_expect_str_eq(
        libc->collectors[0].digest,
        hash("{\"collector\":\"libc\",\"facts\":{\"libc.kind\":\"glibc\",\"libc.version\":\"2.36\"}}"));
    char text[400];
    snprintf(text, sizeof text,
             "{\"collectors\":{\"libc\":\"%s\"},\"layer\":\"libc\",\"missing\":[],\"schema\":1,"
             "\"status\":\"observed\"}",
             libc->collectors[0].digest);
    cr_expect_str_eq(libc->digest, hash(text));
    envfp_fingerprint_free(sample);
}

Test(digest, joins_a_collector_whose_keys_stand_apart)
{
    struct envfp_fingerprint *sample = sample_new();
    const struct section *hardware = &sample->facts.sections[ENVFP_LAYER_HARDWARE];
    cr_expect_str_eq(collector_digest(hardware, "numbers"),
                     hash("{\"collector\":\"numbers\",\"facts\":{\"numbers\":\"a key without a dot\","
                          "\"numbers.least\":-9007199254740991,\"numbers.most\":9007199254740991}}"));
    cr_expect_str_eq(collector_digest(hardware, "numbers-two"),
                     hash("{\"collector\":\"numbers-two\",\"facts\":{\"numbers-two.x\":\"sorts between\"}}"));
    for (size_t i = 1; i < hardware->collector_count; i++)
        cr_expect(view_compare(hardware->collectors[i - 1].name, hardware->collectors[i].name) < 0);
    envfp_fingerprint_free(sample);
}

Test(digest, names_missing_facts_that_are_hashed_and_no_others)
{
    struct envfp_fingerprint *sample = sample_new();
    const struct section *hardware = &sample->facts.sections[ENVFP_LAYER_HARDWARE];
    char text[2000] = "{\"collectors\":{";
    for (size_t i = 0; i < hardware->collector_count; i++)
        snprintf(text + strlen(text), sizeof text - strlen(text), "%s\"%.*s\":\"%s\"", i ? "," : "",
                 (int)hardware->collectors[i].name.length, hardware->collectors[i].name.text,
                 hardware->collectors[i].digest);
    strcat(text,
           "},\"layer\":\"hardware\",\"missing\":[\"arch.machine\"],\"schema\":1,\"status\":\"partial\"}");
    cr_expect_str_eq(hardware->digest, hash(text));
    envfp_fingerprint_free(sample);
}

Test(digest, root_takes_the_word_where_there_is_no_digest)
{
    struct envfp_fingerprint *empty = envfp__fingerprint_new(NULL, SIZE_MAX);
    empty->facts.sections[ENVFP_LAYER_KERNEL].status = ENVFP_LAYER_HIDDEN;
    empty->facts.sections[ENVFP_LAYER_APP].status = ENVFP_LAYER_OBSERVED;
    envfp__digest_facts(&empty->facts, empty->digest);
    cr_expect_str_eq(empty->digest,
                     hash("{\"layers\":{\"container\":\"skipped\",\"hardware\":\"skipped\",\"hypervisor\":"
                          "\"skipped\",\"kernel\":\"hidden\",\"libc\":\"skipped\",\"packages\":\"skipped\","
                          "\"runtimes\":\"skipped\",\"sandbox\":\"skipped\"}}"));
    cr_expect_str_empty(empty->facts.sections[ENVFP_LAYER_APP].digest, "an empty app section has none");
    envfp_fingerprint_free(empty);
}

Test(digest, changes_with_its_layer_only)
{
    for (unsigned layer = 0; layer < ENVFP_SECTION_COUNT; layer++) {
        struct envfp_fingerprint *one = sample_new(), *other = sample_new();
        struct section *section = &other->facts.sections[layer];
        size_t hashed = 0;
        while (hashed < section->count && section->facts[hashed].class != ENVFP_HASHED)
            hashed++;
        if (hashed == section->count)
            section->status = ENVFP_LAYER_UNKNOWN;
        else
            section->facts[hashed].key = VIEW("another.key");
        envfp__facts_seal(&other->facts);
        envfp__digest_facts(&other->facts, other->digest);
        for (unsigned i = 0; i < ENVFP_SECTION_COUNT; i++)
            cr_expect_eq(strcmp(one->facts.sections[i].digest, other->facts.sections[i].digest) != 0,
                         i == layer);
        cr_expect_eq(strcmp(one->digest, other->digest) != 0, layer != ENVFP_LAYER_APP);
        envfp_fingerprint_free(one);
        envfp_fingerprint_free(other);
    }
}

Test(digest, context_and_verdicts_count_for_nothing)
{
    struct envfp_fingerprint *one = sample_new(), *other = sample_new();
    const struct sample_fact context = {ENVFP_LAYER_KERNEL, ENVFP_CONTEXT, "uname.more", "x", 0};
    const struct sample_fact derived = {ENVFP_LAYER_KERNEL, ENVFP_DERIVED, "zz.verdict", "x", 0};
    sample_add(other, &context);
    sample_add(other, &derived);
    envfp__facts_seal(&other->facts);
    envfp__digest_facts(&other->facts, other->digest);
    cr_expect_str_eq(one->digest, other->digest);
    envfp_fingerprint_free(one);
    envfp_fingerprint_free(other);
}

Test(digest, order_of_insertion_does_not_matter)
{
    struct envfp_fingerprint *sample = sample_new();
    char *expected = form_of(sample, ENVFP_FORM_DOCUMENT);
    for (unsigned seed = 1; seed < 200; seed++) {
        struct envfp_fingerprint *shuffled = sample_shuffled(NULL, seed);
        char *got = form_of(shuffled, ENVFP_FORM_DOCUMENT);
        cr_assert_str_eq(got, expected);
        envfp_text_free(got);
        envfp_fingerprint_free(shuffled);
    }
    envfp_text_free(expected);
    envfp_fingerprint_free(sample);
}
