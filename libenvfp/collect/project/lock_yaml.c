/* SPDX-License-Identifier: MIT */
/* Lock files that are told by their indentation, as their tools write them: pnpm, Yarn, Dart's pub, conda. */
#include "collect/project/lock.h"

/* A line's depth in blanks, what stands there, and `key: value` where it is one. */
struct line {
    size_t indent;
    struct view text, key, value;
    bool item; /* "- ": a list's element, whose own depth is that of what follows the hyphen */
};

struct entry {
    struct view name, version, hash;
    bool open, optional, own;
};

/* The next line that says something. Tabs indent nothing in YAML. */
static bool next_line(struct lock *lock, struct view *rest, struct line *line)
{
    struct view raw;
    while (lock->reason == ENVFP_REASON_NONE && view_cut(rest, '\n', &raw)) {
        struct view text = view_trim(raw);
        if (text.length == 0 || text.text[0] == '#' || view_is(text, "---"))
            continue;
        *line = (struct line){.indent = (size_t)(text.text - raw.text), .text = text};
        if (view_find_byte(view_take(raw, line->indent), '\t') != SIZE_MAX)
            envfp__lock_fail(lock, ENVFP_REASON_MALFORMED);
        if (view_starts(text, VIEW("- "))) {
            line->item = true;
            line->text = view_trim(view_skip(text, 2));
            line->indent += (size_t)(line->text.text - text.text);
        }
        return lock->reason == ENVFP_REASON_NONE;
    }
    return false;
}

/* "key: value", "'key': value", "key:"; false for anything else. */
static bool split_pair(struct line *line)
{
    struct view text = line->text;
    size_t end = 0;
    if (text.length && (text.text[0] == '"' || text.text[0] == '\'')) {
        end = view_find_byte(view_skip(text, 1), text.text[0]);
        if (end == SIZE_MAX)
            return false;
        end += 2;
    }
    while (end < text.length &&
           !(text.text[end] == ':' && (end + 1 == text.length || byte_is_blank(text.text[end + 1]))))
        end++;
    if (end >= text.length)
        return false;
    line->key = envfp__lock_unquote(view_take(text, end));
    line->value = view_trim(view_skip(text, end + 1));
    return true;
}

static bool ends_well(struct lock *lock, struct view text)
{
    if (text.length && !view_ends(text, VIEW("\n")))
        envfp__lock_fail(lock, ENVFP_REASON_TRUNCATED);
    return lock->reason == ENVFP_REASON_NONE;
}

static void end_entry(struct lock *lock, struct entry *entry, bool required)
{
    if (entry->open && !entry->own) {
        envfp__lock_pin(lock, entry->name, entry->version, VIEW(""), required && !entry->optional);
        envfp__lock_detail(lock, entry->name, entry->version, entry->hash);
    }
    *entry = (struct entry){.open = false};
}

/* ---- pnpm ------------------------------------------------------------------------------------------------------ */

/* "/name/1.0.0_peers" before version 6, "/name@1.0.0(peers)" in it, "name@1.0.0" after. */
static void split_key(struct view key, bool slashes, struct entry *entry)
{
    if (view_starts(key, VIEW("/")))
        key = view_skip(key, 1);
    key = view_take(key, view_find_byte(key, '('));
    entry->open = true;
    entry->own = view_starts(key, VIEW("file:")) || view_starts(key, VIEW("link:")); /* a folder beside it */
    if (!slashes && envfp__lock_split_at(key, &entry->name, &entry->version))
        return;
    size_t at = key.length;
    while (at && key.text[at - 1] != '/')
        at--;
    struct view version = view_skip(key, at);
    entry->name = at ? view_take(key, at - 1) : key;
    entry->version = view_take(version, view_find_byte(version, '_'));
}

/* "{integrity: sha512-...}", "{commit: ..., repo: ...}" */
static struct view in_braces(struct view value, struct view word)
{
    size_t at = envfp__view_find(value, word);
    value = view_trim(view_skip(value, at == SIZE_MAX ? value.length : at + word.length));
    size_t end = 0;
    while (end < value.length && value.text[end] != ',' && value.text[end] != '}' && value.text[end] != ' ')
        end++;
    return envfp__lock_unquote(view_take(value, end));
}

void envfp__lock_pnpm(struct lock *lock, struct view text)
{
    struct entry entry = {.open = false};
    struct line line;
    bool packages = false, slashes = false;
    if (!ends_well(lock, text))
        return;
    while (next_line(lock, &text, &line)) {
        if (!split_pair(&line))
            continue; /* a list's element, a long text */
        if (line.indent == 0) {
            end_entry(lock, &entry, false);
            packages = view_is(line.key, "packages");
            if (view_is(line.key, "lockfileVersion"))
                slashes = view_starts(envfp__lock_unquote(line.value), VIEW("5"));
        } else if (packages && line.indent == 2) {
            end_entry(lock, &entry, false);
            split_key(line.key, slashes, &entry);
        } else if (packages && line.indent == 4 && view_is(line.key, "resolution")) {
            entry.hash = in_braces(line.value, VIEW("integrity:"));
            if (entry.hash.length == 0)
                entry.hash = in_braces(line.value, VIEW("commit:"));
            if (entry.hash.length == 0)
                entry.hash = in_braces(line.value, VIEW("tarball:"));
        } else if (packages && line.indent == 6 && view_is(line.key, "integrity")) {
            entry.hash = line.value;
        } else if (packages && line.indent == 4 && view_is(line.key, "version")) {
            entry.version = envfp__lock_unquote(line.value);
        }
    }
    end_entry(lock, &entry, false);
}

/* ---- Yarn: version 1 writes `key value`, Berry `key: value` ------------------------------------------------------- */

/* `"@scope/name@^1.0.0", "@scope/name@npm:^1.1.0":` */
static void yarn_header(struct lock *lock, struct view text, struct entry *entry)
{
    if (!view_ends(text, VIEW(":"))) {
        envfp__lock_fail(lock, ENVFP_REASON_MALFORMED);
        return;
    }
    text = view_take(text, text.length - 1);
    if (view_is(text, "__metadata"))
        return;
    text = view_starts(text, VIEW("\"")) ? view_skip(text, 1) : text;
    entry->open = true;
    if (!envfp__lock_split_at(text, &entry->name, &entry->version))
        envfp__lock_fail(lock, ENVFP_REASON_MALFORMED);
    entry->version = VIEW("");
}

static void yarn_field(struct entry *entry, struct view text)
{
    size_t at = 0;
    while (at < text.length && text.text[at] != ' ' && text.text[at] != ':')
        at++;
    struct view key = view_take(text, at), value = envfp__lock_unquote(view_skip(text, at + 1));
    if (view_is(key, "version"))
        entry->version = value;
    else if (view_is(key, "integrity") || view_is(key, "checksum") ||
             (view_is(key, "resolved") && entry->hash.length == 0))
        entry->hash = value;
    else if (view_is(key, "linkType"))
        entry->own = view_is(value, "soft");
}

void envfp__lock_yarn(struct lock *lock, struct view text)
{
    struct entry entry = {.open = false};
    struct line line;
    if (!ends_well(lock, text))
        return;
    while (next_line(lock, &text, &line)) {
        if (line.indent == 0) {
            end_entry(lock, &entry, false);
            yarn_header(lock, line.text, &entry);
        } else if (line.indent == 2 && entry.open) {
            yarn_field(&entry, line.text);
        }
    }
    end_entry(lock, &entry, false);
}

/* ---- pub (Dart, Flutter) ------------------------------------------------------------------------------------------- */

void envfp__lock_pubspec(struct lock *lock, struct view text)
{
    struct entry entry = {.open = false};
    struct line line;
    bool packages = false;
    if (!ends_well(lock, text))
        return;
    while (next_line(lock, &text, &line)) {
        if (!split_pair(&line)) {
            envfp__lock_fail(lock, ENVFP_REASON_MALFORMED);
        } else if (line.indent == 0) {
            end_entry(lock, &entry, true);
            packages = view_is(line.key, "packages");
        } else if (packages && line.indent == 2) {
            end_entry(lock, &entry, true);
            entry = (struct entry){.open = true, .name = line.key};
        } else if (packages && line.indent == 4 && view_is(line.key, "version")) {
            entry.version = envfp__lock_unquote(line.value);
        } else if (packages && line.indent == 4 && view_is(line.key, "source")) {
            entry.own = view_is(envfp__lock_unquote(line.value), "path");
        } else if (packages && line.indent == 6 &&
                   (view_is(line.key, "sha256") || view_is(line.key, "resolved-ref"))) {
            entry.hash = envfp__lock_unquote(line.value);
        }
    }
    end_entry(lock, &entry, true);
}

/* ---- conda: conda-lock.yml and environment.yml ---------------------------------------------------------------------- */

void envfp__lock_conda(struct lock *lock, struct view text)
{
    struct entry entry = {.open = false};
    struct line line;
    bool packages = false;
    if (!ends_well(lock, text))
        return;
    while (next_line(lock, &text, &line)) {
        if (!split_pair(&line))
            continue;
        if (line.indent == 0) {
            end_entry(lock, &entry, false);
            packages = view_is(line.key, "package");
        } else if (packages && line.item && line.indent <= 4 && view_is(line.key, "name")) {
            end_entry(lock, &entry, false);
            entry = (struct entry){.open = true, .name = envfp__lock_unquote(line.value)};
        } else if (packages && view_is(line.key, "version") && line.indent <= 4) {
            entry.version = envfp__lock_unquote(line.value);
        } else if (packages && view_is(line.key, "sha256")) {
            entry.hash = envfp__lock_unquote(line.value);
        }
    }
    end_entry(lock, &entry, false);
}

/* "numpy=1.26.4=py311_0", "channel::numpy==1.26", "flask==3.0"; what names no version is a constraint. */
static void add_requirement(struct lock *lock, struct view text, bool pip)
{
    size_t channel = envfp__view_find(text, VIEW("::"));
    if (channel != SIZE_MAX && !pip)
        text = view_skip(text, channel + 2);
    size_t end = 0;
    while (end < text.length && !memchr("=<>!~ [;@", text.text[end], 9))
        end++;
    struct view name = view_take(text, end), rest = view_trim(view_skip(text, end)), version = rest;
    while (view_starts(version, VIEW("=")))
        version = view_skip(version, 1);
    struct view build = view_take(version, view_find_byte(version, '='));
    bool exact = version.length < rest.length && build.length && view_find_byte(build, '*') == SIZE_MAX &&
                 view_find_byte(build, ',') == SIZE_MAX && view_find_byte(build, ' ') == SIZE_MAX;
    if (pip)
        name = envfp__lock_python_name(lock, name);
    if (exact)
        envfp__lock_pin(lock, name, build, VIEW(""), !pip);
    envfp__lock_detail(lock, name, VIEW(""), exact ? view_skip(version, build.length) : rest);
    if (rest.length == 0)
        envfp__lock_detail(lock, name, VIEW(""), VIEW("any"));
}

void envfp__lock_environment(struct lock *lock, struct view text)
{
    struct line line;
    enum { OTHER, CHANNELS, DEPENDENCIES } section = OTHER;
    size_t pip = SIZE_MAX;
    struct text channels = {.arena = lock->c->scratch};
    while (next_line(lock, &text, &line)) {
        struct view value = envfp__lock_unquote(line.text);
        if (!line.item && line.indent == 0 && split_pair(&line)) {
            section = view_is(line.key, "channels")       ? CHANNELS
                      : view_is(line.key, "dependencies") ? DEPENDENCIES
                                                          : OTHER;
            pip = SIZE_MAX;
        } else if (section == CHANNELS && line.item && channels.length < LOCK_WORD_MOST) {
            envfp__text_add(&channels, envfp__lock_version(value));
            envfp__text_add_byte(&channels, ' ');
        } else if (section == DEPENDENCIES && line.item) {
            bool below = pip != SIZE_MAX && line.indent > pip;
            pip = below ? pip : SIZE_MAX;
            if (view_is(line.text, "pip:"))
                pip = line.indent;
            else
                add_requirement(lock, value, below);
        }
    }
    /* Which comes first counts. */
    if (channels.length)
        envfp__lock_detail(lock, VIEW("channels"), VIEW(""), envfp__text_view(&channels));
}
