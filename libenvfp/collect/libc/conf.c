/* SPDX-License-Identifier: MIT */
/* The configuration that tells the dynamic loader where to search: ld.so.conf with the files it includes (ldconfig(8)),
 * and musl's list. */
#ifdef DECLARING

LINES("/{etc,usr,opt}/**.conf", conf)
NAMES("/etc/**/", conf)
NAMES("/usr/**.d/", conf)
LINES("/etc/ld-musl-*.path", musl_path)

#else
#include "collect/libc/identity.h"
#include "source/keep_rows.h"

/* "include PATTERN...", or a folder at the start of the line. */
static bool keep_conf(const struct source *source, struct view line, struct text *out)
{
    struct view end, body = envfp__keep_body(line, &end), word;
    body = view_trim(view_take(body, view_find_byte(body, '#')));
    if (view_starts(body, VIEW("include")) && body.length > 7 && byte_is_blank(body.text[7])) {
        body = view_skip(body, 7);
        envfp__text_add(out, VIEW("include"));
        while (view_cut_word(&body, &word)) {
            envfp__text_add_byte(out, ' ');
            if (keep_is_made_of(word, "/._-+*?", 4096))
                envfp__keep_fold(source, word, out);
            else
                envfp__text_add_byte(out, '?');
        }
    } else if (view_starts(body, VIEW("/"))) {
        body = view_trim(view_take(body, view_find_byte(body, '=')));
        envfp__keep_fold(source, envfp__keep_is_folder(body) ? body : VIEW("/?"), out);
    } else if (body.length) {
        envfp__text_add_byte(out, '?');
    }
    envfp__text_add(out, end);
    return true;
}

static bool keep_name_conf(struct view name)
{
    return view_ends(name, VIEW(".conf"));
}

static bool is_relative_folder(struct view element)
{
    bool mail = !view_starts(element, VIEW("/")) && view_find_byte(element, '@') != SIZE_MAX;
    return element.length == 0 || (envfp__keep_is_path(element) && !mail);
}

static bool keep_musl_path(const struct source *source, struct view line, struct text *out)
{
    struct view end, body = view_trim(envfp__keep_body(line, &end)), piece;
    for (bool first = true; view_cut(&body, ':', &piece); first = false) {
        if (!first)
            envfp__text_add_byte(out, ':');
        envfp__keep_fold(source, is_relative_folder(piece) ? piece : VIEW("?"), out);
    }
    envfp__text_add(out, end);
    return true;
}

#define LAYER LIBC
#define OWNER loader_conf
#define DECLARES "collect/libc/conf.c"
#include "collect/declare.h"

#define DEPTH_MOST 8
#define FILES_MOST 256

struct conf {
    struct collect *c;
    struct view stack[DEPTH_MOST]; /* the unread rest of each open file, the innermost last */
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

/* Matches the shell wildcards `*` and `?`. Only the last star ever needs to be tried again. */
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

/* Whether a file that an include names has a row; else it is not read, and a gap (HIDDEN) is noted, because outside of
 * the usual directories files have names that people gave them. All files that a pattern matches have the same row. */
static bool has_row(struct conf *conf, struct view path, enum keep_how how)
{
    const struct envfp_read *row = envfp__declared_read(&declared.head, path);
    if (row && row->how == how)
        return true;
    note(conf, ENVFP_REASON_HIDDEN);
    return false;
}

/* The concatenated content of the files of a directory that match a pattern, in order of their names. */
static struct view read_directory(struct conf *conf, struct view directory, struct view base)
{
    struct arena *scratch = conf->c->scratch;
    struct source_entry *entries;
    size_t count;
    if (!has_row(conf, view_of(source_path(scratch, "", directory, "/")), KEEP_NAMES))
        return VIEW("");
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

/* The concatenated content of all files that a pattern matches. */
static struct view read_pattern(struct conf *conf, struct view pattern)
{
    struct arena *scratch = conf->c->scratch;
    if (pattern.length == 0)
        return VIEW("");
    pattern = view_of(source_path(scratch, pattern.text[0] == '/' ? "" : "/etc/", pattern, ""));
    if (!has_row(conf, pattern, KEEP_LINES))
        return VIEW("");
    if (view_find_byte(pattern, '*') != SIZE_MAX || view_find_byte(pattern, '?') != SIZE_MAX)
        return read_directory(conf, envfp__path_directory(pattern), envfp__path_base(pattern));
    return envfp__arena_join(scratch, (struct view[]){read_copy(conf, pattern.text), VIEW("\n")}, 2);
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
        return; /* "hwcap" lines, and relative paths, which ldconfig refuses */
    line = view_trim(view_take(line, view_find_byte(line, '='))); /* "=libc6", of old */
    if (conf->list.length)
        envfp__text_add_byte(&conf->list, ':');
    envfp__text_add(&conf->list, envfp__keep_is_folder(line) ? line : VIEW("/?"));
}

/* Whether ldconfig's cache exists; without it glibc's loader searches none of these directories. */
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

/* The name of musl's list, which has the processor in it as the loader's name does. A program may name a link to the
 * loader, so the real name is looked at too. */
static struct view musl_name(struct view interpreter, struct view loader)
{
    struct view base = envfp__path_base(interpreter);
    if (!view_starts(base, VIEW("ld-musl-")))
        base = envfp__path_base(loader);
    size_t end = envfp__view_find(base, VIEW(".so."));
    return view_starts(base, VIEW("ld-musl-")) && end != SIZE_MAX ? view_take(base, end) : VIEW("");
}

struct view envfp__libc_musl_path(struct collect *c, struct view interpreter, struct view loader)
{
    struct view content, line, piece, name = musl_name(interpreter, loader);
    if (name.length == 0)
        return VIEW("");
    enum envfp_reason reason =
        source_read(c->source, source_path(c->scratch, "/etc/", name, ".path"), &content);
    fact_gap(c, "loader.musl_path", reason);
    struct text list = {.arena = c->scratch};
    while (view_cut(&content, '\n', &line)) {
        line = view_trim(line);
        while (view_cut(&line, ':', &piece)) {
            if (list.length)
                envfp__text_add_byte(&list, ':');
            envfp__text_add(&list, is_relative_folder(piece) ? piece : VIEW("?"));
        }
    }
    struct view found = list.length ? envfp__text_view(&list) : VIEW("");
    if (found.length)
        fact_string(c, "loader.musl_path", source_fold_list(c->source, c->scratch, found));
    return found;
}

#endif
