/* SPDX-License-Identifier: MIT */
#include "source/declared.h"

/* Which bytes of a path a pattern has itself; the others are what wildcards stand for. */
struct spelling {
    const char *path;
    bool *literal; /* for each byte */
};

static void mark(struct spelling *spelling, struct view text, size_t count, bool literal)
{
    for (size_t i = 0; spelling && i < count; i++)
        spelling->literal[(size_t)(text.text - spelling->path) + i] = literal;
}

/* Whether `text`, all of it, fits the pattern. A star tries the shortest run first; what it may try is bounded by the
 * text's length for each star, and patterns have few. The last attempt that marks a byte is the one that fits. */
static bool fits(struct view pattern, struct view text, struct spelling *spelling)
{
    while (pattern.length) {
        if (view_starts(pattern, VIEW("*"))) {
            bool across = view_starts(pattern, VIEW("**"));
            pattern = view_skip(pattern, across ? 2 : 1);
            for (;; text = view_skip(text, 1)) {
                if (fits(pattern, text, spelling))
                    return true;
                if (text.length == 0 || (!across && text.text[0] == '/'))
                    return false;
                mark(spelling, text, 1, false);
            }
        }
        if (pattern.text[0] == '{') {
            size_t close = view_find_byte(pattern, '}');
            struct view choices = view_skip(view_take(pattern, close), 1), choice;
            while (view_cut(&choices, ',', &choice)) {
                if (!view_starts(text, choice))
                    continue;
                mark(spelling, text, choice.length, true);
                if (fits(view_skip(pattern, close + 1), view_skip(text, choice.length), spelling))
                    return true;
            }
            return false;
        }
        if (text.length == 0 || text.text[0] != pattern.text[0])
            return false;
        mark(spelling, text, 1, true);
        pattern = view_skip(pattern, 1);
        text = view_skip(text, 1);
    }
    return text.length == 0;
}

static bool is_of_kernel(struct view path)
{
    return view_starts(path, VIEW("/proc/")) || view_starts(path, VIEW("/sys/"));
}

/* Whether a path goes through any directory whose tail fits. */
static bool fits_anywhere(struct view pattern, struct view path, struct spelling *spelling)
{
    if (!view_starts(pattern, VIEW("$")))
        return fits(pattern, path, spelling);
    struct view tail = view_skip(pattern, view_find_byte(pattern, '/'));
    for (size_t i = 0; i < path.length && !is_of_kernel(path); i++) {
        if (path.text[i] == '/' && fits(tail, view_skip(path, i), spelling))
            return true;
        mark(spelling, view_skip(path, i), 1, false);
    }
    return false;
}

bool envfp__declared_fits(const char *pattern, struct view path)
{
    return fits_anywhere(view_of(pattern), path, NULL);
}

/* Of a choice that holds a slash, what is in front of it leads anywhere. */
static bool leads(struct view pattern, struct view path, struct spelling *spelling)
{
    bool choice = false;
    if (view_starts(pattern, VIEW("$")) || view_is(path, "/")) {
        mark(spelling, path, path.length, false);
        return !is_of_kernel(path);
    }
    for (size_t i = 1; i < pattern.length; i++) {
        struct view start = view_take(pattern, i), before = view_take(start, view_find_byte(start, '{'));
        choice = (choice || pattern.text[i] == '{') && pattern.text[i] != '}';
        if (pattern.text[i] != '/')
            continue;
        if (!choice && fits(start, path, spelling))
            return true;
        if (choice && view_starts(path, before)) {
            mark(spelling, path, path.length, false);
            mark(spelling, path, before.length, true);
            return true;
        }
    }
    return false;
}

bool envfp__declared_leads(const char *pattern, struct view path)
{
    return leads(view_of(pattern), path, NULL);
}

bool envfp__declared_spells(const char *pattern, struct view path, bool *literal)
{
    struct spelling spelling = {path.text, literal};
    return fits_anywhere(view_of(pattern), path, &spelling) || leads(view_of(pattern), path, &spelling);
}

/* CALLED and LINK rows say nothing about a file's content, so each kind is looked up by itself; all other kinds
 * together. */
static enum keep_how of_kind(unsigned how)
{
    return how == KEEP_CALLED || how == KEEP_LINK ? (enum keep_how)how : KEEP_PRESENCE;
}

/* The first row of one kind that fits: `how` is KEEP_CALLED, KEEP_LINK, or KEEP_PRESENCE for all others. */
static const struct envfp_read *find(const struct declaration *declaration, struct view path,
                                     enum keep_how how)
{
    const struct envfp_read *row = declared_reads(declaration);
    for (size_t i = 0; i < declaration->read_count; i++)
        if (of_kind(row[i].how) == how && envfp__declared_fits(declared_pattern(&row[i]), path))
            return &row[i];
    return NULL;
}

const struct envfp_read *envfp__declared_read(const struct declaration *declaration, struct view path)
{
    return find(declaration, path, KEEP_PRESENCE);
}

const struct envfp_read *envfp__declared_called(const struct declaration *declaration, struct view path)
{
    return find(declaration, path, KEEP_CALLED);
}

const struct envfp_read *envfp__declared_link(const struct declaration *declaration, struct view path)
{
    return find(declaration, path, KEEP_LINK);
}

/* Letters, digits and `_`, of digits few: what follows a known beginning is a setting's name, not somebody's. */
static bool is_setting(struct view rest)
{
    size_t digits = 0;
    for (size_t i = 0; i < rest.length; i++) {
        digits += byte_is_digit(rest.text[i]);
        if (!byte_is_alnum(rest.text[i]) && rest.text[i] != '_')
            return false;
    }
    return rest.length <= 64 && digits <= 6;
}

bool envfp__declared_names(const char *row, struct view name)
{
    struct view start = view_of(row);
    if (!view_ends(start, VIEW("*")) || view_equal(start, name))
        return view_equal(start, name);
    start.length--;
    if (view_equal(start, name)) /* the beginning is a name itself, unless it is cut short */
        return !view_ends(start, VIEW("_"));
    return view_starts(name, start) && is_setting(view_skip(name, start.length));
}

const struct envfp_read *envfp__declared_variable(const struct declaration *declaration, struct view name)
{
    const struct envfp_read *row = declared_variables(declaration);
    for (size_t i = 0; i < declaration->variable_count; i++)
        if (envfp__declared_names(declared_name_of(&row[i]), name))
            return &row[i];
    return NULL;
}
