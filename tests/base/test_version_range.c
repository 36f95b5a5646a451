/* SPDX-License-Identifier: MIT */
#include "base/version_range.h"

#include <criterion/criterion.h>

static void expect(enum version_rules rules, const char *range, const char *version, int answer)
{
    int got = envfp__version_satisfies(rules, view_of(range), view_of(version));
    cr_expect_eq(got, answer, "%s of %s: %d", range, version, got);
}

Test(version_range, node)
{
    static const struct {
        const char *range, *version;
        int answer;
    } cases[] = {
        {"^18 || ^20", "18.0.0", 1},
        {"^18 || ^20", "19.9.9", 0},
        {"^18||^20", "20.1.0", 1},
        {">=16 <19", "18.9.9", 1},
        {">=16 <19", "19.0.0", 0},
        {">= 16 < 19", "15.9.0", 0},
        {"18.x", "18.3.0", 1},
        {"18.x", "19.0.0", 0},
        {"18.*.*", "18.3.0", 1},
        {"*", "0.0.1", 1},
        {"x", "1.0.0", 1},
        {"~18.20.0", "18.20.9", 1},
        {"~18.20.0", "18.21.0", 0},
        {"~18", "18.21.0", 1},
        {"~1.2", "1.3.0", 0},
        {"^0.2.3", "0.2.9", 1},
        {"^0.2.3", "0.3.0", 0},
        {"^0.0.3", "0.0.4", 0},
        {"^0", "0.9.0", 1},
        {"^0.0", "0.1.0", 0},
        {"^1.2.3", "1.2.2", 0},
        {"16 - 18", "18.9.9", 1},
        {"16 - 18", "19.0.0", 0},
        {"16.1.0 - 18.0.0", "18.0.1", 0},
        {">18", "18.5.0", 0},
        {">18", "19.0.0", 1},
        {"<=18", "18.5.0", 1},
        {"<=18", "19.0.0", 0},
        {"v18.1.0", "18.1.0", 1},
        {"=18.1.0", "18.1.1", 0},
        {"9.15.9", "8.15.9", 0},
        {"9.15.9+sha256", "9.15.9", 1},
        {"10.0.0", "10.0.0-rc.1", 0},
        {"10.0.0-rc.1", "10.0.0-rc.1", 1},
        {"lts/iron", "20.0.0", -1},
        {"latest", "20.0.0", -1},
        {"^18 || lts", "17.0.0", -1},
        {"^18 || lts", "18.0.0", 1},
        {">=20", "20.1.0-nightly", 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect(RULES_NODE, cases[i].range, cases[i].version, cases[i].answer);
}

Test(version_range, python)
{
    static const struct {
        const char *range, *version;
        int answer;
    } cases[] = {
        {"~=3.10", "3.11.7", 1},
        {"~=3.10", "3.9.1", 0},
        {"~=3.10", "4.0", 0},
        {"~=3.10.2", "3.10.9", 1},
        {"~=3.10.2", "3.11.0", 0},
        {">=3.9,<3.13", "3.12.9", 1},
        {">=3.9,<3.13", "3.13.0", 0},
        {"==3.11.*", "3.11.7", 1},
        {"==3.11", "3.11.7", 0},
        {"==3.11", "3.11.0", 1},
        {"!=3.11.*", "3.11.7", 0},
        {"!=3.11.5", "3.11.7", 1},
        {">3", "3.11.7", 1},
        {"<=3.11", "3.11.7", 0},
        {">3.11", "3.11.7", 1},
        {"^3.8", "3.12.0", 1},
        {"~3.9", "3.9.18", 1},
        {"~3.9", "3.10.0", 0},
        {"3.12", "3.12.4", 1},
        {"3.1", "3.11.7", 0},
        {"3.12.1", "3.12.4", 0},
        {">=3.13", "3.13.0rc1", 1},
        {"3.13.0", "3.13.0rc1", 0},
        {"pypy3.10", "3.10.1", -1},
        {">=3.11.4", "3.11", -1},
        {">=3.11.4", "3.10", 0},
        {"3.11.4", "3.11", -1},
        {">=3.8, !=3.9.*, <4", "3.9.2", 0},
        {"", "3.9", -1},
        {">=", "3.9", -1},
        {"<3.8 || >=3.10", "3.9.2", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect(RULES_PYTHON, cases[i].range, cases[i].version, cases[i].answer);
}

Test(version_range, others)
{
    static const struct {
        enum version_rules rules;
        const char *range, *version;
        int answer;
    } cases[] = {
        {RULES_RUBY, "~> 3.2", "3.9.0", 1},
        {RULES_RUBY, "~> 3.2", "4.0.0", 0},
        {RULES_RUBY, "~> 3.2.1", "3.3.0", 0},
        {RULES_RUBY, ">= 2.7, < 4", "3.1.2p20", 1},
        {RULES_RUBY, "3.1.2", "3.1.2p20", 1},
        {RULES_RUBY, "= 3.2", "3.2.1", 0},
        {RULES_PHP, "^8.1", "8.3.1", 1},
        {RULES_PHP, "^8.1", "9.0.0", 0},
        {RULES_PHP, "~8.1", "8.3.1", 1},
        {RULES_PHP, "~8.1.2", "8.2.0", 0},
        {RULES_PHP, ">=7.4 <8.3", "8.3.1", 0},
        {RULES_PHP, "^7.4|^8.0", "8.3.1", 1},
        {RULES_PHP, "8.1.*", "8.1.9", 1},
        {RULES_PLAIN, "1.75", "1.75.1", 1},
        {RULES_PLAIN, "1.75", "1.7.5", 0},
        {RULES_PLAIN, ">=1.22", "1.22.3", 1},
        {RULES_PLAIN, "stable", "1.22.3", -1},
        {RULES_JAVA, "21.0.2-tem", "21.0.2", 1},
        {RULES_JAVA, "21.0.2-tem", "21.0.3", 0},
        {RULES_JAVA, "zulu-17.48.15", "17.0.10", 1},
        {RULES_JAVA, "zulu-8.74.0.17", "1.8.0_392", 1},
        {RULES_JAVA, "openjdk64-11.0.2", "17.0.1", 0},
        {RULES_JAVA, "1.8", "1.8.0_392", 1},
        {RULES_JAVA, "17", "17", 1},
        {RULES_JAVA, "17.0.2", "17", -1},
        {RULES_JAVA, "22.3.r17-grl", "17.0.9", -1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect(cases[i].rules, cases[i].range, cases[i].version, cases[i].answer);
}

/* Whatever stands there: an answer, and an end. */
Test(version_range, hostile)
{
    static const char *const ranges[] = {"|||||",
                                         "- - -",
                                         "1 -",
                                         "1 - ",
                                         "^^^^",
                                         "*.*.*.1",
                                         "1.",
                                         ".1",
                                         "1..2",
                                         "x.1",
                                         "999999999999999999999999.1",
                                         "1.1.1.1.1.1.1.1.1.1.1",
                                         "~",
                                         ">=,<",
                                         "v",
                                         "@",
                                         "!1",
                                         "1!2",
                                         "\xff\xfe",
                                         "1 2 3 4"};
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        for (int rules = RULES_PLAIN; rules <= RULES_JAVA; rules++) {
            int answer =
                envfp__version_satisfies((enum version_rules)rules, view_of(ranges[i]), VIEW("1.2.3"));
            cr_expect(answer >= -1 && answer <= 1);
            cr_expect_eq(
                envfp__version_satisfies((enum version_rules)rules, VIEW(">=1"), view_of(ranges[i])),
                envfp__version_satisfies((enum version_rules)rules, VIEW(">=1"), view_of(ranges[i])));
        }
}
