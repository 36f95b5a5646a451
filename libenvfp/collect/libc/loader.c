/* SPDX-License-Identifier: MIT */
/* What the dynamic loader is told to search and to load first: ld.so(8), ldconfig(8). */
#ifdef DECLARING

COLLECTOR(0, FILES)

FACT("loader.cache", BOOLEAN, HASHED, BREAKS, IMAGE, "", "",
     "/etc/ld.so.cache, where ld.so.conf names directories; ldconfig(8)",
     "Whether ldconfig has run: without its cache the loader searches none of the directories that "
     "ld.so.conf names.")
FACT("loader.conf", STRING, HASHED, ALTERS, IMAGE, "", "",
     "/etc/ld.so.conf and what it includes; ldconfig(8)",
     "Directories that ldconfig searches, in order: which of several copies of a library is found.")
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
FACT("loader.preload", STRING, HASHED, BREAKS, IMAGE, "", "/etc/ld.so.preload", "ld.so(8)",
     "Libraries that are loaded into every program of the system before all others.")

#else
#define LAYER LIBC
#define OWNER loader
#define DECLARES "collect/libc/loader.c"
#include "collect/declare.h"

#include "collect/program.h"
#include "source/keep_parts.h"

static void add_variables(struct collect *c)
{
    static const char *const rows[][2] = {
        {"LD_AUDIT", "loader.ld_audit"},
        {"LD_BIND_NOW", "loader.ld_bind_now"},
        {"LD_LIBRARY_PATH", "loader.ld_library_path"},
        {"LD_PRELOAD", "loader.ld_preload"},
        {"GLIBC_TUNABLES", "loader.glibc_tunables"},
        {"MALLOC_ARENA_MAX", "loader.malloc_arena_max"},
    };
    envfp__collect_variables(c, rows, sizeof rows / sizeof *rows);
}

/* The file's words, separated by blanks or colons and without comments, as one colon-separated list. */
static void add_preload(struct collect *c)
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
                envfp__text_add(&list, envfp__keep_is_preload(piece) ? piece : VIEW("?"));
            }
    }
    if (list.length)
        fact_string(c, "loader.preload", source_fold_list(c->source, c->scratch, envfp__text_view(&list)));
}

void envfp__collect_loader(struct collect *c)
{
    add_variables(c);
    add_preload(c);
}

#endif
