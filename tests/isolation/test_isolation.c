/* SPDX-License-Identifier: MIT */
/* That the table of what isolates programs is sound. */
#include "isolation/isolation.h"

#include "envfp.h"
#include "isolation/signs.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#define FOR_ROWS(row)                                                                                        \
    for (const struct isolation *row = envfp__isolations; row < envfp__isolations + ISOLATION_COUNT; row++)

static bool is_word(const char *word)
{
    size_t length = strspn(word, "abcdefghijklmnopqrstuvwxyz0123456789-_");
    return length && !word[length] && word[0] != '-';
}

/* What people call it. */
static const char *title_of(const struct isolation *row)
{
#define TITLE(id, word, title, kind, on, namespaces) title,
    static const char *const titles[] = {ISOLATION_ROWS(TITLE)};
#undef TITLE
    return titles[row - envfp__isolations];
}

Test(isolation, rows_are_sorted_by_words)
{
    FOR_ROWS (row) {
        cr_expect(is_word(row->word), "%s", row->word);
        cr_expect(row == envfp__isolations || strcmp(row[-1].word, row->word) < 0, "%s", row->word);
    }
}

Test(isolation, rows_have_titles)
{
    FOR_ROWS (row)
        cr_expect(title_of(row)[0] && title_of(row)[strlen(title_of(row)) - 1] != '.', "%s", row->word);
}

static unsigned verdict_of(const struct isolation *row)
{
    static const unsigned verdicts[] = {KINDS_RUNTIME, KINDS_SANDBOX, KINDS_ORCHESTRATOR, KINDS_PLATFORM};
    for (size_t i = 0; i < sizeof verdicts / sizeof *verdicts; i++)
        if (isolation_is(row, verdicts[i]))
            return verdicts[i];
    return 0;
}

/* What a row stands on is of its verdict, and in the end stands on nothing. */
Test(isolation, rows_stand_on_others_of_their_verdict)
{
    FOR_ROWS (row) {
        unsigned steps = 0;
        for (const struct isolation *at = row; at->on != ISOLATION_none && steps < ISOLATION_COUNT; steps++) {
            cr_assert_lt(at->on, ISOLATION_none);
            cr_expect_eq(verdict_of(&envfp__isolations[at->on]), verdict_of(at), "%s", at->word);
            at = &envfp__isolations[at->on];
        }
        cr_expect_lt(steps, 4, "%s", row->word);
    }
}

/* ---- Documentation ------------------------------------------------------------------------------------------------- */

static const char *text_of(const struct isolation *row)
{
    const char *key = isolation_is(row, KINDS_RUNTIME)        ? "verdict.runtime"
                      : isolation_is(row, KINDS_ORCHESTRATOR) ? "verdict.orchestrator"
                      : isolation_is(row, KINDS_PLATFORM)     ? "verdict.platform"
                                                              : "verdict.mechanisms";
    enum envfp_layer layer = isolation_is(row, KINDS_SANDBOX) ? ENVFP_LAYER_SANDBOX : ENVFP_LAYER_CONTAINER;
    return envfp_entry_get_why(envfp_registry_find_entry(layer, key));
}

static char *page(const char *path)
{
    FILE *file = fopen(path, "r");
    cr_assert_not_null(file, "%s", path);
    char *text = calloc(1, 1 << 20);
    cr_assert_gt(fread(text, 1, (1 << 20) - 1, file), 0);
    (void)fclose(file);
    return text;
}

/* What the page of facts and `envfp explain` say. */
Test(isolation, rows_are_documented)
{
    char *facts = page("docs/facts.md");
    FOR_ROWS (row) {
        char said[80] = "";
        strcat(strcat(strcat(said, " ("), title_of(row)), ")");
        cr_expect(strstr(facts, said), "run make docs/facts.md: %s", said);
        const char *at = strstr(text_of(row), said);
        cr_expect(at && strncmp(at - strlen(row->word), row->word, strlen(row->word)) == 0, "%s", said);
    }
    free(facts);
}

/* ---- Signs --------------------------------------------------------------------------------------------------------- */

Test(isolation, signs_stand_by_class_and_row)
{
    for (unsigned class = SIGNS_KERNEL; class < SIGNS_END; class ++) {
        const struct isolation_sign *first = envfp__isolation_signs(class);
        cr_expect_lt(first, envfp__isolation_signs(class + 1));
        FOR_SIGNS (sign, class)
            cr_expect(sign == first || sign[-1].row <= sign->row, "%s", sign->text);
    }
}

Test(isolation, signs_have_texts_of_their_length)
{
    FOR_ALL_SIGNS (sign) {
        cr_expect_eq(strlen(sign->text), sign->length, "%s", sign->text);
        cr_expect_eq(sign->length == 0, sign->kind == SIGN_MOUNT_CGROUP, "%s", isolation_of(sign)->word);
        const char *told = sign->text + sign->length + 1;
        cr_expect(!told[0] || strcmp(told, isolation_of(sign)->word) != 0 || sign->kind == SIGN_LABEL_PROFILE,
                  "the row's own word: %s", told);
    }
}

Test(isolation, every_row_has_a_sign_that_weighs)
{
    FOR_ROWS (row) {
        bool weighs = false;
        FOR_ALL_SIGNS (sign)
            weighs |= isolation_of(sign) == row && sign->weight != WEIGHT_VOID;
        cr_expect(weighs, "%s", row->word);
    }
}

static bool is_same(const struct isolation_sign *a, const struct isolation_sign *b)
{
    return a->kind == b->kind && a->length && strcmp(a->text, b->text) == 0;
}

/* Only one of each kind, but for groups that are an engine's and an orchestrator's, and variables that others look at. */
Test(isolation, no_sign_stands_in_two_rows)
{
    FOR_ALL_SIGNS (a)
        FOR_ALL_SIGNS (b) {
            bool also = a->kind == SIGN_VARIABLE_AND || a->kind == SIGN_VARIABLE_UNLESS;
            bool two = a != b && is_same(a, b) && verdict_of(isolation_of(a)) == verdict_of(isolation_of(b));
            cr_expect(!two || also, "%s: %s and %s", a->text, isolation_of(a)->word, isolation_of(b)->word);
        }
}

/* A judge sees the word alone, and not which of the signs it comes from. */
Test(isolation, signs_that_are_told_alike_weigh_the_same)
{
    FOR_SIGNS_UP_TO (a, SIGNS_ROOT, SIGNS_MOUNT + 1)
        FOR_SIGNS_UP_TO (b, SIGNS_ROOT, SIGNS_MOUNT + 1)
            if (strcmp(sign_told(a), sign_told(b)) == 0) {
                cr_expect_eq(a->weight, b->weight, "%s", sign_told(a));
                cr_expect_eq(a->row, b->row, "%s", sign_told(a));
            }
}

/* ---- Precedence ---------------------------------------------------------------------------------------------------- */

static bool precedes(enum isolation_id a, enum isolation_id b)
{
    return envfp__isolation_row_precedes(a, b);
}

Test(isolation, of_two_rows_one_precedes)
{
    for (unsigned a = 0; a < ISOLATION_COUNT; a++)
        for (unsigned b = 0; b < ISOLATION_COUNT; b++)
            if (a != b)
                cr_expect_neq(precedes(a, b), precedes(b, a), "%s %s", isolation_word(a), isolation_word(b));
    cr_expect(precedes(ISOLATION_docker, ISOLATION_containerd), "what stands on others names it better");
    cr_expect(precedes(ISOLATION_flatpak, ISOLATION_bubblewrap));
    cr_expect(precedes(ISOLATION_podman, ISOLATION_lxd), "an engine runs in a system");
    cr_expect(precedes(ISOLATION_snap, ISOLATION_chroot));
}

static const struct isolation_sign *sign_of(enum isolation_id row, enum isolation_sign_kind kind)
{
    FOR_ALL_SIGNS (sign)
        if (sign->row == row && sign->kind == kind)
            return sign;
    cr_assert_fail("no such sign of %s", isolation_word(row));
    return NULL;
}

Test(isolation, the_heavier_sign_precedes)
{
    const struct isolation_sign *group = sign_of(ISOLATION_oci, SIGN_GROUP_NAME);
    const struct isolation_sign *file = sign_of(ISOLATION_docker, SIGN_FILE_LEFT);
    cr_expect(envfp__isolation_precedes(group, file));
    cr_expect(envfp__isolation_precedes(sign_of(ISOLATION_docker, SIGN_WORD_ENVIRON), file));
    cr_expect(envfp__isolation_precedes(file, sign_of(ISOLATION_oci, SIGN_WORD_ENVIRON)),
              "an engine before what engines have in common");
    cr_expect_not(envfp__isolation_precedes(file, file));
}
