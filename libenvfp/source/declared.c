/* SPDX-License-Identifier: MIT */
#include "source/declared.h"

/* Whether `text`, all of it, fits the pattern. A star tries the shortest run first; what it may try is bounded by the
 * text's length for each star, and patterns have few. */
static bool fits(struct view pattern, struct view text)
{
    while (pattern.length) {
        if (view_starts(pattern, VIEW("*"))) {
            bool across = view_starts(pattern, VIEW("**"));
            pattern = view_skip(pattern, across ? 2 : 1);
            for (;; text = view_skip(text, 1)) {
                if (fits(pattern, text))
                    return true;
                if (text.length == 0 || (!across && text.text[0] == '/'))
                    return false;
            }
        }
        if (pattern.text[0] == '{') {
            size_t close = view_find_byte(pattern, '}');
            struct view choices = view_skip(view_take(pattern, close), 1), choice;
            while (view_cut(&choices, ',', &choice))
                if (view_starts(text, choice) &&
                    fits(view_skip(pattern, close + 1), view_skip(text, choice.length)))
                    return true;
            return false;
        }
        if (text.length == 0 || text.text[0] != pattern.text[0])
            return false;
        pattern = view_skip(pattern, 1);
        text = view_skip(text, 1);
    }
    return text.length == 0;
}

/* Whether a path goes through any directory whose tail `fits` says yes to. */
static bool fits_tail(bool (*fit)(struct view pattern, struct view text), struct view pattern,
                      struct view path)
{
    if (!view_starts(pattern, VIEW("$")))
        return fit(pattern, path);
    if (view_starts(path, VIEW("/proc/")) || view_starts(path, VIEW("/sys/")))
        return false;
    struct view tail = view_skip(pattern, view_find_byte(pattern, '/'));
    for (size_t i = 0; i < path.length; i++)
        if (path.text[i] == '/' && fit(tail, view_skip(path, i)))
            return true;
    return false;
}

bool envfp__declared_fits(const char *pattern, struct view path)
{
    return fits_tail(fits, view_of(pattern), path);
}

/* Of a choice that holds a slash, what is in front of it leads anywhere. */
bool envfp__declared_leads(const char *pattern, struct view path)
{
    struct view whole = view_of(pattern), start;
    bool leads =
        view_is(path, "/") || (whole.length && whole.text[0] == '$' && !view_starts(path, VIEW("/proc/")) &&
                               !view_starts(path, VIEW("/sys/")));
    bool choice = false;
    for (size_t i = 1; i < whole.length && !leads; i++) {
        choice = (choice || whole.text[i] == '{') && whole.text[i] != '}';
        start = view_take(whole, i);
        if (whole.text[i] == '/' && !choice)
            leads = fits(start, path);
        else if (whole.text[i] == '/')
            leads = view_starts(path, view_take(whole, view_find_byte(whole, '{')));
    }
    return leads;
}

/* Rows that tell nothing of what stands at a path are asked for by themselves. */
static enum keep_how of_kind(unsigned how)
{
    return how == KEEP_CALLED || how == KEEP_LINK ? (enum keep_how)how : KEEP_PRESENCE;
}

/* `how`: of paths' names or of links' texts; of all else KEEP_PRESENCE. */
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

const struct declared_variable *envfp__declared_variable(const struct declaration *declaration,
                                                         struct view name)
{
    const struct declared_variable *row = declared_variables(declaration);
    for (size_t i = 0; i < declaration->variable_count; i++)
        if (view_equal(view_of(declared_name_of(&row[i])), name))
            return &row[i];
    return NULL;
}
