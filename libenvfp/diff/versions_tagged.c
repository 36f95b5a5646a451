/* SPDX-License-Identifier: MIT */
/* Versions whose parts have names: Gentoo's and Alpine's, Python's, semantic ones. */
#include "diff/versions.h"

#define DIGITS envfp__version_digits
#define CUT envfp__version_cut_digits

static int sign(int difference)
{
    return (difference > 0) - (difference < 0);
}

static bool skip(struct view *rest, const char *start)
{
    if (!view_starts(*rest, view_of(start)))
        return false;
    *rest = view_skip(*rest, strlen(start));
    return true;
}

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
            order = sign(view_compare(without_end_zeros(x), without_end_zeros(y)));
        else
            order = DIGITS(x, y);
    }
    return order;
}

static int cut_letter(struct view *rest)
{
    if (!rest->length || rest->text[0] < 'a' || rest->text[0] > 'z')
        return 0;
    int letter = (unsigned char)rest->text[0];
    *rest = view_skip(*rest, 1);
    return letter;
}

/* "_rc2": where it stands beside none at all, which is 0. Alpine has the version controls' names as well. */
static int cut_suffix(struct view *rest, struct view *number)
{
    static const struct {
        const char *name;
        int weight;
    } suffixes[] = {{"_alpha", -4}, {"_beta", -3}, {"_pre", -2}, {"_rc", -1}, {"_cvs", 1},
                    {"_svn", 2},    {"_git", 3},   {"_hg", 4},   {"_p", 5}};
    *number = VIEW("");
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
        if (skip(rest, suffixes[i].name)) {
            *number = CUT(rest);
            return suffixes[i].weight;
        }
    return 0;
}

int envfp__version_gentoo(struct view a, struct view b)
{
    int order = gentoo_numbers(&a, &b);
    if (order == 0)
        order = sign(cut_letter(&a) - cut_letter(&b));
    while (order == 0 && (view_starts(a, VIEW("_")) || view_starts(b, VIEW("_")))) {
        struct view x, y;
        int before = cut_suffix(&a, &x), after = cut_suffix(&b, &y);
        order = before != after ? sign(before - after) : DIGITS(x, y);
        if (before == 0 && after == 0)
            break;
    }
    if (order)
        return order;
    struct view x = skip(&a, "-r") ? CUT(&a) : VIEW(""), y = skip(&b, "-r") ? CUT(&b) : VIEW("");
    return DIGITS(x, y);
}

static bool is_between(char byte)
{
    return byte == '.' || byte == '-' || byte == '_';
}

/* A name with what may stand before and behind it: ".post", "-rc.". */
static bool skip_tag(struct view *rest, const char *tag)
{
    struct view at = *rest;
    if (at.length && is_between(at.text[0]))
        at = view_skip(at, 1);
    for (const char *letter = tag; *letter; letter++) {
        if (!at.length || (at.text[0] | 0x20) != *letter)
            return false;
        at = view_skip(at, 1);
    }
    if (at.length > 1 && is_between(at.text[0]) && byte_is_digit(at.text[1]))
        at = view_skip(at, 1);
    *rest = at;
    return true;
}

/* A version of PEP 440 in the order in which its parts count. */
struct python {
    struct view epoch, release, pre_number, post_number, dev_number, local;
    int pre; /* -2 none but a development version, 0..2 a b rc, 3 none */
    bool post, dev;
};

static struct view cut_release(struct view *rest)
{
    struct view at = *rest;
    for (;;) {
        struct view before = at;
        if (before.text != rest->text && !skip(&at, "."))
            break;
        if (CUT(&at).length == 0) {
            at = before;
            break;
        }
    }
    struct view release = view_take(*rest, (size_t)(at.text - rest->text));
    *rest = at;
    return release;
}

static struct python parse_python(struct view rest)
{
    static const struct {
        const char *name;
        int weight;
    } pres[] = {{"alpha", 0}, {"beta", 1}, {"preview", 2}, {"pre", 2},
                {"rc", 2},    {"a", 0},    {"b", 1},       {"c", 2}};
    struct python p = {.pre = 3, .local = VIEW("")};
    if (!skip(&rest, "v"))
        skip(&rest, "V");
    struct view at = rest, epoch = CUT(&at);
    if (skip(&at, "!")) {
        p.epoch = epoch;
        rest = at;
    }
    p.release = cut_release(&rest);
    for (size_t i = 0; i < sizeof pres / sizeof *pres && p.pre == 3; i++)
        if (skip_tag(&rest, pres[i].name)) {
            p.pre = pres[i].weight;
            p.pre_number = CUT(&rest);
        }
    p.post = skip_tag(&rest, "post") || skip_tag(&rest, "rev") || skip_tag(&rest, "r");
    if (!p.post && rest.length > 1 && rest.text[0] == '-' && byte_is_digit(rest.text[1]))
        p.post = skip(&rest, "-");
    if (p.post)
        p.post_number = CUT(&rest);
    p.dev = skip_tag(&rest, "dev");
    if (p.dev)
        p.dev_number = CUT(&rest);
    if (p.pre == 3 && p.dev && !p.post)
        p.pre = -2;
    if (skip(&rest, "+"))
        p.local = rest;
    return p;
}

/* Parts that are missing are zero. */
static int compare_releases(struct view a, struct view b)
{
    struct view x, y;
    for (bool more = true; more;) {
        x = y = VIEW("");
        more = view_cut(&a, '.', &x);
        more = view_cut(&b, '.', &y) || more;
        int order = DIGITS(x, y);
        if (order)
            return order;
    }
    return 0;
}

int envfp__version_python(struct view a, struct view b)
{
    struct python x = parse_python(a), y = parse_python(b);
    int order = DIGITS(x.epoch, y.epoch);
    order = order ? order : compare_releases(x.release, y.release);
    order = order ? order : sign(x.pre - y.pre);
    order = order ? order : DIGITS(x.pre_number, y.pre_number);
    order = order ? order : x.post - y.post;
    order = order ? order : DIGITS(x.post_number, y.post_number);
    order = order ? order : y.dev - x.dev;
    order = order ? order : DIGITS(x.dev_number, y.dev_number);
    order = order ? order : (x.local.length > 0) - (y.local.length > 0);
    return order ? order : envfp__version_words(x.local, y.local);
}

static bool is_number(struct view word)
{
    struct view rest = word;
    return CUT(&rest).length && rest.length == 0;
}

/* Dotted words: numbers before others, fewer before more. */
static int compare_prerelease(struct view a, struct view b)
{
    struct view x, y;
    for (;;) {
        bool more_a = view_cut(&a, '.', &x), more_b = view_cut(&b, '.', &y);
        if (!more_a || !more_b)
            return more_a - more_b;
        bool number = is_number(x);
        if (number != is_number(y))
            return number ? -1 : 1;
        int order = number ? DIGITS(x, y) : sign(view_compare(x, y));
        if (order)
            return order;
    }
}

int envfp__version_semver(struct view a, struct view b)
{
    struct view core_a, core_b;
    if (!skip(&a, "v"))
        skip(&a, "=");
    if (!skip(&b, "v"))
        skip(&b, "=");
    a = view_take(a, view_find_byte(a, '+'));
    b = view_take(b, view_find_byte(b, '+'));
    if (!view_cut(&a, '-', &core_a))
        core_a = VIEW("");
    if (!view_cut(&b, '-', &core_b))
        core_b = VIEW("");
    int order = compare_releases(core_a, core_b);
    if (order || (!a.length && !b.length))
        return order;
    /* A release is newer than what came before it. */
    return !a.length ? 1 : !b.length ? -1 : compare_prerelease(a, b);
}
