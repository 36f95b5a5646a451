/* SPDX-License-Identifier: MIT */
/* What needs an escape is seen wherever it stands: eight bytes are looked at together. */
#include "facts/facts.h"

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

/* Members and versions are copied and looked at in one step; the slower functions say what they must become. */
static void judge_member(unsigned char odd, size_t length, size_t at)
{
    struct arena arena;
    struct facts facts;
    char text[LENGTH_MOST];
    memset(text, 'a', sizeof text);
    text[at] = (char)odd;
    struct view view = {text, length};
    envfp__arena_init(&arena, NULL, SIZE_MAX);
    envfp__facts_init(&facts, &arena);
    envfp__facts_member(&facts, ENVFP_LAYER_PACKAGES, "dpkg", view, VIEW("1"));
    envfp__facts_member(&facts, ENVFP_LAYER_PACKAGES, "dpkg", VIEW("x"), view);
    const struct section *section = &facts.sections[ENVFP_LAYER_PACKAGES];
    cr_assert_eq(section->count, 2);
    struct view member = view_skip(section->facts[0].key, sizeof "dpkg/" - 1);
    cr_assert(view_equal(member, envfp__text_member(&arena, view)), "%x at %zu of %zu", odd, at, length);
    cr_assert(view_equal(section->facts[1].value.string, envfp__text_value(&arena, view)), "%x at %zu of %zu",
              odd, at, length);
    envfp__arena_release(&arena);
}

Test(text, sees_every_odd_byte)
{
    for (unsigned odd = 0; odd < 256; odd++)
        for (size_t length = 1; length <= LENGTH_MOST; length++)
            for (size_t at = 0; at < length; at++)
                judge((unsigned char)odd, length, at);
}

Test(text, sees_them_in_members_and_versions)
{
    for (unsigned odd = 0; odd < 256; odd++)
        for (size_t length = 1; length <= LENGTH_MOST; length++)
            for (size_t at = 0; at < length; at++)
                judge_member((unsigned char)odd, length, at);
}

Test(text, takes_no_text_as_plain)
{
    cr_assert(envfp__text_is_plain_value(VIEW("")));
    cr_assert(envfp__text_is_plain_member(VIEW("")));
}

/* A value whose outer blanks decide is read back with them. */
Test(text, gives_back_every_byte)
{
    const struct {
        struct view raw;
        const char *escaped;
        char separator;
    } cases[] = {{VIEW(" "), "\\x20", '='},
                 {VIEW(" /bin:/usr/bin "), "\\x20/bin:/usr/bin\\x20", '\0'},
                 {VIEW("\t a b\n"), "\\x09\\x20a b\\x0a", '\0'},
                 {VIEW("a=b c"), "a\\x3db c", '='},
                 {VIEW("a b"), "a\\x20b", ' '},
                 {VIEW(""), "", '='},
                 {VIEW("\\x20"), "\\\\x20", '='},
                 {VIEW("\xc3\xa4 \xff"), "\xc3\xa4 \\xff", '='}};
    struct arena arena;
    struct view raw;
    envfp__arena_init(&arena, NULL, SIZE_MAX);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct view escaped = envfp__text_exact(&arena, cases[i].raw, cases[i].separator);
        cr_expect(view_is(escaped, cases[i].escaped), "%.*s", (int)escaped.length, escaped.text);
        cr_expect(envfp__text_raw(&arena, escaped, &raw) && view_equal(raw, cases[i].raw), "case %zu", i);
    }
    envfp__arena_release(&arena);
}
