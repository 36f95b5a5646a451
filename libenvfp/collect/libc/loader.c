/* SPDX-License-Identifier: MIT */
/* What the dynamic loader is told to search and to preload: ld.so(8), ldconfig(8). */
#ifdef DECLARING

COLLECTOR(0, FILES)

VARIABLE("GCONV_PATH", PATHS)
VARIABLE("GLIBC_TUNABLES", WORD)
VARIABLE("LD_AUDIT", PATHS)
VARIABLE("LD_BIND_NOW", WORD)
VARIABLE("LD_LIBRARY_PATH", PATHS)
VARIABLE("LD_PRELOAD", PATHS)
VARIABLE("MALLOC_ARENA_MAX", WORD)
LINES("/etc/ld.so.preload", preload)
SEEN("$LIB/lib*.so")
SEEN("$LIB/lib*.so.*")
SEEN("$GCONV_PATH/gconv-modules")

FACT("loader.gconv_path", STRING, HASHED, ALTERS, VARIABLES, "", "$GCONV_PATH", "iconv(1)",
     "Directories of character set conversions that are searched before the system's.")
FACT("loader.glibc_tunables", STRING, HASHED, ALTERS, VARIABLES, "", "$GLIBC_TUNABLES", "ld.so(8)",
     "Tunables of the C library: memory allocation, processor features it may use, and limits.")
FACT("loader.ld_audit", STRING, HASHED, ALTERS, VARIABLES, "", "$LD_AUDIT", "rtld-audit(7)",
     "Libraries that watch and may redirect every binding of a symbol.")
FACT("loader.ld_bind_now", STRING, HASHED, INFORMS, VARIABLES, "", "$LD_BIND_NOW", "ld.so(8)",
     "Resolves all symbols at start: missing ones show at once instead of at their first call.")
FACT("loader.ld_library_path", STRING, HASHED, BREAKS, VARIABLES, "", "$LD_LIBRARY_PATH", "ld.so(8)",
     "Directories searched for libraries before all others, in order: the commonest reason for loading "
     "another library than expected.")
FACT("loader.ld_preload", STRING, HASHED, BREAKS, VARIABLES, "", "$LD_PRELOAD", "ld.so(8)",
     "Libraries loaded before all others, whose functions replace those of the same name.")
FACT("loader.malloc_arena_max", STRING, HASHED, ALTERS, VARIABLES, "", "$MALLOC_ARENA_MAX", "mallopt(3)",
     "Bound on the number of malloc's arenas: memory use of programs with many threads.")
FACT("loader.missing", SET, DERIVED, BREAKS, VARIABLES, "", "",
     "LD_PRELOAD, /etc/ld.so.preload, GCONV_PATH; ld.so(8)",
     "Libraries to preload, and directories of conversions, that are named and not there: the loader says so "
     "at each start "
     "of a program, and goes on without.")
FACT("loader.preload", STRING, HASHED, BREAKS, IMAGE, "", "/etc/ld.so.preload", "ld.so(8)",
     "Libraries that are loaded into every program of the system before all others.")

#else
#include "source/keep_rows.h"

static bool is_library_file(struct view path)
{
    return view_ends(path, VIEW(".so")) || view_has(path, VIEW(".so."));
}

/* Whether the element is an absolute path, a library's name, or empty. */
static bool is_library(struct view element)
{
    bool named = view_find_byte(element, '/') == SIZE_MAX && view_find_byte(element, '@') == SIZE_MAX &&
                 (view_ends(element, VIEW(".so")) || view_has(element, VIEW(".so.")));
    return element.length == 0 || envfp__keep_is_folder(element) || (named && envfp__keep_is_path(element));
}

/* Keeps a list of libraries, separated by blanks or colons. */
static bool keep_preload(const struct source *source, struct view line, struct text *out)
{
    struct view end, body = envfp__keep_body(line, &end), word;
    body = view_take(body, view_find_byte(body, '#'));
    for (bool first = true; view_cut_word(&body, &word); first = false) {
        if (!first)
            envfp__text_add_byte(out, ' ');
        for (struct view piece; view_cut(&word, ':', &piece);) {
            envfp__keep_fold(source, is_library(piece) ? piece : VIEW("?"), out);
            if (word.length)
                envfp__text_add_byte(out, ':');
        }
    }
    envfp__text_add(out, end);
    return true;
}

#define LAYER LIBC
#define OWNER loader
#define DECLARES "collect/libc/loader.c"
#include "collect/declare.h"

#include "collect/collect.h"

/* Adds what the list names and is not there. Names without a slash are searched for, and those with tokens ("$LIB") mean
 * several files. */
static void check_list(struct collect *c, struct view list, const char *end, struct bag *missing)
{
    struct view word, piece;
    while (view_cut_word(&list, &word))
        while (view_cut(&word, ':', &piece)) {
            struct source_stat stat;
            if (!view_starts(piece, VIEW("/")) || !envfp__keep_is_folder(piece) ||
                view_find_byte(piece, '$') != SIZE_MAX || (!*end && !is_library_file(piece)))
                continue;
            enum envfp_reason reason = source_stat(c->source, source_path(c->scratch, "", piece, end), &stat);
            if (reason == ENVFP_REASON_ABSENT)
                envfp__bag_add(c, missing, source_fold(c->source, c->scratch, piece));
            else
                fact_gap(c, "loader.missing", reason);
        }
}

static void add_missing(struct collect *c, struct view preload)
{
    static const char *const names[][2] = {{"LD_PRELOAD", ""}, {"GCONV_PATH", "/gconv-modules"}};
    struct bag missing = {0};
    for (size_t i = 0; i < 2; i++) {
        struct view value;
        if (source_variable(c->source, names[i][0], &value) == ENVFP_REASON_NONE)
            check_list(c, envfp__arena_copy(c->scratch, value), names[i][1], &missing);
    }
    check_list(c, preload, "", &missing);
    if (missing.count)
        fact_set(c, "loader.missing", missing.items, missing.count);
}

/* The file's words, separated by blanks or colons and without comments, as one colon-separated list. */
static struct view add_preload(struct collect *c)
{
    struct view content, line, word, piece;
    enum envfp_reason reason = source_read(c->source, "/etc/ld.so.preload", &content);
    fact_gap(c, "loader.preload", reason);
    struct text list = {.arena = c->scratch};
    while (view_cut(&content, '\n', &line)) {
        line = view_take(line, view_find_byte(line, '#')); /* a comment, as the loader takes it */
        while (view_cut_word(&line, &word))
            while (view_cut(&word, ':', &piece)) {
                if (piece.length && list.length)
                    envfp__text_add_byte(&list, ':');
                envfp__text_add(&list, is_library(piece) ? piece : VIEW("?"));
            }
    }
    if (list.length)
        fact_string(c, "loader.preload", source_fold_list(c->source, c->scratch, envfp__text_view(&list)));
    return list.length ? envfp__text_view(&list) : VIEW("");
}

void envfp__collect_loader(struct collect *c)
{
    envfp__collect_declared_variables(c);
    add_missing(c, add_preload(c));
}

#endif
