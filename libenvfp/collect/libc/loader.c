/* SPDX-License-Identifier: MIT */
/* What the dynamic loader is told to search and to load first: ld.so(8), ldconfig(8). */
#include "collect/program.h"

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
                envfp__text_add(&list, piece);
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
