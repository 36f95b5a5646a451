/* SPDX-License-Identifier: MIT */
/* Versions as package managers number them. */
#include "base/version_parts.h"

#define DIGITS envfp__version_digits
#define CUT envfp__version_cut_digits

/* ---- dpkg, rpm, pacman ---------------------------------------------------------------------------------------------- */

/* "[epoch:]rest": digits before the first colon. */
static struct view cut_epoch(struct view *version)
{
    struct view rest = *version, epoch = CUT(&rest);
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
    return (unsigned char)rest.text[0] + (byte_is_letter(rest.text[0]) ? 0 : 256);
}

static int dpkg_part(struct view a, struct view b)
{
    while (a.length || b.length) {
        while ((a.length && !byte_is_digit(a.text[0])) || (b.length && !byte_is_digit(b.text[0]))) {
            int order = version_sign(dpkg_weight(a) - dpkg_weight(b));
            if (order)
                return order;
            a = view_skip(a, 1);
            b = view_skip(b, 1);
        }
        int order = DIGITS(CUT(&a), CUT(&b));
        if (order)
            return order;
    }
    return 0;
}

int envfp__version_dpkg(struct view a, struct view b)
{
    int order = DIGITS(cut_epoch(&a), cut_epoch(&b));
    struct view x = cut_release(&a), y = cut_release(&b);
    if (order == 0)
        order = dpkg_part(a, b);
    return order ? order : dpkg_part(x, y);
}

/* Compares a mark: tilde sorts before the end, caret after it and before anything else. Returns true where the mark
 * decides the order, or where both sides have it; then it is skipped. */
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
    while (length < rest->length && !byte_is_digit(rest->text[length]) &&
           !byte_is_letter(rest->text[length]) &&
           !(marks && (rest->text[length] == '~' || rest->text[length] == '^')))
        length++;
    *rest = view_skip(*rest, length);
    return length;
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
        order = envfp__version_segments(&a, &b, false);
        if (order)
            return order;
    }
    return (a.length > 0) - (b.length > 0);
}

int envfp__version_rpm(struct view a, struct view b)
{
    int order = DIGITS(cut_epoch(&a), cut_epoch(&b));
    struct view x = cut_release(&a), y = cut_release(&b);
    if (order == 0)
        order = rpm_part(a, b);
    return order ? order : rpm_part(x, y);
}

/* As rpm compared before tildes and carets, except that a trailing word is older than the end: 1.0rc before 1.0. */
static int pacman_part(struct view a, struct view b)
{
    while (a.length && b.length) {
        size_t x = skip_separators(&a, false), y = skip_separators(&b, false);
        if (!a.length || !b.length)
            break;
        if (x != y)
            return x < y ? -1 : 1;
        int order = envfp__version_segments(&a, &b, false);
        if (order)
            return order;
    }
    if (!a.length && !b.length)
        return 0;
    bool word = byte_is_letter(a.length ? a.text[0] : b.text[0]);
    return (a.length != 0) != word ? 1 : -1;
}

/* A release counts only where both have one. */
int envfp__version_pacman(struct view a, struct view b)
{
    int order = DIGITS(cut_epoch(&a), cut_epoch(&b));
    struct view x = cut_release(&a), y = cut_release(&b);
    if (order == 0)
        order = pacman_part(a, b);
    return order || !x.length || !y.length ? order : pacman_part(x, y);
}

/* ---- Gentoo --------------------------------------------------------------------------------------------------------- */

static struct view without_end_zeros(struct view digits)
{
    while (digits.length && digits.text[digits.length - 1] == '0')
        digits.length--;
    return digits;
}

/* Numbers and dots: the first as a number, others with a leading zero as fractions. More parts are newer. */
static int gentoo_numbers(struct view *a, struct view *b)
{
    int order = DIGITS(CUT(a), CUT(b));
    while (order == 0) {
        bool more_a = view_starts(*a, VIEW(".")), more_b = view_starts(*b, VIEW("."));
        if (!more_a || !more_b)
            return (more_a > more_b) - (more_a < more_b);
        *a = view_skip(*a, 1);
        *b = view_skip(*b, 1);
        struct view x = CUT(a), y = CUT(b);
        if (view_starts(x, VIEW("0")) || view_starts(y, VIEW("0")))
            order = version_sign(view_compare(without_end_zeros(x), without_end_zeros(y)));
        else
            order = DIGITS(x, y);
    }
    return order;
}

static int cut_letter(struct view *rest)
{
    if (!rest->length || !byte_is_lower(rest->text[0]))
        return 0;
    int letter = (unsigned char)rest->text[0];
    *rest = view_skip(*rest, 1);
    return letter;
}

/* Cuts a suffix such as "_rc2" and returns its rank; 0 stands for no suffix. Alpine also has names of version control
 * systems. */
static int cut_suffix(struct view *rest, struct view *number)
{
    static const struct version_rank suffixes[] = {{"_alpha", -4}, {"_beta", -3}, {"_pre", -2},
                                                   {"_rc", -1},    {"_cvs", 1},   {"_svn", 2},
                                                   {"_git", 3},    {"_hg", 4},    {"_p", 5}};
    *number = VIEW("");
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
        if (version_skip(rest, suffixes[i].name)) {
            *number = CUT(rest);
            return suffixes[i].rank;
        }
    return 0;
}

int envfp__version_gentoo(struct view a, struct view b)
{
    int order = gentoo_numbers(&a, &b);
    if (order == 0)
        order = version_sign(cut_letter(&a) - cut_letter(&b));
    while (order == 0 && (view_starts(a, VIEW("_")) || view_starts(b, VIEW("_")))) {
        struct view x, y;
        int before = cut_suffix(&a, &x), after = cut_suffix(&b, &y);
        order = before != after ? version_sign(before - after) : DIGITS(x, y);
        if (before == 0 && after == 0)
            break;
    }
    if (order)
        return order;
    struct view x = version_skip(&a, "-r") ? CUT(&a) : VIEW(""),
                y = version_skip(&b, "-r") ? CUT(&b) : VIEW("");
    return DIGITS(x, y);
}
