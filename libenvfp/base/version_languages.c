/* SPDX-License-Identifier: MIT */
/* Versions as languages' packages are numbered: Python's and semantic ones. */
#include "base/version_parts.h"

#define DIGITS envfp__version_digits
#define CUT envfp__version_cut_digits

/* ---- Python --------------------------------------------------------------------------------------------------------- */

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
        if (!at.length || byte_to_lower(at.text[0]) != *letter)
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
    struct view epoch, release, pre_number, post_number, dev_number, other, local;
    int pre; /* -2 a development version only, 0..2 a b rc, 3 no prerelease */
    bool post, dev;
};

static struct view cut_release(struct view *rest)
{
    struct view at = *rest;
    for (;;) {
        struct view before = at;
        if (before.text != rest->text && !version_skip(&at, "."))
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
    static const struct version_rank pres[] = {{"alpha", 0}, {"beta", 1}, {"preview", 2}, {"pre", 2},
                                               {"rc", 2},    {"a", 0},    {"b", 1},       {"c", 2}};
    struct python p = {.pre = 3};
    if (!version_skip(&rest, "v"))
        version_skip(&rest, "V");
    struct view at = rest, epoch = CUT(&at);
    if (version_skip(&at, "!")) {
        p.epoch = epoch;
        rest = at;
    }
    p.release = cut_release(&rest);
    for (size_t i = 0; i < sizeof pres / sizeof *pres && p.pre == 3; i++)
        if (skip_tag(&rest, pres[i].name)) {
            p.pre = pres[i].rank;
            p.pre_number = CUT(&rest);
        }
    p.post = skip_tag(&rest, "post") || skip_tag(&rest, "rev") || skip_tag(&rest, "r");
    if (!p.post && rest.length > 1 && rest.text[0] == '-' && byte_is_digit(rest.text[1]))
        p.post = version_skip(&rest, "-");
    if (p.post)
        p.post_number = CUT(&rest);
    p.dev = skip_tag(&rest, "dev");
    if (p.dev)
        p.dev_number = CUT(&rest);
    if (p.pre == 3 && p.dev && !p.post)
        p.pre = -2;
    p.other = view_take(rest, view_find_byte(rest, '+'));
    p.local = view_skip(rest, p.other.length + 1);
    return p;
}

int envfp__version_python(struct view a, struct view b)
{
    struct python x = parse_python(a), y = parse_python(b);
    int order = DIGITS(x.epoch, y.epoch);
    order = order ? order : envfp__version_numbers(x.release, y.release);
    order = order ? order : version_sign(x.pre - y.pre);
    order = order ? order : DIGITS(x.pre_number, y.pre_number);
    order = order ? order : x.post - y.post;
    order = order ? order : DIGITS(x.post_number, y.post_number);
    order = order ? order : y.dev - x.dev;
    order = order ? order : DIGITS(x.dev_number, y.dev_number);
    order = order ? order : envfp__version_words(x.other, y.other);
    order = order ? order : (x.local.length > 0) - (y.local.length > 0);
    return order ? order : envfp__version_words(x.local, y.local);
}

/* ---- Semantic versions ---------------------------------------------------------------------------------------------- */

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
        int order = number ? DIGITS(x, y) : version_sign(view_compare(x, y));
        if (order)
            return order;
    }
}

int envfp__version_semver(struct view a, struct view b)
{
    struct view core_a, core_b;
    if (!version_skip(&a, "v"))
        version_skip(&a, "=");
    if (!version_skip(&b, "v"))
        version_skip(&b, "=");
    a = view_take(a, view_find_byte(a, '+'));
    b = view_take(b, view_find_byte(b, '+'));
    if (!view_cut(&a, '-', &core_a))
        core_a = VIEW("");
    if (!view_cut(&b, '-', &core_b))
        core_b = VIEW("");
    int order = envfp__version_numbers(core_a, core_b);
    if (order || (!a.length && !b.length))
        return order;
    /* A release is newer than what came before it. */
    return !a.length ? 1 : !b.length ? -1 : compare_prerelease(a, b);
}
