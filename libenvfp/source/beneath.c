/* SPDX-License-Identifier: MIT */
/*
 * Reading inside a folder that somebody else filled, without leaving it. A path is first opened as it stands; only
 * where the source refuses it because a symbolic link is on the way are the links read one by one and followed as text.
 * The folder's own path has no links, so nothing above it is looked at, and nothing beside it is ever touched.
 */
#include "base/text.h"
#include "source/source.h"

#define LINKS_MOST 40

struct walk {
    const struct source *source;
    struct arena *arena;
    struct view folder;
    struct text done; /* without links as far as it has been looked at */
    struct view rest;
    unsigned links;
};

enum where { WHERE_ABOVE, WHERE_INSIDE, WHERE_OUTSIDE };

/* Whether `path` is `start` or lies below it; the root is "". */
static bool is_below(struct view path, struct view start)
{
    return view_starts(path, start) && (path.length == start.length || path.text[start.length] == '/');
}

/* The folder itself counts as above: it is already known not to be a link. */
static enum where where_is(const struct walk *walk)
{
    struct view done = {walk->done.bytes, walk->done.length};
    if (is_below(walk->folder, done))
        return WHERE_ABOVE;
    return is_below(done, walk->folder) ? WHERE_INSIDE : WHERE_OUTSIDE;
}

static void step_up(struct text *done)
{
    while (done->length && done->bytes[--done->length] != '/')
        ;
}

static enum envfp_reason follow(struct walk *walk, size_t before, struct view target)
{
    if (++walk->links > LINKS_MOST || target.length == 0)
        return ENVFP_REASON_MALFORMED;
    walk->done.length = view_starts(target, VIEW("/")) ? 0 : before;
    walk->rest = envfp__arena_join(walk->arena, (struct view[]){target, VIEW("/"), walk->rest}, 3);
    return walk->arena->failed ? ENVFP_REASON_TRUNCATED : ENVFP_REASON_NONE;
}

static enum envfp_reason step(struct walk *walk, struct view component)
{
    size_t before = walk->done.length;
    struct view target;
    if (view_is(component, ".."))
        step_up(&walk->done);
    if (component.length == 0 || view_is(component, ".") || view_is(component, ".."))
        return ENVFP_REASON_NONE;
    envfp__text_add_byte(&walk->done, '/');
    envfp__text_add(&walk->done, component);
    struct view place = envfp__text_view(&walk->done);
    if (walk->arena->failed)
        return ENVFP_REASON_TRUNCATED;
    enum where where = where_is(walk);
    if (where != WHERE_INSIDE)
        return where == WHERE_ABOVE ? ENVFP_REASON_NONE : ENVFP_REASON_HIDDEN;
    enum envfp_reason reason =
        envfp__source_link_how(walk->source, walk->arena, place.text, SOURCE_PLAIN, &target);
    if (reason == ENVFP_REASON_NONE)
        return follow(walk, before, target);
    return reason == ENVFP_REASON_ABSENT ? ENVFP_REASON_NONE : reason; /* no link */
}

/* Where a path beneath the folder leads, without links. */
static enum envfp_reason resolve(struct walk *walk, const char *path, const char **place)
{
    struct view component;
    walk->rest = view_of(path);
    walk->done = (struct text){.arena = walk->arena};
    envfp__text_add(&walk->done, walk->folder);
    while (view_cut(&walk->rest, '/', &component)) {
        enum envfp_reason reason = step(walk, component);
        if (reason != ENVFP_REASON_NONE)
            return reason;
    }
    struct view whole = envfp__text_view(&walk->done);
    *place = whole.length ? whole.text : "/";
    if (walk->arena->failed)
        return ENVFP_REASON_TRUNCATED;
    return is_below(whole, walk->folder) ? ENVFP_REASON_NONE : ENVFP_REASON_HIDDEN;
}

static const char *plain_place(struct arena *arena, struct view folder, const char *path)
{
    const char *slash = path[0] ? "/" : "";
    return envfp__arena_join(arena, (struct view[]){folder, view_of(slash), view_of(path)}, 3).text;
}

/* Whether the path may be opened as it stands; one with ".." goes through the link walk. */
static bool is_straight(const char *path)
{
    struct view rest = view_of(path), component;
    while (view_cut(&rest, '/', &component))
        if (view_is(component, ".."))
            return false;
    return true;
}

enum what { WHAT_CONTENT, WHAT_ENTRIES, WHAT_STAT, WHAT_TOOK };

/* The operation that the caller wants, and where its answer goes. */
struct question {
    enum what what;
    size_t most;
    struct view *content;
    struct source_entry **entries;
    size_t *count;
    struct source_stat *stat;
    uint64_t offset, length;
};

static enum envfp_reason took(const struct source *source, const char *place, const struct question *question)
{
    struct source_file file;
    enum envfp_reason reason = envfp__source_open_how(source, place, SOURCE_PLAIN, &file);
    if (reason != ENVFP_REASON_NONE)
        return reason;
    source_took(source, &file, question->offset, question->length);
    source_close(source, &file);
    return ENVFP_REASON_NONE;
}

static enum envfp_reason ask(const struct source *source, struct arena *arena, const char *place,
                             const struct question *question)
{
    switch (question->what) {
    case WHAT_CONTENT:
        return envfp__source_read_how(source, place, SOURCE_PLAIN, question->most, question->content);
    case WHAT_ENTRIES:
        return envfp__source_list_how(source, arena, place, SOURCE_PLAIN, question->entries, question->count);
    case WHAT_STAT: return envfp__source_stat_how(source, place, SOURCE_PLAIN, question->stat);
    case WHAT_TOOK: return took(source, place, question);
    }
    return ENVFP_REASON_UNSUPPORTED;
}

static enum envfp_reason ask_within(const struct source *source, struct arena *arena, struct view folder,
                                    const char *path, const struct question *question)
{
    const char *place = plain_place(arena, folder, path);
    enum envfp_reason reason = ENVFP_REASON_HIDDEN;
    if (arena->failed)
        return ENVFP_REASON_TRUNCATED;
    if (is_straight(path))
        reason = ask(source, arena, place[0] ? place : "/", question);
    if (reason != ENVFP_REASON_HIDDEN)
        return reason;
    struct walk walk = {.source = source, .arena = arena, .folder = folder};
    reason = resolve(&walk, path, &place);
    if (reason != ENVFP_REASON_NONE)
        return reason;
    source->common->asked = plain_place(arena, folder, path);
    reason = ask(source, arena, place, question);
    source->common->asked = NULL;
    return reason;
}

static enum envfp_reason ask_beneath(const struct source *source, struct arena *arena, struct view folder,
                                     const char *path, const struct question *question)
{
    source->common->beneath = &folder;
    enum envfp_reason reason = ask_within(source, arena, folder, path, question);
    source->common->beneath = NULL;
    envfp__source_note(source, reason);
    return reason;
}

enum envfp_reason source_start_beneath(const struct source *source, struct arena *arena, struct view folder,
                                       const char *path, size_t most, struct view *content)
{
    *content = VIEW("");
    return ask_beneath(source, arena, folder, path,
                       &(struct question){.what = WHAT_CONTENT, .most = most, .content = content});
}

enum envfp_reason source_read_beneath(const struct source *source, struct arena *arena, struct view folder,
                                      const char *path, struct view *content)
{
    return source_start_beneath(source, arena, folder, path, SIZE_MAX, content);
}

enum envfp_reason source_list_beneath(const struct source *source, struct arena *arena, struct view folder,
                                      const char *path, struct source_entry **entries, size_t *count)
{
    *entries = NULL;
    *count = 0;
    return ask_beneath(source, arena, folder, path,
                       &(struct question){.what = WHAT_ENTRIES, .entries = entries, .count = count});
}

enum envfp_reason source_stat_beneath(const struct source *source, struct arena *arena, struct view folder,
                                      const char *path, struct source_stat *stat)
{
    *stat = (struct source_stat){0};
    return ask_beneath(source, arena, folder, path, &(struct question){.what = WHAT_STAT, .stat = stat});
}

void source_took_beneath(const struct source *source, struct arena *arena, struct view folder,
                         const char *path, uint64_t offset, uint64_t length)
{
    if (source->ops->took && length)
        (void)ask_beneath(source, arena, folder, path,
                          &(struct question){.what = WHAT_TOOK, .offset = offset, .length = length});
}
