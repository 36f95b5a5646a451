/* SPDX-License-Identifier: MIT */
/* ld.so.conf and what it includes: ldconfig(8). */
#include "collect/libc/identity.h"
#include "source/keep_parts.h"

#define DEPTH_MOST 8
#define FILES_MOST 256

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
    if (!envfp__keep_is_conf_folder(directory)) {
        note(conf, ENVFP_REASON_UNSUPPORTED);
        return VIEW("");
    }
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
        return; /* "hwcap" lines, and what ldconfig refuses */
    line = view_trim(view_take(line, view_find_byte(line, '='))); /* "=libc6", of old */
    if (conf->list.length)
        envfp__text_add_byte(&conf->list, ':');
    envfp__text_add(&conf->list, envfp__keep_is_folder(line) ? line : VIEW("/?"));
}

/* Without its cache, glibc's loader searches none of these. */
static void add_cache(struct collect *c)
{
    struct source_stat stat;
    enum envfp_reason reason = source_stat(c->source, "/etc/ld.so.cache", &stat);
    if (reason == ENVFP_REASON_NONE || reason == ENVFP_REASON_ABSENT)
        fact_boolean(c, "loader.cache", reason == ENVFP_REASON_NONE);
    fact_gap(c, "loader.cache", reason);
}

struct view envfp__libc_conf(struct collect *c)
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
    if (conf.list.length == 0 || c->scratch->failed) {
        fact_gap(c, "loader.cache", conf.reason);
        return VIEW("");
    }
    struct view list = envfp__text_view(&conf.list);
    fact_string(c, "loader.conf", source_fold_list(c->source, c->scratch, list));
    add_cache(c);
    return list;
}
