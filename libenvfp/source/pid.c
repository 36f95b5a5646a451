/* SPDX-License-Identifier: MIT */
/*
 * Another process: its own files below /proc/N, its root directory for files on disk and for its cgroups, and the
 * machine and kernel that we share with it. The rest of /proc and /sys is taken to be the same for it as for us, except
 * what a namespace decides. /proc/N is held open, so that a later process with the same number is never taken for it.
 */
#include "base/text.h"
#include "source/live.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/auxv.h>
#include <unistd.h>

#define ENVIRONMENT_MOST ((size_t)1 << 20)
#define MOUNTINFO_MOST ((size_t)16 << 20)
#define MAPS_MOST ((size_t)1 << 20)
#define OPEN_FLAGS (O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)

enum kind { KIND_IPC, KIND_MOUNT, KIND_NETWORK, KIND_PROCESS, KIND_USER, KINDS };

static const char *const kinds[KINDS] = {"ipc", "mnt", "net", "pid", "user"};

/* Files whose content depends on the namespace of the process that reads them, here ours: hidden where the other
 * process is in another namespace. Linux Documentation/admin-guide/sysctl, namespaces(7). */
static const struct {
    const char *start;
    enum kind kind;
} namespaced[] = {
    {"/proc/sys/fs/mqueue/", KIND_IPC},
    {"/proc/sys/kernel/msg", KIND_IPC},
    {"/proc/sys/kernel/pid_max", KIND_PROCESS},
    {"/proc/sys/kernel/sem", KIND_IPC},
    {"/proc/sys/kernel/shm", KIND_IPC},
    {"/proc/sys/net/", KIND_NETWORK},
    {"/proc/sys/user/", KIND_USER},
    {"/proc/sys/vm/memfd_noexec", KIND_PROCESS},
    {"/sys/class/net", KIND_NETWORK},
};

struct other {
    struct live *live; /* our own view, for what is shared */
    struct source live_source;
    int process;          /* its directory below /proc, O_PATH */
    bool empty;           /* a zombie: neither files nor namespaces are left */
    struct tree tree;     /* its root directory, where it differs from ours; else root is -1 */
    struct mounts mounts; /* as it sees them */
    enum envfp_reason tree_reason;
    bool same_root, same[KINDS];
    struct view status;      /* Uid and Gid lines as numbered in its own user namespace */
    struct view environment; /* NUL-separated */
    enum envfp_reason environment_reason;
};

enum where { WHERE_SHARED, WHERE_PROCESS, WHERE_DISK, WHERE_NOWHERE };

/* Where a path is to be looked up; for WHERE_NOWHERE `reason` says why. */
static enum where where_is(const struct other *other, const char *path, enum envfp_reason *reason)
{
    struct view text = view_of(path);
    *reason = ENVFP_REASON_HIDDEN;
    if (view_starts(text, VIEW("/proc/self/")))
        return WHERE_PROCESS;
    for (size_t i = 0; i < sizeof namespaced / sizeof *namespaced; i++)
        if (!other->same[namespaced[i].kind] && view_starts(text, view_of(namespaced[i].start)))
            return WHERE_NOWHERE;
    bool kernel = view_starts(text, VIEW("/proc/")) || view_starts(text, VIEW("/sys/"));
    if (other->same_root || (kernel && !view_starts(text, VIEW("/sys/fs/cgroup"))))
        return WHERE_SHARED;
    *reason = other->tree_reason;
    return *reason == ENVFP_REASON_NONE ? WHERE_DISK : WHERE_NOWHERE;
}

static struct arena *arena_of(const struct other *other)
{
    return other->live->common->arena;
}

/* ---- Its files below /proc ------------------------------------------------------------------------------ */

static const char *own_name(const char *path)
{
    return path + sizeof "/proc/self/" - 1;
}

/* Turns ABSENT into a gap where the process has ended: its files are gone, which says nothing about the environment. */
static enum envfp_reason own_reason(const struct other *other, enum envfp_reason reason)
{
    struct stat stat;
    if (other->empty && (reason == ENVFP_REASON_ABSENT || reason == ENVFP_REASON_UNSUPPORTED))
        return ENVFP_REASON_HIDDEN;
    return reason == ENVFP_REASON_ABSENT && envfp__system_fstatat(other->process, "stat", &stat, 0) != 0
               ? ENVFP_REASON_BUSY
               : reason;
}

static enum envfp_reason own_open(struct other *other, const char *path, struct source_file *file)
{
    if (other->status.length && strcmp(own_name(path), "status") == 0) {
        file->state = &other->status;
        return ENVFP_REASON_NONE;
    }
    file->descriptor = envfp__system_open(other->process, own_name(path), OPEN_FLAGS);
    return file->descriptor >= 0 ? ENVFP_REASON_NONE : own_reason(other, envfp__system_reason(errno));
}

static enum envfp_reason own_list(struct other *other, struct arena *arena, const char *path, uint64_t limit,
                                  struct source_entry **entries, size_t *count)
{
    int directory = envfp__system_open(other->process, own_name(path), OPEN_FLAGS | O_DIRECTORY);
    return own_reason(other, directory < 0 ? envfp__system_reason(errno)
                                           : envfp__system_list(arena, directory, limit, entries, count));
}

static enum envfp_reason own_link(struct other *other, struct arena *arena, const char *path,
                                  struct view *target)
{
    return own_reason(other, envfp__system_link(arena, other->process, own_name(path), target));
}

static enum envfp_reason own_stat(struct other *other, const char *path, struct source_stat *stat)
{
    struct stat from;
    if (envfp__system_fstatat(other->process, own_name(path), &from, 0) != 0)
        return own_reason(other, envfp__system_reason(errno));
    envfp__system_stat(&from, stat);
    return ENVFP_REASON_NONE;
}

/* ---- Operations ------------------------------------------------------------------------------------------- */

/* Cgroups that its mounts do not show are hidden from it, as they would be from ourselves. */
static enum envfp_reason disk_reason(const struct other *other, const char *path, enum envfp_reason reason)
{
    struct view where = view_of(path);
    bool hidden = reason == ENVFP_REASON_ABSENT && view_starts(where, VIEW("/sys/")) &&
                  (other->mounts.count == 0 || envfp__mounts_hide(&other->mounts, where));
    return hidden ? ENVFP_REASON_HIDDEN : reason;
}

static enum envfp_reason other_open(void *self, const char *path, enum source_how how,
                                    struct source_file *file)
{
    struct other *other = self;
    enum envfp_reason reason;
    switch (where_is(other, path, &reason)) {
    case WHERE_PROCESS: return how == SOURCE_PLAIN ? ENVFP_REASON_HIDDEN : own_open(other, path, file);
    case WHERE_SHARED: return envfp__live_open(other->live, path, how, file);
    case WHERE_DISK: return disk_reason(other, path, envfp__tree_open(&other->tree, path, how, file));
    case WHERE_NOWHERE: break;
    }
    return reason;
}

static enum envfp_reason other_pull(void *self, struct source_file *file, uint64_t offset, char *bytes,
                                    size_t capacity, size_t *got)
{
    const struct other *other = self;
    /* ESRCH comes only from files of a process that has ended. */
    return own_reason(other, envfp__live_pull(other->live, file, offset, bytes, capacity, got));
}

static void other_close(void *self, struct source_file *file)
{
    envfp__live_close(((struct other *)self)->live, file);
}

static enum envfp_reason other_list(void *self, struct arena *arena, const char *path, enum source_how how,
                                    uint64_t limit, struct source_entry **entries, size_t *count)
{
    struct other *other = self;
    enum envfp_reason reason;
    switch (where_is(other, path, &reason)) {
    case WHERE_PROCESS:
        return how == SOURCE_PLAIN ? ENVFP_REASON_HIDDEN
                                   : own_list(other, arena, path, limit, entries, count);
    case WHERE_SHARED: return envfp__live_list(other->live, arena, path, how, limit, entries, count);
    case WHERE_DISK:
        return disk_reason(other, path,
                           envfp__tree_list(&other->tree, arena, path, how, limit, entries, count));
    case WHERE_NOWHERE: break;
    }
    return reason;
}

static enum envfp_reason other_link(void *self, struct arena *arena, const char *path, enum source_how how,
                                    struct view *target)
{
    struct other *other = self;
    enum envfp_reason reason;
    switch (where_is(other, path, &reason)) {
    case WHERE_PROCESS:
        return how == SOURCE_PLAIN ? ENVFP_REASON_HIDDEN : own_link(other, arena, path, target);
    case WHERE_SHARED: return envfp__live_link(other->live, arena, path, how, target);
    case WHERE_DISK:
        return disk_reason(other, path, envfp__tree_link(&other->tree, arena, path, how, target));
    case WHERE_NOWHERE: break;
    }
    return reason;
}

static enum envfp_reason other_stat(void *self, const char *path, enum source_how how,
                                    struct source_stat *stat)
{
    struct other *other = self;
    enum envfp_reason reason;
    switch (where_is(other, path, &reason)) {
    case WHERE_PROCESS: return how == SOURCE_PLAIN ? ENVFP_REASON_HIDDEN : own_stat(other, path, stat);
    case WHERE_SHARED: return envfp__live_stat(other->live, path, how, stat);
    case WHERE_DISK: return disk_reason(other, path, envfp__tree_stat(&other->tree, path, how, stat));
    case WHERE_NOWHERE: break;
    }
    return reason;
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

static enum envfp_reason other_next_variable(void *self, size_t *at, struct view *name)
{
    const struct other *other = self;
    struct view rest = view_skip(other->environment, *at);
    if (other->environment_reason != ENVFP_REASON_NONE)
        return other->environment_reason;
    if (!view_cut(&rest, '\0', name))
        return ENVFP_REASON_ABSENT;
    *at = other->environment.length - rest.length;
    *name = view_take(*name, view_find_byte(*name, '='));
    return ENVFP_REASON_NONE;
}

/* The machine is ours. */
static enum envfp_reason other_probe(void *self, struct arena *arena, const char *name, struct view *result)
{
    return envfp__live_probe(((struct other *)self)->live, arena, name, result);
}

static enum envfp_reason other_devices(void *self, struct arena *arena, struct source_device **devices,
                                       size_t *count)
{
    return envfp__live_devices(((struct other *)self)->live, arena, devices, count);
}

static void other_release(void *self)
{
    const struct other *other = self;
    if (other->tree.root >= 0)
        close(other->tree.root);
    if (other->process >= 0)
        close(other->process);
    envfp__source_release(&other->live_source);
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
    .next_variable = other_next_variable,
    .probe = other_probe,
    .devices = other_devices,
    .release = other_release,
};

/* ---- Start and end ------------------------------------------------------------------------------------------ */

/* Whether the process and we share a namespace of this kind; false where we may not look. */
static bool same_namespace(struct other *other, const char *kind)
{
    struct view ours, theirs;
    const char *path = source_path(arena_of(other), "/proc/self/ns/", view_of(kind), "");
    return path &&
           envfp__live_link(other->live, arena_of(other), path, SOURCE_AS_EVER, &ours) == ENVFP_REASON_NONE &&
           own_link(other, arena_of(other), path, &theirs) == ENVFP_REASON_NONE && view_equal(ours, theirs);
}

/* Reads one of the process's own files below /proc, whole, into the arena. */
static enum envfp_reason read_own(struct other *other, const char *path, size_t most, struct view *content)
{
    struct text text = {.arena = arena_of(other)};
    struct source_file file = {.descriptor = -1};
    char piece[8192];
    size_t got = 1;
    enum envfp_reason reason = own_open(other, path, &file);
    while (reason == ENVFP_REASON_NONE && got > 0 && !text.arena->failed) {
        reason = other_pull(other, &file, text.length, piece, sizeof piece, &got);
        envfp__text_add(&text, (struct view){piece, got});
        if (text.length > most)
            reason = ENVFP_REASON_TRUNCATED;
    }
    other_close(other, &file);
    *content = envfp__text_view(&text);
    return reason;
}

/* Whether the root directory, or the mount at it, may block. Without an entry of its own (chroot into a folder) it has the
 * device of some mount, of its own or ours. */
static bool root_blocks(struct other *other, struct view root)
{
    const struct mounts *lists[] = {&other->mounts, &other->live->mounts};
    if (envfp__mounts_find(&other->mounts, VIEW("/")))
        return envfp__mounts_may_block(&other->mounts, VIEW("/"));
    if (other->same[KIND_MOUNT] && envfp__mounts_may_block(&other->live->mounts, root))
        return true;
    int found = envfp__system_open(other->process, "root", O_PATH | O_DIRECTORY | O_CLOEXEC);
    struct view device = envfp__system_device(arena_of(other), found);
    if (found >= 0)
        close(found);
    for (size_t list = 0; list < 2; list++)
        for (size_t i = 0; i < lists[list]->count; i++)
            if (view_equal(lists[list]->list[i].device, device))
                return lists[list]->list[i].remote;
    return device.length == 0 || view_starts(device, VIEW("0:"));
}

/* Opens its root directory, with the mounts as the process sees them: none that may block is touched. What it has mapped
 * says nothing; only what we ourselves run from has to answer. */
static void open_root(struct other *other, struct view root)
{
    struct view mountinfo;
    other->tree.held = &other->live->held;
    other->tree.proc = other->live->proc;
    if (read_own(other, "/proc/self/mountinfo", MOUNTINFO_MOST, &mountinfo) == ENVFP_REASON_NONE)
        envfp__mounts_parse(arena_of(other), mountinfo, MOUNTS_OF_ANOTHER, &other->mounts);
    else
        other->tree.one_mount = !other->live->common->allow_remote;
    other->live->common->mounts = &other->mounts;
    if (!other->live->common->allow_remote) {
        envfp__mounts_judge_stacked(arena_of(other), &other->mounts, &other->live->mounts);
        for (size_t i = 0; i < other->live->mounts.count; i++)
            if (other->live->mounts.list[i].exempt)
                envfp__mounts_exempt_device(&other->mounts, other->live->mounts.list[i].device);
        if (root_blocks(other, root)) {
            other->tree_reason = ENVFP_REASON_REMOTE;
            return;
        }
        if (other->mounts.remote_count)
            other->tree.mounts = &other->mounts;
    }
    other->tree.root = envfp__system_open(other->process, "root", O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (other->tree.root < 0)
        other->tree_reason = own_reason(other, envfp__system_reason(errno));
}

/* Translates a number into the process's user namespace; each line of the map is "FIRST OURS COUNT". */
static uint64_t own_number(struct view map, uint64_t number)
{
    struct view line, word;
    while (view_cut(&map, '\n', &line)) {
        uint64_t parts[3] = {0, 0, 0};
        for (size_t i = 0; i < 3; i++)
            if (!view_cut_word(&line, &word) || !envfp__view_number(word, 10, &parts[i]))
                return number;
        if (number >= parts[1] && number - parts[1] < parts[2])
            return parts[0] + (number - parts[1]);
    }
    return 65534; /* the kernel's overflow id */
}

/* Rewrites Uid and Gid: the kernel numbers them by the reader's user namespace, the process by its own. */
static void translate_status(struct other *other)
{
    struct text text = {.arena = arena_of(other)};
    struct view status, map, line, word;
    uint64_t number;
    if (read_own(other, "/proc/self/uid_map", MAPS_MOST, &map) != ENVFP_REASON_NONE ||
        read_own(other, "/proc/self/status", MAPS_MOST, &status) != ENVFP_REASON_NONE)
        return;
    while (view_cut(&status, '\n', &line)) {
        if (view_starts(line, VIEW("Uid:"))) {
            envfp__text_add(&text, VIEW("Uid:"));
            line = view_skip(line, 4);
            while (view_cut_word(&line, &word) && envfp__view_number(word, 10, &number)) {
                envfp__text_add_byte(&text, '\t');
                envfp__text_add_number(&text, (int64_t)(own_number(map, number) & UINT32_MAX));
            }
        } else {
            envfp__text_add(&text, line);
        }
        envfp__text_add_byte(&text, '\n');
    }
    other->status = envfp__text_view(&text);
}

/* Whether the kernel started the process with AT_SECURE (setuid, setcap), so that it distrusts its environment. The
 * vector is pairs of words, half as wide in a 32-bit process: read as 64-bit, the first pair, which holds an address,
 * is one large number. */
static bool is_secure(struct other *other)
{
    struct view vector;
    uint64_t pair[2];
    if (read_own(other, "/proc/self/auxv", 8192, &vector) != ENVFP_REASON_NONE || vector.length < sizeof pair)
        return false;
    memcpy(pair, vector.text, sizeof pair);
    bool narrow = pair[0] > UINT32_MAX;
    size_t size = narrow ? 8 : 16;
    for (; vector.length >= size; vector = view_skip(vector, size)) {
        uint32_t small[2];
        memcpy(small, vector.text, sizeof small);
        memcpy(pair, vector.text, size == 16 ? 16 : 0);
        if (narrow ? small[0] == AT_SECURE : pair[0] == AT_SECURE)
            return narrow ? small[1] != 0 : pair[1] != 0;
    }
    return false;
}

/* What proc_pid_stat(5) says: flags of the process, and where its environment lies. */
struct layout {
    uint64_t flags, start, end;
};

/* Fields 9, 50 and 51; nothing may be known. */
static bool find_environment(struct other *other, struct layout *layout)
{
    struct view stat, word;
    *layout = (struct layout){0};
    if (read_own(other, "/proc/self/stat", 4096, &stat) != ENVFP_REASON_NONE)
        return false;
    for (size_t at; (at = view_find_byte(stat, ')')) != SIZE_MAX;)
        stat = view_skip(stat, at + 1);
    for (size_t field = 3; field <= 51 && view_cut_word(&stat, &word); field++) {
        uint64_t *number = field == 9    ? &layout->flags
                           : field == 50 ? &layout->start
                           : field == 51 ? &layout->end
                                         : NULL;
        if (number && !envfp__view_number(word, 10, number))
            *number = 0;
    }
    return true;
}

/* Whether the kernel can read the environment without waiting for whoever provides that memory: userfaultfd(2), or the
 * server of a mapped file. Its pages must be there, or on a swap device, and not be a file's. Kernels without a pagemap
 * are trusted. One that is taken away in between still makes us wait. */
static bool memory_waits(struct other *other, const struct layout *layout)
{
    uint64_t entries[64], page = getauxval(AT_PAGESZ) ? getauxval(AT_PAGESZ) : 4096;
    const uint64_t present = UINT64_C(1) << 63, swapped = UINT64_C(1) << 62, file = UINT64_C(1) << 61;
    uint64_t first = layout->start / page, end = layout->end / page + (layout->end % page != 0);
    size_t got = sizeof entries;
    bool waits = false;
    int pagemap = envfp__system_open(other->process, "pagemap", OPEN_FLAGS);
    if (end - first > ENVIRONMENT_MOST / page + 2)
        end = first + ENVIRONMENT_MOST / page + 2;
    while (pagemap >= 0 && !waits && first < end && got == sizeof entries) {
        size_t count = end - first < 64 ? (size_t)(end - first) : 64;
        if (envfp__system_pull(pagemap, first * sizeof *entries, (char *)entries, count * sizeof *entries,
                               &got) != ENVFP_REASON_NONE)
            got = 0;
        for (size_t i = 0; i < got / sizeof *entries; i++)
            waits = waits || !(entries[i] & (present | swapped)) || entries[i] & file;
        first += count;
    }
    if (pagemap >= 0)
        close(pagemap);
    return waits;
}

/* Why the environment is empty. A process that is ending loses its memory, and the environment in it, first; one that
 * is being started has none yet, and its environment's end is 0. Kernel threads (PF_KTHREAD) never have one. */
static enum envfp_reason why_empty(const struct other *other, const struct layout *layout)
{
    if (layout->flags & 0x00200000 || layout->end != 0)
        return ENVFP_REASON_NONE;
    return other->empty ? ENVFP_REASON_HIDDEN : ENVFP_REASON_BUSY;
}

static void read_environment(struct other *other)
{
    struct layout layout;
    bool known = find_environment(other, &layout);
    if (!other->live->common->allow_remote && layout.end > layout.start && memory_waits(other, &layout)) {
        other->environment_reason = ENVFP_REASON_REMOTE;
        return;
    }
    enum envfp_reason reason = read_own(other, "/proc/self/environ", ENVIRONMENT_MOST, &other->environment);
    /* Newer kernels refuse to open an empty environ. */
    if ((reason == ENVFP_REASON_NONE && other->environment.length == 0) || reason == ENVFP_REASON_ABSENT)
        reason = known ? why_empty(other, &layout) : ENVFP_REASON_BUSY;
    /* The kernel ends where it meets memory that is a file's, or where the process becomes another program. */
    else if (reason == ENVFP_REASON_NONE && layout.end > layout.start &&
             other->environment.length < layout.end - layout.start)
        reason = ENVFP_REASON_BUSY;
    other->environment_reason = reason;
}

static void look_at(struct other *other)
{
    struct view root;
    enum envfp_reason reason = envfp__system_link(arena_of(other), other->process, "root", &root);
    other->empty = reason == ENVFP_REASON_ABSENT;
    other->tree_reason = own_reason(other, reason);
    for (size_t i = 0; i < KINDS; i++)
        other->same[i] = same_namespace(other, kinds[i]);
    other->same_root = reason == ENVFP_REASON_NONE && other->same[KIND_MOUNT] && view_is(root, "/");
    if (!other->same_root && reason == ENVFP_REASON_NONE)
        open_root(other, root);
    if (!other->same[KIND_USER])
        translate_status(other);
    if (other->live->ignore_environment || is_secure(other))
        return;
    read_environment(other);
}

enum envfp_status envfp__source_pid(struct source_common *common, uint32_t pid, struct source *source)
{
    static const char *const nothing[] = {NULL};
    struct other *other = envfp__arena_alloc(common->arena, sizeof *other);
    *source = (struct source){0};
    if (!other)
        return ENVFP_NO_MEMORY;
    enum envfp_status status =
        envfp__source_live(common, &(struct source_options){.environment = nothing}, &other->live_source);
    if (status != ENVFP_OK)
        return status;
    other->live = other->live_source.self;
    other->live->careful = true;
    other->tree.root = -1;
    struct text proc = {.arena = common->arena};
    envfp__text_add(&proc, VIEW("/proc/"));
    envfp__text_add_number(&proc, pid);
    struct view path = envfp__text_view(&proc);
    other->process = path.length && other->live->proc
                         ? envfp__system_open(AT_FDCWD, path.text, O_PATH | O_DIRECTORY | O_CLOEXEC)
                         : -1;
    if (other->process >= 0)
        look_at(other);
    status = common->arena->failed ? ENVFP_NO_MEMORY : other->process < 0 ? ENVFP_NOT_FOUND : ENVFP_OK;
    if (status != ENVFP_OK)
        other_release(other);
    else
        *source = (struct source){.ops = &other_ops, .self = other, .common = common};
    return status;
}
