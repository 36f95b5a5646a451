/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "base/text.h"

#include <criterion/criterion.h>
#include <time.h>

static struct envfp_fingerprint *long_winded(const char *version)
{
    struct envfp_fingerprint *f = machine(version, version);
    char value[400];
    memset(value, 'v', sizeof value - 1);
    value[sizeof value - 1] = '\0';
    memcpy(value + 20, version, strlen(version));
    string(f, ENVFP_LAYER_KERNEL, "uname.version", value);
    char name[] = "package-00";
    for (int i = 0; i < 60; i++) {
        name[8] = (char)('0' + i / 10);
        name[9] = (char)('0' + i % 10);
        member(f, ENVFP_LAYER_PACKAGES, "dpkg", name, i % 2 ? version : "1");
    }
    return end(f);
}

static char *text_of(const struct envfp_fingerprint *a, const struct envfp_fingerprint *b, bool all)
{
    struct envfp_diff *diff = compare(a, b);
    char *text;
    size_t length;
    cr_assert_eq(envfp_diff_copy_text(diff, all, 0, &text, &length), ENVFP_OK);
    cr_assert_eq(strlen(text), length);
    envfp_diff_free(diff);
    return text;
}

Test(text, fits_its_width)
{
    struct envfp_fingerprint *a = long_winded("2.36"), *b = long_winded("2.31");
    char *text = text_of(a, b, false);
    cr_assert_eq(strncmp(text, "libc differs in a way that breaks programs", 42), 0);
    for (const char *line = text; *line; line += strcspn(line, "\n") + 1)
        cr_assert_leq(strcspn(line, "\n"), 100, "%.*s", (int)strcspn(line, "\n"), line);
    cr_assert(strstr(text, "dpkg: 62 packages in first, 62 in second; 30 changed"));
    cr_assert(strstr(text, "25 more with --all"));
    envfp_text_free(text);
    text = text_of(a, b, true);
    cr_assert_null(strstr(text, "--all"));
    cr_assert(strstr(text, "package-59"));
    envfp_text_free(text);
    envfp_fingerprint_free(a);
    envfp_fingerprint_free(b);
}

static struct envfp_fingerprint *many_inventories(const char *version)
{
    struct envfp_fingerprint *f = machine("2.36", "3");
    for (int i = 0; i < 50000; i++) {
        struct text key = {.arena = &f->arena};
        envfp__text_add(&key, VIEW("inventory-"));
        envfp__text_add_number(&key, i);
        envfp__text_add(&key, VIEW("/x"));
        struct envfp_fact fact = {.key = envfp__text_view(&key),
                                  .type = ENVFP_STRING,
                                  .class = ENVFP_HASHED,
                                  .value.string = view_of(version)};
        envfp__facts_append(&f->facts, ENVFP_LAYER_PACKAGES, &fact);
    }
    return end(f);
}

/* A document may have as many inventories as facts. */
Test(text, counts_many_inventories_at_once)
{
    struct envfp_fingerprint *a = many_inventories("1"), *b = many_inventories("2");
    clock_t start = clock();
    char *text = text_of(a, b, true);
    cr_expect(clock() - start < 4 * CLOCKS_PER_SEC);
    cr_expect(strstr(text, "    inventory-49999: 1 entry in first, 1 in second"));
    envfp_text_free(text);
    envfp_fingerprint_free(a);
    envfp_fingerprint_free(b);
}

/* What a document claims is no order to a terminal: C1 controls and marks of direction are escaped. */
Test(text, is_harmless)
{
    struct envfp_fingerprint *a = machine("2.36", "3"), *b = machine("2.36", "3");
    string(a, ENVFP_LAYER_KERNEL, "uname.release",
           "\xc2\x9b"
           "31m");
    string(b, ENVFP_LAYER_KERNEL, "uname.release",
           "\xe2\x80\xae"
           "6.1\033[2J");
    char *text = text_of(end(a), end(b), true);
    cr_assert(strstr(text, "\\xc2\\x9b31m"));
    cr_assert(strstr(text, "\\xe2\\x80\\xae6.1\\x1b[2J"));
    for (const char *at = text; *at; at++)
        cr_assert((unsigned char)*at >= 0x20 || *at == '\n');
    cr_assert_null(strstr(text, "\xc2\x9b"));
    envfp_text_free(text);
    envfp_fingerprint_free(a);
    envfp_fingerprint_free(b);
}

/* What "beside" and a missing mark mean stands below where there is such a fact. */
Test(text, tells_what_is_outside_the_digest)
{
    static const char legend[] = "? unknown\nno mark, or beside: outside the digest\n";
    for (unsigned outside = 0; outside < 2; outside++) {
        struct envfp_fingerprint *a = machine("2.36", "3"), *b = machine("2.31", "3");
        string(a, ENVFP_LAYER_KERNEL, "clock.source", "tsc");
        string(b, ENVFP_LAYER_KERNEL, "clock.source", outside ? "hpet" : "tsc");
        char *text = text_of(end(a), end(b), false);
        cr_expect_eq(strstr(text, "1 beside") != NULL, outside);
        cr_expect_eq(strstr(text, legend) != NULL, outside);
        cr_expect(strstr(text, "? unknown\n"));
        envfp_text_free(text);
        envfp_fingerprint_free(a);
        envfp_fingerprint_free(b);
    }
}

Test(text, json)
{
    struct envfp_fingerprint *a = end(machine("2.36", "3")), *b = end(machine("2.31", "3"));
    struct envfp_diff *diff = compare(a, b);
    char *json;
    size_t length;
    cr_assert_eq(envfp_diff_copy_json(diff, &json, &length), ENVFP_OK);
    cr_assert_eq(strlen(json), length);
    cr_assert_eq(json[length - 1], '\n');
    cr_assert(strstr(json,
                     "{\"after\":\"2.31\",\"before\":\"2.36\",\"class\":\"hashed\",\"impact\":\"breaks\","
                     "\"key\":\"libc.version\",\"kind\":\"changed\",\"layer\":\"libc\",\"order\":\"older\","
                     "\"pin\":\"image\"}"));
    envfp_text_free(json);
    cr_assert_eq(envfp_diff_copy_json(diff, NULL, NULL), ENVFP_BAD_ARGUMENT);
    envfp_diff_free(diff);
    envfp_fingerprint_free(a);
    envfp_fingerprint_free(b);
}

Test(text, calls_the_sides_by_their_names)
{
    static const struct {
        const char *a, *b, *wanted;
    } names[] = {
        {NULL, NULL, "glibc 2.36 in first, 2.31 in second"},
        {"works", NULL, "glibc 2.36 in works, 2.31 in second"},
        {"/home/alice/works.json", "srv/images/fails", "glibc 2.36 in works.json, 2.31 in fails"},
        {"a/x.json", "b/x.json", "glibc 2.36 in first, 2.31 in second"},
        {"/srv/", "  ", "glibc 2.36 in first, 2.31 in second"},
        {"\x1b[1m\xe2\x80\xae", "this machine",
         "glibc 2.36 in \\x1b[1m\\xe2\\x80\\xae, 2.31 in this machine"},
        {"0123456789012345678901234567890123456789", "01234567890123456789012345678901234567890",
         "glibc 2.36 in 0123456789012345678901234567890123456789, 2.31 in "
         "0123456789012345678901234567890123456..."},
    };
    struct envfp_fingerprint *a = end(machine("2.36", "3.11.2")), *b = end(machine("2.31", "3.11.2"));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct envfp_diff *diff = NULL;
        cr_assert_eq(envfp_diff_new(a, b, &diff), ENVFP_OK);
        cr_assert_eq(envfp_diff_set_names(diff, names[i].a, names[i].b), ENVFP_OK);
        cr_assert_eq(envfp_diff_run(diff), ENVFP_OK);
        cr_expect(strstr(envfp_diff_get_headline(diff), names[i].wanted), "%s",
                  envfp_diff_get_headline(diff));
        char *text;
        cr_assert_eq(envfp_diff_copy_text(diff, false, 60, &text, NULL), ENVFP_OK);
        cr_expect_null(strstr(text, "alice"));
        envfp_text_free(text);
        envfp_diff_free(diff);
    }
    envfp_fingerprint_free(a);
    envfp_fingerprint_free(b);
}
