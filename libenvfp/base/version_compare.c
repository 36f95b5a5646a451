/* SPDX-License-Identifier: MIT */
#include "base/version_parts.h"

int envfp__version_compare(enum version_scheme scheme, struct view a, struct view b)
{
    static version_compare *const schemes[] = {
        [VERSION_NUMBERS] = envfp__version_numbers, [VERSION_WORDS] = envfp__version_words,
        [VERSION_DPKG] = envfp__version_dpkg,       [VERSION_RPM] = envfp__version_rpm,
        [VERSION_PACMAN] = envfp__version_pacman,   [VERSION_GENTOO] = envfp__version_gentoo,
        [VERSION_PYTHON] = envfp__version_python,   [VERSION_SEMVER] = envfp__version_semver,
    };
    return schemes[scheme](a, b);
}

struct view envfp__version_start(struct view version, unsigned parts)
{
    for (size_t i = 0; i < version.length; i++)
        if (version.text[i] == '.' && --parts == 0)
            return view_take(version, i);
    return version;
}

/* ---- Parts -------------------------------------------------------------------------------------------------------- */

struct view envfp__version_cut_digits(struct view *rest)
{
    struct view digits = view_digits(*rest);
    *rest = view_skip(*rest, digits.length);
    return digits;
}

struct view envfp__version_cut_letters(struct view *rest)
{
    size_t length = 0;
    while (length < rest->length && byte_is_letter(rest->text[length]))
        length++;
    struct view letters = view_take(*rest, length);
    *rest = view_skip(*rest, length);
    return letters;
}

int envfp__version_digits(struct view a, struct view b)
{
    while (a.length && a.text[0] == '0')
        a = view_skip(a, 1);
    while (b.length && b.text[0] == '0')
        b = view_skip(b, 1);
    if (a.length != b.length)
        return a.length < b.length ? -1 : 1;
    return version_sign(view_compare(a, b));
}

static int compare_letters(struct view a, struct view b, bool fold)
{
    int bit = fold ? 'a' - 'A' : 0;
    for (size_t i = 0; i < a.length && i < b.length; i++)
        if ((a.text[i] | bit) != (b.text[i] | bit))
            return (a.text[i] | bit) < (b.text[i] | bit) ? -1 : 1;
    return (a.length > b.length) - (a.length < b.length);
}

int envfp__version_segments(struct view *a, struct view *b, bool fold)
{
    bool digits = byte_is_digit(a->text[0]);
    if (digits != byte_is_digit(b->text[0]))
        return digits ? 1 : -1;
    if (digits)
        return envfp__version_digits(envfp__version_cut_digits(a), envfp__version_cut_digits(b));
    return compare_letters(envfp__version_cut_letters(a), envfp__version_cut_letters(b), fold);
}

/* ---- Without rules of one's own ------------------------------------------------------------------------------------ */

int envfp__version_numbers(struct view a, struct view b)
{
    for (bool more_a = true, more_b = true; more_a || more_b;) {
        struct view x = more_a ? envfp__version_cut_digits(&a) : VIEW("");
        struct view y = more_b ? envfp__version_cut_digits(&b) : VIEW("");
        int order = envfp__version_digits(x, y);
        if (order)
            return order;
        more_a = more_a && version_skip(&a, ".");
        more_b = more_b && version_skip(&b, ".");
    }
    return 0;
}

/* Words for prereleases rank before the end of the version. */
static int word_rank(struct view word)
{
    static const struct version_rank early[] = {{"dev", -5},     {"alpha", -4}, {"beta", -3},
                                                {"preview", -2}, {"pre", -2},   {"rc", -1}};
    for (size_t i = 0; i < sizeof early / sizeof *early; i++)
        if (compare_letters(word, view_of(early[i].name), true) == 0)
            return early[i].rank;
    return 0;
}

static void skip_separators(struct view *rest)
{
    size_t length = 0;
    while (length < rest->length && !byte_is_alnum(rest->text[length]))
        length++;
    *rest = view_skip(*rest, length);
}

int envfp__version_words(struct view a, struct view b)
{
    for (;;) {
        skip_separators(&a);
        skip_separators(&b);
        if (!a.length && !b.length)
            return 0;
        struct view x = a, y = b;
        int before = word_rank(envfp__version_cut_letters(&x)),
            after = word_rank(envfp__version_cut_letters(&y));
        if (before != after)
            return before < after ? -1 : 1;
        if (!a.length || !b.length)
            return a.length ? 1 : -1;
        int order = envfp__version_segments(&a, &b, true);
        if (order)
            return order;
    }
}
