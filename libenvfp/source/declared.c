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

const struct envfp_read *envfp__declared_read(const struct declaration *declaration, struct view path)
{
    const struct envfp_read *row = declared_reads(declaration);
    for (size_t i = 0; i < declaration->read_count; i++)
        if (envfp__declared_fits(declared_pattern(&row[i]), path))
            return &row[i];
    return NULL;
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
