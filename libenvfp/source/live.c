/* SPDX-License-Identifier: MIT */
#include "source/live.h"

#include "source/named.h"

#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/auxv.h>
#include <sys/vfs.h>
#include <unistd.h>

/* linux/magic.h */
#define SYSFS_MAGIC 0x62656572

#define OPEN_FLAGS (O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
#define MOUNTINFO_MOST ((uint64_t)16 << 20)
#define MAPS_MOST ((size_t)1 << 20)

static enum place place_of(struct view path)
{
    if (view_starts(path, VIEW("/proc/")) || view_equal(path, VIEW("/proc")))
        return PLACE_PROC;
    if (view_starts(path, VIEW("/sys/")) || view_equal(path, VIEW("/sys")))
        return PLACE_SYS;
    return PLACE_DISK;
}

/* Whether the kernel's own file system stands where the path says. Where it does not, a missing file is hidden from us,
 * not absent. */
static bool is_hidden(const struct live *live, struct view path)
{
    enum place place = place_of(path);
    if (place == PLACE_DISK)
        return false;
    if (place == PLACE_PROC ? !live->proc : !live->sys)
        return true;
    /* A procfs of a pid namespace that we are not in has processes, but not us. */
    if (live->mountinfo_reason != ENVFP_REASON_NONE && view_starts(path, VIEW("/proc/self/")))
        return true;
    return envfp__mounts_hide(&live->mounts, path);
}

static enum envfp_reason absent_or_hidden(const struct live *live, const char *path, enum envfp_reason reason)
{
    return reason == ENVFP_REASON_ABSENT && is_hidden(live, view_of(path)) ? ENVFP_REASON_HIDDEN : reason;
}

/* The tree in which a path is walked without following any link; NULL where "/" itself cannot be opened. */
static const struct tree *plain_tree(struct live *live)
{
    if (live->walks[PLACE_DISK])
        return &live->tree; /* with the mounts that may block */
    if (live->plain.root < 0 && envfp__tree_start(&live->plain, "/") != ENVFP_OK)
        return NULL;
    return &live->plain;
}

/* Chooses the tree in which a path is walked, link by link where a mount exists that may block, or none where it need not
 * be. False where it must be walked and no tree can be opened. */
static bool find_tree(struct live *live, const char *path, enum source_how how, const struct tree **tree)
{
    enum place place = place_of(view_of(path));
    bool walks = live->walks[place];
    *tree = walks || (live->checks_proc && place == PLACE_PROC &&
                      envfp__mounts_may_block(&live->mounts, view_of(path)))
                ? &live->tree
                : NULL;
    if (how == SOURCE_PLAIN)
        *tree = plain_tree(live);
    return *tree ? (*tree)->root >= 0 : how != SOURCE_PLAIN;
}

/* Files that procfs always returns in one read; others, with a record for each CPU or mount, may need several. */
static bool is_one_read(struct view path)
{
    static const char names[][12] = {"/status",  "/cgroup",  "/limits",  "/cmdline", "/meminfo",  "/version",
                                     "/uid_map", "/gid_map", "/current", "/comm",    "/setgroups"};
    if (view_starts(path, VIEW("/proc/sys/")) || place_of(path) != PLACE_PROC)
        return true;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (view_ends(path, view_of(names[i])))
            return true;
    return false;
}

/* ---- Places --------------------------------------------------------------------------------------------- */

/* Where a path starts from, and what of it is left to walk. */
static int start_of(const struct live *live, const char *path, const char **rest)
{
    const struct listed *listed = &live->listed;
    *rest = path;
    if (listed->directory < 0 || strncmp(path, listed->path, listed->length) != 0 ||
        path[listed->length] != '/' || path[listed->length + 1] == '/' || path[listed->length + 1] == '\0')
        return AT_FDCWD;
    *rest = path + listed->length + 1;
    return listed->directory;
}

static void forget_listed(struct live *live)
{
    if (live->listed.directory >= 0)
        close(live->listed.directory);
    live->listed.directory = -1;
}

/* Keeps the descriptor. */
static void remember_listed(struct live *live, const char *path, int directory)
{
    struct view where = view_of(path);
    forget_listed(live);
    if (where.length == 0 || where.length >= sizeof live->listed.path) {
        close(directory);
        return;
    }
    memcpy(live->listed.path, where.text, where.length);
    live->listed.length = where.length;
    live->listed.directory = directory;
}

static int open_path(const struct live *live, const char *path, int flags)
{
    const char *rest;
    int start = start_of(live, path, &rest);
    return envfp__system_open(start, rest, OPEN_FLAGS | flags);
}

/* ---- Operations -------------------------------------------------------------------------------------------- */

/* Only an administrator puts files there, so they are opened at once. Anywhere else a user may have laid out a device
 * or FIFO, whose mere opening has side effects. */
static bool is_of_system(struct view path)
{
    static const char starts[][12] = {"/usr/", "/etc/", "/lib",  "/bin/",  "/sbin/", "/var/lib/",
                                      "/opt/", "/nix/", "/gnu/", "/snap/", "/boot/"};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (view_starts(path, view_of(starts[i])))
            return !view_has(path, VIEW("/.."));
    return false;
}

/* Whether the path lies below the home of the user who runs this program. */
static bool is_own(const struct live *live, struct view path)
{
    return live->home.length > 1 && view_starts(path, live->home) && path.length > live->home.length &&
           path.text[live->home.length] == '/' && !view_has(path, VIEW("/.."));
}

static enum envfp_reason look_and_open(struct live *live, const char *path, struct source_file *file)
{
    const char *rest;
    struct stat stat;
    enum envfp_reason reason = ENVFP_REASON_NONE;
    int start = start_of(live, path, &rest), found = envfp__system_open(start, rest, O_PATH | O_CLOEXEC);
    if (found < 0 || envfp__system_fstat(found, &stat) != 0)
        reason = envfp__system_reason(errno);
    else
        reason = envfp__system_unread(&stat);
    if (reason == ENVFP_REASON_NONE) {
        file->descriptor = live->proc ? envfp__system_reopen(found, OPEN_FLAGS) : open_path(live, path, 0);
        if (file->descriptor < 0)
            reason = envfp__system_reason(errno);
    }
    if (found >= 0)
        close(found);
    return reason;
}

static enum envfp_reason open_disk_file(struct live *live, const char *path, struct source_file *file)
{
    struct stat stat;
    if (envfp__held_matters(path)) {
        if (envfp__system_fstatat(AT_FDCWD, path, &stat, 0) != 0)
            return envfp__system_reason(errno);
        if (envfp__held_has(&live->held, path, &stat))
            return ENVFP_REASON_BUSY;
    }
    if (live->careful || !(is_of_system(view_of(path)) || is_own(live, view_of(path))))
        return look_and_open(live, path, file);
    file->descriptor = open_path(live, path, 0);
    return file->descriptor >= 0 ? ENVFP_REASON_NONE : envfp__system_reason(errno);
}

enum envfp_reason envfp__live_open(void *self, const char *path, enum source_how how,
                                   struct source_file *file)
{
    struct live *live = self;
    struct view where = view_of(path);
    const struct tree *tree;
    if (view_equal(where, VIEW("/proc/self/mountinfo"))) {
        file->state = &live->mountinfo;
        return live->mountinfo_reason;
    }
    if (!find_tree(live, path, how, &tree))
        return ENVFP_REASON_HIDDEN;
    if (tree) {
        enum envfp_reason reason = envfp__tree_open(tree, path, how, file);
        file->short_is_end = place_of(where) == PLACE_DISK || is_one_read(where);
        return absent_or_hidden(live, path, reason);
    }
    if (place_of(where) == PLACE_DISK)
        return open_disk_file(live, path, file);
    if (place_of(where) == PLACE_PROC ? !live->proc : !live->sys)
        return ENVFP_REASON_HIDDEN;
    file->short_is_end = is_one_read(where);
    file->descriptor = open_path(live, path, 0);
    return file->descriptor >= 0 ? ENVFP_REASON_NONE
                                 : absent_or_hidden(live, path, envfp__system_reason(errno));
}

/* Checks the first read: only regular files are read. A FIFO, socket, terminal or directory refuses a read at an offset
 * and loses nothing by it, and whatever returns text is a file. So only an object that returned nothing, or bytes that
 * no text holds, needs an fstat: this saves a call for each of hundreds of small files. Container runtimes mask files
 * with /dev/null, which returns nothing. */
static enum envfp_reason check_start(const struct source_file *file, struct view start, size_t *got)
{
    struct stat stat;
    if (start.length && view_find_byte(start, '\0') == SIZE_MAX)
        return ENVFP_REASON_NONE;
    if (envfp__system_fstat(file->descriptor, &stat) != 0) {
        *got = 0;
        return envfp__system_reason(errno);
    }
    if (S_ISREG(stat.st_mode))
        return ENVFP_REASON_NONE;
    *got = 0;
    return S_ISCHR(stat.st_mode) && start.length == 0 ? ENVFP_REASON_HIDDEN : ENVFP_REASON_UNSUPPORTED;
}

enum envfp_reason envfp__live_pull(void *self, struct source_file *file, uint64_t offset, char *bytes,
                                   size_t capacity, size_t *got)
{
    (void)self;
    if (file->state) {
        struct view rest = view_take(view_skip(*(const struct view *)file->state, (size_t)offset), capacity);
        if (rest.length)
            memcpy(bytes, rest.text, rest.length);
        *got = rest.length;
        return ENVFP_REASON_NONE;
    }
    enum envfp_reason reason = envfp__system_pull(file->descriptor, offset, bytes, capacity, got);
    return reason == ENVFP_REASON_NONE && offset == 0 ? check_start(file, (struct view){bytes, *got}, got)
                                                      : reason;
}

void envfp__live_close(void *self, struct source_file *file)
{
    (void)self;
    if (file->descriptor >= 0)
        close(file->descriptor);
    file->descriptor = -1;
}

enum envfp_reason envfp__live_list(void *self, struct arena *arena, const char *path, enum source_how how,
                                   uint64_t limit, struct source_entry **entries, size_t *count)
{
    struct live *live = self;
    const struct tree *tree;
    if (!find_tree(live, path, how, &tree))
        return ENVFP_REASON_HIDDEN;
    if (tree)
        return absent_or_hidden(live, path, envfp__tree_list(tree, arena, path, how, limit, entries, count));
    int directory = open_path(live, path, O_DIRECTORY);
    if (directory < 0)
        return absent_or_hidden(live, path, envfp__system_reason(errno));
    enum envfp_reason reason = envfp__system_entries(arena, directory, limit, entries, count);
    remember_listed(live, path, directory);
    return reason == ENVFP_REASON_NONE && *count == 0 && is_hidden(live, view_of(path)) ? ENVFP_REASON_HIDDEN
                                                                                        : reason;
}

enum envfp_reason envfp__live_link(void *self, struct arena *arena, const char *path, enum source_how how,
                                   struct view *target)
{
    struct live *live = self;
    const struct tree *tree;
    const char *rest;
    if (!find_tree(live, path, how, &tree))
        return ENVFP_REASON_HIDDEN;
    if (tree)
        return absent_or_hidden(live, path, envfp__tree_link(tree, arena, path, how, target));
    int start = start_of(live, path, &rest);
    return absent_or_hidden(live, path, envfp__system_link(arena, start, rest, target));
}

enum envfp_reason envfp__live_stat(void *self, const char *path, enum source_how how,
                                   struct source_stat *stat)
{
    struct live *live = self;
    struct stat from;
    const struct tree *tree;
    const char *rest;
    if (!find_tree(live, path, how, &tree))
        return ENVFP_REASON_HIDDEN;
    if (tree)
        return absent_or_hidden(live, path, envfp__tree_stat(tree, path, how, stat));
    int start = start_of(live, path, &rest);
    if (envfp__system_fstatat(start, rest, &from, 0) != 0)
        return absent_or_hidden(live, path, envfp__system_reason(errno));
    envfp__system_stat(&from, stat);
    return ENVFP_REASON_NONE;
}

/* libudev asks for itself, and follows links. */
enum envfp_reason envfp__live_devices(void *self, struct arena *arena, struct source_device **devices,
                                      size_t *count)
{
    const struct live *live = self;
    bool asks = live->common->names && live->walks[PLACE_DISK];
    static const char *const folders[] = {"/sys", "/run/udev", "/etc/udev"};
    for (size_t i = 0; asks && i < sizeof folders / sizeof *folders; i++)
        if (envfp__mounts_may_block(&live->mounts, view_of(folders[i])) ||
            envfp__mounts_block_below(&live->mounts, view_of(folders[i])))
            return ENVFP_REASON_REMOTE;
    return envfp__named_devices(live->common->names, arena, devices, count);
}

/* libcpuid has the C library count the processors, which reads these (get_nprocs(3)). */
enum envfp_reason envfp__live_probe(void *self, struct arena *arena, const char *name, struct view *result)
{
    const struct live *live = self;
    if (strcmp(name, "cpu_codename") != 0)
        return envfp__machine_probe(arena, name, result);
    bool counts = live->common->names && live->walks[PLACE_DISK];
    if (counts && (envfp__mounts_may_block(&live->mounts, VIEW("/sys/devices/system/cpu/online")) ||
                   envfp__mounts_may_block(&live->mounts, VIEW("/proc/stat")) ||
                   envfp__mounts_may_block(&live->mounts, VIEW("/proc/cpuinfo"))))
        return ENVFP_REASON_REMOTE;
    return envfp__named_processor(live->common->names, arena, result);
}

static enum envfp_reason live_variable(void *self, const char *name, struct view *value)
{
    const struct live *live = self;
    size_t length = strlen(name);
    for (size_t i = 0; !live->ignore_environment && i < live->environment_count; i++) {
        const char *entry = live->environment[i];
        if (entry[0] == name[0] && strncmp(entry, name, length) == 0 && entry[length] == '=') {
            *value = view_of(entry + length + 1);
            return ENVFP_REASON_NONE;
        }
    }
    return ENVFP_REASON_ABSENT;
}

static enum envfp_reason live_next_variable(void *self, size_t *at, struct view *name)
{
    const struct live *live = self;
    if (live->ignore_environment || *at >= live->environment_count)
        return ENVFP_REASON_ABSENT;
    *name = view_of(live->environment[(*at)++]);
    *name = view_take(*name, view_find_byte(*name, '='));
    return ENVFP_REASON_NONE;
}

/* ---- Start and end ------------------------------------------------------------------------------------------ */

/* The root is exempt: without it there is no environment to look at. */
static void exempt_own(struct live *live)
{
    struct view maps = VIEW("");
    if (envfp__system_read(live->common->arena, "/proc/self/maps", MAPS_MOST, &maps) == ENVFP_REASON_NONE)
        envfp__mounts_exempt(&live->mounts, maps);
    for (size_t i = 0; i < live->mounts.count; i++)
        if (view_is(live->mounts.list[i].point, "/"))
            envfp__mounts_exempt_device(&live->mounts, live->mounts.list[i].device);
}

/* Whether a mount that may block lies below a process's folder, to which /proc/self and others are links. The rest of
 * procfs has no links, so that the path alone tells; most systems have an automounter's trigger there. */
static bool blocks_process(const struct mounts *mounts)
{
    for (size_t i = 0; i < mounts->count; i++) {
        struct view name = view_skip(mounts->list[i].point, sizeof "/proc/" - 1);
        if (mounts->list[i].remote && view_starts(mounts->list[i].point, VIEW("/proc")) &&
            (name.length == 0 || byte_is_digit(name.text[0])))
            return true;
    }
    return false;
}

/* Without a list of mounts one is known: the one that hides it. */
static void learn_covered_proc(struct live *live)
{
    envfp__mounts_parse(live->common->arena, VIEW("2 1 0:0 / /proc - fuse none"), MOUNTS_OWN, &live->mounts);
    live->held.blind = true;
}

static void learn_mounts(struct live *live)
{
    struct statfs fs;
    struct arena *arena = live->common->arena;
    live->proc = envfp__system_has_proc();
    live->mountinfo_reason = ENVFP_REASON_HIDDEN;
    if (live->proc)
        live->mountinfo_reason =
            envfp__system_read(arena, "/proc/self/mountinfo", MOUNTINFO_MOST, &live->mountinfo);
    if (live->mountinfo_reason == ENVFP_REASON_ABSENT)
        live->mountinfo_reason = ENVFP_REASON_HIDDEN;
    envfp__mounts_parse(arena, live->mountinfo, MOUNTS_OWN, &live->mounts);
    if (!live->proc && envfp__system_proc_may_block())
        learn_covered_proc(live);
    live->common->mounts = &live->mounts;
    if (!live->common->allow_remote)
        envfp__mounts_judge_stacked(arena, &live->mounts, NULL);
    if (live->mounts.remote_count && !live->common->allow_remote && live->proc)
        exempt_own(live);
    if (live->mounts.remote_count && !live->common->allow_remote) {
        live->tree.root = envfp__system_open(AT_FDCWD, "/", O_PATH | O_DIRECTORY | O_CLOEXEC);
        live->tree.proc = live->proc;
        live->tree.mounts = &live->mounts;
        live->checks_proc = envfp__mounts_block_below(&live->mounts, VIEW("/proc"));
        live->walks[PLACE_PROC] = live->checks_proc && blocks_process(&live->mounts);
        live->walks[PLACE_SYS] = envfp__mounts_block_below(&live->mounts, VIEW("/sys"));
        live->walks[PLACE_DISK] = true;
    }
    live->sys = !(live->walks[PLACE_SYS] && envfp__mounts_may_block(&live->mounts, VIEW("/sys"))) &&
                envfp__system_statfs("/sys", &fs) == 0 && fs.f_type == SYSFS_MAGIC;
}

/* Sets the home to HOME if the directory really belongs to the user. Where some mount may block, HOME may be on it and
 * is not looked at; there all paths are walked anyway. */
static void learn_home(struct live *live)
{
    struct view home;
    struct stat stat;
    if (!live->walks[PLACE_DISK] && live_variable(live, "HOME", &home) == ENVFP_REASON_NONE &&
        view_starts(home, VIEW("/")) &&
        envfp__system_fstatat(AT_FDCWD, home.text, &stat, AT_SYMLINK_NOFOLLOW) == 0 &&
        S_ISDIR(stat.st_mode) && stat.st_uid == geteuid())
        live->home = home;
}

static void live_release(void *self)
{
    struct live *live = self;
    forget_listed(live);
    if (live->tree.root >= 0)
        close(live->tree.root);
    if (live->plain.root >= 0)
        close(live->plain.root);
}

static const struct source_ops live_ops = {
    .open = envfp__live_open,
    .pull = envfp__live_pull,
    .close = envfp__live_close,
    .list = envfp__live_list,
    .link = envfp__live_link,
    .stat = envfp__live_stat,
    .cpuid = envfp__machine_cpuid,
    .cpuid_count = envfp__machine_cpuid_count,
    .uname = envfp__machine_uname,
    .auxv = envfp__machine_auxv,
    .variable = live_variable,
    .next_variable = live_next_variable,
    .probe = envfp__live_probe,
    .devices = envfp__live_devices,
    .release = live_release,
};

enum envfp_status envfp__source_live(struct source_common *common, const struct source_options *options,
                                     struct source *source)
{
    struct live *live = envfp__arena_alloc(common->arena, sizeof *live);
    *source = (struct source){0};
    if (!live)
        return ENVFP_NO_MEMORY;
    live->common = common;
    live->held.arena = common->arena;
    live->tree.root = live->plain.root = -1;
    live->tree.held = live->plain.held = &live->held;
    live->listed.directory = -1;
    live->environment = options->environment;
    live->environment_count = options->environment_count;
    if (!live->environment) {
        live->environment = (const char *const *)environ;
        while (environ && environ[live->environment_count])
            live->environment_count++;
    }
    live->ignore_environment = getauxval(AT_SECURE) != 0;
    learn_mounts(live);
    learn_home(live);
    if (common->arena->failed) {
        live_release(live);
        return ENVFP_NO_MEMORY;
    }
    *source = (struct source){.ops = &live_ops, .self = live, .common = common};
    return ENVFP_OK;
}
