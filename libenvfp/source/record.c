/* SPDX-License-Identifier: MIT */
/*
 * A decorator that writes down what is read through it, as a recording: a tree with the same directories,
 * links and the files' contents (filtered), and in .envfp what no file tells. Home directories become "/~",
 * in paths, in link targets and in text, so that the recording names nobody and still leads the same way.
 */
#include "source/record.h"

#include "source/filter.h"
#include "source/recording.h"
#include "source/variables.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#define FLUSH_AT ((size_t)32 << 10)
#define LINE_MOST ((size_t)1 << 20)

struct recorded {
    struct source_file inner;
    const char *path;
    int output;
    enum { UNDECIDED, TEXT, RAW } mode;
    const struct filter *filter;
    bool ended;     /* the filter wants no more */
    uint64_t taken; /* bytes seen in order */
    struct text line, ready;
    struct arena arena;
};

/* ---- Writing ---------------------------------------------------------------------------------------------- */

/* The parts of a line of `.envfp`'s files: escaped values, plain separators. */
static void add_line(struct text *out, struct arena *arena, const struct view *pieces, size_t count)
{
    for (size_t i = 0; i < count; i++)
        envfp__text_add(out, i % 2 ? pieces[i] : envfp__text_value(arena, pieces[i]));
    envfp__text_add_byte(out, '\n');
}

static enum envfp_reason note_reason(struct recorder *recorder, const char *path, enum envfp_reason reason)
{
    if (reason != ENVFP_REASON_NONE && reason != ENVFP_REASON_ABSENT) {
        struct text where = {.arena = &recorder->arena};
        envfp__text_add_byte(&where, '/');
        envfp__text_add(&where, view_of(envfp__record_path(recorder, &recorder->arena, view_of(path))));
        add_line(&recorder->errors, &recorder->arena,
                 (struct view[]){view_of(envfp__recording_error_name(reason)), VIEW(" "),
                                 envfp__text_view(&where)},
                 3);
    }
    return reason;
}

static void add_hex(struct text *out, uint32_t number)
{
    char digits[9] = "        ";
    for (unsigned i = 0; i < 8; i++)
        digits[i] = "0123456789abcdef"[number >> (28 - 4 * i) & 15];
    envfp__text_add(out, (struct view){digits, 8});
}

/* ---- Operations --------------------------------------------------------------------------------------------- */

static enum envfp_reason record_open(void *self, const char *path, struct source_file *file)
{
    struct recorder *recorder = self;
    struct recorded *recorded = envfp__arena_alloc(&recorder->arena, sizeof *recorded);
    if (!recorded)
        return ENVFP_REASON_TRUNCATED;
    *recorded = (struct recorded){.output = -1};
    recorded->inner.descriptor = -1;
    enum envfp_reason reason = recorder->inner->ops->open(recorder->inner->self, path, &recorded->inner);
    if (reason != ENVFP_REASON_NONE)
        return note_reason(recorder, path, reason);
    envfp__arena_init(&recorded->arena, &recorder->arena.allocator, recorder->arena.limit);
    recorded->line.arena = recorded->ready.arena = &recorded->arena;
    recorded->path = envfp__arena_copy(&recorder->arena, view_of(path)).text;
    recorded->filter = envfp__filter_find(view_of(path));
    struct view place = envfp__record_mirror(recorder, &recorded->arena, path);
    /* What PATH starts is told by its permission to execute. */
    struct source_stat stat;
    bool program = recorder->inner->ops->stat(recorder->inner->self, path, &stat) == ENVFP_REASON_NONE &&
                   (stat.mode & 0111) && stat.type == SOURCE_FILE;
    recorded->output = openat(recorder->directory, envfp__record_path(recorder, &recorded->arena, place),
                              O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, program ? 0755 : 0644);
    if (recorded->output < 0)
        recorder->failed = true;
    file->state = recorded;
    file->short_is_end = recorded->inner.short_is_end;
    return ENVFP_REASON_NONE;
}

static void flush(struct recorder *recorder, struct recorded *recorded)
{
    if (recorded->output >= 0)
        envfp__record_write(recorder, recorded->output,
                            (struct view){recorded->ready.bytes, recorded->ready.length}, UINT64_MAX);
    recorded->ready.length = 0;
}

/* One whole line, or a piece of an endless one. */
static void end_line(struct recorder *recorder, struct recorded *recorded)
{
    if (recorded->line.length && !recorded->ended)
        recorded->ended =
            !envfp__filter_line(recorded->filter, recorder->inner,
                                (struct view){recorded->line.bytes, recorded->line.length}, &recorded->ready);
    recorded->line.length = 0;
    if (recorded->ready.length > FLUSH_AT)
        flush(recorder, recorded);
}

static void take_text(struct recorder *recorder, struct recorded *recorded, struct view bytes)
{
    while (bytes.length && !recorded->ended) {
        size_t feed = envfp__filter_is_whole(recorded->filter) ? SIZE_MAX : view_find_byte(bytes, '\n');
        struct view piece = view_take(bytes, feed == SIZE_MAX ? bytes.length : feed + 1);
        envfp__text_add(&recorded->line, piece);
        if (feed != SIZE_MAX || recorded->line.length > LINE_MOST)
            end_line(recorder, recorded);
        bytes = view_skip(bytes, piece.length);
    }
}

static enum envfp_reason record_pull(void *self, struct source_file *file, uint64_t offset, char *bytes,
                                     size_t capacity, size_t *got)
{
    struct recorder *recorder = self;
    struct recorded *recorded = file->state;
    enum envfp_reason reason =
        recorder->inner->ops->pull(recorder->inner->self, &recorded->inner, offset, bytes, capacity, got);
    if (reason != ENVFP_REASON_NONE)
        return note_reason(recorder, recorded->path, reason);
    struct view piece = {bytes, *got};
    if (recorded->mode == UNDECIDED && *got)
        recorded->mode = offset == 0 && view_find_byte(view_take(piece, 4096), '\0') == SIZE_MAX ? TEXT : RAW;
    if (recorded->mode == RAW && recorded->output >= 0)
        envfp__record_write(recorder, recorded->output, piece, offset);
    if (recorded->mode == TEXT && offset <= recorded->taken && offset + *got > recorded->taken) {
        take_text(recorder, recorded, view_skip(piece, (size_t)(recorded->taken - offset)));
        recorded->taken = offset + *got;
    }
    return reason;
}

static void record_close(void *self, struct source_file *file)
{
    struct recorder *recorder = self;
    struct recorded *recorded = file->state;
    recorder->inner->ops->close(recorder->inner->self, &recorded->inner);
    end_line(recorder, recorded);
    flush(recorder, recorded);
    if (recorded->output >= 0)
        close(recorded->output);
    recorder->failed = recorder->failed || recorded->arena.failed;
    envfp__arena_release(&recorded->arena);
    file->state = NULL;
}

static enum envfp_reason record_list(void *self, struct arena *arena, const char *path, uint64_t limit,
                                     struct source_entry **entries, size_t *count)
{
    struct recorder *recorder = self;
    enum envfp_reason reason =
        recorder->inner->ops->list(recorder->inner->self, arena, path, limit, entries, count);
    if (reason != ENVFP_REASON_NONE)
        return note_reason(recorder, path, reason);
    struct arena work;
    envfp__arena_init(&work, &recorder->arena.allocator, recorder->arena.limit);
    struct view place = envfp__record_mirror(recorder, &work, path);
    envfp__record_check(recorder,
                        mkdirat(recorder->directory, envfp__record_path(recorder, &work, place), 0755));
    for (size_t i = 0; i < *count; i++)
        envfp__record_entry(recorder, &work, place, &(*entries)[i]);
    recorder->failed = recorder->failed || work.failed;
    envfp__arena_release(&work);
    return reason;
}

static enum envfp_reason record_link(void *self, struct arena *arena, const char *path, struct view *target)
{
    struct recorder *recorder = self;
    enum envfp_reason reason = recorder->inner->ops->link(recorder->inner->self, arena, path, target);
    if (reason != ENVFP_REASON_NONE)
        return note_reason(recorder, path, reason);
    struct view name = view_of(path);
    size_t parent = name.length;
    while (parent && name.text[parent - 1] != '/')
        parent--;
    /* The parent with its links, then the link itself, which need not lead anywhere. */
    struct view place = envfp__record_mirror(
        recorder, &recorder->arena, envfp__arena_copy(&recorder->arena, view_take(name, parent)).text);
    envfp__record_check(
        recorder, mkdirat(recorder->directory, envfp__record_path(recorder, &recorder->arena, place), 0755));
    envfp__record_link(
        recorder, &recorder->arena,
        envfp__arena_join(&recorder->arena, (struct view[]){place, VIEW("/"), view_skip(name, parent)}, 3),
        *target);
    return reason;
}

static enum envfp_reason record_stat(void *self, const char *path, struct source_stat *stat)
{
    struct recorder *recorder = self;
    enum envfp_reason reason = recorder->inner->ops->stat(recorder->inner->self, path, stat);
    if (reason != ENVFP_REASON_NONE)
        return note_reason(recorder, path, reason);
    struct text *out = &recorder->probes;
    const char *place = envfp__record_path(recorder, &recorder->arena, view_of(path));
    char mode[4] = {(char)('0' + (stat->mode >> 9 & 7)), (char)('0' + (stat->mode >> 6 & 7)),
                    (char)('0' + (stat->mode >> 3 & 7)), (char)('0' + (stat->mode & 7))};
    envfp__text_add(out, VIEW("stat:/"));
    if (strcmp(place, ".") != 0)
        envfp__text_add(out, envfp__text_value(&recorder->arena, view_of(place)));
    envfp__text_add_byte(out, '=');
    envfp__text_add_number(out, stat->type);
    envfp__text_add_byte(out, ' ');
    envfp__text_add(out, (struct view){mode, sizeof mode});
    envfp__text_add_byte(out, ' ');
    envfp__text_add_number(out, (int64_t)stat->size);
    envfp__text_add_byte(out, ' ');
    envfp__text_add_number(out, (int64_t)(stat->inode & INT64_MAX)); /* overlayfs sets the highest bit, too */
    envfp__text_add_byte(out, '\n');
    return reason;
}

static enum envfp_reason record_cpuid(void *self, unsigned cpu, uint32_t leaf, uint32_t subleaf,
                                      uint32_t registers[4])
{
    struct recorder *recorder = self;
    enum envfp_reason reason =
        recorder->inner->ops->cpuid(recorder->inner->self, cpu, leaf, subleaf, registers);
    if (reason != ENVFP_REASON_NONE || cpu != 0)
        return reason;
    uint32_t numbers[6] = {leaf, subleaf, registers[0], registers[1], registers[2], registers[3]};
    for (unsigned i = 0; i < 6; i++) {
        if (i == 2 && leaf == 1) /* EBX of leaf 1 holds the APIC id of the CPU we happen to run on */
            numbers[3] &= 0x00ffffffU;
        add_hex(&recorder->cpuid, numbers[i]);
        envfp__text_add_byte(&recorder->cpuid, i == 5 ? '\n' : ' ');
    }
    return reason;
}

static unsigned record_cpuid_count(void *self)
{
    struct recorder *recorder = self;
    return recorder->inner->ops->cpuid_count(recorder->inner->self);
}

static enum envfp_reason record_uname(void *self, struct arena *arena, struct source_uname *names)
{
    struct recorder *recorder = self;
    enum envfp_reason reason = recorder->inner->ops->uname(recorder->inner->self, arena, names);
    if (reason != ENVFP_REASON_NONE)
        return reason;
    struct text *out = &recorder->uname;
    struct view rows[][3] = {{VIEW("sysname"), VIEW("="), names->sysname},
                             {VIEW("release"), VIEW("="), names->release},
                             {VIEW("version"), VIEW("="), names->version},
                             {VIEW("machine"), VIEW("="), names->machine}};
    out->length = 0;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        add_line(out, &recorder->arena, rows[i], 3);
    return reason;
}

static enum envfp_reason record_auxv(void *self, struct arena *arena, const char *name, struct view *value)
{
    struct recorder *recorder = self;
    enum envfp_reason reason = recorder->inner->ops->auxv(recorder->inner->self, arena, name, value);
    if (reason == ENVFP_REASON_NONE)
        add_line(&recorder->auxv, &recorder->arena, (struct view[]){view_of(name), VIEW("="), *value}, 3);
    return reason;
}

static enum envfp_reason record_variable(void *self, const char *name, struct view *value)
{
    struct recorder *recorder = self;
    return recorder->inner->ops->variable(recorder->inner->self, name, value);
}

static enum envfp_reason record_probe(void *self, struct arena *arena, const char *name, struct view *result)
{
    struct recorder *recorder = self;
    enum envfp_reason reason = recorder->inner->ops->probe(recorder->inner->self, arena, name, result);
    if (reason == ENVFP_REASON_NONE)
        add_line(&recorder->probes, &recorder->arena, (struct view[]){view_of(name), VIEW("="), *result}, 3);
    return reason;
}

static enum envfp_reason record_devices(void *self, struct arena *arena, struct source_device **devices,
                                        size_t *count)
{
    struct recorder *recorder = self;
    enum envfp_reason reason = recorder->inner->ops->devices(recorder->inner->self, arena, devices, count);
    recorder->devices.length = 0;
    for (size_t i = 0; reason == ENVFP_REASON_NONE && i < *count; i++)
        add_line(
            &recorder->devices, &recorder->arena,
            (struct view[]){(*devices)[i].path, VIEW(" "), (*devices)[i].key, VIEW("="), (*devices)[i].value},
            5);
    return reason;
}

static const struct source_ops record_ops = {
    .open = record_open,
    .pull = record_pull,
    .close = record_close,
    .list = record_list,
    .link = record_link,
    .stat = record_stat,
    .cpuid = record_cpuid,
    .cpuid_count = record_cpuid_count,
    .uname = record_uname,
    .auxv = record_auxv,
    .variable = record_variable,
    .probe = record_probe,
    .devices = record_devices,
};

/* ---- Start and end --------------------------------------------------------------------------------------------- */

enum envfp_status envfp__source_record(struct source_common *common, const struct source *inner,
                                       int directory, struct source *source)
{
    struct recorder *recorder = envfp__arena_alloc(common->arena, sizeof *recorder);
    if (!recorder)
        return ENVFP_NO_MEMORY;
    recorder->inner = inner;
    recorder->directory = directory;
    envfp__arena_init(&recorder->arena, &common->arena->allocator, common->arena->limit);
    struct text *const texts[] = {&recorder->uname,  &recorder->cpuid,   &recorder->auxv,
                                  &recorder->probes, &recorder->devices, &recorder->errors};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        texts[i]->arena = &recorder->arena;
    *source = (struct source){&record_ops, recorder, common};
    /* They stand for a running system, also where nothing in them could be read; a bare directory has none. */
    struct source_uname names;
    if (inner->ops->uname(inner->self, &recorder->arena, &names) == ENVFP_REASON_NONE) {
        envfp__record_check(recorder, mkdirat(directory, "proc", 0755));
        envfp__record_check(recorder, mkdirat(directory, "sys", 0755));
    } else {
        envfp__text_add(&recorder->probes, VIEW("running=no\n"));
    }
    /* The project's folder is part of what was asked: a replay asks the same. */
    if (common->project) {
        struct view folder =
            view_of(envfp__record_path(recorder, &recorder->arena, view_of(common->project)));
        folder = envfp__arena_join(&recorder->arena, (struct view[]){VIEW("/"), folder}, 2);
        add_line(&recorder->probes, &recorder->arena, (struct view[]){VIEW("project"), VIEW("="), folder}, 3);
    }
    return ENVFP_OK;
}

/* A list of paths keeps its elements, each with its home directory as "/~": it must still lead the way. */
static struct view recorded_paths(struct recorder *recorder, struct view paths)
{
    struct text out = {.arena = &recorder->arena};
    struct view element;
    if (view_has(paths, VIEW("://")))
        return VIEW("set");
    for (bool first = true; view_cut(&paths, ':', &element); first = false) {
        if (!first)
            envfp__text_add_byte(&out, ':');
        size_t home = envfp__source_home(recorder->inner, element);
        if (home)
            envfp__text_add(&out, VIEW("/~"));
        envfp__text_add(&out, view_skip(element, home));
    }
    return envfp__text_view(&out);
}

static struct view environment_text(struct recorder *recorder)
{
    struct text out = {.arena = &recorder->arena};
    for (size_t i = 0; i < envfp__variable_count; i++) {
        const struct variable *row = &envfp__variables[i];
        struct view value;
        enum envfp_reason reason =
            row->form == VARIABLE_PATHS
                ? source_variable(recorder->inner, row->name, &value)
                : source_variable_shown(recorder->inner, &recorder->arena, row->name, &value);
        if (i == 0)
            (void)note_reason(recorder, "/proc/self/environ", reason);
        if (reason != ENVFP_REASON_NONE)
            continue;
        if (row->form == VARIABLE_PATHS)
            value = recorded_paths(recorder, value);
        add_line(&out, &recorder->arena, (struct view[]){view_of(row->name), VIEW("="), value}, 3);
    }
    return envfp__text_view(&out);
}

bool envfp__source_record_finish(const struct source *source)
{
    struct recorder *recorder = source->self;
    struct view environment = environment_text(recorder);
    const struct {
        const char *path;
        struct view content;
        bool always;
    } files[] = {
        {".envfp/format", VIEW("1\n"), true},
        {".envfp/uname", envfp__text_view(&recorder->uname), false},
        {".envfp/cpuid", envfp__text_view(&recorder->cpuid), false},
        {".envfp/environ", environment, true},
        {".envfp/auxv", envfp__text_view(&recorder->auxv), false},
        {".envfp/probes", envfp__text_view(&recorder->probes), false},
        {".envfp/devices", envfp__text_view(&recorder->devices), false},
        {".envfp/errors", envfp__text_view(&recorder->errors), false},
    };
    envfp__record_check(recorder, mkdirat(recorder->directory, ".envfp", 0755));
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        if (files[i].always || files[i].content.length)
            envfp__record_file(recorder, files[i].path, files[i].content);
    bool whole = !recorder->failed && !recorder->arena.failed;
    envfp__arena_release(&recorder->arena);
    return whole;
}
