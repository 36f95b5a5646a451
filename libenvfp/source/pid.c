/* SPDX-License-Identifier: MIT */
/*
 * Another process: its own files below /proc/N, its root directory for everything on disk, the machine
 * and kernel that we share with it. What it sees of /proc and /sys otherwise is taken to be what we see,
 * save where a namespace of its own decides.
 */
#include "base/text.h"
#include "source/live.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#define ENVIRONMENT_MOST ((size_t)1 << 20)
#define MOUNTINFO_MOST ((size_t)16 << 20)

struct other {
    struct live *live; /* our own view, for what is shared */
    struct source live_source;
    struct view proc;     /* "/proc/N" */
    struct tree tree;     /* its root directory, where it differs from ours; else root is -1 */
    struct mounts mounts; /* as it sees them */
    enum envfp_reason tree_reason;
    bool same_root, same_network;
    struct view environment; /* NUL-separated */
    enum envfp_reason environment_reason;
};

enum where { WHERE_SHARED, WHERE_PROCESS, WHERE_DISK, WHERE_NAMESPACE };

static enum where where_is(const struct other *other, const char *path)
{
    struct view text = view_of(path);
    if (view_starts(text, VIEW("/proc/self/")))
        return WHERE_PROCESS;
    if (view_starts(text, VIEW("/proc/sys/net/")) && !other->same_network)
        return WHERE_NAMESPACE;
    if (view_starts(text, VIEW("/proc/")) || view_starts(text, VIEW("/sys/")))
        return WHERE_SHARED;
    return other->same_root ? WHERE_SHARED : WHERE_DISK;
}

/* /proc/self/x as /proc/N/x. */
static const char *own_path(const struct other *other, struct arena *arena, const char *path)
{
    struct view rest = view_skip(view_of(path), sizeof "/proc/self" - 1);
    return envfp__arena_join(arena, (struct view[]){other->proc, rest}, 2).text;
}

static struct arena *arena_of(const struct other *other)
{
    return other->live->common->arena;
}

static enum envfp_reason other_open(void *self, const char *path, struct source_file *file)
{
    struct other *other = self;
    switch (where_is(other, path)) {
    case WHERE_PROCESS: return envfp__live_open(other->live, own_path(other, arena_of(other), path), file);
    case WHERE_SHARED: return envfp__live_open(other->live, path, file);
    case WHERE_DISK:
        return other->tree_reason != ENVFP_REASON_NONE ? other->tree_reason
                                                       : envfp__tree_open(&other->tree, path, file);
    case WHERE_NAMESPACE: break;
    }
    return ENVFP_REASON_HIDDEN;
}

static enum envfp_reason other_pull(void *self, struct source_file *file, uint64_t offset, char *bytes,
                                    size_t capacity, size_t *got)
{
    return envfp__live_pull(((struct other *)self)->live, file, offset, bytes, capacity, got);
}

static void other_close(void *self, struct source_file *file)
{
    envfp__live_close(((struct other *)self)->live, file);
}

static enum envfp_reason other_list(void *self, struct arena *arena, const char *path, uint64_t limit,
                                    struct source_entry **entries, size_t *count)
{
    struct other *other = self;
    switch (where_is(other, path)) {
    case WHERE_PROCESS:
        return envfp__live_list(other->live, arena, own_path(other, arena, path), limit, entries, count);
    case WHERE_SHARED: return envfp__live_list(other->live, arena, path, limit, entries, count);
    case WHERE_DISK:
        return other->tree_reason != ENVFP_REASON_NONE
                   ? other->tree_reason
                   : envfp__tree_list(&other->tree, arena, path, limit, entries, count);
    case WHERE_NAMESPACE: break;
    }
    return ENVFP_REASON_HIDDEN;
}

static enum envfp_reason other_link(void *self, struct arena *arena, const char *path, struct view *target)
{
    struct other *other = self;
    switch (where_is(other, path)) {
    case WHERE_PROCESS: return envfp__live_link(other->live, arena, own_path(other, arena, path), target);
    case WHERE_SHARED: return envfp__live_link(other->live, arena, path, target);
    case WHERE_DISK:
        return other->tree_reason != ENVFP_REASON_NONE ? other->tree_reason
                                                       : envfp__tree_link(&other->tree, arena, path, target);
    case WHERE_NAMESPACE: break;
    }
    return ENVFP_REASON_HIDDEN;
}

static enum envfp_reason other_stat(void *self, const char *path, struct source_stat *stat)
{
    struct other *other = self;
    switch (where_is(other, path)) {
    case WHERE_PROCESS: return envfp__live_stat(other->live, own_path(other, arena_of(other), path), stat);
    case WHERE_SHARED: return envfp__live_stat(other->live, path, stat);
    case WHERE_DISK:
        return other->tree_reason != ENVFP_REASON_NONE ? other->tree_reason
                                                       : envfp__tree_stat(&other->tree, path, stat);
    case WHERE_NAMESPACE: break;
    }
    return ENVFP_REASON_HIDDEN;
}

static enum envfp_reason other_variable(void *self, const char *name, struct view *value)
{
    const struct other *other = self;
    struct view rest = other->environment, entry, key = view_of(name);
    while (view_cut(&rest, '\0', &entry))
        if (view_starts(entry, key) && entry.length > key.length && entry.text[key.length] == '=') {
            *value = view_skip(entry, key.length + 1);
            return ENVFP_REASON_NONE;
        }
    return other->environment_reason == ENVFP_REASON_NONE ? ENVFP_REASON_ABSENT : other->environment_reason;
}

static const struct source_ops other_ops = {
    .open = other_open,
    .pull = other_pull,
    .close = other_close,
    .list = other_list,
    .link = other_link,
    .stat = other_stat,
    .cpuid = envfp__machine_cpuid,
    .cpuid_count = envfp__machine_cpuid_count,
    .uname = envfp__machine_uname,
    .auxv = envfp__machine_auxv,
    .variable = other_variable,
    .probe = envfp__machine_probe,
    .devices = envfp__udev_devices,
};

/* Whether a namespace of the process is ours too; false where we may not see. */
static bool same_namespace(struct other *other, const char *kind)
{
    struct arena *arena = arena_of(other);
    struct view ours, theirs;
    const char *own = source_path(arena, "/proc/self/ns/", view_of(kind), "");
    return envfp__live_link(other->live, arena, own, &ours) == ENVFP_REASON_NONE &&
           envfp__live_link(other->live, arena, own_path(other, arena, own), &theirs) == ENVFP_REASON_NONE &&
           view_equal(ours, theirs);
}

/* A file of the process's own below /proc, whole, into the arena. */
static enum envfp_reason read_own(struct other *other, const char *path, size_t most, struct view *content)
{
    struct text text = {.arena = arena_of(other)};
    struct source_file file = {.descriptor = -1};
    char piece[8192];
    size_t got = 1;
    enum envfp_reason reason = other_open(other, path, &file);
    while (reason == ENVFP_REASON_NONE && got > 0 && text.length < most && !text.arena->failed) {
        reason = envfp__live_pull(other->live, &file, text.length, piece, sizeof piece, &got);
        envfp__text_add(&text, (struct view){piece, got});
    }
    other_close(other, &file);
    *content = envfp__text_view(&text);
    return reason;
}

/* Its root directory, with the mounts that it sees there: none that may block is touched. */
static void open_root(struct other *other)
{
    struct view mountinfo;
    const char *root = own_path(other, arena_of(other), "/proc/self/root");
    other->tree.held = &other->live->held;
    other->tree.root = open(root, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (other->tree.root < 0)
        other->tree_reason = envfp__system_reason(errno);
    else if (read_own(other, "/proc/self/mountinfo", MOUNTINFO_MOST, &mountinfo) == ENVFP_REASON_NONE)
        envfp__mounts_parse(arena_of(other), mountinfo, &other->mounts);
    if (other->mounts.remote_count && !other->live->common->allow_remote)
        other->tree.mounts = &other->mounts;
}

enum envfp_status envfp__source_pid(struct source_common *common, uint32_t pid, struct source *source)
{
    static const char *const nothing[] = {NULL};
    struct other *other = envfp__arena_alloc(common->arena, sizeof *other);
    if (!other)
        return ENVFP_NO_MEMORY;
    enum envfp_status status =
        envfp__source_live(common, &(struct source_options){.environment = nothing}, &other->live_source);
    if (status != ENVFP_OK)
        return status;
    other->live = other->live_source.self;
    struct text proc = {.arena = common->arena};
    envfp__text_add(&proc, VIEW("/proc/"));
    envfp__text_add_number(&proc, pid);
    other->proc = envfp__text_view(&proc);
    other->tree.root = -1;
    *source = (struct source){&other_ops, other, common};
    struct source_stat stat;
    if (envfp__live_stat(other->live, other->proc.text, &stat) != ENVFP_REASON_NONE) {
        envfp__source_pid_close(source);
        return common->arena->failed ? ENVFP_NO_MEMORY : ENVFP_NOT_FOUND;
    }
    struct view root;
    other->same_network = same_namespace(other, "net");
    other->tree_reason = envfp__live_link(other->live, common->arena,
                                          own_path(other, common->arena, "/proc/self/root"), &root);
    other->same_root =
        other->tree_reason == ENVFP_REASON_NONE && same_namespace(other, "mnt") && view_is(root, "/");
    if (!other->same_root && other->tree_reason == ENVFP_REASON_NONE)
        open_root(other);
    other->environment_reason = read_own(other, "/proc/self/environ", ENVIRONMENT_MOST, &other->environment);
    return common->arena->failed ? ENVFP_NO_MEMORY : ENVFP_OK;
}

void envfp__source_pid_close(const struct source *source)
{
    struct other *other = source->self;
    if (other->tree.root >= 0)
        close(other->tree.root);
    envfp__source_live_close(&other->live_source);
}
