/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "collect/hardware/codenames.h"

Test(codenames, plain_words_only)
{
    static const char *const plain[] = {"EPYC (Milan)", "Athlon 64 X2 (Brisbane/512K)", "A",
                                        "Core+ i-7.1, x:y_z"};
    static const char *const others[] = {
        "",          " EPYC",
        "EPYC ",     "two  blanks",
        "tab\there", "line\nbreak",
        "\x1b[31m",  "caf\xc3\xa9",
        "<b>",       "$(x)",
        "a=b",       "~",
        "user@host", "a name that is as long as none of the tables' names will ever be: 1"};
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        cr_expect(envfp__codename_is_plain(view_of(plain[i])), "%s", plain[i]);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        cr_expect_not(envfp__codename_is_plain(view_of(others[i])), "%s", others[i]);
}

static bool contradicts(const char *name, const char *vendor, int64_t family, int64_t model)
{
    return envfp__codename_contradicts(view_of(name), view_of(vendor), family, model);
}

#define INTEL "GenuineIntel"
#define AMD "AuthenticAMD"

Test(codenames, a_processor_has_its_own_name)
{
    cr_expect_not(contradicts("EPYC (Milan)", AMD, 25, 1));
    cr_expect_not(contradicts("EPYC (Rome)", AMD, 23, 0x31));
    cr_expect_not(contradicts("Ryzen 5 (Cezanne)", AMD, 25, 0x50));
    cr_expect_not(contradicts("Athlon (Raven Ridge)", AMD, 23, 0x20));
    cr_expect_not(contradicts("Ryzen 3 (Mendocino)", AMD, 23, 0xa0));
    cr_expect_not(contradicts("P-II Celeron (Mendocino)", INTEL, 6, 6));
    cr_expect_not(contradicts("Skylake-X (Core i9)", INTEL, 6, 0x55));
    cr_expect_not(contradicts("Haswell (Core i7)", INTEL, 6, 0x3c));
    cr_expect_not(contradicts("Coffee Lake-R (Core i9)", INTEL, 6, 0x9e));
    cr_expect_not(contradicts("Celeron Wolfdale 1M", INTEL, 6, 0x17));
    cr_expect_not(contradicts("Athlon 64 X2 (Brisbane/512K)", AMD, 15, 0x6b));
    cr_expect_not(contradicts("C86 7 (Dhyana)", "HygonGenuine", 24, 1));
}

Test(codenames, another_ones_name_contradicts)
{
    cr_expect(contradicts("EPYC (Milan)", AMD, 25, 0x11), "a Genoa");
    cr_expect(contradicts("Xeon (Wolfdale)", INTEL, 6, 0x8f), "a Sapphire Rapids");
    cr_expect(contradicts("Pentium III (Coppermine)", INTEL, 6, 0x8f));
    cr_expect(contradicts("Llano X2", AMD, 23, 1));
    cr_expect(contradicts("Ryzen 3 (Mendocino)", INTEL, 6, 0x8f));
    cr_expect(contradicts("P-II Celeron (Mendocino)", AMD, 25, 1));
    cr_expect(contradicts("Haswell (Xeon)", INTEL, 6, 0x55));
    cr_expect(contradicts("Athlon 64 X2 (512K)", AMD, 26, 2));
}

/* What is newer than the table, or is of a maker that it does not have, may only have a name that is nobody's. */
Test(codenames, unknown_processors_have_no_known_name)
{
    cr_expect(contradicts("EPYC (Milan)", AMD, 27, 1));
    cr_expect(contradicts("Haswell (Xeon)", INTEL, 19, 1));
    cr_expect(contradicts("EPYC (Milan)", "CentaurHauls", 7, 1));
    cr_expect_not(contradicts("EPYC (Sorano)", AMD, 27, 1));
    cr_expect_not(contradicts("Rome2 (Merome)", AMD, 27, 1), "words are whole");
    cr_expect_not(contradicts("ZhangJiang", "CentaurHauls", 7, 0x1b));
}
