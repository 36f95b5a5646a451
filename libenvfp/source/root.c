/* SPDX-License-Identifier: MIT */
/*
 * A directory used as "/", and a recording, which also holds proc and sys as they were, and in .envfp what no file can
 * hold. Both may be hostile.
 */
#include "source/device_keys.h"
#include "source/keep.h"
#include "source/recording.h"

#include <unistd.h>

struct root {
    struct source_common *common;
    struct tree tree;
    struct held held;
    bool recorded, has_proc, has_sys;
    struct recording recording; /* empty for a bare directory */
    struct mounts mounts;       /* as recorded */
};

/* ---- Operations ---------------------------------------------------------------------------------------------- */

/* Refuses .envfp, which is no part of the world; says HIDDEN for a kernel's file system that was not recorded. */
static enum envfp_reason check_path(const struct root *root, const char *path)
{
    struct view where = view_of(path);
    if (view_starts(where, VIEW("/.envfp")))
        return ENVFP_REASON_ABSENT;
    if ((view_starts(where, VIEW("/proc/")) && !root->has_proc) ||
        (view_starts(where, VIEW("/sys/")) && !root->has_sys))
        return ENVFP_REASON_HIDDEN;
    return envfp__recording_error(&root->recording, path);
}

static enum envfp_reason root_open(void *self, const char *path, enum source_how how,
                                   struct source_file *file)
{
    struct root *root = self;
    enum envfp_reason reason = check_path(root, path);
    return reason != ENVFP_REASON_NONE ? reason : envfp__tree_open(&root->tree, path, how, file);
}

static enum envfp_reason root_pull(void *self, struct source_file *file, uint64_t offset, char *bytes,
                                   size_t capacity, size_t *got)
{
    (void)self;
    return envfp__system_pull(file->descriptor, offset, bytes, capacity, got);
}

static void root_close(void *self, struct source_file *file)
{
    (void)self;
    if (file->descriptor >= 0)
        close(file->descriptor);
    file->descriptor = -1;
}

/* Drops .envfp from a listing: the folder of that name, and the file that keeps an empty directory in a recording. */
static void drop_own(struct source_entry *entries, size_t *count)
{
    size_t kept = 0;
    for (size_t i = 0; i < *count; i++)
        if (!view_equal(entries[i].name, VIEW(".envfp")))
            entries[kept++] = entries[i];
    *count = kept;
}

static enum envfp_reason root_list(void *self, struct arena *arena, const char *path, enum source_how how,
                                   uint64_t limit, struct source_entry **entries, size_t *count)
{
    struct root *root = self;
    enum envfp_reason reason = check_path(root, path);
    if (reason == ENVFP_REASON_NONE)
        reason = envfp__tree_list(&root->tree, arena, path, how, limit, entries, count);
    if (root->recorded)
        drop_own(*entries, count);
    return reason;
}

static enum envfp_reason root_link(void *self, struct arena *arena, const char *path, enum source_how how,
                                   struct view *target)
{
    struct root *root = self;
    enum envfp_reason reason = check_path(root, path);
    return reason != ENVFP_REASON_NONE ? reason : envfp__tree_link(&root->tree, arena, path, how, target);
}

static enum envfp_reason root_stat(void *self, const char *path, enum source_how how,
                                   struct source_stat *stat)
{
    struct root *root = self;
    /* The file could not be opened when it was recorded, but stat worked. */
    if (envfp__recording_stat(&root->recording, path, stat))
        return ENVFP_REASON_NONE;
    enum envfp_reason reason = check_path(root, path);
    if (reason != ENVFP_REASON_NONE)
        return reason;
    reason = envfp__tree_stat(&root->tree, path, how, stat);
    stat->inode = 0; /* of the copy, not of the thing */
    return reason;
}

static enum envfp_reason root_cpuid(void *self, unsigned cpu, uint32_t leaf, uint32_t subleaf,
                                    uint32_t registers[4])
{
    struct root *root = self;
    memset(registers, 0, 4 * sizeof *registers);
    if (root->recording.cpu_count == 0)
        return ENVFP_REASON_UNSUPPORTED;
    if (cpu >= root->recording.cpu_count)
        return ENVFP_REASON_ABSENT;
    struct leaves *leaves = &root->recording.cpus[cpu];
    if (!leaves->loaded)
        envfp__recording_load_cpu(&root->recording, cpu);
    if (leaves->reason != ENVFP_REASON_NONE && leaves->reason != ENVFP_REASON_ABSENT)
        return leaves->reason;
    for (size_t i = 0; i < leaves->count; i++)
        if (leaves->list[i].number == leaf && leaves->list[i].subleaf == subleaf) {
            memcpy(registers, leaves->list[i].registers, sizeof leaves->list[i].registers);
            return ENVFP_REASON_NONE;
        }
    return ENVFP_REASON_ABSENT;
}

static unsigned root_cpuid_count(void *self)
{
    const struct root *root = self;
    return root->recording.cpu_count;
}

static enum envfp_reason root_uname(void *self, struct arena *arena, struct source_uname *names)
{
    const struct root *root = self;
    (void)arena;
    if (root->recording.uname.count == 0)
        return ENVFP_REASON_HIDDEN;
    (void)envfp__recording_get(&root->recording.uname, "sysname", &names->sysname);
    (void)envfp__recording_get(&root->recording.uname, "release", &names->release);
    (void)envfp__recording_get(&root->recording.uname, "version", &names->version);
    (void)envfp__recording_get(&root->recording.uname, "machine", &names->machine);
    return ENVFP_REASON_NONE;
}

static enum envfp_reason root_auxv(void *self, struct arena *arena, const char *name, struct view *value)
{
    (void)arena;
    return envfp__recording_get(&((const struct root *)self)->recording.auxv, name, value);
}

static enum envfp_reason root_variable(void *self, const char *name, struct view *value)
{
    const struct root *root = self;
    enum envfp_reason reason = envfp__recording_get(&root->recording.environment, name, value);
    /* The process's environment was not readable when it was recorded. */
    enum envfp_reason error = envfp__recording_error(&root->recording, "/proc/self/environ");
    return reason == ENVFP_REASON_ABSENT && error != ENVFP_REASON_NONE ? error : reason;
}

static enum envfp_reason root_next_variable(void *self, size_t *at, struct view *name)
{
    const struct root *root = self;
    enum envfp_reason error = envfp__recording_error(&root->recording, "/proc/self/environ");
    if (*at >= root->recording.environment.count)
        return error != ENVFP_REASON_NONE ? error : ENVFP_REASON_ABSENT;
    *name = root->recording.environment.list[(*at)++].key;
    return ENVFP_REASON_NONE;
}

static enum envfp_reason root_probe(void *self, struct arena *arena, const char *name, struct view *result)
{
    (void)arena;
    return envfp__recording_get(&((const struct root *)self)->recording.probes, name, result);
}

/* Lines `SYSPATH KEY=value`, in the order in which they were found. */
static enum envfp_reason root_devices(void *self, struct arena *arena, struct source_device **devices,
                                      size_t *count)
{
    struct root *root = self;
    struct view content, line;
    size_t capacity = 0;
    enum envfp_reason reason = root->recorded
                                   ? envfp__recording_read(&root->recording, "/.envfp/devices", &content)
                                   : ENVFP_REASON_ABSENT;
    while (reason == ENVFP_REASON_NONE && view_cut(&content, '\n', &line)) {
        size_t blank = view_find_byte(line, ' ');
        struct view path, key, value, rest = view_skip(line, blank == SIZE_MAX ? line.length : blank + 1);
        size_t equals = view_find_byte(rest, '=');
        if (equals == SIZE_MAX || !envfp__text_raw(arena, view_take(line, blank), &path) ||
            !envfp__text_raw(arena, view_take(rest, equals), &key) || !envfp__device_key_is_told(key) ||
            !envfp__text_raw(arena, view_skip(rest, equals + 1), &value))
            continue;
        struct source_device *room = envfp__arena_grow(arena, *devices, *count, &capacity, sizeof *room);
        if (!room)
            break;
        *devices = room;
        room[(*count)++] =
            (struct source_device){envfp__device_place(arena, path), key, envfp__keep_text_of(arena, value)};
    }
    return reason;
}

static void root_release(void *self)
{
    const struct root *root = self;
    close(root->tree.root);
}

static const struct source_ops root_ops = {
    .open = root_open,
    .pull = root_pull,
    .close = root_close,
    .list = root_list,
    .link = root_link,
    .stat = root_stat,
    .cpuid = root_cpuid,
    .cpuid_count = root_cpuid_count,
    .uname = root_uname,
    .auxv = root_auxv,
    .variable = root_variable,
    .next_variable = root_next_variable,
    .probe = root_probe,
    .devices = root_devices,
    .release = root_release,
};

/* ---- Start and end --------------------------------------------------------------------------------------------- */

static enum envfp_reason find_directory(struct root *root, const char *path, bool *found)
{
    struct source_stat stat;
    enum envfp_reason reason = envfp__tree_stat(&root->tree, path, SOURCE_AS_EVER, &stat);
    *found = reason == ENVFP_REASON_NONE && stat.type == SOURCE_DIRECTORY;
    return source_is_failure(reason) ? reason : ENVFP_REASON_NONE;
}

static enum envfp_status start_recording(struct root *root)
{
    struct view mountinfo;
    if (find_directory(root, "/proc", &root->has_proc) != ENVFP_REASON_NONE ||
        find_directory(root, "/sys", &root->has_sys) != ENVFP_REASON_NONE)
        return ENVFP_IO;
    enum envfp_status status = envfp__recording_load(&root->recording);
    if (status != ENVFP_OK)
        return status;
    enum envfp_reason reason = envfp__recording_read(&root->recording, "/proc/self/mountinfo", &mountinfo);
    if (reason == ENVFP_REASON_NONE)
        envfp__mounts_parse(root->common->arena, mountinfo, MOUNTS_OWN, &root->mounts);
    return source_is_failure(reason) ? ENVFP_IO : ENVFP_OK;
}

enum envfp_status envfp__source_root(struct source_common *common, const char *directory, bool recording,
                                     struct source *source)
{
    struct root *root = envfp__arena_alloc(common->arena, sizeof *root);
    *source = (struct source){0};
    if (!root)
        return ENVFP_NO_MEMORY;
    *root = (struct root){.common = common, .recorded = recording};
    root->recording = (struct recording){.arena = common->arena, .tree = &root->tree};
    enum envfp_status status = envfp__tree_start(&root->tree, directory);
    if (status != ENVFP_OK)
        return status;
    if (!common->allow_remote)
        envfp__tree_guard(&root->tree, common->arena);
    root->held.arena = common->arena;
    root->held.blind = !root->tree.proc;
    root->tree.held = &root->held;
    if (recording)
        status = start_recording(root);
    if (status != ENVFP_OK) {
        root_release(root);
        return common->arena->failed ? ENVFP_NO_MEMORY : status;
    }
    common->mounts = &root->mounts;
    *source = (struct source){.ops = &root_ops, .self = root, .common = common};
    return ENVFP_OK;
}
