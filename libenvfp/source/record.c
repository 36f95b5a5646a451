/* SPDX-License-Identifier: MIT */
/*
 * A decorator that records what is read through it: a tree with the same directories, links and (filtered) file
 * contents, and in .envfp what no file holds. Home directories become "/~" in paths, link targets and text, so that the
 * recording names nobody and its links still lead to the same files.
 */
#include "source/record.h"

#include "base/sort.h"
#include "source/declared.h"
#include "source/keep_rows.h"
#include "source/recording.h"

/* ---- Writing ---------------------------------------------------------------------------------------------- */

/* Appends a line of one of `.envfp`'s files: values, which are escaped, and separators, which are not, by turns. A
 * blank at a value's end decides, too: whether a name is empty, or where a PATH leads. */
static void add_line(struct text *out, struct arena *arena, const struct view *pieces, size_t count)
{
    for (size_t i = 0; i < count; i++)
        envfp__text_add(out, i % 2           ? pieces[i]
                             : i + 1 < count ? envfp__text_exact(arena, pieces[i], pieces[i + 1].text[0])
                                             : envfp__text_exact(arena, pieces[i], '\0'));
    envfp__text_add_byte(out, '\n');
}

/* Where a folder on the way is denied or remote, the gap is noted as "FOLDER/." for all below it, and not for the path
 * itself: the rest of the path is a guess, which may hold a secret in place of a version. */
static const char *denied_at(struct recorder *recorder, const char *path, enum envfp_reason reason)
{
    struct view whole = view_of(path);
    struct source_stat stat;
    for (size_t i = 1; i < whole.length; i++) {
        if (whole.text[i] != '/')
            continue;
        const char *folder =
            envfp__arena_join(&recorder->arena, (struct view[]){view_take(whole, i), VIEW("/.")}, 2).text;
        if (recorder->inner->ops->stat(recorder->inner->self, folder, SOURCE_AS_EVER, &stat) == reason)
            return folder;
    }
    return path;
}

enum envfp_reason envfp__record_note(struct recorder *recorder, const char *path, enum envfp_reason reason)
{
    if (reason != ENVFP_REASON_NONE && reason != ENVFP_REASON_ABSENT) {
        struct text where = {.arena = &recorder->arena};
        bool closed = reason == ENVFP_REASON_DENIED || reason == ENVFP_REASON_REMOTE;
        const char *folder = closed ? denied_at(recorder, path, reason) : path;
        envfp__text_add_byte(&where, '/');
        envfp__text_add(&where, envfp__record_path(recorder, &recorder->arena, view_of(folder)));
        if ((folder != path || view_ends(view_of(path), VIEW("/."))) &&
            view_has(envfp__text_view(&recorder->errors), envfp__text_view(&where)))
            return reason; /* said of what else is there */
        add_line(&recorder->errors, &recorder->arena,
                 (struct view[]){view_of(envfp__recording_error_name(reason)), VIEW(" "),
                                 envfp__text_view(&where)},
                 3);
    }
    return reason;
}

/* A PLAIN path refused because of a link needs no note: the recorded link says so itself, and the source follows it
 * next. */
static enum envfp_reason note_how(struct recorder *recorder, const char *path, enum source_how how,
                                  enum envfp_reason reason)
{
    return how == SOURCE_PLAIN && reason == ENVFP_REASON_HIDDEN ? reason
                                                                : envfp__record_note(recorder, path, reason);
}

static void add_hex(struct text *out, uint32_t number)
{
    char digits[9] = "        ";
    for (unsigned i = 0; i < 8; i++)
        digits[i] = "0123456789abcdef"[number >> (28 - 4 * i) & 15];
    envfp__text_add(out, (struct view){digits, 8});
}

/* ---- Operations --------------------------------------------------------------------------------------------- */

static enum envfp_reason record_open(void *self, const char *path, enum source_how how,
                                     struct source_file *file)
{
    struct recorder *recorder = self;
    struct recorded *recorded = envfp__arena_alloc(&recorder->arena, sizeof *recorded);
    if (!recorded)
        return ENVFP_REASON_TRUNCATED;
    recorded->inner.descriptor = -1;
    enum envfp_reason reason = recorder->inner->ops->open(recorder->inner->self, path, how, &recorded->inner);
    if (reason != ENVFP_REASON_NONE)
        return note_how(recorder, path, how, reason);
    recorded->path = envfp__arena_copy(&recorder->arena, view_of(path)).text;
    envfp__record_file_start(recorder, recorded, how);
    /* A file without a row is not kept, so whoever reads the recording finds it hidden. */
    if (!recorded->node)
        (void)envfp__record_note(recorder, path, ENVFP_REASON_HIDDEN);
    file->state = recorded;
    file->short_is_end = recorded->inner.short_is_end;
    return ENVFP_REASON_NONE;
}

static enum envfp_reason record_pull(void *self, struct source_file *file, uint64_t offset, char *bytes,
                                     size_t capacity, size_t *got)
{
    struct recorder *recorder = self;
    struct recorded *recorded = file->state;
    enum envfp_reason reason =
        recorder->inner->ops->pull(recorder->inner->self, &recorded->inner, offset, bytes, capacity, got);
    if (reason != ENVFP_REASON_NONE)
        return envfp__record_note(recorder, recorded->path, reason);
    envfp__record_file_pulled(recorder, recorded, offset, (struct view){bytes, *got});
    return reason;
}

static void record_took(void *self, struct source_file *file, uint64_t offset, uint64_t length, bool path)
{
    struct recorded *recorded = file->state;
    envfp__record_took(self, recorded, offset, length, path);
}

static bool is_there(struct recorder *recorder, const char *path)
{
    const struct source *inner = recorder->inner;
    struct source_stat stat;
    struct view target;
    return inner->ops->stat(inner->self, path, SOURCE_AS_EVER, &stat) != ENVFP_REASON_ABSENT ||
           inner->ops->link(inner->self, &recorder->arena, path, SOURCE_AS_EVER, &target) !=
               ENVFP_REASON_ABSENT;
}

/* The deepest folder on the way that is there, or the first of all, with what is below it: the rest of the path is a
 * guess, as in denied_at(). */
static const char *known_part(struct recorder *recorder, const char *path)
{
    struct view whole = view_of(path);
    const char *folder = path;
    for (size_t i = whole.length; i-- > 1;) {
        if (whole.text[i] != '/')
            continue;
        folder = envfp__arena_copy(&recorder->arena, view_take(whole, i)).text;
        if (is_there(recorder, folder))
            break;
    }
    return envfp__arena_join(&recorder->arena, (struct view[]){view_of(folder), VIEW("/.")}, 2).text;
}

/* What was not asked is absent from the recording, and so may be what a collector does not ask for any more. */
static void record_cut(void *self, const struct source_file *file, const char *path)
{
    struct recorder *recorder = self;
    if (file)
        path = ((const struct recorded *)file->state)->path;
    else if (!is_there(recorder, path))
        path = known_part(recorder, path);
    (void)envfp__record_note(recorder, path, ENVFP_REASON_TRUNCATED);
}

static void record_close(void *self, struct source_file *file)
{
    struct recorder *recorder = self;
    struct recorded *recorded = file->state;
    envfp__record_file_end(recorder, recorded);
    recorder->inner->ops->close(recorder->inner->self, &recorded->inner);
    file->state = NULL;
}

/* The row for a directory's names. */
static struct keep keep_names(const struct source_common *common, struct arena *arena, const char *path)
{
    struct view slash = view_ends(view_of(path), VIEW("/")) ? VIEW("") : VIEW("/");
    return envfp__keep_find(common, envfp__arena_join(arena, (struct view[]){view_of(path), slash}, 2));
}

static enum envfp_reason record_list(void *self, struct arena *arena, const char *path, enum source_how how,
                                     uint64_t limit, struct source_entry **entries, size_t *count)
{
    struct recorder *recorder = self;
    enum envfp_reason reason =
        recorder->inner->ops->list(recorder->inner->self, arena, path, how, limit, entries, count);
    if (reason != ENVFP_REASON_NONE)
        return note_how(recorder, path, how, reason);
    struct arena work;
    envfp__arena_init(&work, &recorder->arena.allocator, recorder->arena.limit);
    const char *asked = recorder->inner->common->asked;
    struct keep row = keep_names(recorder->inner->common, &work, asked ? asked : path);
    bool keep = row.read != NULL;
    envfp__sort(&work, *entries, *count, sizeof **entries); /* homes are named in this order */
    struct view place = keep ? envfp__record_mirror(recorder, &work, path, how) : VIEW("");
    if (keep && !envfp__record_may_stand(view_of(path), place))
        keep = false;
    if (!keep)
        (void)envfp__record_note(recorder, path, ENVFP_REASON_HIDDEN);
    if (keep)
        (void)envfp__output_add(&recorder->output, envfp__record_path(recorder, &work, place),
                                OUTPUT_DIRECTORY, false);
    size_t kept = 0;
    for (size_t i = 0; keep && i < *count; i++)
        if (envfp__keep_entry(&row, recorder->inner, (*entries)[i].name)) {
            envfp__record_entry(recorder, &work, place, how, &(*entries)[i]);
            kept++;
        }
    /* a directory none of whose names may be kept must not become empty */
    if (keep && kept == 0 && *count)
        envfp__record_entry(recorder, &work, place, how, &(struct source_entry){VIEW("_"), SOURCE_FILE});
    recorder->output.failed = recorder->output.failed || work.failed;
    envfp__arena_release(&work);
    return reason;
}

static enum envfp_reason record_link(void *self, struct arena *arena, const char *path, enum source_how how,
                                     struct view *target)
{
    struct recorder *recorder = self;
    enum envfp_reason reason = recorder->inner->ops->link(recorder->inner->self, arena, path, how, target);
    if (reason != ENVFP_REASON_NONE)
        return note_how(recorder, path, how, reason);
    struct view name = view_of(path);
    size_t parent = name.length;
    while (parent && name.text[parent - 1] != '/')
        parent--;
    /* Records the links of the parent's path, then the link itself, which may dangle. */
    struct view place = envfp__record_mirror(
        recorder, &recorder->arena, envfp__arena_copy(&recorder->arena, view_take(name, parent)).text, how);
    place =
        envfp__arena_join(&recorder->arena, (struct view[]){place, VIEW("/"), view_skip(name, parent)}, 3);
    if (envfp__record_may_stand(name, place))
        envfp__record_link(recorder, &recorder->arena, place, *target, false);
    return reason;
}

static enum envfp_reason record_stat(void *self, const char *path, enum source_how how,
                                     struct source_stat *stat)
{
    struct recorder *recorder = self;
    enum envfp_reason reason = recorder->inner->ops->stat(recorder->inner->self, path, how, stat);
    if (reason != ENVFP_REASON_NONE)
        return note_how(recorder, path, how, reason);
    struct text *out = &recorder->probes;
    struct view place = envfp__record_path(recorder, &recorder->arena, view_of(path));
    char mode[4] = {(char)('0' + (stat->mode >> 9 & 7)), (char)('0' + (stat->mode >> 6 & 7)),
                    (char)('0' + (stat->mode >> 3 & 7)), (char)('0' + (stat->mode & 7))};
    envfp__text_add(out, VIEW("stat:/"));
    envfp__text_add(out, envfp__text_exact(&recorder->arena, place, '='));
    envfp__text_add_byte(out, '=');
    envfp__text_add_number(out, stat->type);
    envfp__text_add_byte(out, ' ');
    envfp__text_add(out, (struct view){mode, sizeof mode});
    envfp__text_add_byte(out, ' ');
    envfp__text_add_number(out, (int64_t)stat->size);
    envfp__text_add_byte(out, ' ');
    envfp__text_add_number(out, (int64_t)(stat->inode & INT64_MAX)); /* overlayfs sets the highest bit too */
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
        if (i == 2 && leaf == 1) /* EBX of leaf 1 holds the APIC id of the CPU that we happen to run on */
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

static enum envfp_reason record_next_variable(void *self, size_t *at, struct view *name)
{
    struct recorder *recorder = self;
    return recorder->inner->ops->next_variable(recorder->inner->self, at, name);
}

static enum envfp_reason record_probe(void *self, struct arena *arena, const char *name, struct view *result)
{
    struct recorder *recorder = self;
    enum envfp_reason reason = recorder->inner->ops->probe(recorder->inner->self, arena, name, result);
    if (reason == ENVFP_REASON_NONE)
        add_line(&recorder->probes, &recorder->arena, (struct view[]){view_of(name), VIEW("="), *result}, 3);
    return reason;
}

/* Of udev's properties: the names that its database gives, and how a device is attached; not serial number, label or
 * address. A number tells which properties belong to one device. */
static bool is_kept_of_udev(struct view key)
{
    static const char *const keys[] = {"SUBSYSTEM",
                                       "ID_VENDOR_FROM_DATABASE",
                                       "ID_MODEL_FROM_DATABASE",
                                       "ID_PCI_SUBCLASS_FROM_DATABASE",
                                       "ID_TYPE",
                                       "ID_BUS",
                                       "DRIVER"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (view_is(key, keys[i]))
            return true;
    return false;
}

static enum envfp_reason record_devices(void *self, struct arena *arena, struct source_device **devices,
                                        size_t *count)
{
    struct recorder *recorder = self;
    enum envfp_reason reason = recorder->inner->ops->devices(recorder->inner->self, arena, devices, count);
    recorder->devices.length = 0;
    int64_t number = 0;
    for (size_t i = 0; reason == ENVFP_REASON_NONE && i < *count; i++) {
        const struct source_device *device = &(*devices)[i];
        struct text path = {.arena = &recorder->arena}, value = {.arena = &recorder->arena};
        number += i && !view_equal(device->path, device[-1].path);
        if (!is_kept_of_udev(device->key))
            continue;
        envfp__text_add(&path, VIEW("/sys/devices/"));
        envfp__text_add_number(&path, number);
        envfp__keep_plain(device->value, &value);
        add_line(&recorder->devices, &recorder->arena,
                 (struct view[]){envfp__text_view(&path), VIEW(" "), device->key, VIEW("="),
                                 value.length ? envfp__text_view(&value) : VIEW("")},
                 5);
    }
    return reason;
}

static void record_release(void *self)
{
    struct recorder *recorder = self;
    envfp__arena_release(&recorder->arena);
}

static const struct source_ops record_ops = {
    .open = record_open,
    .pull = record_pull,
    .close = record_close,
    .took = record_took,
    .cut = record_cut,
    .list = record_list,
    .link = record_link,
    .stat = record_stat,
    .cpuid = record_cpuid,
    .cpuid_count = record_cpuid_count,
    .uname = record_uname,
    .auxv = record_auxv,
    .variable = record_variable,
    .next_variable = record_next_variable,
    .probe = record_probe,
    .devices = record_devices,
    .release = record_release,
};

/* ---- Start and end --------------------------------------------------------------------------------------------- */

/* /proc and /sys are recorded as present even where nothing in them could be read: they mark a running system. */
static void add_kernel(struct recorder *recorder)
{
    const struct source *inner = recorder->inner;
    struct source_uname names;
    struct source_stat stat;
    bool named = inner->ops->uname(inner->self, &recorder->arena, &names) == ENVFP_REASON_NONE;
    if (named || inner->ops->stat(inner->self, "/proc", SOURCE_AS_EVER, &stat) == ENVFP_REASON_NONE)
        (void)envfp__output_add(&recorder->output, VIEW("proc"), OUTPUT_DIRECTORY, false);
    if (named || inner->ops->stat(inner->self, "/sys", SOURCE_AS_EVER, &stat) == ENVFP_REASON_NONE)
        (void)envfp__output_add(&recorder->output, VIEW("sys"), OUTPUT_DIRECTORY, false);
}

enum envfp_status envfp__source_record(struct source_common *common, const struct source *inner,
                                       int directory, bool bare, struct view layers, const char *project,
                                       struct source *source)
{
    struct recorder *recorder = envfp__arena_alloc(common->arena, sizeof *recorder);
    *source = (struct source){0};
    if (!recorder)
        return ENVFP_NO_MEMORY;
    recorder->inner = inner;
    envfp__arena_init(&recorder->arena, &common->arena->allocator, common->arena->limit);
    envfp__output_start(&recorder->output, &recorder->arena, directory);
    struct text *const texts[] = {&recorder->uname,  &recorder->cpuid,   &recorder->auxv,
                                  &recorder->probes, &recorder->devices, &recorder->errors};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        texts[i]->arena = &recorder->arena;
    *source = (struct source){.ops = &record_ops, .self = recorder, .common = common};
    if (bare)
        envfp__text_add(&recorder->probes, VIEW("running=no\n"));
    else
        add_kernel(recorder);
    /* The layers and the project's folder were part of the request, so a replay must ask for the same ones. */
    if (layers.length)
        add_line(&recorder->probes, &recorder->arena, (struct view[]){VIEW("layers"), VIEW("="), layers}, 3);
    common->recorded_project = project;
    if (project) {
        struct view folder = envfp__record_path(recorder, &recorder->arena, view_of(project));
        folder = envfp__arena_join(&recorder->arena, (struct view[]){VIEW("/"), folder}, 2);
        add_line(&recorder->probes, &recorder->arena, (struct view[]){VIEW("project"), VIEW("="), folder}, 3);
    }
    return ENVFP_OK;
}

static enum envfp_reason add_named(struct recorder *recorder, const struct envfp_read *row, const char *name,
                                   struct text *out)
{
    struct view value;
    enum envfp_reason reason = source_variable(recorder->inner, name, &value);
    if (reason != ENVFP_REASON_NONE)
        return reason;
    value = envfp__source_show(recorder->inner, &recorder->arena, (enum variable_form)row->how, value, true);
    add_line(out, &recorder->arena, (struct view[]){view_of(name), VIEW("="), value}, 3);
    return reason;
}

/* A variable, or all whose names begin so. */
static enum envfp_reason add_variable(struct recorder *recorder, const struct envfp_read *row,
                                      struct text *out)
{
    struct view *names;
    size_t count;
    const char *name = declared_name_of(row);
    if (!view_ends(view_of(name), VIEW("*")))
        return add_named(recorder, row, name, out);
    enum envfp_reason reason =
        envfp__source_variables(recorder->inner, &recorder->arena, name, &names, &count);
    for (size_t i = 0; i < count && reason == ENVFP_REASON_NONE; i++)
        reason = add_named(recorder, row, names[i].text, out);
    return reason;
}

/* The recorded variables: every variable that some collector declares, each declared once. */
static struct view environment_text(struct recorder *recorder)
{
    struct text out = {.arena = &recorder->arena};
    const struct declaration *by;
    for (size_t i = 0; (by = envfp__source_declaration(recorder->inner->common, i)); i++)
        for (size_t j = 0; j < by->variable_count; j++)
            (void)envfp__record_note(recorder, "/proc/self/environ",
                                     add_variable(recorder, &declared_variables(by)[j], &out));
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
        {".envfp/format", VIEW("2\n"), true},
        {".envfp/uname", envfp__text_view(&recorder->uname), false},
        {".envfp/cpuid", envfp__text_view(&recorder->cpuid), false},
        {".envfp/environ", environment, true},
        {".envfp/auxv", envfp__text_view(&recorder->auxv), false},
        {".envfp/probes", envfp__text_view(&recorder->probes), false},
        {".envfp/devices", envfp__text_view(&recorder->devices), false},
        {".envfp/errors", envfp__text_view(&recorder->errors), false},
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        if (files[i].always || files[i].content.length)
            envfp__output_file(&recorder->output, view_of(files[i].path), files[i].content);
    return envfp__output_finish(&recorder->output) && !recorder->arena.failed;
}
