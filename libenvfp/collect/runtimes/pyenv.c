/* SPDX-License-Identifier: MIT */
/*
 * pyenv puts a shell script for each program first on PATH, which starts the program of the version that
 * PYENV_VERSION, or else the file `version`, names. (A project's .python-version counts with its folder only.)
 */
#include "collect/runtimes/python.h"

static bool is_executable(struct collect *c, const char *path)
{
    struct source_stat stat;
    return source_stat(c->source, path, &stat) == ENVFP_REASON_NONE && stat.type == SOURCE_FILE &&
           (stat.mode & 0111);
}

/* Numbers by value, everything else by byte: "3.9.1" before "3.10.0". */
static int compare_versions(struct view a, struct view b)
{
    struct view x, y;
    for (;;) {
        bool more_a = view_cut(&a, '.', &x), more_b = view_cut(&b, '.', &y);
        if (!more_a || !more_b)
            return (int)more_a - (int)more_b;
        uint64_t m, n;
        int order = envfp__view_number(x, 10, &m) && envfp__view_number(y, 10, &n) ? (m > n) - (m < n)
                                                                                   : view_compare(x, y);
        if (order)
            return order;
    }
}

/* The newest installed version that begins with `start` and a dot: "3.11" stands for 3.11.9. */
static struct view newest(struct collect *c, const char *versions, struct view start)
{
    struct source_entry *entries;
    size_t count;
    struct view best = VIEW("");
    if (source_list(c->source, c->scratch, versions, &entries, &count) != ENVFP_REASON_NONE)
        return best;
    for (size_t i = 0; i < count; i++) {
        struct view name = entries[i].name;
        if (!view_starts(name, start) || name.length <= start.length || name.text[start.length] != '.')
            continue;
        if (best.length == 0 || compare_versions(name, best) > 0)
            best = name;
    }
    return best;
}

/* Names of versions do not lead out of the directory of versions. */
static bool is_plain(struct view name)
{
    return name.length && !view_starts(name, VIEW(".")) && view_find_byte(name, '/') == SIZE_MAX;
}

static const char *program_of(struct arena *arena, const char *versions, struct view version,
                              struct view program)
{
    return envfp__arena_join(
               arena, (struct view[]){view_of(versions), VIEW("/"), version, VIEW("/bin/"), program}, 5)
        .text;
}

/* The versions in force, in order of preference. */
static struct view chosen_versions(struct collect *c, struct view root)
{
    struct view chosen;
    if (source_variable(c->source, "PYENV_VERSION", &chosen) == ENVFP_REASON_NONE && chosen.length)
        return envfp__arena_copy(c->scratch, chosen);
    const char *file = source_path(c->scratch, "", root, "/version");
    if (source_read_line(c->source, c->scratch, file, &chosen) != ENVFP_REASON_NONE)
        return VIEW("");
    return chosen;
}

/* Separated by colons in the variable, by blanks in the file. */
static bool cut_version(struct view *list, struct view *version)
{
    size_t end = 0;
    while (list->length && (byte_is_blank(list->text[0]) || list->text[0] == ':'))
        *list = view_skip(*list, 1);
    while (end < list->length && !byte_is_blank(list->text[end]) && list->text[end] != ':')
        end++;
    *version = view_take(*list, end);
    *list = view_skip(*list, end);
    return end > 0;
}

bool envfp__pyenv_resolve(struct collect *c, const char *shim, const char **path)
{
    struct view root, version, program = envfp__path_base(view_of(shim));
    if (source_variable(c->source, "PYENV_ROOT", &root) != ENVFP_REASON_NONE || !view_starts(root, VIEW("/")))
        root = envfp__path_directory(envfp__path_directory(view_of(shim)));
    const char *versions = source_path(c->scratch, "", root, "/versions");
    struct view list = chosen_versions(c, root);
    while (cut_version(&list, &version)) {
        if (view_is(version, "system") || !is_plain(version))
            return false;
        *path = program_of(c->scratch, versions, version, program);
        if (is_executable(c, *path))
            return true;
        version = newest(c, versions, version);
        *path = program_of(c->scratch, versions, version, program);
        if (version.length && is_executable(c, *path))
            return true;
    }
    return false;
}
