/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "base/printable.h"

#include "envfp.h"

Test(printable, knows_each_range_to_its_ends)
{
    static const uint32_t hidden[] = {0,      0x1f,   0x7f,    0x80,    0x9f,    0xad,     0x61c,
                                      0x180e, 0x200b, 0x200f,  0x2028,  0x2029,  0x202a,   0x202e,
                                      0x2060, 0x2064, 0x2066,  0x2069,  0xfeff,  0xfff9,   0xfffb,
                                      0xfffe, 0xffff, 0xe0001, 0xe007f, 0x1fffe, 0x10ffff, 0xd800,
                                      0xdfff, 0xfdd0, 0xfe0f,  0x110bd, 0x1d173, 0x110000, UINT32_MAX};
    static const uint32_t shown[] = {0x20,   0x7e,   0xa0,    0xac,    0xae,    0xe9,   0x61b,
                                     0x61d,  0x200a, 0x2010,  0x2027,  0x202f,  0x205f, 0x2070,
                                     0xfefe, 0xff00, 0xfffc,  0xfffd,  0xd7ff,  0xe000, 0xfdcf,
                                     0xfdf0, 0xfe10, 0x1f427, 0x10000, 0xdfffd, 0xf0000};
    for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++)
        cr_expect_not(envfp__printable(hidden[i]), "U+%04X", hidden[i]);
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++)
        cr_expect(envfp__printable(shown[i]), "U+%04X", shown[i]);
}

Test(printable, measures_one_character_and_never_behind_the_end)
{
    static const struct {
        const char *text;
        size_t length, measured;
        uint32_t point;
        bool printable;
    } cases[] = {
        {"", 0, 0, UINT32_MAX, false},
        {"ab", 2, 1, 'a', true},
        {"\n", 1, 1, '\n', false},
        {"\xc3\xa9x", 3, 2, 0xe9, true},
        {"\xc3\xa9", 1, 1, UINT32_MAX, false},
        {"\xc2\x9b", 2, 2, 0x9b, false},
        {"\xe2\x80\xa8", 3, 3, 0x2028, false},
        {"\xf0\x9f\x90\xa7", 4, 4, 0x1f427, true},
        {"\xf0\x9f\x90\xa7", 3, 1, UINT32_MAX, false},
        {"\xf3\xa0\x80\x81", 4, 4, 0xe0001, false},
        {"\xff", 1, 1, UINT32_MAX, false},
        {"\xc0\x80", 2, 1, UINT32_MAX, false},
        {"\xed\xa0\x80", 3, 1, UINT32_MAX, false},
        {"\xf4\x90\x80\x80", 4, 1, UINT32_MAX, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t point;
        bool printable;
        cr_expect_eq(envfp_text_measure(cases[i].text, cases[i].length, &point, &printable),
                     cases[i].measured);
        cr_expect_eq(point, cases[i].point, "case %zu", i);
        cr_expect_eq(printable, cases[i].printable, "case %zu", i);
        cr_expect_eq(envfp_text_measure(cases[i].text, cases[i].length, NULL, NULL), cases[i].measured);
    }
    cr_expect_eq(envfp_text_measure(NULL, 3, NULL, NULL), 0);
}
