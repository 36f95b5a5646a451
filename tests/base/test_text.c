/* SPDX-License-Identifier: MIT */
/* What needs an escape is seen wherever it stands: eight bytes are looked at together. */
#include "base/text.h"

#include <criterion/criterion.h>

#define LENGTH_MOST 20

static void judge(unsigned char odd, size_t length, size_t at)
{
    char text[LENGTH_MOST];
    memset(text, 'a', sizeof text);
    text[at] = (char)odd;
    bool printable = odd >= 0x20 && odd < 0x7f;
    struct view view = {text, length};
    cr_assert_eq(envfp__text_is_plain_value(view), printable && odd != '\\', "%x at %zu of %zu", odd, at,
                 length);
    cr_assert_eq(envfp__text_is_plain_member(view), printable && odd != '%', "%x at %zu of %zu", odd, at,
                 length);
}

Test(text, sees_every_odd_byte)
{
    for (unsigned odd = 0; odd < 256; odd++)
        for (size_t length = 1; length <= LENGTH_MOST; length++)
            for (size_t at = 0; at < length; at++)
                judge((unsigned char)odd, length, at);
}

Test(text, takes_no_text_as_plain)
{
    cr_assert(envfp__text_is_plain_value(VIEW("")));
    cr_assert(envfp__text_is_plain_member(VIEW("")));
}
