/* SPDX-License-Identifier: MIT */
/* GCC: a small object that it links into every program, crtbegin.o, says which compiler made it. */
#ifdef DECLARING

COLLECTOR(0, FILES)
USES(runtime)
USES(shims)
USES(manager_places)
USES(version_files)
USES(program)

TAKEN("$PREFIX/lib/gcc/*/*/crtbegin.o")
NAMES("$PREFIX/lib/gcc/", all)
NAMES("$PREFIX/lib/gcc/*/", number)
PROGRAM("$PATH/gcc", shim)

LANGUAGE(gcc, "GCC", "gcc", "", "", "", "", 0, NUMBERS)

FACT("gcc.path", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PATH", "", "Which gcc PATH starts.")
FACT("gcc.version", STRING, HASHED, ALTERS, IMAGE, "", "", "the comment in crtbegin.o",
     "Version of the GCC that PATH starts: what is compiled here, and for which interfaces.")

#else
#include "base/version_compare.h"
#include "collect/runtimes/runtime.h"

#define LAYER RUNTIMES
#define OWNER gcc
#define DECLARES "collect/runtimes/languages/gcc.c"
#include "collect/declare.h"

/* "12" of "x86_64-linux-gnu-gcc-12"; empty for "gcc". */
static struct view series_of(struct view base)
{
    size_t at = envfp__view_find(base, VIEW("gcc-"));
    return at == SIZE_MAX ? VIEW("") : envfp__runtime_number(view_skip(base, at + 4));
}

/* "GCC: (Debian 12.2.0-14) 12.2.0" */
static struct view object_version(struct collect *c, const char *path)
{
    struct view text;
    if (envfp__runtime_start(c, path, (size_t)64 << 10, &text) != ENVFP_REASON_NONE)
        return VIEW("");
    size_t at = envfp__view_find(text, VIEW("GCC: ("));
    if (at == SIZE_MAX)
        return VIEW("");
    struct view rest = view_take(view_skip(text, at), 200);
    size_t end = envfp__view_find(rest, VIEW(") "));
    if (end == SIZE_MAX)
        return VIEW("");
    struct view version = envfp__arena_copy(c->scratch, envfp__runtime_number(view_skip(rest, end + 2)));
    source_took_of(c->source, path, at, 6);
    source_took_of(c->source, path, at + end, 2 + version.length);
    return version;
}

/* lib/gcc/TRIPLE/SERIES: the highest, unless the program is called after one. */
static struct view triple_version(struct collect *c, const char *directory, struct view series)
{
    struct source_entry *entries;
    size_t count;
    struct view best = series;
    if (series.length == 0 && envfp__runtime_entries(c, directory, &entries, &count) == ENVFP_REASON_NONE)
        for (size_t i = 0; i < count; i++)
            if (byte_is_digit(entries[i].name.text[0]) &&
                envfp__version_compare(VERSION_WORDS, entries[i].name, best) > 0)
                best = entries[i].name;
    if (best.length == 0)
        return VIEW("");
    const char *start = source_path(c->scratch, directory, VIEW("/"), "");
    struct view version = object_version(c, source_path(c->scratch, start, best, "/crtbegin.o"));
    return version.length || view_find_byte(best, '.') == SIZE_MAX ? version : best;
}

static struct view read_version(struct collect *c, const struct runtime *gcc)
{
    struct source_entry *entries;
    size_t count;
    struct view base = envfp__path_base(gcc->resolved), series = series_of(base);
    const char *directory = source_path(c->scratch, "", gcc->prefix, "/lib/gcc");
    if (envfp__runtime_entries(c, directory, &entries, &count) != ENVFP_REASON_NONE)
        return VIEW("");
    const char *start = source_path(c->scratch, directory, VIEW("/"), "");
    struct view version = VIEW("");
    size_t named = envfp__view_find(base, VIEW("-gcc"));
    for (size_t i = 0; i < count && version.length == 0; i++)
        if (named == SIZE_MAX || view_equal(entries[i].name, view_take(base, named)))
            version = triple_version(c, source_path(c->scratch, start, entries[i].name, ""), series);
    return version;
}

void envfp__collect_gcc(struct collect *c)
{
    struct runtime gcc;
    if (envfp__language_find(c, DECLARED_LANGUAGE(gcc), &gcc)) {
        envfp__runtime_version(c, "gcc.version", read_version(c, &gcc));
        envfp__runtime_end(c, "gcc.*", NULL);
    }
}

#endif
