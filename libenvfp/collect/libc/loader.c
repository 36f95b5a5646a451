/* SPDX-License-Identifier: MIT */
/* What the dynamic loader is told to search and to load first: ld.so(8), ldconfig(8). */
#include "collect/program.h"

#define DEPTH_MOST 8
#define FILES_MOST 256

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
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct view value;
        enum envfp_reason reason = source_variable_shown(c->source, c->scratch, rows[i][0], &value);
        if (reason == ENVFP_REASON_NONE && value.length)
            fact_string(c, rows[i][1], value);
        else
            fact_gap(c, rows[i][1], reason);
    }
}

/* The file's words, separated by blanks or colons, as one colon-separated list. */
static void add_preload(struct collect *c)
{
    struct view content, word, piece;
    enum envfp_reason reason = source_read(c->source, "/etc/ld.so.preload", &content);
    fact_gap(c, "loader.preload", reason);
    struct text list = {.arena = c->scratch};
    while (view_cut_word(&content, &word))
        while (view_cut(&word, ':', &piece)) {
            if (piece.length && list.length)
                envfp__text_add_byte(&list, ':');
            envfp__text_add(&list, piece);
        }
    if (list.length)
        fact_string(c, "loader.preload", source_fold_list(c->source, c->scratch, envfp__text_view(&list)));
}

/* ---- ld.so.conf and what it includes ------------------------------------------------------------------ */

struct conf {
    struct collect *c;
    struct view stack[DEPTH_MOST]; /* what is left of each open file, the innermost last */
    size_t depth;
    unsigned files;
    struct text list;
    enum envfp_reason reason; /* the first trouble */
};

static void note(struct conf *conf, enum envfp_reason reason)
{
    if (conf->reason == ENVFP_REASON_NONE && reason != ENVFP_REASON_ABSENT)
        conf->reason = reason;
}

/* Shell wildcards `*` and `?`; the last star is the only one that ever needs another try. */
static bool matches(struct view pattern, struct view name)
{
    size_t p = 0, n = 0, star = SIZE_MAX, from = 0;
    while (n < name.length) {
        if (p < pattern.length && pattern.text[p] == '*') {
            star = p++;
            from = n;
        } else if (p < pattern.length && (pattern.text[p] == '?' || pattern.text[p] == name.text[n])) {
            p++;
            n++;
        } else if (star != SIZE_MAX) {
            p = star + 1;
            n = ++from;
        } else {
            return false;
        }
    }
    while (p < pattern.length && pattern.text[p] == '*')
        p++;
    return p == pattern.length;
}

static struct view read_copy(struct conf *conf, const char *path)
{
    struct view content;
    if (conf->files++ >= FILES_MOST) {
        note(conf, ENVFP_REASON_TRUNCATED);
        return VIEW("");
    }
    note(conf, source_read(conf->c->source, path, &content));
    return envfp__arena_copy(conf->c->scratch, content);
}

/* The content of all files that a pattern names, in order, as one text. */
static struct view read_pattern(struct conf *conf, struct view pattern)
{
    struct arena *scratch = conf->c->scratch;
    if (pattern.length == 0)
        return VIEW("");
    if (pattern.text[0] != '/')
        pattern = view_of(source_path(scratch, "/etc/", pattern, ""));
    struct view directory = envfp__path_directory(pattern), base = envfp__path_base(pattern);
    if (view_find_byte(pattern, '*') == SIZE_MAX && view_find_byte(pattern, '?') == SIZE_MAX)
        return envfp__arena_join(
            scratch, (struct view[]){read_copy(conf, envfp__arena_copy(scratch, pattern).text), VIEW("\n")},
            2);
    struct source_entry *entries;
    size_t count;
    note(conf,
         source_list(conf->c->source, scratch, source_path(scratch, "", directory, ""), &entries, &count));
    struct text all = {.arena = scratch};
    for (size_t i = 0; i < count && conf->files <= FILES_MOST; i++) {
        if (view_starts(entries[i].name, VIEW(".")) || entries[i].type == SOURCE_DIRECTORY ||
            !matches(base, entries[i].name))
            continue;
        const char *start = source_path(scratch, "", directory, "/");
        envfp__text_add(&all, read_copy(conf, source_path(scratch, start, entries[i].name, "")));
        envfp__text_add_byte(&all, '\n');
    }
    return envfp__text_view(&all);
}

static void take_line(struct conf *conf, struct view line)
{
    struct view word;
    line = view_trim(view_take(line, view_find_byte(line, '#')));
    if (view_starts(line, VIEW("include")) && line.length > 7 && byte_is_blank(line.text[7])) {
        line = view_skip(line, 7);
        struct text all = {.arena = conf->c->scratch};
        while (view_cut_word(&line, &word))
            envfp__text_add(&all, read_pattern(conf, word));
        if (all.length && conf->depth == DEPTH_MOST)
            note(conf, ENVFP_REASON_TRUNCATED);
        else if (all.length)
            conf->stack[conf->depth++] = envfp__text_view(&all);
        return;
    }
    if (line.length == 0 || line.text[0] != '/')
        return;                                        /* "hwcap" lines, and what ldconfig refuses */
    line = view_take(line, view_find_byte(line, '=')); /* "=libc6", of old */
    if (conf->list.length)
        envfp__text_add_byte(&conf->list, ':');
    envfp__text_add(&conf->list, view_trim(line));
}

static void add_conf(struct collect *c)
{
    struct conf conf = {.c = c, .list = {.arena = c->scratch}};
    conf.stack[conf.depth++] = read_copy(&conf, "/etc/ld.so.conf");
    while (conf.depth > 0) {
        struct view line;
        if (view_cut(&conf.stack[conf.depth - 1], '\n', &line))
            take_line(&conf, line);
        else
            conf.depth--;
    }
    fact_gap(c, "loader.conf", conf.reason);
    if (conf.list.length && !c->scratch->failed)
        fact_string(c, "loader.conf", source_fold_list(c->source, c->scratch, envfp__text_view(&conf.list)));
}

void envfp__collect_loader(struct collect *c)
{
    add_variables(c);
    add_preload(c);
    add_conf(c);
}
