/* SPDX-License-Identifier: MIT */
#include "diff/versions.h"

static bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static int sign(int64_t difference)
{
    return (difference > 0) - (difference < 0);
}

struct view envfp__version_cut_digits(struct view *rest)
{
    size_t length = 0;
    while (length < rest->length && byte_is_digit(rest->text[length]))
        length++;
    struct view digits = view_take(*rest, length);
    *rest = view_skip(*rest, length);
    return digits;
}

static struct view cut_letters(struct view *rest)
{
    size_t length = 0;
    while (length < rest->length && is_letter(rest->text[length]))
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
    return sign(view_compare(a, b));
}

/* "[epoch:]rest": digits before the first colon. */
static struct view cut_epoch(struct view *version)
{
    struct view rest = *version, epoch = envfp__version_cut_digits(&rest);
    if (!view_starts(rest, VIEW(":")))
        return VIEW("");
    *version = view_skip(rest, 1);
    return epoch;
}

/* "version-release": the last hyphen divides them. */
static struct view cut_release(struct view *version)
{
    for (size_t at = version->length; at-- > 0;) {
        if (version->text[at] != '-')
            continue;
        struct view release = view_skip(*version, at + 1);
        *version = view_take(*version, at);
        return release;
    }
    return VIEW("");
}

/* Tilde before the end, the end before letters, letters before all else. */
static int dpkg_weight(struct view rest)
{
    if (rest.length == 0 || byte_is_digit(rest.text[0]))
        return 0;
    if (rest.text[0] == '~')
        return -1;
    return (unsigned char)rest.text[0] + (is_letter(rest.text[0]) ? 0 : 256);
}

static int dpkg_part(struct view a, struct view b)
{
    while (a.length || b.length) {
        while ((a.length && !byte_is_digit(a.text[0])) || (b.length && !byte_is_digit(b.text[0]))) {
            int order = sign(dpkg_weight(a) - dpkg_weight(b));
            if (order)
                return order;
            a = view_skip(a, 1);
            b = view_skip(b, 1);
        }
        int order = envfp__version_digits(envfp__version_cut_digits(&a), envfp__version_cut_digits(&b));
        if (order)
            return order;
    }
    return 0;
}

int envfp__version_dpkg(struct view a, struct view b)
{
    int order = envfp__version_digits(cut_epoch(&a), cut_epoch(&b));
    struct view x = cut_release(&a), y = cut_release(&b);
    if (order == 0)
        order = dpkg_part(a, b);
    return order ? order : dpkg_part(x, y);
}

/* Tilde sorts before the end, caret behind it and before anything else; 1 where one of them decided or both sides
 * have the same one, which is then passed. */
static bool rpm_mark(struct view *a, struct view *b, char mark, int alone, int *order)
{
    bool x = a->length && a->text[0] == mark, y = b->length && b->text[0] == mark;
    if (!x && !y)
        return false;
    *order = 0;
    if (x && y) {
        *a = view_skip(*a, 1);
        *b = view_skip(*b, 1);
    } else if (mark == '^' && (x ? b->length == 0 : a->length == 0)) {
        *order = x ? 1 : -1;
    } else {
        *order = x ? alone : -alone;
    }
    return true;
}

static size_t skip_separators(struct view *rest, bool marks)
{
    size_t length = 0;
    while (length < rest->length && !byte_is_digit(rest->text[length]) && !is_letter(rest->text[length]) &&
           !(marks && (rest->text[length] == '~' || rest->text[length] == '^')))
        length++;
    *rest = view_skip(*rest, length);
    return length;
}

/* A segment of each: of digits or letters, as `a`'s is. Numbers are newer than words. */
static int compare_segments(struct view *a, struct view *b)
{
    bool digits = byte_is_digit(a->text[0]);
    if (digits != byte_is_digit(b->text[0]))
        return digits ? 1 : -1;
    if (digits)
        return envfp__version_digits(envfp__version_cut_digits(a), envfp__version_cut_digits(b));
    return sign(view_compare(cut_letters(a), cut_letters(b)));
}

static int rpm_part(struct view a, struct view b)
{
    while (a.length || b.length) {
        int order = 0;
        skip_separators(&a, true);
        skip_separators(&b, true);
        if (rpm_mark(&a, &b, '~', -1, &order) || rpm_mark(&a, &b, '^', -1, &order)) {
            if (order)
                return order;
            continue;
        }
        if (!a.length || !b.length)
            break;
        order = compare_segments(&a, &b);
        if (order)
            return order;
    }
    return sign((int64_t)(a.length > 0) - (b.length > 0));
}

int envfp__version_rpm(struct view a, struct view b)
{
    int order = envfp__version_digits(cut_epoch(&a), cut_epoch(&b));
    struct view x = cut_release(&a), y = cut_release(&b);
    if (order == 0)
        order = rpm_part(a, b);
    return order ? order : rpm_part(x, y);
}

/* As rpm's before it had tildes and carets, but a word at the end is older than the end: 1.0rc before 1.0. */
static int pacman_part(struct view a, struct view b)
{
    while (a.length && b.length) {
        size_t x = skip_separators(&a, false), y = skip_separators(&b, false);
        if (!a.length || !b.length)
            break;
        if (x != y)
            return x < y ? -1 : 1;
        int order = compare_segments(&a, &b);
        if (order)
            return order;
    }
    if (!a.length && !b.length)
        return 0;
    bool word = is_letter(a.length ? a.text[0] : b.text[0]);
    return (a.length != 0) != word ? 1 : -1;
}

/* A release counts only where both have one. */
int envfp__version_pacman(struct view a, struct view b)
{
    int order = envfp__version_digits(cut_epoch(&a), cut_epoch(&b));
    struct view x = cut_release(&a), y = cut_release(&b);
    if (order == 0)
        order = pacman_part(a, b);
    return order || !x.length || !y.length ? order : pacman_part(x, y);
}

/* What comes before a release comes before the end. */
static int word_weight(struct view word)
{
    static const char *const early[] = {"dev", "alpha", "beta", "pre", "rc"};
    for (size_t i = 0; i < sizeof early / sizeof *early; i++)
        if (view_is(word, early[i]))
            return (int)i - 8;
    return 0;
}

int envfp__version_words(struct view a, struct view b)
{
    for (;;) {
        skip_separators(&a, false);
        skip_separators(&b, false);
        if (!a.length && !b.length)
            return 0;
        struct view x = a, y = b;
        int before = word_weight(cut_letters(&x)), after = word_weight(cut_letters(&y));
        if (before != after)
            return before < after ? -1 : 1;
        if (!a.length || !b.length)
            return a.length ? 1 : -1;
        int order = compare_segments(&a, &b);
        if (order)
            return order;
    }
}
