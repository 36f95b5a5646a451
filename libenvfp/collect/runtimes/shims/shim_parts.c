/* SPDX-License-Identifier: MIT */
#include "collect/runtimes/shims/shim_parts.h"

#include "base/version_compare.h"

bool envfp__shim_is_program(struct collect *c, const char *path)
{
    struct source_stat stat;
    return source_stat(c->source, path, &stat) == ENVFP_REASON_NONE && stat.type == SOURCE_FILE &&
           (stat.mode & 0111);
}

bool envfp__shim_is_plain(struct view name)
{
    return name.length && !view_starts(name, VIEW(".")) && view_find_byte(name, '/') == SIZE_MAX;
}

const char *envfp__shim_join(struct collect *c, const char *a, const char *b, struct view name, const char *d)
{
    const struct view pieces[] = {view_of(a), view_of(b), name, view_of(d)};
    return envfp__arena_join(c->scratch, pieces, 4).text;
}

struct view envfp__versions_newest(struct collect *c, const char *directory, struct view start)
{
    struct source_entry *entries;
    size_t count;
    struct view best = VIEW("");
    if (source_list(c->source, c->scratch, directory, &entries, &count) != ENVFP_REASON_NONE)
        return best;
    for (size_t i = 0; i < count; i++) {
        struct view name = entries[i].name;
        if (!view_starts(name, start) || name.length <= start.length || name.text[start.length] != '.')
            continue;
        if (best.length == 0 || envfp__version_compare(VERSION_WORDS, name, best) > 0)
            best = name;
    }
    return best;
}

struct view envfp__shim_variable(struct collect *c, const char *name)
{
    struct view value;
    if (!name || source_variable(c->source, name, &value) != ENVFP_REASON_NONE)
        return VIEW("");
    return envfp__arena_copy(c->scratch, view_trim(value));
}

const char *envfp__shim_variable_name(struct arena *arena, const char *start, const char *name,
                                      const char *end)
{
    struct text made = {.arena = arena};
    envfp__text_add(&made, view_of(start));
    for (; *name; name++)
        envfp__text_add_byte(&made, *name == '-' ? '_' : byte_to_upper(*name));
    envfp__text_add(&made, view_of(end));
    return envfp__text_view(&made).text;
}

struct view envfp__shim_root(struct collect *c, const char *variable, const char *shim)
{
    struct view root = envfp__shim_variable(c, variable);
    return view_starts(root, VIEW("/")) ? root : envfp__path_directory(envfp__path_directory(view_of(shim)));
}
