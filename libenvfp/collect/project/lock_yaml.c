/* SPDX-License-Identifier: MIT */
/* Lock files that are told by their indentation, as their tools write them: Dart's pub, conda. */
#include "collect/project/lock_yaml.h"

/* The next line that says something. Tabs indent nothing in YAML. */
bool envfp__lock_next_line(struct lock *lock, struct view *rest, struct yaml_line *line)
{
    struct view raw;
    while (lock->reason == ENVFP_REASON_NONE && view_cut(rest, '\n', &raw)) {
        struct view text = view_trim(raw);
        if (text.length == 0 || text.text[0] == '#' || view_is(text, "---"))
            continue;
        *line = (struct yaml_line){.indent = (size_t)(text.text - raw.text), .text = text};
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
bool envfp__lock_split_pair(struct yaml_line *line)
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

bool envfp__lock_ends_well(struct lock *lock, struct view text)
{
    if (text.length && !view_ends(text, VIEW("\n")))
        envfp__lock_fail(lock, ENVFP_REASON_TRUNCATED);
    return lock->reason == ENVFP_REASON_NONE;
}

void envfp__lock_end_entry(struct lock *lock, struct yaml_entry *entry)
{
    if (entry->platform.length)
        entry->want.when = platform_view(&entry->platform);
    if (entry->open && !entry->own) {
        envfp__lock_pin(lock, entry->name, entry->version, VIEW(""), &entry->want);
        envfp__lock_detail(lock, entry->name, entry->version, entry->hash);
    }
    envfp__lock_unlink(lock);
    *entry = (struct yaml_entry){.open = false};
}

/* ---- pub (Dart, Flutter) ------------------------------------------------------------------------------------------- */

void envfp__lock_pubspec(struct lock *lock, struct view text)
{
    struct yaml_entry entry = {.open = false};
    struct yaml_line line;
    bool packages = false;
    if (!envfp__lock_ends_well(lock, text))
        return;
    while (envfp__lock_next_line(lock, &text, &line)) {
        if (!envfp__lock_split_pair(&line)) {
            envfp__lock_fail(lock, ENVFP_REASON_MALFORMED);
        } else if (line.indent == 0) {
            envfp__lock_end_entry(lock, &entry);
            packages = view_is(line.key, "packages");
        } else if (packages && line.indent == 2) {
            envfp__lock_end_entry(lock, &entry);
            entry = (struct yaml_entry){.open = true, .name = line.key, .want.groups = GROUP_MAIN};
        } else if (packages && line.indent == 4 && view_is(line.key, "version")) {
            entry.version = envfp__lock_unquote(line.value);
        } else if (packages && line.indent == 4 && view_is(line.key, "source")) {
            entry.own = view_is(envfp__lock_unquote(line.value), "path");
        } else if (packages && line.indent == 6 &&
                   (view_is(line.key, "sha256") || view_is(line.key, "resolved-ref"))) {
            entry.hash = envfp__lock_unquote(line.value);
        }
    }
    envfp__lock_end_entry(lock, &entry);
}

/* ---- conda: conda-lock.yml and environment.yml ---------------------------------------------------------------------- */

void envfp__lock_conda(struct lock *lock, struct view text)
{
    struct yaml_entry entry = {.open = false};
    struct yaml_line line;
    bool packages = false;
    if (!envfp__lock_ends_well(lock, text))
        return;
    while (envfp__lock_next_line(lock, &text, &line)) {
        if (!envfp__lock_split_pair(&line))
            continue;
        if (line.indent == 0) {
            envfp__lock_end_entry(lock, &entry);
            packages = view_is(line.key, "package");
        } else if (packages && line.item && line.indent <= 4 && view_is(line.key, "name")) {
            envfp__lock_end_entry(lock, &entry);
            entry = (struct yaml_entry){.open = true, .name = envfp__lock_unquote(line.value)};
        } else if (packages && view_is(line.key, "version") && line.indent <= 4) {
            entry.version = envfp__lock_unquote(line.value);
        } else if (packages && view_is(line.key, "sha256")) {
            entry.hash = envfp__lock_unquote(line.value);
        }
    }
    envfp__lock_end_entry(lock, &entry);
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
        envfp__lock_pin(lock, name, build, VIEW(""), &(struct want){.groups = pip ? 0 : GROUP_MAIN});
    envfp__lock_detail(lock, name, VIEW(""), exact ? view_skip(version, build.length) : rest);
    if (rest.length == 0)
        envfp__lock_detail(lock, name, VIEW(""), VIEW("any"));
}

void envfp__lock_environment(struct lock *lock, struct view text)
{
    struct yaml_line line;
    enum { OTHER, CHANNELS, DEPENDENCIES } section = OTHER;
    size_t pip = SIZE_MAX;
    struct text channels = {.arena = lock->c->scratch};
    while (envfp__lock_next_line(lock, &text, &line)) {
        struct view value = envfp__lock_unquote(line.text);
        if (!line.item && line.indent == 0 && envfp__lock_split_pair(&line)) {
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
