/* SPDX-License-Identifier: MIT */
#include "diff/versions.h"
#include "support.h"

#include <criterion/criterion.h>

/* Rising versions; each pair of the list is compared both ways. */
static void rises(int (*order_of)(struct view, struct view), const char *const *versions)
{
    for (size_t i = 0; versions[i]; i++)
        for (size_t j = 0; versions[j]; j++) {
            int order = order_of(view_of(versions[i]), view_of(versions[j]));
            int expected = i < j ? -1 : i > j;
            cr_expect_eq(order, expected, "%s, %s: %d", versions[i], versions[j], order);
        }
}

static void equal(int (*order_of)(struct view, struct view), const char *a, const char *b)
{
    cr_expect_eq(order_of(view_of(a), view_of(b)), 0, "%s, %s", a, b);
    cr_expect_eq(order_of(view_of(b), view_of(a)), 0, "%s, %s", b, a);
}

/* deb-version(7): tildes, letters before others, epochs, revisions. */
Test(versions, dpkg)
{
    rises(envfp__version_dpkg,
          (const char *const[]){"1.0~~", "1.0~~a", "1.0~", "1.0", "1.0-1", "1.0-1+b1", "1.0-1.1", "1.0a",
                                "1.0+b", "1.0.1", "1.2", "1.9", "1.10", "2", "1:0.1", "2:0", NULL});
    equal(envfp__version_dpkg, "1.0", "1.00");
    equal(envfp__version_dpkg, "0:1.0", "1.0");
    equal(envfp__version_dpkg, "1.0-0", "1.0");
}

/* rpm-version(7) and rpm's own examples of tilde and caret. */
Test(versions, rpm)
{
    rises(envfp__version_rpm, (const char *const[]){"1.0~rc1-1", "1.0~rc2-1", "1.0-1", "1.0-1.fc39", "1.0-2",
                                                    "1.0^git1-1", "1.0^git2-1", "1.0a-1", "1.0.1-1", "1.5-1",
                                                    "1.10-1", "2.0-1", "1:0.5-1", NULL});
    equal(envfp__version_rpm, "1.0-1", "1_0-1");
    equal(envfp__version_rpm, "2.50-1", "2.050-1");
}

/* The table of vercmp(8). */
Test(versions, pacman)
{
    rises(envfp__version_pacman, (const char *const[]){"1.0a", "1.0b", "1.0beta", "1.0p", "1.0pre", "1.0rc",
                                                       "1.0", "1.0.a", "1.0.1", NULL});
    rises(envfp__version_pacman,
          (const char *const[]){"1", "1.0", "1.1", "1.1.1", "1.2", "2.0", "3.0.0", NULL});
    rises(envfp__version_pacman, (const char *const[]){"5.2-1", "5.2-2", "1:0.1-1", NULL});
    equal(envfp__version_pacman, "1.5", "1.5-1");
}

/* Package Manager Specification, section 3.3. */
Test(versions, gentoo)
{
    rises(envfp__version_gentoo, (const char *const[]){"1",
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
    equal(envfp__version_gentoo, "1.0", "1.0-r0");
    equal(envfp__version_gentoo, "1.010", "1.01");
}

/* PEP 440's own summary of the order. */
Test(versions, python)
{
    rises(envfp__version_python, (const char *const[]){"1.dev0",
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
    equal(envfp__version_python, "1.0", "1.0.0");
    equal(envfp__version_python, "v1.0-RC.1", "1.0rc1");
    equal(envfp__version_python, "1.0-1", "1.0.post1");
}

/* semver.org, section 11. */
Test(versions, semver)
{
    rises(envfp__version_semver,
          (const char *const[]){"1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta",
                                "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "2.0.0", "2.1.0",
                                "2.1.1", "10.0.0", NULL});
    equal(envfp__version_semver, "1.0.0+build1", "v1.0.0+build2");
}

Test(versions, words)
{
    rises(envfp__version_words, (const char *const[]){"2.3pre1", "2.3", "2.3a", "2.3.1", "2.3.10-r4", NULL});
    rises(envfp__version_words, (const char *const[]){"6.1.0-9-amd64", "6.1.0-18-amd64", "6.18.44-fc", NULL});
    equal(envfp__version_words, "2.36", "2_36");
}

/* Nothing that a hostile document holds stops them, and they stay antisymmetric. */
Test(versions, any_text)
{
    static int (*const all[])(struct view, struct view) = {
        envfp__version_dpkg,   envfp__version_rpm,    envfp__version_pacman, envfp__version_gentoo,
        envfp__version_python, envfp__version_semver, envfp__version_words};
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
        for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
            cr_assert_eq(all[i](x, y), -all[i](y, x), "%zu: %.*s, %.*s", i, (int)x.length, a, (int)y.length,
                         b);
            cr_assert_eq(all[i](x, x), 0);
        }
    }
}

Test(versions, a_change_tells_its_order)
{
    struct envfp_fingerprint *a = machine("2.36", "3.11.2"), *b = machine("2.31", "3.11.2");
    member(a, ENVFP_LAYER_PACKAGES, "dpkg", "aaa:amd64", "1.9");
    member(b, ENVFP_LAYER_PACKAGES, "dpkg", "aaa:amd64", "1.10");
    member(a, ENVFP_LAYER_PACKAGES, "portage", "x/y", "1.9 slot 3");
    member(b, ENVFP_LAYER_PACKAGES, "portage", "x/y", "1.9 slot 4");
    string(a, ENVFP_LAYER_HARDWARE, "cpu.model", "9");
    string(b, ENVFP_LAYER_HARDWARE, "cpu.model", "10");
    struct envfp_diff *diff = compare(end(a), end(b));
    cr_expect_eq(envfp_change_get_order(find_change(diff, "dpkg/aaa:amd64")), ENVFP_NEWER);
    cr_expect_eq(envfp_change_get_order(find_change(diff, "libc.version")), ENVFP_OLDER);
    cr_expect_eq(envfp_change_get_order(find_change(diff, "portage/x/y")), ENVFP_UNORDERED);
    cr_expect_eq(envfp_change_get_order(find_change(diff, "cpu.model")), ENVFP_UNORDERED);
    cr_expect_eq(envfp_change_get_order(NULL), ENVFP_UNORDERED);
    envfp_diff_free(diff);
    envfp_fingerprint_free(a);
    envfp_fingerprint_free(b);
}
