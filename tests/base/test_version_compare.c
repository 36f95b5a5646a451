/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "base/version_compare.h"

/* Rising versions; each pair of the list is compared both ways. */
static void rises(enum version_scheme scheme, const char *const *versions)
{
    for (size_t i = 0; versions[i]; i++)
        for (size_t j = 0; versions[j]; j++) {
            int order = envfp__version_compare(scheme, view_of(versions[i]), view_of(versions[j]));
            int expected = i < j ? -1 : i > j;
            cr_expect_eq(order, expected, "%s, %s: %d", versions[i], versions[j], order);
        }
}

static void equal(enum version_scheme scheme, const char *a, const char *b)
{
    cr_expect_eq(envfp__version_compare(scheme, view_of(a), view_of(b)), 0, "%s, %s", a, b);
    cr_expect_eq(envfp__version_compare(scheme, view_of(b), view_of(a)), 0, "%s, %s", b, a);
}

/* deb-version(7): tildes, letters before others, epochs, revisions. */
Test(versions, dpkg)
{
    rises(VERSION_DPKG,
          (const char *const[]){"1.0~~", "1.0~~a", "1.0~", "1.0", "1.0-1", "1.0-1+b1", "1.0-1.1", "1.0a",
                                "1.0+b", "1.0.1", "1.2", "1.9", "1.10", "2", "1:0.1", "2:0", NULL});
    equal(VERSION_DPKG, "1.0", "1.00");
    equal(VERSION_DPKG, "0:1.0", "1.0");
    equal(VERSION_DPKG, "1.0-0", "1.0");
}

/* rpm-version(7) and rpm's own examples of tilde and caret. */
Test(versions, rpm)
{
    rises(VERSION_RPM, (const char *const[]){"1.0~rc1-1", "1.0~rc2-1", "1.0-1", "1.0-1.fc39", "1.0-2",
                                             "1.0^git1-1", "1.0^git2-1", "1.0a-1", "1.0.1-1", "1.5-1",
                                             "1.10-1", "2.0-1", "1:0.5-1", NULL});
    equal(VERSION_RPM, "1.0-1", "1_0-1");
    equal(VERSION_RPM, "2.50-1", "2.050-1");
}

/* The table of vercmp(8). */
Test(versions, pacman)
{
    rises(VERSION_PACMAN, (const char *const[]){"1.0a", "1.0b", "1.0beta", "1.0p", "1.0pre", "1.0rc", "1.0",
                                                "1.0.a", "1.0.1", NULL});
    rises(VERSION_PACMAN, (const char *const[]){"1", "1.0", "1.1", "1.1.1", "1.2", "2.0", "3.0.0", NULL});
    rises(VERSION_PACMAN, (const char *const[]){"5.2-1", "5.2-2", "1:0.1-1", NULL});
    equal(VERSION_PACMAN, "1.5", "1.5-1");
}

/* Package Manager Specification, section 3.3. */
Test(versions, gentoo)
{
    rises(VERSION_GENTOO, (const char *const[]){"1",
                                                "1.0_alpha",
                                                "1.0_alpha1",
                                                "1.0_beta2",
                                                "1.0_pre1",
                                                "1.0_rc",
                                                "1.0_rc1",
                                                "1.0",
                                                "1.0-r1",
                                                "1.0-r10",
                                                "1.0_git20230717",
                                                "1.0_p1",
                                                "1.0_p2",
                                                "1.0a",
                                                "1.0b",
                                                "1.02",
                                                "1.1",
                                                "1.10",
                                                "2.0",
                                                "10",
                                                NULL});
    equal(VERSION_GENTOO, "1.0", "1.0-r0");
    equal(VERSION_GENTOO, "1.010", "1.01");
}

/* PEP 440's own summary of the order. */
Test(versions, python)
{
    rises(VERSION_PYTHON, (const char *const[]){"1.dev0",
                                                "1.0.dev456",
                                                "1.0a1",
                                                "1.0a2.dev456",
                                                "1.0a12.dev456",
                                                "1.0a12",
                                                "1.0b1.dev456",
                                                "1.0b2",
                                                "1.0b2.post345.dev456",
                                                "1.0b2.post345",
                                                "1.0rc1.dev456",
                                                "1.0rc1",
                                                "1.0",
                                                "1.0+abc.5",
                                                "1.0+abc.7",
                                                "1.0+5",
                                                "1.0.post456.dev34",
                                                "1.0.post456",
                                                "1.0.15",
                                                "1.1.dev1",
                                                "1!0.5",
                                                NULL});
    equal(VERSION_PYTHON, "1.0", "1.0.0");
    equal(VERSION_PYTHON, "v1.0-RC.1", "1.0rc1");
    equal(VERSION_PYTHON, "1.0-1", "1.0.post1");
    equal(VERSION_PYTHON, "1.0.0-Alpha", "V1a0");
    equal(VERSION_PYTHON, "1.0+Ubuntu-1", "1.0+ubuntu.1");
    /* What conda numbers otherwise is not taken for equal. */
    rises(VERSION_PYTHON, (const char *const[]){"1.1.1", "1.1.1f", "1.1.1w", "1.1.1w+x", NULL});
}

/* semver.org, section 11. */
Test(versions, semver)
{
    rises(VERSION_SEMVER, (const char *const[]){"1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta",
                                                "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1",
                                                "1.0.0", "2.0.0", "2.1.0", "2.1.1", "10.0.0", NULL});
    equal(VERSION_SEMVER, "1.0.0+build1", "v1.0.0+build2");
}

Test(versions, numbers)
{
    rises(VERSION_NUMBERS, (const char *const[]){"", "0.9", "2.7", "3", "3.9.1", "3.9.10", "3.13t",
                                                 "6.1.0-18", "6.10", "18446744073709551617", NULL});
    equal(VERSION_NUMBERS, "3", "3.0.0");
    equal(VERSION_NUMBERS, "5.14.0-362.el9", "5.14");
    equal(VERSION_NUMBERS, "3.11.7", "3.11.7+");
    equal(VERSION_NUMBERS, "x", "0");
}

Test(versions, words)
{
    rises(VERSION_WORDS, (const char *const[]){"3.12.0-dev", "3.12.0alpha1", "3.12.0beta1", "3.12.0-preview2",
                                               "3.12.0rc1", "3.12.0", "3.12.0.1", "3.12.1", NULL});
    rises(VERSION_WORDS, (const char *const[]){"2.3pre1", "2.3", "2.3a", "2.3.1", "2.3.10-r4", NULL});
    rises(VERSION_WORDS, (const char *const[]){"6.1.0-9-amd64", "6.1.0-18-amd64", "6.18.44-fc", NULL});
    equal(VERSION_WORDS, "2.36", "2_36");
    equal(VERSION_WORDS, "1.0-RC1", "1.0rc1");
}

/* Nothing that a hostile document holds stops them, and they stay antisymmetric. */
Test(versions, any_text)
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

Test(versions, starts)
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
