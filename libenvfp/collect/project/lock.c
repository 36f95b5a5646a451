/* SPDX-License-Identifier: MIT */
#include "collect/project/lock.h"

#include "base/version.h"
#include "source/keep_parts.h"

void envfp__lock_fail(struct lock *lock, enum envfp_reason reason)
{
    if (lock->reason == ENVFP_REASON_NONE)
        lock->reason = reason;
}

static bool is_word(struct view text)
{
    for (size_t i = 0; i < text.length; i++)
        if ((unsigned char)text.text[i] < 0x20 || text.text[i] == 0x7f)
            return false;
    return text.length <= LOCK_WORD_MOST;
}

bool envfp__lock_room(struct lock *lock, size_t length)
{
    struct project *project = lock->project;
    if (project->records >= LOCK_RECORDS_MOST || length > LOCK_BYTES_MOST - project->bytes) {
        envfp__lock_fail(lock, ENVFP_REASON_TRUNCATED);
        return false;
    }
    project->records++;
    project->bytes += length;
    return true;
}

/* "name TAB version TAB detail": no part holds a tab. */
static void add_record(struct lock *lock, struct view name, struct view version, struct view detail)
{
    if (!is_word(name) || !is_word(version) || !is_word(detail) || name.length == 0) {
        envfp__lock_fail(lock, ENVFP_REASON_MALFORMED);
        return;
    }
    if (lock->reason != ENVFP_REASON_NONE)
        return;
    name = envfp__keep_name(lock->c->scratch, name);
    if (version.length && !envfp__version_is_pinned(version))
        version = envfp__keep_detail(lock->c->scratch, version);
    detail = envfp__keep_detail(lock->c->scratch, detail);
    if (!envfp__lock_room(lock, name.length + version.length + detail.length + 3))
        return;
    struct view *room = envfp__arena_grow(lock->c->scratch, lock->records, lock->record_count,
                                          &lock->record_capacity, sizeof *room);
    if (!room)
        return;
    lock->records = room;
    room[lock->record_count++] = envfp__arena_join(
        lock->c->scratch, (struct view[]){name, VIEW("\t"), version, VIEW("\t"), detail}, 5);
}

static bool is_path(struct view text)
{
    return view_starts(text, VIEW("/")) || view_starts(text, VIEW("./")) || view_starts(text, VIEW("../")) ||
           view_starts(text, VIEW("~")) || view_starts(text, VIEW("file:")) ||
           view_starts(text, VIEW("link:")) || view_starts(text, VIEW("path:"));
}

struct view envfp__lock_version(struct view version)
{
    version = view_trim(version);
    if (is_path(version))
        return VIEW("path");
    /* Composer's, of a branch that somebody named. */
    if (view_starts(version, VIEW("dev-")) && !envfp__version_is_pinned(version))
        return VIEW("branch");
    if (!view_has(version, VIEW("://")) && !view_has(version, VIEW("git@")))
        return version;
    size_t commit = view_find_byte(version, '#');
    struct view fragment = view_trim(view_skip(version, commit == SIZE_MAX ? version.length : commit + 1));
    for (size_t i = 0; i < fragment.length; i++)
        if (!byte_is_digit(fragment.text[i]) && (fragment.text[i] < 'a' || fragment.text[i] > 'f'))
            return VIEW("address");
    return fragment.length ? fragment : VIEW("address");
}

/* A pin belongs to the digest as it may be shown and kept, so that a recording's is the same. */
void envfp__lock_pin(struct lock *lock, struct view name, struct view version, struct view path,
                     bool required)
{
    struct view shown = envfp__lock_version(version);
    if (!envfp__version_is_pinned(shown))
        envfp__lock_fail(lock, ENVFP_REASON_MALFORMED);
    else
        add_record(lock, name, shown, VIEW(""));
    if (lock->reason != ENVFP_REASON_NONE)
        return;
    name = envfp__keep_name(lock->c->scratch, name);
    path = envfp__keep_name(lock->c->scratch, path);
    if (lock->project->pins >= LOCK_PINS_MOST) {
        envfp__lock_fail(lock, ENVFP_REASON_TRUNCATED);
        return;
    }
    struct arena *scratch = lock->c->scratch;
    struct pin *room = envfp__arena_grow(scratch, lock->pins, lock->count, &lock->capacity, sizeof *room);
    if (!room || !envfp__lock_room(lock, name.length + shown.length + path.length))
        return;
    lock->pins = room;
    lock->project->pins++;
    room[lock->count++] = (struct pin){envfp__arena_copy(scratch, name), envfp__arena_copy(scratch, shown),
                                       path.length ? envfp__arena_copy(scratch, path) : VIEW(""), required};
}

/* No folder of somebody's machine; nobody's name or password and no query, either: envfp__keep_detail. */
void envfp__lock_detail(struct lock *lock, struct view name, struct view version, struct view detail)
{
    detail = view_trim(detail);
    if (detail.length == 0 || is_path(detail))
        return;
    add_record(lock, name, envfp__lock_version(version), detail);
}

struct view envfp__lock_python_name(struct lock *lock, struct view name)
{
    bool room = envfp__lock_room(lock, name.length);
    char *bytes = room ? envfp__arena_alloc(lock->c->scratch, name.length + 1) : NULL;
    size_t length = 0;
    for (size_t i = 0; bytes && i < name.length; i++) {
        char byte = name.text[i] == '_' || name.text[i] == '.' ? '-' : name.text[i];
        if (byte == '-' && length && bytes[length - 1] == '-')
            continue;
        bytes[length++] = (char)(byte >= 'A' && byte <= 'Z' ? byte + ('a' - 'A') : byte);
    }
    return (struct view){bytes ? bytes : "", length};
}

bool envfp__lock_split_at(struct view text, struct view *name, struct view *version)
{
    size_t at = view_find_byte(view_skip(text, 1), '@');
    if (at == SIZE_MAX)
        return false;
    *name = view_take(text, at + 1);
    *version = view_skip(text, at + 2);
    return true;
}

struct view envfp__lock_unquote(struct view text)
{
    text = view_trim(text);
    if (text.length >= 2 && (text.text[0] == '"' || text.text[0] == '\'') &&
        text.text[text.length - 1] == text.text[0])
        return (struct view){text.text + 1, text.length - 2};
    return text;
}
