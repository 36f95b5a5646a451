/* SPDX-License-Identifier: MIT */
/*
 * A program in WebAssembly's system interface: the directories that its runtime was given, and the variables. Machine,
 * kernel and process are out of sight. /proc and /sys are hidden even where they were given: they tell of the runtime.
 */
#include "source/system.h"

#include <fcntl.h>
#include <unistd.h>

struct live {
    struct tree tree;
    const char *const *environment;
    size_t environment_count;
};

static bool is_hidden(const char *path)
{
    struct view where = view_of(path);
    return view_starts(where, VIEW("/proc/")) || view_is(where, "/proc") ||
           view_starts(where, VIEW("/sys/")) || view_is(where, "/sys");
}

static enum envfp_reason live_open(void *self, const char *path, enum source_how how,
                                   struct source_file *file)
{
    const struct live *live = self;
    return is_hidden(path) ? ENVFP_REASON_HIDDEN : envfp__tree_open(&live->tree, path, how, file);
}

static enum envfp_reason live_pull(void *self, struct source_file *file, uint64_t offset, char *bytes,
                                   size_t capacity, size_t *got)
{
    (void)self;
    return envfp__system_pull(file->descriptor, offset, bytes, capacity, got);
}

static void live_close(void *self, struct source_file *file)
{
    (void)self;
    if (file->descriptor >= 0)
        close(file->descriptor);
    file->descriptor = -1;
}

static enum envfp_reason live_list(void *self, struct arena *arena, const char *path, enum source_how how,
                                   uint64_t limit, struct source_entry **entries, size_t *count)
{
    const struct live *live = self;
    return is_hidden(path) ? ENVFP_REASON_HIDDEN
                           : envfp__tree_list(&live->tree, arena, path, how, limit, entries, count);
}

static enum envfp_reason live_link(void *self, struct arena *arena, const char *path, enum source_how how,
                                   struct view *target)
{
    const struct live *live = self;
    return is_hidden(path) ? ENVFP_REASON_HIDDEN : envfp__tree_link(&live->tree, arena, path, how, target);
}

static enum envfp_reason live_stat(void *self, const char *path, enum source_how how,
                                   struct source_stat *stat)
{
    const struct live *live = self;
    return is_hidden(path) ? ENVFP_REASON_HIDDEN : envfp__tree_stat(&live->tree, path, how, stat);
}

static enum envfp_reason live_cpuid(void *self, unsigned cpu, uint32_t leaf, uint32_t subleaf,
                                    uint32_t registers[4])
{
    (void)self;
    (void)cpu;
    (void)leaf;
    (void)subleaf;
    memset(registers, 0, 4 * sizeof *registers);
    return ENVFP_REASON_HIDDEN;
}

static unsigned live_cpuid_count(void *self)
{
    (void)self;
    return 0;
}

static enum envfp_reason live_uname(void *self, struct arena *arena, struct source_uname *names)
{
    (void)self;
    (void)arena;
    (void)names;
    return ENVFP_REASON_HIDDEN;
}

static enum envfp_reason live_auxv(void *self, struct arena *arena, const char *name, struct view *value)
{
    (void)self;
    (void)arena;
    (void)name;
    (void)value;
    return ENVFP_REASON_ABSENT;
}

static enum envfp_reason live_variable(void *self, const char *name, struct view *value)
{
    const struct live *live = self;
    size_t length = strlen(name);
    for (size_t i = 0; i < live->environment_count; i++) {
        const char *entry = live->environment[i];
        if (strncmp(entry, name, length) == 0 && entry[length] == '=') {
            *value = view_of(entry + length + 1);
            return ENVFP_REASON_NONE;
        }
    }
    return ENVFP_REASON_ABSENT;
}

static enum envfp_reason live_next_variable(void *self, size_t *at, struct view *name)
{
    const struct live *live = self;
    if (*at >= live->environment_count)
        return ENVFP_REASON_ABSENT;
    *name = view_of(live->environment[(*at)++]);
    *name = view_take(*name, view_find_byte(*name, '='));
    return ENVFP_REASON_NONE;
}

static enum envfp_reason live_probe(void *self, struct arena *arena, const char *name, struct view *result)
{
    (void)self;
    (void)arena;
    if (strcmp(name, "running") == 0)
        *result = VIEW("no");
    else if (strcmp(name, "wasm") == 0)
        *result = VIEW("wasi");
    else
        return ENVFP_REASON_ABSENT;
    return ENVFP_REASON_NONE;
}

static enum envfp_reason live_devices(void *self, struct arena *arena, struct source_device **devices,
                                      size_t *count)
{
    (void)self;
    (void)arena;
    (void)devices;
    (void)count;
    return ENVFP_REASON_ABSENT;
}

static void live_release(void *self)
{
    (void)self;
}

static const struct source_ops live_ops = {
    .open = live_open,
    .pull = live_pull,
    .close = live_close,
    .list = live_list,
    .link = live_link,
    .stat = live_stat,
    .cpuid = live_cpuid,
    .cpuid_count = live_cpuid_count,
    .uname = live_uname,
    .auxv = live_auxv,
    .variable = live_variable,
    .next_variable = live_next_variable,
    .probe = live_probe,
    .devices = live_devices,
    .release = live_release,
};

enum envfp_status envfp__source_live(struct source_common *common, const struct source_options *options,
                                     struct source *source)
{
    struct live *live = envfp__arena_alloc(common->arena, sizeof *live);
    *source = (struct source){0};
    if (!live)
        return ENVFP_NO_MEMORY;
    live->tree.root = AT_FDCWD;
    live->environment = options->environment;
    live->environment_count = options->environment_count;
    if (!live->environment) {
        live->environment = (const char *const *)environ;
        while (environ && environ[live->environment_count])
            live->environment_count++;
    }
    *source = (struct source){.ops = &live_ops, .self = live, .common = common};
    return ENVFP_OK;
}

/* There are no processes beside this one. */
enum envfp_status envfp__source_pid(struct source_common *common, uint32_t pid, struct source *source)
{
    (void)common;
    (void)pid;
    *source = (struct source){0};
    return ENVFP_NOT_FOUND;
}
