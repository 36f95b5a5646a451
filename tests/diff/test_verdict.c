/* SPDX-License-Identifier: MIT */
#include "support.h"

#include <criterion/criterion.h>

Test(verdict, same)
{
    struct envfp_fingerprint *a = end(machine("2.36", "3.11.2")), *b = end(machine("2.36", "3.11.2"));
    struct envfp_diff *diff = compare(a, b);
    cr_assert(diff);
    cr_assert_eq(envfp_diff_get_verdict(diff), ENVFP_SAME);
    cr_assert_eq(envfp_diff_get_change_count(diff), 0);
    cr_assert_str_eq(envfp_diff_get_headline(diff), "Nothing differs: all 8 compared layers are the same");
    cr_assert_null(envfp_diff_get_advice(diff));
    cr_assert_eq(envfp_diff_get_pin(diff), ENVFP_PIN_NOTHING);
    envfp_diff_free(diff);
    envfp_fingerprint_free(a);
    envfp_fingerprint_free(b);
}

Test(verdict, before_it_has_run)
{
    struct envfp_fingerprint *a = end(machine("2.36", "3.11.2"));
    struct envfp_diff *diff;
    cr_assert_eq(envfp_diff_new(a, a, &diff), ENVFP_OK);
    cr_assert_eq(envfp_diff_get_verdict(diff), ENVFP_UNDECIDED);
    cr_assert_eq(envfp_diff_get_change_count(diff), 0);
    cr_assert(envfp_diff_get_headline(diff));
    cr_assert_null(envfp_diff_get_change(diff, 0));
    cr_assert_eq(envfp_diff_set_layers(diff, 0), ENVFP_BAD_ARGUMENT);
    cr_assert_eq(envfp_diff_set_layers(diff, 1U << ENVFP_SECTION_COUNT), ENVFP_BAD_ARGUMENT);
    cr_assert_eq(envfp_diff_ignore(diff, "libc:"), ENVFP_BAD_ARGUMENT);
    envfp_diff_free(diff);
    envfp_diff_free(NULL);
    cr_assert_eq(envfp_diff_new(a, NULL, &diff), ENVFP_BAD_ARGUMENT);
    cr_assert_null(diff);
    envfp_fingerprint_free(a);
}

Test(verdict, changed_added_removed)
{
    struct envfp_fingerprint *a = machine("2.36", "3.11.2"), *b = machine("2.31", "3.11.2");
    member(a, ENVFP_LAYER_PACKAGES, "dpkg", "only-a:amd64", "1");
    member(b, ENVFP_LAYER_PACKAGES, "dpkg", "only-b:amd64", "2");
    struct envfp_diff *diff = compare(end(a), end(b));
    cr_assert_eq(envfp_diff_get_verdict(diff), ENVFP_DIFFERS);
    cr_assert_eq(envfp_diff_get_change_count(diff), 3);
    const struct envfp_change *change = find_change(diff, "libc.version");
    cr_assert_eq(envfp_change_get_kind(change), ENVFP_CHANGED);
    cr_assert_eq(envfp_change_get_layer(change), ENVFP_LAYER_LIBC);
    cr_assert_eq(envfp_change_get_impact(change), ENVFP_BREAKS);
    cr_assert_eq(envfp_change_get_pin(change), ENVFP_PIN_IMAGE);
    cr_assert_str_eq(envfp_fact_get_string(envfp_change_get_before(change)), "2.36");
    cr_assert_str_eq(envfp_fact_get_string(envfp_change_get_after(change)), "2.31");
    cr_assert_eq(envfp_change_get_kind(find_change(diff, "dpkg/only-a:amd64")), ENVFP_REMOVED);
    cr_assert_eq(envfp_change_get_kind(find_change(diff, "dpkg/only-b:amd64")), ENVFP_ADDED);
    cr_assert_null(envfp_change_get_before(find_change(diff, "dpkg/only-b:amd64")));
    cr_assert_eq(envfp_diff_get_layer_verdict(diff, ENVFP_LAYER_LIBC), ENVFP_DIFFERS);
    cr_assert_eq(envfp_diff_get_layer_verdict(diff, ENVFP_LAYER_KERNEL), ENVFP_SAME);
    envfp_diff_free(diff);
    envfp_fingerprint_free(a);
    envfp_fingerprint_free(b);
}

/* A version's leading parts are a promise, the rest is not. */
Test(verdict, the_class_of_a_change_is_the_same_from_both_sides)
{
    for (unsigned i = 0; i < 9; i++) {
        struct envfp_fingerprint *sides[2] = {end(machine("2.36", "3.11.2")), end(machine("2.37", "3.11.2"))};
        const enum envfp_class classes[2] = {(enum envfp_class)(i / 3), (enum envfp_class)(i % 3)};
        for (unsigned side = 0; side < 2; side++) {
            struct section *libc = &sides[side]->facts.sections[ENVFP_LAYER_LIBC];
            for (size_t j = 0; j < libc->count; j++)
                if (view_is(libc->facts[j].key, "libc.version"))
                    libc->facts[j].class = classes[side];
            again(sides[side]);
        }
        for (unsigned turned = 0; turned < 2; turned++) {
            struct envfp_diff *diff = compare(sides[turned], sides[!turned]);
            cr_assert(diff && diff->count == 1);
            cr_expect_eq(diff->changes[0].class, classes[0] < classes[1] ? classes[0] : classes[1]);
            envfp_diff_free(diff);
        }
        envfp_fingerprint_free(sides[0]);
        envfp_fingerprint_free(sides[1]);
    }
}

Test(verdict, a_patch_release_breaks_nothing)
{
    struct envfp_fingerprint *a = end(machine("2.36", "3.11.2")), *b = end(machine("2.36", "3.11.9"));
    struct envfp_fingerprint *c = end(machine("2.36", "3.12.0"));
    struct envfp_diff *diff = compare(a, b), *far = compare(a, c);
    cr_assert_eq(envfp_change_get_impact(find_change(diff, "python.version")), ENVFP_ALTERS);
    cr_assert_eq(envfp_change_get_impact(find_change(far, "python.version")), ENVFP_BREAKS);
    envfp_diff_free(diff);
    envfp_diff_free(far);
    envfp_fingerprint_free(a);
    envfp_fingerprint_free(b);
    envfp_fingerprint_free(c);
}

Test(verdict, a_gap_cannot_be_told)
{
    static const char *const gaps[] = {"dpkg/*", "dpkg/zlib1g:amd64", "*"};
    for (size_t i = 0; i < 3; i++) {
        struct envfp_fingerprint *a = end(machine("2.36", "3.11.2"));
        struct envfp_fingerprint *b = begin();
        string(b, ENVFP_LAYER_PACKAGES, "os.id", "debian");
        string(b, ENVFP_LAYER_PACKAGES, "os.version_id", "12");
        member(b, ENVFP_LAYER_PACKAGES, "dpkg", "libc6:amd64", "2.36-9");
        gap(b, ENVFP_LAYER_PACKAGES, gaps[i]);
        struct envfp_diff *diff = compare(a, end(b));
        cr_assert_eq(envfp_change_get_kind(find_change(diff, "dpkg/zlib1g:amd64")), ENVFP_UNTOLD, "%s",
                     gaps[i]);
        cr_assert_eq(envfp_diff_get_layer_verdict(diff, ENVFP_LAYER_PACKAGES), ENVFP_UNDECIDED, "%s",
                     gaps[i]);
        envfp_diff_free(diff);
        envfp_fingerprint_free(a);
        envfp_fingerprint_free(b);
    }
}

/* A gap where neither side has a fact may hide one. */
Test(verdict, a_gap_on_one_side_only)
{
    struct envfp_fingerprint *a = end(machine("2.36", "3.11.2")), *b = machine("2.36", "3.11.2");
    gap(b, ENVFP_LAYER_PACKAGES, "os.variant_id");
    struct envfp_diff *diff = compare(a, end(b));
    cr_assert_eq(envfp_diff_get_change_count(diff), 0);
    cr_assert_eq(envfp_diff_get_verdict(diff), ENVFP_UNDECIDED);
    cr_assert_str_eq(envfp_diff_get_headline(diff),
                     "Nothing differs: 7 compared layers are the same, but of packages it cannot be told");
    cr_assert_eq(envfp_diff_ignore(diff, "os.variant_id"), ENVFP_OK);
    cr_assert_eq(envfp_diff_run(diff), ENVFP_OK);
    cr_assert_eq(envfp_diff_get_verdict(diff), ENVFP_SAME);
    envfp_diff_free(diff);
    envfp_fingerprint_free(a);
    envfp_fingerprint_free(b);
}

Test(verdict, layers_without_a_digest)
{
    struct envfp_fingerprint *a = end(machine("2.36", "3.11.2")), *b = end(machine("2.36", "3.11.2"));
    b->facts.sections[ENVFP_LAYER_KERNEL].status = ENVFP_LAYER_HIDDEN;
    b->facts.sections[ENVFP_LAYER_KERNEL].count = 0;
    again(b);
    struct envfp_diff *diff = compare(a, b);
    cr_assert_eq(envfp_diff_get_verdict(diff), ENVFP_UNDECIDED);
    cr_assert_eq(envfp_diff_get_change_count(diff), 0);
    envfp_diff_free(diff);
    /* Shut on both sides alike: the fingerprints are the same, and say so. */
    a->facts.sections[ENVFP_LAYER_KERNEL].status = ENVFP_LAYER_HIDDEN;
    again(a);
    cr_assert_str_eq(a->digest, b->digest);
    diff = compare(a, b);
    cr_assert_eq(envfp_diff_get_verdict(diff), ENVFP_SAME);
    cr_assert_eq(envfp_diff_get_layer_verdict(diff, ENVFP_LAYER_KERNEL), ENVFP_UNDECIDED);
    envfp_diff_free(diff);
    envfp_fingerprint_free(a);
    envfp_fingerprint_free(b);
}

Test(verdict, ignored_keys)
{
    static const char *const patterns[] = {"libc.version", "libc.*", "libc:libc.version", "libc:*"};
    struct envfp_fingerprint *a = end(machine("2.36", "3.11.2")), *b = end(machine("2.31", "3.11.2"));
    for (size_t i = 0; i < 4; i++) {
        struct envfp_diff *diff;
        cr_assert_eq(envfp_diff_new(a, b, &diff), ENVFP_OK);
        cr_assert_eq(envfp_diff_ignore(diff, patterns[i]), ENVFP_OK);
        cr_assert_eq(envfp_diff_run(diff), ENVFP_OK);
        cr_assert_eq(envfp_diff_get_verdict(diff), ENVFP_SAME, "%s", patterns[i]);
        cr_assert_eq(envfp_diff_get_change_count(diff), 0);
        envfp_diff_free(diff);
    }
    struct envfp_diff *diff;
    cr_assert_eq(envfp_diff_new(a, b, &diff), ENVFP_OK);
    cr_assert_eq(envfp_diff_ignore(diff, "kernel:libc.version"), ENVFP_OK);
    cr_assert_eq(envfp_diff_ignore(diff, "libc.versio"), ENVFP_OK);
    cr_assert_eq(envfp_diff_run(diff), ENVFP_OK);
    cr_assert_eq(envfp_diff_get_verdict(diff), ENVFP_DIFFERS);
    cr_assert_eq(envfp_diff_set_layers(diff, ENVFP_LAYERS_ALL & ~(1U << ENVFP_LAYER_LIBC)), ENVFP_OK);
    cr_assert_eq(envfp_diff_run(diff), ENVFP_OK);
    cr_assert_eq(envfp_diff_get_verdict(diff), ENVFP_SAME);
    envfp_diff_free(diff);
    envfp_fingerprint_free(a);
    envfp_fingerprint_free(b);
}

static struct envfp_fingerprint *token_of(const struct envfp_fingerprint *f, enum envfp_form form)
{
    char *text;
    size_t length;
    struct envfp_fingerprint *token;
    cr_assert_eq(envfp_fingerprint_copy_form(f, form, &text, &length), ENVFP_OK);
    cr_assert_eq(envfp_fingerprint_parse(NULL, text, length, &token), ENVFP_OK);
    envfp_text_free(text);
    return token;
}

Test(verdict, tokens_and_documents)
{
    static const enum envfp_form forms[] = {ENVFP_FORM_DOCUMENT, ENVFP_FORM_LONG, ENVFP_FORM_SHORT};
    struct envfp_fingerprint *a = end(machine("2.36", "3.11.2")), *b = end(machine("2.31", "3.11.2"));
    for (size_t i = 0; i < 3; i++) {
        for (size_t j = 0; j < 3; j++) {
            struct envfp_fingerprint *x = token_of(a, forms[i]), *y = token_of(a, forms[j]);
            struct envfp_fingerprint *z = token_of(b, forms[j]);
            struct envfp_diff *same = compare(x, y), *other = compare(x, z);
            cr_assert_eq(envfp_diff_get_verdict(same), ENVFP_SAME, "%zu %zu", i, j);
            cr_assert_eq(envfp_diff_get_verdict(other), ENVFP_DIFFERS, "%zu %zu", i, j);
            for (unsigned k = 0; k < ENVFP_LAYER_COUNT; k++)
                cr_assert_eq(envfp_diff_get_layer_verdict(other, (enum envfp_layer)k),
                             k == ENVFP_LAYER_LIBC ? ENVFP_DIFFERS : ENVFP_SAME, "%zu %zu %u", i, j, k);
            if (i + j) {
                cr_assert_str_eq(envfp_diff_get_headline(other),
                                 "libc differs, and a token does not say how");
                cr_assert_eq(envfp_diff_get_pin(other), ENVFP_PIN_IMAGE);
            }
            envfp_diff_free(same);
            envfp_diff_free(other);
            envfp_fingerprint_free(x);
            envfp_fingerprint_free(y);
            envfp_fingerprint_free(z);
        }
    }
    envfp_fingerprint_free(a);
    envfp_fingerprint_free(b);
}

/* The mark of a partial layer takes the place of its group's last character. */
Test(verdict, tokens_of_partial_layers)
{
    struct envfp_fingerprint *a = machine("2.36", "3.11.2");
    gap(a, ENVFP_LAYER_LIBC, "libc.arch");
    end(a);
    struct envfp_fingerprint *b = end(machine("2.36", "3.11.2"));
    struct envfp_fingerprint *whole = token_of(a, ENVFP_FORM_LONG), *brief = token_of(a, ENVFP_FORM_SHORT);
    struct envfp_fingerprint *other = token_of(b, ENVFP_FORM_LONG);
    struct envfp_diff *same = compare(whole, brief), *document = compare(a, brief),
                      *differs = compare(other, brief);
    cr_assert_eq(envfp_diff_get_verdict(same), ENVFP_SAME);
    cr_assert_eq(envfp_diff_get_verdict(document), ENVFP_SAME);
    cr_assert_eq(envfp_diff_get_verdict(differs), ENVFP_UNDECIDED);
    envfp_diff_free(same);
    envfp_diff_free(document);
    envfp_diff_free(differs);
    envfp_fingerprint_free(a);
    envfp_fingerprint_free(b);
    envfp_fingerprint_free(whole);
    envfp_fingerprint_free(brief);
    envfp_fingerprint_free(other);
}

/* Tokens with eight groups of other sizes are compared by what both hold; of the own runtime they say nothing. */
Test(verdict, old_tokens)
{
    static const char *const tokens[] = {
        "envfp1.1.qrsykhhtkwyyebk4bxqc.i.i.i.i.b2d38pm48shvmpgr04cj.mvtysnsxn9y2nh73k0c9.i.eg1y34",
        "envfp1.1.qrsykhht.i.i.i.i.b2d38pm4.mvtysnsx.i.gz2ze1",
    };
    struct envfp_fingerprint *old[2], *other;
    for (size_t i = 0; i < 2; i++)
        cr_assert_eq(envfp_fingerprint_parse(NULL, tokens[i], strlen(tokens[i]), &old[i]), ENVFP_OK);
    for (unsigned form = ENVFP_FORM_LONG; form <= ENVFP_FORM_SHORT; form++)
        for (size_t i = 0; i < 2; i++) {
            other = token_of(old[0], (enum envfp_form)form);
            struct envfp_diff *same = compare(old[i], other);
            cr_assert_eq(envfp_diff_get_verdict(same), ENVFP_SAME, "%u %zu", form, i);
            envfp_diff_free(same);
            other->facts.sections[ENVFP_LAYER_LIBC].digest[1] = '0';
            struct envfp_diff *differs = compare(old[i], other);
            cr_assert_eq(envfp_diff_get_verdict(differs), ENVFP_DIFFERS, "%u %zu", form, i);
            cr_assert_eq(envfp_diff_get_layer_verdict(differs, ENVFP_LAYER_LIBC), ENVFP_DIFFERS);
            envfp_diff_free(differs);
            envfp_fingerprint_free(other);
        }
    envfp_fingerprint_free(old[0]);
    envfp_fingerprint_free(old[1]);
}

/* A token shows that both are unknown; that the digests agree says nothing. */
Test(verdict, tokens_of_unknown_layers)
{
    struct envfp_fingerprint *a = end(machine("2.36", "3.11.2")), *b = end(machine("2.36", "3.11.2"));
    a->facts.sections[ENVFP_LAYER_PACKAGES].status = ENVFP_LAYER_UNKNOWN;
    a->facts.sections[ENVFP_LAYER_PACKAGES].count = 0;
    again(a);
    struct envfp_fingerprint *whole = token_of(a, ENVFP_FORM_LONG), *brief = token_of(a, ENVFP_FORM_SHORT);
    struct envfp_fingerprint *known = token_of(b, ENVFP_FORM_LONG);
    const struct envfp_fingerprint *const others[] = {whole, a, known, b};
    for (size_t i = 0; i < 4; i++) {
        struct envfp_diff *diff = compare(brief, others[i]);
        cr_assert_eq(envfp_diff_get_layer_verdict(diff, ENVFP_LAYER_PACKAGES), ENVFP_UNDECIDED, "%zu", i);
        cr_assert_eq(envfp_diff_get_verdict(diff), ENVFP_UNDECIDED, "%zu", i);
        envfp_diff_free(diff);
    }
    envfp_fingerprint_free(a);
    envfp_fingerprint_free(b);
    envfp_fingerprint_free(whole);
    envfp_fingerprint_free(brief);
    envfp_fingerprint_free(known);
}

Test(verdict, across_schemas)
{
    struct envfp_fingerprint *a = machine("2.36", "3.11.2"), *b = machine("2.36", "3.11.2");
    string(b, ENVFP_LAYER_LIBC, "libc.arch", "x86_64");
    end(a);
    end(b);
    b->facts.sections[ENVFP_LAYER_LIBC].schema = 2;
    b->facts.sections[ENVFP_LAYER_KERNEL].schema = 2;
    again(b);
    struct envfp_diff *diff = compare(a, b);
    /* The kernel's facts are all known to both and equal; one of libc's may be unknown to the other. */
    cr_assert_eq(envfp_diff_get_layer_verdict(diff, ENVFP_LAYER_KERNEL), ENVFP_SAME);
    cr_assert_eq(envfp_diff_get_layer_verdict(diff, ENVFP_LAYER_LIBC), ENVFP_UNDECIDED);
    cr_assert_eq(envfp_change_get_kind(find_change(diff, "libc.arch")), ENVFP_UNTOLD);
    envfp_diff_free(diff);
    envfp_fingerprint_free(a);
    envfp_fingerprint_free(b);
}

/* Digests that do not agree with the facts must not hide a difference. */
Test(verdict, unverified_digests_are_not_trusted)
{
    struct envfp_fingerprint *a = end(machine("2.36", "3.11.2")), *b = end(machine("2.31", "3.11.2"));
    for (unsigned i = 0; i < ENVFP_SECTION_COUNT; i++) {
        memcpy(b->facts.sections[i].digest, a->facts.sections[i].digest, sizeof a->digest);
        for (size_t j = 0; j < b->facts.sections[i].collector_count; j++)
            memcpy(b->facts.sections[i].collectors[j].digest, a->facts.sections[i].collectors[j].digest,
                   sizeof a->digest);
    }
    b->verified = false;
    struct envfp_diff *diff = compare(a, b);
    cr_assert_eq(envfp_diff_get_verdict(diff), ENVFP_DIFFERS);
    cr_assert(find_change(diff, "libc.version"));
    envfp_diff_free(diff);
    envfp_fingerprint_free(a);
    envfp_fingerprint_free(b);
}

/* The app section is compared, and has no say in whether the environment is the same. */
Test(verdict, the_app_section_stands_beside)
{
    struct envfp_fingerprint *a = machine("2.36", "3.11.2"), *b = machine("2.36", "3.11.2");
    string(a, ENVFP_LAYER_APP, "app.version", "1");
    string(b, ENVFP_LAYER_APP, "app.version", "2");
    end(a);
    end(b);
    a->facts.sections[ENVFP_LAYER_APP].status = b->facts.sections[ENVFP_LAYER_APP].status =
        ENVFP_LAYER_OBSERVED;
    again(a);
    again(b);
    struct envfp_diff *diff = compare(a, b);
    cr_assert_eq(envfp_diff_get_layer_verdict(diff, ENVFP_LAYER_APP), ENVFP_DIFFERS);
    cr_assert_eq(envfp_diff_get_verdict(diff), ENVFP_SAME);
    cr_assert(find_change(diff, "app.version"));
    envfp_diff_free(diff);
    envfp_fingerprint_free(a);
    envfp_fingerprint_free(b);
}

/* What a program is itself comes first, weighed as the runtimes layer weighs it. */
Test(verdict, the_programs_own_runtime_comes_first)
{
    struct envfp_fingerprint *a = machine("2.36", "3.11.2"), *b = machine("2.31", "3.11.2");
    string(a, ENVFP_LAYER_APP, "python.version", "3.11.7");
    string(b, ENVFP_LAYER_APP, "python.version", "3.12.1");
    end(a);
    end(b);
    a->facts.sections[ENVFP_LAYER_APP].status = b->facts.sections[ENVFP_LAYER_APP].status =
        ENVFP_LAYER_OBSERVED;
    again(a);
    again(b);
    struct envfp_diff *diff = compare(a, b);
    const struct envfp_change *first = envfp_diff_get_change(diff, 0);
    cr_assert_eq(envfp_change_get_layer(first), ENVFP_LAYER_APP);
    const char *start =
        "The program's own runtime differs in a way that breaks programs: Python 3.11.7 in first, "
        "3.12.1 in second; ";
    cr_assert(strncmp(envfp_diff_get_headline(diff), start, strlen(start)) == 0, "%s",
              envfp_diff_get_headline(diff));
    cr_assert(strstr(envfp_diff_get_headline(diff), "Around it: libc differs"), "%s",
              envfp_diff_get_headline(diff));
    envfp_diff_free(diff);
    envfp_fingerprint_free(a);
    envfp_fingerprint_free(b);
}

/* A layer that cannot be told says nothing of a fact that it lacks. */
Test(verdict, an_unknown_layer_lacks_nothing)
{
    struct envfp_fingerprint *a = end(machine("2.36", "3.11.2")), *b = begin();
    end(b);
    for (unsigned i = 0; i < ENVFP_LAYER_COUNT; i++)
        b->facts.sections[i].status = ENVFP_LAYER_UNKNOWN;
    again(b);
    struct envfp_diff *diff = compare(a, b);
    cr_assert_eq(envfp_diff_get_verdict(diff), ENVFP_UNDECIDED);
    cr_assert_eq(envfp_change_get_kind(find_change(diff, "libc.version")), ENVFP_UNTOLD);
    envfp_diff_free(diff);
    envfp_fingerprint_free(a);
    envfp_fingerprint_free(b);
}

/* The layer of both sides as `status` has it, without facts; every other layer is equal. */
static struct envfp_diff *compare_bare(enum envfp_layer layer, enum envfp_layer_status of_a,
                                       enum envfp_layer_status of_b, struct envfp_fingerprint *sides[2])
{
    sides[0] = end(machine("2.36", "3.11.2"));
    sides[1] = end(machine("2.36", "3.11.2"));
    for (unsigned i = 0; i < 2; i++) {
        sides[i]->facts.sections[layer].status = i ? of_b : of_a;
        sides[i]->facts.sections[layer].count = 0;
        again(sides[i]);
    }
    return compare(sides[0], sides[1]);
}

Test(verdict, equal_ignorance_is_not_equality)
{
    static const enum envfp_layer layers[] = {ENVFP_LAYER_LIBC, ENVFP_LAYER_PACKAGES, ENVFP_LAYER_RUNTIMES};
    for (size_t i = 0; i < sizeof layers / sizeof *layers; i++) {
        struct envfp_fingerprint *sides[2];
        struct envfp_diff *diff = compare_bare(layers[i], ENVFP_LAYER_UNKNOWN, ENVFP_LAYER_UNKNOWN, sides);
        cr_assert_str_eq(sides[0]->digest, sides[1]->digest);
        cr_assert_eq(envfp_diff_get_layer_verdict(diff, layers[i]), ENVFP_UNDECIDED);
        cr_assert_eq(envfp_diff_get_verdict(diff), ENVFP_UNDECIDED);
        cr_assert_eq(envfp_diff_get_change_count(diff), 0);
        cr_assert_not_null(strstr(envfp_diff_get_headline(diff), "it cannot be told"));
        envfp_diff_free(diff);
        envfp_fingerprint_free(sides[0]);
        envfp_fingerprint_free(sides[1]);
    }
}

/* What nobody looked at was not left uncompared. */
Test(verdict, layers_that_neither_side_shows_leave_the_whole_alone)
{
    static const enum envfp_layer_status shut[] = {ENVFP_LAYER_HIDDEN, ENVFP_LAYER_DENIED,
                                                   ENVFP_LAYER_SKIPPED};
    for (size_t i = 0; i < 9; i++) {
        struct envfp_fingerprint *sides[2];
        struct envfp_diff *diff = compare_bare(ENVFP_LAYER_KERNEL, shut[i / 3], shut[i % 3], sides);
        cr_assert_eq(envfp_diff_get_layer_verdict(diff, ENVFP_LAYER_KERNEL), ENVFP_UNDECIDED);
        cr_assert_eq(envfp_diff_get_verdict(diff), ENVFP_SAME, "%zu", i);
        envfp_diff_free(diff);
        envfp_fingerprint_free(sides[0]);
        envfp_fingerprint_free(sides[1]);
    }
    struct envfp_fingerprint *sides[2];
    struct envfp_diff *diff =
        compare_bare(ENVFP_LAYER_KERNEL, ENVFP_LAYER_UNKNOWN, ENVFP_LAYER_HIDDEN, sides);
    cr_assert_eq(envfp_diff_get_verdict(diff), ENVFP_UNDECIDED);
    envfp_diff_free(diff);
    envfp_fingerprint_free(sides[0]);
    envfp_fingerprint_free(sides[1]);
}

/* A layer that is unknown as a whole, and of which something is known, is compared as ever. */
Test(verdict, unknown_layers_with_facts_are_compared)
{
    struct envfp_fingerprint *sides[3] = {machine("2.36", "3.11.2"), machine("2.36", "3.11.2"),
                                          machine("2.31", "3.11.2")};
    for (unsigned i = 0; i < 3; i++) {
        end(sides[i])->facts.sections[ENVFP_LAYER_LIBC].status = ENVFP_LAYER_UNKNOWN;
        again(sides[i]);
    }
    struct envfp_diff *same = compare(sides[0], sides[1]), *other = compare(sides[0], sides[2]);
    cr_assert_eq(envfp_diff_get_verdict(same), ENVFP_SAME);
    cr_assert_eq(envfp_diff_get_verdict(other), ENVFP_DIFFERS);
    cr_assert_eq(envfp_diff_get_layer_verdict(other, ENVFP_LAYER_LIBC), ENVFP_DIFFERS);
    envfp_diff_free(same);
    envfp_diff_free(other);
    for (unsigned i = 0; i < 3; i++)
        envfp_fingerprint_free(sides[i]);
}

/* Something else that differs is an answer. */
Test(verdict, a_difference_outweighs_ignorance)
{
    struct envfp_fingerprint *a = end(machine("2.36", "3.11.2")), *b = end(machine("2.31", "3.11.2"));
    for (unsigned i = 0; i < 2; i++) {
        struct section *section = &(i ? b : a)->facts.sections[ENVFP_LAYER_PACKAGES];
        section->status = ENVFP_LAYER_UNKNOWN;
        section->count = 0;
        again(i ? b : a);
    }
    struct envfp_diff *diff = compare(a, b);
    cr_assert_eq(envfp_diff_get_layer_verdict(diff, ENVFP_LAYER_PACKAGES), ENVFP_UNDECIDED);
    cr_assert_eq(envfp_diff_get_verdict(diff), ENVFP_DIFFERS);
    envfp_diff_free(diff);
    envfp_fingerprint_free(a);
    envfp_fingerprint_free(b);
}
