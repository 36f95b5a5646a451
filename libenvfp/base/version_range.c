/* SPDX-License-Identifier: MIT */
#include "base/version_range.h"

#include "base/version_compare.h"

#define NUMBERS_MOST 8U

/* "3.12.x-rc.1": its numbers, whether a wildcard follows them, and what stands behind. */
struct bound {
    struct view numbers, rest;
    unsigned parts;
    bool wild;
};

static bool is_wildcard(char byte)
{
    return byte == '*' || byte == 'x' || byte == 'X';
}

/* False where it does not begin with a number, nor is a wildcard. */
static bool read_bound(struct view word, struct bound *bound)
{
    *bound = (struct bound){.numbers = word};
    size_t at = 0;
    if (word.length > 1 && (word.text[0] == 'v' || word.text[0] == 'V'))
        bound->numbers = word = view_skip(word, 1);
    while (at < word.length) {
        struct view digits = view_digits(view_skip(word, at));
        if (digits.length == 0 && is_wildcard(word.text[at])) {
            bound->wild = true;
            bound->numbers = view_take(word, at ? at - 1 : 0);
            return true; /* what follows a wildcard is one, too */
        }
        if (digits.length == 0 || ++bound->parts > NUMBERS_MOST)
            return false;
        at += digits.length;
        if (at + 1 >= word.length || word.text[at] != '.' ||
            !(byte_is_digit(word.text[at + 1]) || is_wildcard(word.text[at + 1])))
            break;
        at++;
    }
    bound->numbers = view_take(word, at);
    bound->rest = view_skip(word, at);
    bound->rest = view_take(bound->rest, view_find_byte(bound->rest, '+'));
    bound->rest = view_take(bound->rest, view_find_byte(bound->rest, '@'));
    return bound->parts > 0;
}

static int compare(const struct bound *found, const struct bound *bound)
{
    return envfp__version_compare(VERSION_NUMBERS, found->numbers, bound->numbers);
}

static bool is_equal(struct view a, struct view b, unsigned parts)
{
    return envfp__version_compare(VERSION_NUMBERS, envfp__version_start(a, parts),
                                  envfp__version_start(b, parts)) == 0;
}

/* Whether the first parts are the same; -1 where the version has not that many. */
static int has_start(const struct bound *found, const struct bound *bound, unsigned parts)
{
    if (parts == 0)
        return 1;
    if (found->parts >= parts)
        return is_equal(found->numbers, bound->numbers, parts);
    return is_equal(found->numbers, bound->numbers, found->parts) ? -1 : 0;
}

static bool is_before_release(struct view rest)
{
    return rest.length && memchr("-abr", rest.text[0], 4);
}

/* The parts that must not grow under a caret: up to the first that is not zero. */
static unsigned caret_parts(const struct bound *bound)
{
    struct view rest = bound->numbers, part;
    for (unsigned i = 1; view_cut(&rest, '.', &part); i++)
        while (part.length) {
            if (part.text[0] != '0')
                return i;
            part = view_skip(part, 1);
        }
    return bound->parts;
}

/* One version, whole where it has three parts or is written to be one. */
static int is_same(const struct bound *found, const struct bound *bound, bool whole)
{
    if (bound->wild || !whole)
        return has_start(found, bound, bound->parts);
    if (found->parts < bound->parts)
        return has_start(found, bound, bound->parts);
    bool early = is_before_release(found->rest) || is_before_release(bound->rest);
    return compare(found, bound) == 0 && (!early || view_equal(found->rest, bound->rest));
}

static int both(int a, int b)
{
    return a == 0 || b == 0 ? 0 : a < 0 || b < 0 ? -1 : 1;
}

/* At least the bound; -1 where the version is too coarse to tell. */
static int is_least(const struct bound *found, const struct bound *bound)
{
    if (compare(found, bound) >= 0)
        return 1;
    return found->parts < bound->parts && has_start(found, bound, bound->parts) < 0 ? -1 : 0;
}

static int is_more(const struct bound *found, const struct bound *bound)
{
    int least = is_least(found, bound);
    return least == 1 && compare(found, bound) == 0 ? (found->parts < bound->parts ? -1 : 0) : least;
}

static int not(int answer)
{
    return answer < 0 ? -1 : !answer;
}

/* Under "~", "~>", "~=" and "^": at least the bound, in the same series. */
static int is_compatible(enum version_rules rules, struct view sign, const struct bound *found,
                         const struct bound *bound)
{
    unsigned before = bound->parts > 1 ? bound->parts - 1 : 1, parts = before;
    if (view_is(sign, "^"))
        parts = caret_parts(bound);
    else if ((view_is(sign, "~") && rules != RULES_PHP) || (view_is(sign, "~>") && rules == RULES_NODE))
        parts = bound->parts < 2 ? 1 : 2;
    if (bound->wild && parts > bound->parts)
        parts = bound->parts;
    return both(is_least(found, bound), has_start(found, bound, parts));
}

static int compare_signed(enum version_rules rules, struct view sign, const struct bound *found,
                          const struct bound *bound)
{
    /* npm reads "18" behind any operator as a series; elsewhere it is 18.0.0. */
    bool series = bound->wild || (rules == RULES_NODE && bound->parts < 3);
    bool whole = !series && (rules != RULES_PLAIN || bound->parts >= 3);
    if (view_is(sign, ">="))
        return is_least(found, bound);
    if (view_is(sign, "<"))
        return not(is_least(found, bound));
    if (view_is(sign, ">"))
        return series ? both(is_least(found, bound), not(has_start(found, bound, bound->parts)))
                      : is_more(found, bound);
    if (view_is(sign, "<="))
        return series && has_start(found, bound, bound->parts) == 1 ? 1 : not(is_more(found, bound));
    if (view_is(sign, "!="))
        return not(is_same(found, bound, whole));
    if (view_is(sign, "=") || view_is(sign, "==") || view_is(sign, "==="))
        return is_same(found, bound, whole);
    return is_compatible(rules, sign, found, bound);
}

/* ---- What a range is made of ------------------------------------------------------------------------------------ */

static struct view cut_sign(struct view *rest)
{
    size_t end = 0;
    while (end < rest->length && memchr("<>=!~^", rest->text[end], 6))
        end++;
    struct view sign = view_take(*rest, end);
    *rest = view_skip(*rest, end);
    return sign;
}

static void skip_between(struct view *rest)
{
    while (rest->length && (byte_is_blank(rest->text[0]) || rest->text[0] == ','))
        *rest = view_skip(*rest, 1);
}

static struct view cut_bound(struct view *rest)
{
    size_t end = 0;
    while (end < rest->length && !byte_is_blank(rest->text[end]) && !memchr(",<>=!~^", rest->text[end], 7))
        end++;
    struct view word = view_take(*rest, end);
    *rest = view_skip(*rest, end);
    return word;
}

/* "zulu-17.48.15", "openjdk64-17.0.1": the first number, for vendors number their builds by rules of their own. */
static struct view java_bound(struct view word)
{
    size_t dash = view_find_byte(word, '-');
    if (word.length && !byte_is_digit(word.text[0]) && dash != SIZE_MAX)
        word = envfp__version_start(view_skip(word, dash + 1), 1);
    return view_starts(word, VIEW("1.")) ? view_skip(word, 2) : word;
}

/* " - " between two bounds: the second is a series where it has fewer than three parts. */
static int is_between(const struct bound *found, const struct bound *low, struct view word)
{
    struct bound high;
    if (!read_bound(word, &high))
        return -1;
    int below = high.parts < 3 && has_start(found, &high, high.parts) == 1 ? 1 : not(is_more(found, &high));
    return both(is_least(found, low), below);
}

static int has_all(enum version_rules rules, struct view range, const struct bound *found)
{
    int answer = 1;
    skip_between(&range);
    while (range.length) {
        struct bound bound;
        struct view sign = cut_sign(&range);
        skip_between(&range);
        struct view word = cut_bound(&range);
        skip_between(&range);
        if (rules == RULES_JAVA)
            word = java_bound(word);
        if (word.length == 0 || !read_bound(word, &bound))
            return -1;
        if (rules == RULES_JAVA && view_starts(bound.rest, VIEW(".r")))
            return -1; /* "22.3.r17-grl": GraalVM's own number */
        int one;
        if (sign.length == 0 && view_starts(range, VIEW("- "))) {
            range = view_skip(range, 2);
            skip_between(&range);
            one = is_between(found, &bound, cut_bound(&range));
            skip_between(&range);
        } else if (sign.length == 0) {
            bool whole = bound.parts >= 3 && rules != RULES_JAVA;
            one = is_same(found, &bound, whole);
        } else {
            one = compare_signed(rules, sign, found, &bound);
        }
        answer = both(answer, one);
    }
    return answer;
}

int envfp__version_satisfies(enum version_rules rules, struct view range, struct view version)
{
    struct bound found;
    struct view alternative;
    int answer = 0;
    if (rules == RULES_JAVA)
        version = java_bound(version);
    range = view_trim(range);
    if (range.length == 0 || !read_bound(version, &found) || found.parts == 0)
        return -1;
    while (view_cut(&range, '|', &alternative)) {
        alternative = view_trim(alternative);
        if (alternative.length == 0)
            continue; /* between the bars of "||" */
        int one = has_all(rules, alternative, &found);
        answer = answer == 1 || one == 1 ? 1 : answer < 0 || one < 0 ? -1 : 0;
    }
    return answer;
}
