/* SPDX-License-Identifier: MIT */
/* Reading a lock file, or what a recording keeps of one (lock_kept.c says how that looks). */
#include "collect/project/lock.h"

static const struct {
    char name[16];
    enum envfp_reason reason;
} gaps[] = {{"malformed", ENVFP_REASON_MALFORMED},
            {"truncated", ENVFP_REASON_TRUNCATED},
            {"unsupported", ENVFP_REASON_UNSUPPORTED}};

struct view envfp__lock_gap_word(enum envfp_reason reason)
{
    size_t i = 0;
    while (i + 1 < sizeof gaps / sizeof *gaps && gaps[i].reason != reason)
        i++;
    return view_of(gaps[i].name);
}

static void take_gap(struct lock *lock, struct view name)
{
    for (size_t i = 0; i < sizeof gaps / sizeof *gaps; i++)
        if (view_is(name, gaps[i].name)) {
            envfp__lock_fail(lock, gaps[i].reason);
            return;
        }
    envfp__lock_fail(lock, ENVFP_REASON_MALFORMED);
}

/* Reserves the room that the original text needed, so that bounds apply as they did to it. */
static void take_room(struct lock *lock, size_t records, size_t bytes, struct view line)
{
    struct project *project = lock->project;
    struct view count = VIEW(""), size = VIEW("");
    uint64_t more = 0, length = 0;
    (void)view_cut(&line, '\t', &count);
    (void)view_cut(&line, '\t', &size);
    if (!envfp__view_number(count, 10, &more) || !envfp__view_number(size, 10, &length)) {
        envfp__lock_fail(lock, ENVFP_REASON_MALFORMED);
    } else if (more > LOCK_RECORDS_MOST || length > LOCK_BYTES_MOST || records + more > LOCK_RECORDS_MOST ||
               bytes + length > LOCK_BYTES_MOST) {
        envfp__lock_fail(lock, ENVFP_REASON_TRUNCATED);
    } else {
        project->records = project->records > records + more ? project->records : (size_t)(records + more);
        project->bytes = project->bytes > bytes + length ? project->bytes : (size_t)(bytes + length);
    }
}

static bool is_condition_byte(char byte)
{
    return byte_is_alnum(byte) || byte == ' ' || (byte && memchr("_.,<>=!~?*+&-", byte, 13));
}

static struct view cut(struct view *line)
{
    struct view field = VIEW("");
    (void)view_cut(line, '\t', &field);
    return field;
}

static struct view take_condition(struct view text)
{
    return view_all(text, is_condition_byte) ? text : VIEW("?");
}

static uint32_t take_groups(struct view *line)
{
    uint64_t groups = 0;
    return envfp__view_number(cut(line), 10, &groups) ? (uint32_t)groups : 0;
}

static void take_flags(struct lock *lock, struct view line)
{
    uint32_t flags = take_groups(&line);
    lock->linked = lock->linked || flags & LOCK_FLAG_LINKED;
    lock->rootless = lock->rootless || flags & LOCK_FLAG_ROOTLESS;
    lock->asked = lock->asked || flags & LOCK_FLAG_ASKED;
    lock->loose = lock->loose || flags & LOCK_FLAG_LOOSE;
    lock->flagged = lock->flagged || flags & LOCK_FLAG_FLAGGED;
    lock->extras |= take_groups(&line);
}

/* A pin, a range that is asked for, or a node that is no package. */
static void take_pin(struct lock *lock, struct view word, struct view when, struct view line)
{
    struct want want = {.when = when};
    want.groups = take_groups(&line);
    want.optional = take_groups(&line);
    if (lock->constraint)
        want.groups = want.optional = 0;
    struct view name = cut(&line), version = cut(&line);
    if (view_is(word, "pin"))
        envfp__lock_pin(lock, name, version, line, &want);
    else if (view_is(word, "ask"))
        envfp__lock_ask(lock, name, take_condition(version), &want);
    else
        envfp__lock_helper(lock, name, version, want.groups);
}

static void take_link(struct lock *lock, struct view line)
{
    struct link link = {.groups = take_groups(&line)};
    link.optional = take_groups(&line) != 0;
    link.name = cut(&line);
    link.version = cut(&line);
    link.when = take_condition(line);
    envfp__lock_link(lock, &link);
}

static bool is_pin(struct view word)
{
    return view_is(word, "pin") || view_is(word, "ask") || view_is(word, "node");
}

/* Lines that say who wants what; false for others. */
static bool take_want(struct lock *lock, struct view word, struct view line, struct view *when)
{
    if (is_pin(word)) {
        take_pin(lock, word, *when, line);
        *when = VIEW("");
    } else if (view_is(word, "if")) {
        *when = take_condition(line);
    } else if (view_is(word, "to")) {
        take_link(lock, line);
    } else if (view_is(word, "flags")) {
        take_flags(lock, line);
    } else {
        return false;
    }
    return true;
}

static bool read_kept(struct lock *lock, struct view base, struct view text)
{
    size_t records = lock->project->records, bytes = lock->project->bytes;
    struct view line, word, name = VIEW(""), version = VIEW(""), room = VIEW("0\t0"), when = VIEW("");
    if (!view_cut_start(&text, VIEW(LOCK_KEPT)))
        return false;
    while (lock->reason == ENVFP_REASON_NONE && view_cut(&text, '\n', &line)) {
        word = VIEW("");
        (void)view_cut(&line, '\t', &word);
        if (view_is(word, "room")) {
            room = line;
        } else if (view_is(word, "of")) {
            name = version = VIEW("");
            (void)view_cut(&line, '\t', &name);
            (void)view_cut(&line, '\t', &version);
        } else if (view_is(word, "is")) {
            envfp__lock_detail(lock, name, version, line);
        } else if (view_is(word, "in") || view_is(word, "co")) {
            envfp__lock_include(lock, base, line, view_is(word, "co"));
        } else if (!view_is(word, "go") && !view_is(word, "toolchain") &&
                   !take_want(lock, word, line, &when)) {
            take_gap(lock, view_is(word, "gap") ? line : word);
        }
    }
    if (lock->reason == ENVFP_REASON_NONE)
        take_room(lock, records, bytes, room);
    return true;
}

bool envfp__lock_has_file(const struct bag *files, struct view file)
{
    for (size_t i = 0; i < files->count; i++)
        if (view_equal(files->items[i], file))
            return true;
    return false;
}

void envfp__lock_read_text(struct lock *lock, lock_reader *read, const char *base, struct view text)
{
    const char *file = lock->file;
    lock->file = base;
    lock->constraint = envfp__lock_has_file(&lock->constraints, view_of(base));
    if (!read_kept(lock, view_of(base), text))
        read(lock, text);
    lock->file = file;
}

void envfp__lock_read(struct lock *lock, lock_reader *read, struct view text)
{
    envfp__bag_add(lock->c, &lock->files, view_of(lock->file));
    envfp__lock_read_text(lock, read, lock->file, text);
    /* What requirements include. */
    for (size_t i = 1; i < lock->files.count && lock->reason == ENVFP_REASON_NONE; i++) {
        const char *file = lock->files.items[i].text;
        enum envfp_reason reason = envfp__project_read(lock->project, file, &text);
        if (reason != ENVFP_REASON_NONE)
            envfp__lock_fail(lock, reason == ENVFP_REASON_ABSENT ? ENVFP_REASON_MALFORMED : reason);
        else
            envfp__lock_read_text(lock, read, file, text);
    }
}

bool envfp__lock_is_requirements(struct lock *lock, struct view path)
{
    struct view whole = envfp__arena_join(lock->c->scratch, (struct view[]){VIEW("/"), path}, 2);
    const struct envfp_read *row = envfp__declared_read(envfp__declares_locks(), whole);
    return row && strcmp(declared_form(row), "requirements") == 0;
}
