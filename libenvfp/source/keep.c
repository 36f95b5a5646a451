/* SPDX-License-Identifier: MIT */
#include "source/keep.h"

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

bool envfp__keep_fits(const char *pattern, struct view path)
{
    struct view whole = view_of(pattern);
    if (!view_starts(whole, VIEW("$")))
        return fits(whole, path);
    if (view_starts(path, VIEW("/proc/")) || view_starts(path, VIEW("/sys/")))
        return false;
    struct view tail = view_skip(whole, view_find_byte(whole, '/'));
    for (size_t i = 0; i < path.length; i++)
        if (path.text[i] == '/' && fits(tail, view_skip(path, i)))
            return true;
    return false;
}

static const struct keep *find_in(const struct keep *rows, struct view path)
{
    for (; rows->pattern; rows++)
        if (envfp__keep_fits(rows->pattern, path))
            return rows;
    return NULL;
}

const struct keep *envfp__keep_find(struct view path)
{
    const struct keep *const tables[] = {envfp__keep_system,   envfp__keep_kernel,   envfp__keep_container,
                                         envfp__keep_libc,     envfp__keep_packages, envfp__keep_runtimes,
                                         envfp__keep_projects, envfp__keep_objects};
    const struct keep *row = NULL;
    for (size_t i = 0; i < sizeof tables / sizeof *tables && !row; i++)
        row = find_in(tables[i], path);
    return row;
}
