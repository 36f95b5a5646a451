/* SPDX-License-Identifier: MIT */
#include "collect/hardware/kinds.h"

#include <criterion/criterion.h>

static const struct modalias_part parts[] = {{"x:v", 2, 2, false}, {"d", 0, 2, false}, {"e", 0, 1, true}};

static bool read(const char *alias, char *member)
{
    return envfp__kinds_modalias(view_of(alias), parts, sizeof parts / sizeof *parts, member);
}

Test(kinds, a_modalias_is_read_by_its_marks)
{
    char member[sizeof "12:345"];
    cr_assert(read("x:v00AB"
                   "dC3zze4zz",
                   member));
    cr_assert_str_eq(member, "ab:c34");
}

Test(kinds, a_modalias_is_one_word_with_hex_digits)
{
    static const char *const texts[] = {"x:v00ABdC3e4\xea", "x:v00ABdC3e4 x", "x:v00ABdC3e4/",
                                        "x:v00GBdC3e4",     "x:v00ABdC e4",   "x:v00AB\ndC3e4"};
    char member[sizeof "12:345"], longer[300] = "x:v00ABdC3e4";
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        cr_expect_not(read(texts[i], member), "%s", texts[i]);
    cr_expect(read("x:v00ABdC3e4\n", member));
    memset(longer + 12, 'z', 244);
    cr_expect(read(longer, member));
    longer[256] = 'z';
    cr_expect_not(read(longer, member));
}

Test(kinds, a_modalias_that_lacks_a_part_is_none)
{
    static const char *const texts[] = {"",           "x:v",         "x:v00A",        "x:v00AB", "x:v00ABd",
                                        "x:v00ABdC3", "x:v00ABdC3e", "yx:v00ABdC3e4", "dC3e4"};
    char member[sizeof "12:345"];
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        cr_expect(!read(texts[i], member), "%s", texts[i]);
}
