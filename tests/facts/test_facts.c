/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "facts/facts.h"
#include "fingerprint.h"

#define KN ENVFP_LAYER_KERNEL
#define PK ENVFP_LAYER_PACKAGES

static struct arena arena;
static struct facts facts;

static void set_up(void)
{
    envfp__arena_init(&arena, NULL, SIZE_MAX);
    envfp__facts_init(&facts, &arena);
}

static void tear_down(void)
{
    envfp__arena_release(&arena);
}

TestSuite(facts, .init = set_up, .fini = tear_down);

/* What was found beside a failed read is not the whole of it, or the second best answer. */
Test(facts, drop_what_is_a_gap_by_chance)
{
    static const enum envfp_reason chances[] = {ENVFP_REASON_BUSY, ENVFP_REASON_DENIED,
                                                ENVFP_REASON_TRUNCATED, ENVFP_REASON_REMOTE};
    for (size_t i = 0; i < sizeof chances / sizeof *chances; i++) {
        envfp__facts_init(&facts, &arena);
        envfp__facts_string(&facts, KN, "uname.release", VIEW("6.1.0"));
        envfp__facts_string(&facts, KN, "uname.version", VIEW("#1 SMP"));
        envfp__facts_gap(&facts, KN, "uname.release", chances[i]);
        envfp__facts_seal(&facts);
        cr_expect_null(envfp__facts_find(&facts, KN, "uname.release"));
        cr_expect_not_null(envfp__facts_find_gap(&facts, KN, "uname.release"));
        cr_expect_not_null(envfp__facts_find(&facts, KN, "uname.version"));
    }
}

/* Of what is hidden or malformed in part the rest stands. */
Test(facts, keep_what_is_known_beside_another_gap)
{
    envfp__facts_string(&facts, KN, "uname.release", VIEW("6.1.0"));
    envfp__facts_gap(&facts, KN, "uname.release", ENVFP_REASON_HIDDEN);
    envfp__facts_member(&facts, PK, "dpkg", VIEW("libc6:amd64"), VIEW("2.36"));
    envfp__facts_gap(&facts, PK, "dpkg/*", ENVFP_REASON_TRUNCATED);
    envfp__facts_seal(&facts);
    cr_expect_not_null(envfp__facts_find(&facts, KN, "uname.release"));
    cr_expect_not_null(envfp__facts_find(&facts, PK, "dpkg/libc6:amd64"));
}

/* A gap that comes later, and a second seal. */
Test(facts, drop_it_at_the_next_seal)
{
    envfp__facts_string(&facts, KN, "uname.release", VIEW("6.1.0"));
    envfp__facts_seal(&facts);
    cr_expect_not_null(envfp__facts_find(&facts, KN, "uname.release"));
    envfp__facts_gap(&facts, KN, "uname.release", ENVFP_REASON_BUSY);
    envfp__facts_seal(&facts);
    cr_expect_null(envfp__facts_find(&facts, KN, "uname.release"));
}

Test(facts, of_a_repeated_key_the_last_counts)
{
    struct envfp_fingerprint *made = envfp__fingerprint_new(NULL, SIZE_MAX);
    struct facts *sealed = &made->facts;
    for (unsigned seals = 0; seals < 2; seals++) {
        envfp__facts_integer(sealed, ENVFP_LAYER_APP, "a", 1 + seals);
        envfp__facts_gap(sealed, ENVFP_LAYER_LIBC, "libc.kind", ENVFP_REASON_DENIED);
        envfp__facts_gap(sealed, ENVFP_LAYER_LIBC, "libc.version", ENVFP_REASON_BUSY);
        envfp__facts_gap(sealed, ENVFP_LAYER_LIBC, "libc.kind",
                         seals ? ENVFP_REASON_HIDDEN : ENVFP_REASON_BUSY);
        envfp__facts_string(sealed, ENVFP_LAYER_APP, "a", seals ? VIEW("y") : VIEW("x"));
        envfp__facts_seal(sealed);
        cr_expect(view_is(envfp__facts_get_string(sealed, ENVFP_LAYER_APP, "a"), seals ? "y" : "x"));
        cr_expect_eq(envfp__facts_find_gap(sealed, ENVFP_LAYER_LIBC, "libc.kind")->reason,
                     seals ? ENVFP_REASON_HIDDEN : ENVFP_REASON_BUSY);
        cr_expect_eq(sealed->sections[ENVFP_LAYER_LIBC].gap_count, 2);
        cr_expect_eq(sealed->sections[ENVFP_LAYER_APP].count, 1);
    }
    envfp_fingerprint_free(made);
}

Test(facts, repeated_members_become_a_set)
{
    struct envfp_fingerprint *made = envfp__fingerprint_new(NULL, SIZE_MAX);
    static const char *const versions[] = {"2", "1", "2"};
    for (size_t i = 0; i < 3; i++)
        envfp__facts_member(&made->facts, ENVFP_LAYER_PACKAGES, "dpkg", VIEW("x:amd64"),
                            view_of(versions[i]));
    envfp__facts_seal(&made->facts);
    const struct envfp_fact *fact = envfp__facts_find(&made->facts, ENVFP_LAYER_PACKAGES, "dpkg/x:amd64");
    cr_assert_not_null(fact);
    cr_assert_eq(fact->type, ENVFP_SET);
    cr_expect_eq(fact->value.set.count, 2);
    envfp_fingerprint_free(made);
}
