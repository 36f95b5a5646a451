/* SPDX-License-Identifier: MIT */
#include "base/cpuid.h"

#include <criterion/criterion.h>

Test(base_cpuid, text_has_its_least_significant_byte_first)
{
    char text[9] = "........";
    char *end = cpuid_text(text, 0x756e6547);
    cr_expect_eq(end, text + 4);
    cr_expect_str_eq(text, "Genu....");
    cr_expect_eq(cpuid_text(end, 0x80000061), text + 8);
    cr_expect_arr_eq(text, "Genua\0\0\x80", 9);
}
