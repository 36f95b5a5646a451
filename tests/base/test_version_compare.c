/* SPDX-License-Identifier: MIT */
#include "versions.h"

Test(version_compare, numbers)
{
    rises(VERSION_NUMBERS, (const char *const[]){"", "0.9", "2.7", "3", "3.9.1", "3.9.10", "3.13t",
                                                 "6.1.0-18", "6.10", "18446744073709551617", NULL});
    equal(VERSION_NUMBERS, "3", "3.0.0");
    equal(VERSION_NUMBERS, "5.14.0-362.el9", "5.14");
    equal(VERSION_NUMBERS, "3.11.7", "3.11.7+");
    equal(VERSION_NUMBERS, "x", "0");
}

Test(version_compare, words)
{
    rises(VERSION_WORDS, (const char *const[]){"3.12.0-dev", "3.12.0alpha1", "3.12.0beta1", "3.12.0-preview2",
                                               "3.12.0rc1", "3.12.0", "3.12.0.1", "3.12.1", NULL});
    rises(VERSION_WORDS, (const char *const[]){"2.3pre1", "2.3", "2.3a", "2.3.1", "2.3.10-r4", NULL});
    rises(VERSION_WORDS, (const char *const[]){"6.1.0-9-amd64", "6.1.0-18-amd64", "6.18.44-fc", NULL});
    equal(VERSION_WORDS, "2.36", "2_36");
    equal(VERSION_WORDS, "1.0-RC1", "1.0rc1");
}

/* Nothing that a hostile document holds stops them, and they stay antisymmetric. */
Test(version_compare, any_text)
{
    static const char alphabet[] = "019~^.-_:+!arpcv \xff";
    char a[12], b[12];
    uint32_t random = 1;
    for (unsigned n = 0; n < 60000; n++) {
        size_t lengths[2];
        for (unsigned side = 0; side < 2; side++) {
            char *text = side ? b : a;
            random = random * 1664525 + 1013904223;
            lengths[side] = random >> 16 & 7;
            for (size_t i = 0; i < lengths[side]; i++) {
                random = random * 1664525 + 1013904223;
                text[i] = alphabet[(random >> 16) % (sizeof alphabet - 1)];
            }
        }
        struct view x = {a, lengths[0]}, y = {b, lengths[1]};
        for (enum version_scheme scheme = VERSION_NUMBERS; scheme <= VERSION_SEMVER; scheme++) {
            int order = envfp__version_compare(scheme, x, y);
            cr_assert_eq(order, -envfp__version_compare(scheme, y, x), "%u: %.*s, %.*s", scheme,
                         (int)x.length, a, (int)y.length, b);
            cr_assert(order >= -1 && order <= 1);
            cr_assert_eq(envfp__version_compare(scheme, x, x), 0);
        }
    }
}

Test(version_compare, starts)
{
    static const struct {
        const char *version;
        unsigned parts;
        const char *start;
    } cases[] = {{"3.11.7", 1, "3"},  {"3.11.7", 2, "3.11"},   {"3.11.7", 3, "3.11.7"},
                 {"3.11", 2, "3.11"}, {"3.11", 3, "3.11"},     {"", 1, ""},
                 {"20", 1, "20"},     {"1.8.0_292", 2, "1.8"}, {"17-ea.1", 1, "17-ea"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        cr_expect(view_is(envfp__version_start(view_of(cases[i].version), cases[i].parts), cases[i].start),
                  "%s", cases[i].version);
}
