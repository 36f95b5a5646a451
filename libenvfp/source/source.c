/* SPDX-License-Identifier: MIT */
/* What all sources share: limits, the deadline, the read buffer, CPUID answers. */
#include "source/source.h"

#include "base/sort.h"
#include "base/text.h"
#include "source/declared.h"
#include "source/system.h"

#include <stdio.h>
#include <time.h>

#define BUFFER_START ((size_t)64 << 10)
/* No file that is read whole comes near this size (cpuinfo of 4,096 processors has 6 MiB); a file made to exhaust
 * memory becomes a gap first. */
#define BUFFER_MOST ((size_t)8 << 20)
#define LINKS_MOST 40
#define LINE_MOST 4096               /* of a file of one line */
#define VARIABLES_MOST ((size_t)128) /* that are asked for together */

struct source_leaf {
    unsigned cpu;
    uint32_t leaf, subleaf, registers[4];
    enum envfp_reason reason;
};

void envfp__source_common_init(struct source_common *common, const struct declarers *declarers,
                               struct arena *arena)
{
    *common = (struct source_common){.declarers = *declarers,
                                     .at_work = declarers->count,
                                     .file_limit = (uint64_t)256 << 20,
                                     .entry_limit = (uint64_t)64 << 10,
                                     .arena = arena};
}

static bool is_late(const struct source *source)
{
    if (source->common->deadline == 0)
        return false;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000U + (uint64_t)now.tv_nsec >= source->common->deadline;
}

/* ---- Files --------------------------------------------------------------------------------------- */

static size_t watched(const struct source *source, enum source_operation operation, const char *name,
                      enum envfp_reason answer, size_t amount)
{
    const struct source_common *common = source->common;
    if (!common->watch)
        return 0;
    if (operation <= SOURCE_STAT && common->asked)
        name = common->asked;
    return common->watch->asked(common->watch->state,
                                &(struct source_question){operation, name, answer, amount});
}

void envfp__source_note(const struct source *source, enum envfp_reason reason)
{
    enum envfp_reason *trouble = source->common->trouble;
    if (reason == ENVFP_REASON_REMOTE && source->remote)
        *source->remote = true;
    if (reason == ENVFP_REASON_NONE || reason == ENVFP_REASON_ABSENT || reason == ENVFP_REASON_UNSUPPORTED)
        return;
    source->common->unanswered = reason;
    if (trouble && *trouble == ENVFP_REASON_NONE)
        *trouble = reason;
}

/* PLAIN answers HIDDEN where a link is on the way, which source/beneath.c then follows by itself. */
static void note_how(const struct source *source, enum source_how how, enum envfp_reason reason)
{
    if (how != SOURCE_PLAIN || reason != ENVFP_REASON_HIDDEN)
        envfp__source_note(source, reason);
}

static enum envfp_reason noted(const struct source *source, enum source_operation operation, const char *path,
                               enum source_how how, enum envfp_reason reason, size_t amount)
{
    note_how(source, how, reason);
    (void)watched(source, operation, path, reason, amount);
    return reason;
}

/* What the source is not asked, or not to its end. */
static enum envfp_reason cut(const struct source *source, const struct source_file *file, const char *path)
{
    if (source->ops->cut)
        source->ops->cut(source->self, file, path);
    return ENVFP_REASON_TRUNCATED;
}

/* Whether another file system stands in the way of what the kernel says of the machine. It always does: that is no
 * failure, and what other files tell of the same counts. (One that may wait for a server is a gap, which the source says.) */
static bool is_overlaid(const struct source *source, const char *path)
{
    const struct source_common *common = source->common;
    return common->of_machine && common->mounts &&
           envfp__mounts_overlay(common->mounts, view_of(path), common->allow_remote);
}

enum envfp_reason envfp__source_open_how(const struct source *source, const char *path, enum source_how how,
                                         struct source_file *file)
{
    *file = (struct source_file){.descriptor = -1};
    if (is_overlaid(source, path)) {
        file->question = watched(source, SOURCE_OPEN, path, ENVFP_REASON_HIDDEN, 0);
        return ENVFP_REASON_HIDDEN;
    }
    enum envfp_reason reason =
        is_late(source) ? cut(source, NULL, path) : source->ops->open(source->self, path, how, file);
    note_how(source, how, reason);
    file->question = watched(source, SOURCE_OPEN, path, reason, 0);
    return reason;
}

enum envfp_reason source_open(const struct source *source, const char *path, struct source_file *file)
{
    return envfp__source_open_how(source, path, SOURCE_AS_EVER, file);
}

enum envfp_reason source_open_declared(const struct source *source, const char *path,
                                       struct source_file *file)
{
    bool declared = envfp__source_is_declared(source->common, SOURCE_OPEN, path);
    return declared ? source_open(source, path, file) : ENVFP_REASON_HIDDEN;
}

/* A read on a disk may give less before the end: a signal broke it off, or a part that cannot be read follows, which
 * the next read then says. So the end is where a read gives nothing. */
static enum envfp_reason pull_all(const struct source *source, struct source_file *file, uint64_t offset,
                                  char *bytes, size_t capacity, size_t *got)
{
    size_t piece;
    enum envfp_reason reason;
    do {
        reason = source->ops->pull(source->self, file, offset + *got, bytes + *got, capacity - *got, &piece);
        *got += piece;
    } while (reason == ENVFP_REASON_NONE && piece && *got < capacity && !file->short_is_end);
    return reason;
}

/* Whether the file goes on behind the limit. (The kernel's own need not, to a second read: those count as cut.) */
static enum envfp_reason look_behind(const struct source *source, struct source_file *file, uint64_t offset)
{
    char byte;
    size_t got;
    enum envfp_reason reason = source->ops->pull(source->self, file, offset, &byte, 1, &got);
    return reason == ENVFP_REASON_NONE && got ? cut(source, file, NULL) : reason;
}

enum envfp_reason source_pull(const struct source *source, struct source_file *file, uint64_t offset,
                              char *bytes, size_t capacity, size_t *got)
{
    *got = 0;
    enum envfp_reason reason;
    if (is_late(source) || offset > (uint64_t)INT64_MAX - capacity) {
        reason = cut(source, file, NULL);
    } else {
        uint64_t left = source->common->file_limit - file->pulled;
        size_t most = capacity > left ? (size_t)left : capacity;
        reason = most ? pull_all(source, file, offset, bytes, most, got) : ENVFP_REASON_NONE;
        file->pulled += *got;
        if (reason == ENVFP_REASON_NONE && *got == most && most < capacity)
            reason = file->short_is_end ? cut(source, file, NULL) : look_behind(source, file, offset + *got);
    }
    envfp__source_note(source, reason);
    if (reason != ENVFP_REASON_NONE)
        file->trouble = reason;
    return reason;
}

void source_close(const struct source *source, struct source_file *file)
{
    const struct source_watch *watch = source->common->watch;
    if (watch)
        watch->closed(watch->state, file->question, file->pulled, file->trouble);
    source->ops->close(source->self, file);
}

void envfp__source_release(const struct source *source)
{
    if (source->ops)
        source->ops->release(source->self);
}

void source_took(const struct source *source, struct source_file *file, uint64_t offset, uint64_t length)
{
    if (source->ops->took && length)
        source->ops->took(source->self, file, offset, length, false);
}

void source_took_path(const struct source *source, struct source_file *file, uint64_t offset, uint64_t length)
{
    if (source->ops->took && length)
        source->ops->took(source->self, file, offset, length, true);
}

void source_took_of(const struct source *source, const char *path, uint64_t offset, uint64_t length)
{
    struct source_file file;
    if (!source->ops->took || length == 0 || source_open(source, path, &file) != ENVFP_REASON_NONE)
        return;
    source_took(source, &file, offset, length);
    source_close(source, &file);
}

/* Make the read buffer larger; its content stays. */
static bool grow_buffer(struct source_common *common, size_t used)
{
    size_t capacity = common->capacity ? common->capacity * 2 : BUFFER_START;
    char *buffer = envfp__arena_room(common->arena, capacity);
    if (!buffer)
        return false;
    if (used)
        memcpy(buffer, common->buffer, used);
    common->buffer = buffer;
    common->capacity = capacity;
    return true;
}

static enum envfp_reason read_is_cut(const struct source *source, struct source_file *file)
{
    envfp__source_note(source, cut(source, file, NULL));
    return file->trouble = ENVFP_REASON_TRUNCATED;
}

static enum envfp_reason read_open_file(const struct source *source, struct source_file *file, size_t most,
                                        size_t *length)
{
    struct source_common *common = source->common;
    for (*length = 0; *length < most;) {
        if (*length == BUFFER_MOST || (*length == common->capacity && !grow_buffer(common, *length)))
            return read_is_cut(source, file);
        size_t room = common->capacity - *length, got;
        if (room > most - *length)
            room = most - *length;
        enum envfp_reason reason = source_pull(source, file, *length, common->buffer + *length, room, &got);
        *length += got;
        if (reason != ENVFP_REASON_NONE || got < room)
            return reason;
    }
    return ENVFP_REASON_NONE;
}

enum envfp_reason envfp__source_read_how(const struct source *source, const char *path, enum source_how how,
                                         size_t most, struct view *content)
{
    *content = VIEW("");
    struct source_file file;
    enum envfp_reason reason = envfp__source_open_how(source, path, how, &file);
    if (reason != ENVFP_REASON_NONE)
        return reason;
    size_t length;
    reason = read_open_file(source, &file, most, &length);
    source_close(source, &file);
    while (reason != ENVFP_REASON_NONE && length && source->common->buffer[length - 1] != '\n')
        length--; /* half a line is none */
    if (length)
        *content = (struct view){source->common->buffer, length};
    return reason;
}

enum envfp_reason source_read_start(const struct source *source, const char *path, size_t most,
                                    struct view *content)
{
    return envfp__source_read_how(source, path, SOURCE_AS_EVER, most, content);
}

enum envfp_reason source_read(const struct source *source, const char *path, struct view *content)
{
    return source_read_start(source, path, SIZE_MAX, content);
}

enum envfp_reason source_read_line(const struct source *source, struct arena *arena, const char *path,
                                   struct view *line)
{
    struct view content;
    enum envfp_reason reason = source_read_start(source, path, LINE_MOST, &content);
    bool cut = content.length == LINE_MOST;
    content = view_trim(content);
    size_t end = view_find_byte(content, '\n');
    *line = envfp__arena_copy(arena, view_trim(view_take(content, end)));
    if (reason == ENVFP_REASON_NONE && cut && end == SIZE_MAX)
        envfp__source_note(source, reason = ENVFP_REASON_TRUNCATED);
    return reason;
}

/* ---- Directories and links ------------------------------------------------------------------------ */

enum envfp_reason envfp__source_list_how(const struct source *source, struct arena *arena, const char *path,
                                         enum source_how how, struct source_entry **entries, size_t *count)
{
    *entries = NULL;
    *count = 0;
    if (is_late(source))
        return noted(source, SOURCE_LIST, path, how, cut(source, NULL, path), 0);
    if (is_overlaid(source, path)) {
        (void)watched(source, SOURCE_LIST, path, ENVFP_REASON_HIDDEN, 0);
        return ENVFP_REASON_HIDDEN;
    }
    enum envfp_reason reason =
        source->ops->list(source->self, arena, path, how, source->common->entry_limit, entries, count);
    (void)noted(source, SOURCE_LIST, path, how, reason, *count);
    if (reason != ENVFP_REASON_NONE)
        *count = 0;
    envfp__sort(arena, *entries, *count, sizeof **entries);
    return arena->failed && reason == ENVFP_REASON_NONE ? ENVFP_REASON_TRUNCATED : reason;
}

enum envfp_reason source_list(const struct source *source, struct arena *arena, const char *path,
                              struct source_entry **entries, size_t *count)
{
    return envfp__source_list_how(source, arena, path, SOURCE_AS_EVER, entries, count);
}

enum envfp_reason envfp__source_link_how(const struct source *source, struct arena *arena, const char *path,
                                         enum source_how how, struct view *target)
{
    *target = VIEW("");
    if (is_late(source))
        return noted(source, SOURCE_READ_LINK, path, how, cut(source, NULL, path), 0);
    return noted(source, SOURCE_READ_LINK, path, how,
                 source->ops->link(source->self, arena, path, how, target), 0);
}

enum envfp_reason source_link(const struct source *source, struct arena *arena, const char *path,
                              struct view *target)
{
    return envfp__source_link_how(source, arena, path, SOURCE_AS_EVER, target);
}

enum envfp_reason envfp__source_stat_how(const struct source *source, const char *path, enum source_how how,
                                         struct source_stat *stat)
{
    *stat = (struct source_stat){0};
    if (is_late(source))
        return noted(source, SOURCE_STAT, path, how, cut(source, NULL, path), 0);
    return noted(source, SOURCE_STAT, path, how, source->ops->stat(source->self, path, how, stat), 0);
}

enum envfp_reason source_stat(const struct source *source, const char *path, struct source_stat *stat)
{
    return envfp__source_stat_how(source, path, SOURCE_AS_EVER, stat);
}

/* `text` with `component` appended, or shortened for "..": the path so far, without links. */
static void apply_component(struct text *text, struct view component)
{
    if (component.length == 0 || view_equal(component, VIEW(".")))
        return;
    if (view_equal(component, VIEW(".."))) {
        while (text->length && text->bytes[text->length - 1] != '/')
            text->length--;
        if (text->length)
            text->length--;
        return;
    }
    envfp__text_add_byte(text, '/');
    envfp__text_add(text, component);
}

enum envfp_reason source_resolve(const struct source *source, struct arena *arena, const char *path,
                                 struct view *resolved)
{
    *resolved = VIEW("");
    struct text done = {.arena = arena};
    struct view rest = view_of(path), component;
    unsigned links = 0;
    while (view_cut(&rest, '/', &component)) {
        size_t before = done.length;
        apply_component(&done, component);
        if (done.length <= before)
            continue;
        struct view sofar = envfp__text_view(&done), target;
        if (arena->failed)
            return ENVFP_REASON_TRUNCATED;
        enum envfp_reason reason = source_link(source, arena, sofar.text, &target);
        if (reason == ENVFP_REASON_ABSENT)
            continue; /* no link: a directory, a file, or nothing */
        if (reason != ENVFP_REASON_NONE)
            return reason;
        if (++links > LINKS_MOST)
            return ENVFP_REASON_MALFORMED;
        done.length = view_starts(target, VIEW("/")) ? 0 : before;
        rest = envfp__arena_join(arena, (struct view[]){target, VIEW("/"), rest}, 3);
    }
    struct view whole = done.length ? envfp__text_view(&done) : VIEW("/");
    struct source_stat stat;
    enum envfp_reason reason = source_stat(source, whole.text, &stat);
    if (reason == ENVFP_REASON_NONE)
        *resolved = whole;
    return reason;
}

/* ---- Processor, kernel, environment ----------------------------------------------------------------- */

/* Each leaf of CPU 0 is asked once, since it may trap; the other CPUs are walked once anyway. */
static enum envfp_reason ask_leaf(const struct source *source, struct source_leaf *asked)
{
    struct source_common *common = source->common;
    for (size_t i = 0; i < common->leaf_count; i++) {
        const struct source_leaf *known = &common->leaves[i];
        if (known->cpu == asked->cpu && known->leaf == asked->leaf && known->subleaf == asked->subleaf) {
            *asked = *known;
            return asked->reason;
        }
    }
    asked->reason =
        source->ops->cpuid(source->self, asked->cpu, asked->leaf, asked->subleaf, asked->registers);
    if (asked->cpu != 0)
        return asked->reason;
    struct source_leaf *room = envfp__arena_grow(common->arena, common->leaves, common->leaf_count,
                                                 &common->leaf_capacity, sizeof *asked);
    if (room) {
        common->leaves = room;
        common->leaves[common->leaf_count++] = *asked;
    }
    return asked->reason;
}

/* Whether a leaf lies above the highest of its range, where Intel answers with the highest basic leaf's data. The
 * ranges of hypervisors are sparse and their limits unreliable, so there every leaf is asked. A processor that has leaf
 * 0xd (XSAVE) is a 64-bit one and so has leaf 0x80000001: that range's limit need not be asked, which saves a trap. */
static bool is_beyond(const struct source *source, unsigned cpu, uint32_t leaf)
{
    struct source_leaf lowest = {.cpu = cpu}, base = {.cpu = cpu, .leaf = leaf & 0xffff0000U};
    if (base.leaf == 0x40000000U)
        return false;
    if (leaf == 0x80000001U && ask_leaf(source, &lowest) == ENVFP_REASON_NONE && lowest.registers[0] >= 0xd)
        return false;
    if (ask_leaf(source, &base) != ENVFP_REASON_NONE)
        return false;
    uint32_t highest = base.registers[0];
    return (base.leaf && (highest & 0xffff0000U) != base.leaf) || leaf > highest;
}

enum envfp_reason source_cpuid(const struct source *source, unsigned cpu, uint32_t leaf, uint32_t subleaf,
                               uint32_t registers[4])
{
    struct source_leaf asked = {.cpu = cpu, .leaf = leaf, .subleaf = subleaf};
    char name[32];
    if (is_beyond(source, cpu, leaf))
        asked.reason = ENVFP_REASON_ABSENT;
    else
        (void)ask_leaf(source, &asked);
    if (source->common->watch && snprintf(name, sizeof name, "0x%08x:%u", (unsigned)leaf, subleaf) > 0)
        (void)watched(source, SOURCE_CPUID, name, asked.reason, 0);
    if (source_is_failure(asked.reason))
        envfp__source_note(source, asked.reason);
    memcpy(registers, asked.registers, sizeof asked.registers);
    return asked.reason;
}

unsigned source_cpuid_count(const struct source *source)
{
    return source->ops->cpuid_count(source->self);
}

enum envfp_reason source_uname(const struct source *source, struct arena *arena, struct source_uname *names)
{
    *names = (struct source_uname){VIEW(""), VIEW(""), VIEW(""), VIEW("")};
    enum envfp_reason reason = source->ops->uname(source->self, arena, names);
    (void)noted(source, SOURCE_UNAME, "", SOURCE_AS_EVER, reason, 0);
    return reason;
}

enum envfp_reason source_auxv(const struct source *source, struct arena *arena, const char *name,
                              struct view *value)
{
    *value = VIEW("");
    enum envfp_reason reason = source->ops->auxv(source->self, arena, name, value);
    (void)noted(source, SOURCE_AUXV, name, SOURCE_AS_EVER, reason, 0);
    return reason;
}

enum envfp_reason source_variable(const struct source *source, const char *name, struct view *value)
{
    *value = VIEW("");
    enum envfp_reason reason = ENVFP_REASON_ABSENT;
    if (envfp__source_variable_row(source->common, name))
        reason = source->ops->variable(source->self, name, value);
    (void)noted(source, SOURCE_VARIABLE, name, SOURCE_AS_EVER, reason, 0);
    return reason;
}

enum envfp_reason envfp__source_variables(const struct source *source, struct arena *arena,
                                          const char *pattern, struct view **names, size_t *count)
{
    const struct source_common *common = source->common;
    struct view name, *list = envfp__arena_room(arena, VARIABLES_MOST * sizeof *list);
    size_t at = 0, found = 0;
    enum envfp_reason reason = list ? ENVFP_REASON_NONE : ENVFP_REASON_TRUNCATED;
    while (reason == ENVFP_REASON_NONE) {
        reason = source->ops->next_variable(source->self, &at, &name);
        if (reason != ENVFP_REASON_NONE || !envfp__source_names_variable(common, pattern, name))
            continue;
        if (found == VARIABLES_MOST)
            reason = ENVFP_REASON_TRUNCATED;
        else
            list[found++] = envfp__arena_copy(arena, name);
    }
    reason = reason == ENVFP_REASON_ABSENT ? ENVFP_REASON_NONE : reason;
    *names = list;
    *count = reason == ENVFP_REASON_NONE ? envfp__sort_unique(arena, list, found) : 0;
    envfp__source_note(source, reason);
    return reason;
}

enum envfp_reason source_probe(const struct source *source, struct arena *arena, const char *name,
                               struct view *result)
{
    *result = VIEW("");
    enum envfp_reason reason = source->ops->probe(source->self, arena, name, result);
    (void)noted(source, SOURCE_PROBE, name, SOURCE_AS_EVER, reason, 0);
    return reason;
}

enum envfp_reason source_devices(const struct source *source, struct arena *arena,
                                 struct source_device **devices, size_t *count)
{
    *devices = NULL;
    *count = 0;
    if (!source->common->detail)
        return ENVFP_REASON_ABSENT;
    if (is_late(source))
        return noted(source, SOURCE_DEVICES, "", SOURCE_AS_EVER, ENVFP_REASON_TRUNCATED, 0);
    enum envfp_reason reason = source->ops->devices(source->self, arena, devices, count);
    (void)noted(source, SOURCE_DEVICES, "", SOURCE_AS_EVER, reason, *count);
    return reason;
}
