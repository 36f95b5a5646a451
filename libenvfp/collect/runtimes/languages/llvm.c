/* SPDX-License-Identifier: MIT */
/* Clang: lib/clang/14.0.6 up to 15; lib/clang/16 since, where a library's name may tell the rest. */
#ifdef DECLARING

COLLECTOR(0, FILES)
USES(runtime)
USES(shims)
USES(manager_places)
USES(version_files)
USES(program)

NAMES("$PREFIX/{lib,lib64}/clang/", number)
NAMES("$PREFIX/{lib,lib64}/", library)
PROGRAM("$PATH/clang", shim)

LANGUAGE(clang, "Clang", "clang", "", "", "", "", 0, NUMBERS)

FACT("clang.path", STRING, CONTEXT, INFORMS, VARIABLES, "", "$PATH", "", "Which clang PATH starts.")
FACT("clang.version", STRING, HASHED, ALTERS, IMAGE, "", "", "lib/clang, names of libraries",
     "Version of the Clang that PATH starts: what is compiled here, and for which interfaces.")

#else
#include "base/version_compare.h"
#include "collect/runtimes/runtime.h"

/* Their names say a version. */
static bool keep_name_library(struct view name)
{
    return view_starts(name, VIEW("libclang")) || view_starts(name, VIEW("libLLVM"));
}

#define LAYER RUNTIMES
#define OWNER llvm
#define DECLARES "collect/runtimes/languages/llvm.c"
#include "collect/declare.h"

/* "16.0.6" of "libclang-16.so.16.0.6" or "libLLVM-16.0.6.so", where it is of that series. */
static struct view library_version(struct collect *c, const char *directory, struct view series)
{
    struct source_entry *entries;
    size_t count;
    struct view best = series;
    if (envfp__runtime_entries(c, directory, &entries, &count) != ENVFP_REASON_NONE)
        return best;
    for (size_t i = 0; i < count; i++) {
        struct view name = entries[i].name;
        if (!keep_name_library(name))
            continue;
        for (size_t j = 0; j + 1 < name.length; j++) {
            struct view number = envfp__runtime_number(view_skip(name, j + 1));
            bool starts = name.text[j] == '-' || name.text[j] == '.';
            if (starts && number.length > best.length && view_starts(number, series) &&
                number.text[series.length] == '.')
                best = number;
        }
    }
    return best;
}

static struct view read_version(struct collect *c, const struct runtime *clang)
{
    static const char *const places[] = {"/lib", "/lib64"};
    struct source_entry *entries;
    size_t count;
    struct view best = VIEW("");
    for (size_t i = 0; i < 2 && best.length == 0; i++) {
        const char *library = source_path(c->scratch, "", clang->prefix, places[i]);
        if (envfp__runtime_entries(c, source_path(c->scratch, library, VIEW("/clang"), ""), &entries,
                                   &count) != ENVFP_REASON_NONE)
            continue;
        for (size_t j = 0; j < count; j++)
            if (byte_is_digit(entries[j].name.text[0]) &&
                envfp__version_compare(VERSION_WORDS, entries[j].name, best) > 0)
                best = entries[j].name;
        if (best.length && view_find_byte(best, '.') == SIZE_MAX)
            best = library_version(c, library, best);
    }
    return best;
}

void envfp__collect_llvm(struct collect *c)
{
    struct runtime clang;
    if (envfp__language_find(c, DECLARED_LANGUAGE(clang), &clang)) {
        envfp__runtime_version(c, "clang.version", read_version(c, &clang));
        envfp__runtime_end(c, "clang.*", NULL);
    }
}

#endif
