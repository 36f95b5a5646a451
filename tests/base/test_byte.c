/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "base/hash.h"
#include "base/text.h"

#include <ctype.h>

/* As the C locale has it, which a program starts with. */
Test(byte, is_what_ascii_says)
{
    for (int i = 0; i < 256; i++) {
        char byte = (char)(unsigned char)i;
        cr_expect_eq(byte_is_blank(byte), isspace(i) != 0, "%d", i);
        cr_expect_eq(byte_is_digit(byte), isdigit(i) != 0, "%d", i);
        cr_expect_eq(byte_is_lower(byte), islower(i) != 0, "%d", i);
        cr_expect_eq(byte_is_upper(byte), isupper(i) != 0, "%d", i);
        cr_expect_eq(byte_is_letter(byte), isalpha(i) != 0, "%d", i);
        cr_expect_eq(byte_is_any_letter(byte), isalpha(i) != 0 || i >= 128, "%d", i);
        cr_expect_eq(byte_is_alnum(byte), isalnum(i) != 0, "%d", i);
        cr_expect_eq(byte_is_hex(byte), isxdigit(i) != 0, "%d", i);
        cr_expect_eq(byte_is_lower_hex(byte), isxdigit(i) && !isupper(i), "%d", i);
        cr_expect_eq(byte_to_upper(byte), (char)(unsigned char)toupper(i), "%d", i);
        cr_expect_eq(byte_to_lower(byte), (char)(unsigned char)tolower(i), "%d", i);
    }
    static const char digits[] = "0123456789abcdef", capitals[] = "0123456789ABCDEF";
    for (unsigned i = 0; i < 16; i++) {
        cr_expect_eq(byte_hex_value(digits[i]), i);
        cr_expect_eq(byte_hex_value(capitals[i]), i);
    }
}

Test(byte, all_of_a_view)
{
    cr_expect(view_all(VIEW(""), byte_is_digit));
    cr_expect(view_all(VIEW("0123"), byte_is_digit));
    cr_expect_not(view_all(VIEW("012a"), byte_is_digit));
    cr_expect_not(view_all(VIEW("\0"
                                "1"),
                           byte_is_digit));
    cr_expect(view_is(view_digits(VIEW("12.5")), "12"));
    cr_expect(view_is(view_digits(VIEW("x12")), ""));
    cr_expect(view_is(view_digits(VIEW("12")), "12"));
}

Test(byte, in_any_case)
{
    cr_expect(view_equal_any_case(VIEW("Package"), VIEW("pACKAGE")));
    cr_expect(view_equal_any_case(VIEW(""), VIEW("")));
    cr_expect_not(view_equal_any_case(VIEW("a"), VIEW("ab")));
    cr_expect_not(view_equal_any_case(VIEW("@"), VIEW("`")));
    cr_expect_not(view_equal_any_case(VIEW("a"), VIEW("b")));
}

Test(byte, hashes_differ_by_text_and_seed)
{
    cr_expect_eq(hash_text(VIEW("a"), 0), hash_text(view_of("a"), 0));
    cr_expect_neq(hash_text(VIEW("a"), 0), hash_text(VIEW("b"), 0));
    cr_expect_neq(hash_text(VIEW("a"), 0), hash_text(VIEW("a"), 1));
    cr_expect_neq(hash_text(VIEW(""), 0), hash_text(VIEW("\0"), 0));
}

Test(byte, uuids)
{
    cr_expect(envfp__text_is_uuid(VIEW("550e8400-e29b-41d4-a716-446655440000")));
    cr_expect(envfp__text_is_uuid(VIEW("550E8400-E29B-41D4-A716-446655440000")));
    cr_expect_not(envfp__text_is_uuid(VIEW("550e8400-e29b-41d4-a716-44665544000")));
    cr_expect_not(envfp__text_is_uuid(VIEW("550e8400-e29b-41d4-a716-4466554400000")));
    cr_expect_not(envfp__text_is_uuid(VIEW("550e8400ae29b-41d4-a716-446655440000")));
    cr_expect_not(envfp__text_is_uuid(VIEW("g50e8400-e29b-41d4-a716-446655440000")));
    cr_expect_not(envfp__text_is_uuid(VIEW("")));
}

Test(byte, python_names)
{
    struct arena arena;
    envfp__arena_init(&arena, NULL, SIZE_MAX);
    cr_expect(view_is(envfp__text_python_name(&arena, VIEW("Foo_.Bar")), "foo-bar"));
    cr_expect(view_is(envfp__text_python_name(&arena, VIEW("a--b..c__D")), "a-b-c-d"));
    cr_expect(view_is(envfp__text_python_name(&arena, VIEW("")), ""));
    envfp__arena_release(&arena);
}
