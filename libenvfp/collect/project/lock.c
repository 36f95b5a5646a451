/* SPDX-License-Identifier: MIT */
#include "collect/project/lock.h"

#include "base/version.h"
#include "source/keep_parts.h"

enum envfp_reason envfp__project_read(const struct project *project, const char *file, struct view *content)
{
    return source_read_beneath(project->c->source, project->c->scratch, view_of(project->folder), file,
                               content);
}

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

/* A package known only by its location is called "-", so that the location is not shown. */
static struct view shown_name(struct lock *lock, struct view name)
{
    bool place = envfp__lock_is_path(name) || envfp__lock_is_file(name);
    return place ? VIEW("-") : envfp__keep_name(lock->c->scratch, name);
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
    name = shown_name(lock, name);
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

static struct view copy(struct lock *lock, struct view text)
{
    return text.length ? envfp__arena_copy(lock->c->scratch, text) : VIEW("");
}

static void add_pin(struct lock *lock, struct pin pin)
{
    struct arena *scratch = lock->c->scratch;
    if (lock->project->pins >= LOCK_PINS_MOST) {
        envfp__lock_fail(lock, ENVFP_REASON_TRUNCATED);
        return;
    }
    struct pin *room = envfp__arena_grow(scratch, lock->pins, lock->count, &lock->capacity, sizeof *room);
    if (!room ||
        !envfp__lock_room(lock, pin.name.length + pin.version.length + pin.path.length + pin.when.length))
        return;
    pin.name = copy(lock, pin.name);
    pin.version = copy(lock, pin.version);
    pin.path = copy(lock, pin.path);
    pin.when = copy(lock, pin.when);
    pin.range = copy(lock, pin.range);
    pin.link = lock->link_pending;
    pin.links = lock->link_count - lock->link_pending;
    lock->link_pending = lock->link_count;
    lock->pins = room;
    lock->project->pins++;
    room[lock->count++] = pin;
}

/* The digest covers a pin as it may be shown and kept, so that it is the same for a recording. */
void envfp__lock_pin(struct lock *lock, struct view name, struct view version, struct view path,
                     const struct want *want)
{
    struct view shown = envfp__lock_version(version);
    if (!envfp__version_is_pinned(shown) || !is_word(path))
        envfp__lock_fail(lock, ENVFP_REASON_MALFORMED);
    else
        add_record(lock, name, shown, VIEW(""));
    if (lock->reason == ENVFP_REASON_NONE)
        add_pin(lock, (struct pin){.name = shown_name(lock, name),
                                   .version = shown,
                                   .path = envfp__keep_name(lock->c->scratch, path),
                                   .when = want->when,
                                   .groups = want->groups,
                                   .optional = want->optional});
}

void envfp__lock_ask(struct lock *lock, struct view name, struct view range, const struct want *want)
{
    if (lock->reason == ENVFP_REASON_NONE && name.length)
        add_pin(lock, (struct pin){.name = shown_name(lock, name),
                                   .range = range,
                                   .when = want->when,
                                   .groups = want->groups,
                                   .optional = want->optional});
}

void envfp__lock_helper(struct lock *lock, struct view name, struct view version, uint32_t groups)
{
    version = envfp__lock_version(version);
    bool pinned = version.length == 0 || envfp__version_is_pinned(version);
    if (lock->reason == ENVFP_REASON_NONE && pinned && is_word(name))
        add_pin(lock, (struct pin){.name = name.length ? shown_name(lock, name) : name,
                                   .version = version,
                                   .groups = groups,
                                   .helper = true});
    else
        envfp__lock_unlink(lock);
}

void envfp__lock_unlink(struct lock *lock)
{
    lock->link_count = lock->link_pending;
}

/* Room for links is counted apart: with too many of them the pins stand, but who wants them does not. */
void envfp__lock_link(struct lock *lock, const struct link *link)
{
    struct view version = envfp__lock_version(link->version);
    if (lock->reason != ENVFP_REASON_NONE || link->name.length == 0 || !is_word(link->name))
        return;
    if (!envfp__version_is_pinned(version))
        version = VIEW("");
    struct view name = shown_name(lock, link->name);
    size_t length = name.length + version.length + link->when.length;
    struct project *project = lock->project;
    if (project->links >= LOCK_LINKS_MOST || length > LOCK_BYTES_MOST - project->bytes) {
        lock->loose = true;
        return;
    }
    struct link *room = envfp__arena_grow(lock->c->scratch, lock->links, lock->link_count,
                                          &lock->link_capacity, sizeof *room);
    if (!room)
        return;
    project->links++;
    project->bytes += length;
    lock->links = room;
    room[lock->link_count++] = (struct link){copy(lock, name), copy(lock, version), copy(lock, link->when),
                                             link->groups, link->optional};
}

uint32_t envfp__lock_group(struct lock *lock, struct view name, bool extra)
{
    size_t at = 0;
    while (at < lock->groups.count && !view_equal(lock->groups.items[at], name))
        at++;
    if (at == lock->groups.count && at + 1 < LOCK_GROUPS_MOST)
        envfp__bag_add(lock->c, &lock->groups, view_take(name, LOCK_WORD_MOST));
    uint32_t bit = GROUP_MAIN << (at + 1 < LOCK_GROUPS_MOST ? at + 1 : LOCK_GROUPS_MOST);
    if (extra)
        lock->extras |= bit;
    return bit;
}

/* envfp__keep_detail removes folders of this machine, names of people, passwords and queries. */
void envfp__lock_detail(struct lock *lock, struct view name, struct view version, struct view detail)
{
    detail = view_trim(detail);
    if (detail.length == 0 || envfp__lock_is_path(detail) || view_starts(detail, VIEW("file:")))
        return;
    if (envfp__lock_is_file(detail))
        detail = envfp__lock_version(detail);
    add_record(lock, name, envfp__lock_version(version), detail);
}

struct view envfp__lock_python_name(struct lock *lock, struct view name)
{
    return envfp__lock_room(lock, name.length) ? envfp__text_python_name(lock->c->scratch, name) : VIEW("");
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
