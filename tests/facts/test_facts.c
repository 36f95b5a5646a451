/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "fingerprint.h"

Test(facts, of_a_repeated_key_the_last_counts)
{
    struct envfp_fingerprint *made = envfp__fingerprint_new(NULL, SIZE_MAX);
    struct facts *facts = &made->facts;
    for (unsigned seals = 0; seals < 2; seals++) {
        envfp__facts_integer(facts, ENVFP_LAYER_APP, "a", 1 + seals);
        envfp__facts_gap(facts, ENVFP_LAYER_LIBC, "libc.kind", ENVFP_REASON_DENIED);
        envfp__facts_gap(facts, ENVFP_LAYER_LIBC, "libc.version", ENVFP_REASON_BUSY);
        envfp__facts_gap(facts, ENVFP_LAYER_LIBC, "libc.kind",
                         seals ? ENVFP_REASON_HIDDEN : ENVFP_REASON_BUSY);
        envfp__facts_string(facts, ENVFP_LAYER_APP, "a", seals ? VIEW("y") : VIEW("x"));
        envfp__facts_seal(facts);
        cr_expect(view_is(envfp__facts_get_string(facts, ENVFP_LAYER_APP, "a"), seals ? "y" : "x"));
        cr_expect_eq(envfp__facts_find_gap(facts, ENVFP_LAYER_LIBC, "libc.kind")->reason,
                     seals ? ENVFP_REASON_HIDDEN : ENVFP_REASON_BUSY);
        cr_expect_eq(facts->sections[ENVFP_LAYER_LIBC].gap_count, 2);
        cr_expect_eq(facts->sections[ENVFP_LAYER_APP].count, 1);
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
