/* SPDX-License-Identifier: MIT */
#include "source/system.h"

#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

/* linux/magic.h */
#define PROC_MAGIC 0x9fa0

#define LINKS_MOST 40
#define DEPTH_MOST 64

/* linux/openat2.h is newer than the oldest kernel headers we build with. */
struct how {
    uint64_t flags, mode, resolve;
};
#define RESOLVE_MOUNTS_REFUSED 0x01U
#define RESOLVE_MAGIC_REFUSED 0x02U
#define RESOLVE_LINKS_REFUSED 0x04U
#define RESOLVE_INSIDE 0x10U

enum want {
    WANT_OBJECT,   /* O_PATH descriptor, links followed */
    WANT_LINK,     /* O_PATH descriptor, of the link itself where the path ends at one */
    WANT_FILE,     /* a regular file for reading */
    WANT_DIRECTORY /* a directory for reading */
};

/* Returns a descriptor, or -errno. */
static int try_openat2(const struct tree *tree, const char *path, enum source_how ways, int flags)
{
#ifdef SYS_openat2
    struct how how = {.flags = (uint64_t)(unsigned)(flags | O_CLOEXEC),
                      .resolve = RESOLVE_INSIDE | RESOLVE_MAGIC_REFUSED |
                                 (ways == SOURCE_PLAIN ? RESOLVE_LINKS_REFUSED : 0) |
                                 (tree->one_mount ? RESOLVE_MOUNTS_REFUSED : 0)};
    long result;
    unsigned tries = SYSTEM_TRIES;
    do
        result = syscall(SYS_openat2, tree->root, path, &how, sizeof how);
    while (result < 0 && errno == EINTR && --tries);
    return result >= 0 ? (int)result : -errno;
#else
    (void)tree;
    (void)path;
    (void)ways;
    (void)flags;
    return -ENOSYS;
#endif
}

/* ---- Our own walk: component by component, links read and put in front of the rest -------------------- */

struct walk {
    const struct tree *tree;
    enum source_how how;
    int open[DEPTH_MOST]; /* directories from the root down to where we stand */
    size_t depth;
    size_t lengths[DEPTH_MOST]; /* of `where` above each of them */
    char where[PATH_MAX];       /* the same as text, without links */
    size_t where_length;
    char rest[PATH_MAX]; /* still to go; kept at the array's end */
    size_t rest_start;
    unsigned links;
};

static int here(const struct walk *walk)
{
    return walk->depth ? walk->open[walk->depth - 1] : walk->tree->root;
}

static void step_up(struct walk *walk)
{
    if (walk->depth == 0)
        return;
    close(walk->open[--walk->depth]);
    walk->where_length = walk->lengths[walk->depth];
}

static void leave(struct walk *walk)
{
    while (walk->depth)
        step_up(walk);
}

/* Put text in front of what is still to go. */
static bool push_rest(struct walk *walk, struct view text)
{
    if (text.length + 1 > walk->rest_start)
        return false;
    walk->rest[--walk->rest_start] = '/';
    walk->rest_start -= text.length;
    memcpy(walk->rest + walk->rest_start, text.text, text.length);
    return true;
}

/* The next component into `name`; false at the end. */
static bool next_component(struct walk *walk, char name[NAME_MAX + 2], bool *last)
{
    struct view rest = {walk->rest + walk->rest_start, sizeof walk->rest - walk->rest_start}, component;
    do {
        if (!view_cut(&rest, '/', &component))
            return false;
    } while (component.length == 0 || view_equal(component, VIEW(".")));
    while (rest.length && rest.text[0] == '/')
        rest = view_skip(rest, 1);
    walk->rest_start = sizeof walk->rest - rest.length;
    *last = rest.length == 0;
    size_t length = component.length <= NAME_MAX ? component.length : NAME_MAX + 1;
    memcpy(name, component.text, length);
    name[length] = '\0';
    return true;
}

static bool append_where(struct walk *walk, const char *name)
{
    size_t length = strlen(name);
    if (walk->where_length + 1 + length >= sizeof walk->where)
        return false;
    walk->where[walk->where_length] = '/';
    memcpy(walk->where + walk->where_length + 1, name, length);
    walk->where_length += 1 + length;
    return true;
}

/* ---- Devices ------------------------------------------------------------------------------------------------- */

/* linux/stat.h, struct statx: a call that the C library may lack. DONT_SYNC asks no server for attributes. */
#define STATX_WORDS 64
#define STATX_BLOCK_SIZE 1
#define STATX_LINKS 4
#define STATX_INODE 8
#define STATX_DEVICE 34
#define STATX_LOOK 0x104 /* links and inode */
#define STATX_DONT_SYNC 0x4000

static bool find_device(int found, uint32_t device[2])
{
#ifdef SYS_statx
    uint32_t words[STATX_WORDS];
    if (syscall(SYS_statx, found, "", AT_EMPTY_PATH | STATX_DONT_SYNC, 0, words) != 0)
        return false;
    memcpy(device, words + STATX_DEVICE, 2 * sizeof *device);
    return true;
#else
    (void)found;
    (void)device;
    return false;
#endif
}

static bool same_device(int one, int other)
{
    uint32_t a[2], b[2];
    return find_device(one, a) && find_device(other, b) && a[0] == b[0] && a[1] == b[1];
}

struct view envfp__system_device(struct arena *arena, int found)
{
    uint32_t device[2];
    struct text text = {.arena = arena};
    if (found < 0 || !find_device(found, device))
        return VIEW("");
    envfp__text_add_number(&text, device[0]);
    envfp__text_add_byte(&text, ':');
    envfp__text_add_number(&text, device[1]);
    return envfp__text_view(&text);
}

/* Whether the object we are about to touch lies on a mount that may block. */
static bool may_block(const struct walk *walk)
{
    return walk->tree->mounts &&
           envfp__mounts_may_block(walk->tree->mounts, (struct view){walk->where, walk->where_length});
}

/* Puts a link's text in front of what is still to go, where it is read at once: the stack may be small. */
static enum envfp_reason follow_link(struct walk *walk, const char *name)
{
    size_t room = walk->rest_start;
    ssize_t length = 0;
    unsigned tries = SYSTEM_TRIES;
    do
        length = room ? readlinkat(here(walk), name, walk->rest, room) : 0;
    while (length < 0 && errno == EINTR && --tries);
    if (length < 0)
        return envfp__system_reason(errno);
    if (++walk->links > LINKS_MOST || (size_t)length >= room)
        return ENVFP_REASON_MALFORMED;
    walk->rest[--walk->rest_start] = '/';
    walk->rest_start -= (size_t)length;
    memmove(walk->rest + walk->rest_start, walk->rest, (size_t)length);
    if (length && walk->rest[walk->rest_start] == '/')
        leave(walk);
    return ENVFP_REASON_NONE;
}

/* Where no link may be followed, ELOOP says that one stands there. */
static enum envfp_reason reason_of(enum source_how how, int error)
{
    if (error == EXDEV) /* another mount, where none may be entered */
        return ENVFP_REASON_REMOTE;
    return how == SOURCE_PLAIN && error == ELOOP ? ENVFP_REASON_HIDDEN : envfp__system_reason(error);
}

int envfp__system_statfs(const char *path, struct statfs *fs)
{
    int result;
    unsigned tries = SYSTEM_TRIES;
    do
        result = statfs(path, fs);
    while (result < 0 && errno == EINTR && --tries);
    return result;
}

/* A list of mounts, which would tell, lies below it. A FUSE file system's root has the inode 1, as procfs's has, but that
 * has blocks of 1 KiB, or (gVisor's) more links: one for each folder. */
bool envfp__system_proc_may_block(void)
{
#ifdef SYS_statx
    uint32_t words[STATX_WORDS];
    uint64_t inode;
    if (syscall(SYS_statx, AT_FDCWD, "/proc", STATX_DONT_SYNC | AT_NO_AUTOMOUNT, STATX_LOOK, words) != 0)
        return false;
    memcpy(&inode, words + STATX_INODE, sizeof inode);
    return inode == 1 && words[STATX_BLOCK_SIZE] != 1024 && words[STATX_LINKS] <= 2;
#else
    return false;
#endif
}

bool envfp__system_has_proc(void)
{
    struct statfs fs;
    return !envfp__system_proc_may_block() && envfp__system_statfs("/proc", &fs) == 0 &&
           fs.f_type == PROC_MAGIC;
}

int envfp__system_reopen(int found, int flags)
{
    char path[32] = "/proc/self/fd/", digits[12];
    size_t length = strlen(path), count = 0;
    for (unsigned number = (unsigned)found; count == 0 || number; number /= 10)
        digits[count++] = (char)('0' + number % 10);
    while (count)
        path[length++] = digits[--count];
    return envfp__system_open(AT_FDCWD, path, flags);
}

#define READ_FLAGS (O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)

/* Without procfs the name is opened once more: what it gives must be what was looked at. Returns -1 and errno. */
static int open_by_name(const struct tree *tree, const char *path, enum source_how how, int at,
                        const char *name, const struct stat *seen)
{
    struct stat opened;
    int result, tries = 10; /* EAGAIN: something was renamed meanwhile, anywhere on the machine */
    do
        result = path ? try_openat2(tree, path, how, READ_FLAGS)
                      : envfp__system_open(at, name, READ_FLAGS | O_NOFOLLOW);
    while (path && result == -EAGAIN && --tries);
    if (path && result < 0)
        errno = -result;
    if (result < 0)
        return -1;
    if (envfp__system_fstat(result, &opened) == 0 && opened.st_ino == seen->st_ino &&
        opened.st_dev == seen->st_dev)
        return result;
    close(result);
    errno = EBUSY; /* changed under our hands */
    return -1;
}

/* Closes the O_PATH descriptor that was found and opens the object for reading, if it is of the wanted kind: never a
 * FIFO or device. */
static enum envfp_reason reopen(const struct tree *tree, const char *path, enum source_how how, int at,
                                const char *name, enum want want, int *found)
{
    struct stat seen;
    int descriptor = -1;
    enum envfp_reason reason = ENVFP_REASON_NONE;
    if (want == WANT_OBJECT || want == WANT_LINK)
        return reason;
    if (envfp__system_fstat(*found, &seen) != 0)
        reason = envfp__system_reason(errno);
    else if (want != WANT_DIRECTORY)
        reason = envfp__system_unread(&seen);
    else if (!S_ISDIR(seen.st_mode))
        reason = ENVFP_REASON_ABSENT;
    if (reason == ENVFP_REASON_NONE) {
        descriptor = want == WANT_DIRECTORY ? envfp__system_open(*found, ".", READ_FLAGS | O_DIRECTORY)
                     : tree->proc           ? envfp__system_reopen(*found, READ_FLAGS)
                                            : open_by_name(tree, path, how, at, name, &seen);
        if (descriptor < 0)
            reason = reason_of(how, errno);
    }
    close(*found);
    *found = descriptor;
    return reason;
}

/* One component: into a directory, along a link, or (last) to the object. */
static enum envfp_reason step(struct walk *walk, const char *name, bool last, enum want want, int *found)
{
    size_t before = walk->where_length;
    if (!append_where(walk, name))
        return ENVFP_REASON_MALFORMED;
    if (may_block(walk))
        return ENVFP_REASON_REMOTE;
    int opened = envfp__system_open(here(walk), name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
    if (opened < 0)
        return envfp__system_reason(errno);
    if (walk->tree->one_mount && !same_device(walk->tree->root, opened)) {
        close(opened);
        return ENVFP_REASON_REMOTE;
    }
    struct stat stat;
    if (envfp__system_fstat(opened, &stat) != 0) {
        int error = errno;
        close(opened);
        return envfp__system_reason(error);
    }
    if (S_ISLNK(stat.st_mode) && !(last && want == WANT_LINK)) {
        close(opened);
        walk->where_length = before;
        return walk->how == SOURCE_PLAIN ? ENVFP_REASON_HIDDEN : follow_link(walk, name);
    }
    if (last) {
        *found = opened;
        return reopen(walk->tree, NULL, walk->how, here(walk), name, want, found);
    }
    if (!S_ISDIR(stat.st_mode) || walk->depth == DEPTH_MOST) {
        close(opened);
        return S_ISDIR(stat.st_mode) ? ENVFP_REASON_MALFORMED : ENVFP_REASON_ABSENT;
    }
    if (walk->how == SOURCE_PLAIN &&
        walk->depth) /* a PLAIN walk never goes back up: one open directory is enough */
        close(walk->open[--walk->depth]);
    walk->lengths[walk->depth] = before;
    walk->open[walk->depth++] = opened;
    return ENVFP_REASON_NONE;
}

static enum envfp_reason find_by_walk(const struct tree *tree, const char *path, enum source_how how,
                                      enum want want, int *found)
{
    struct walk walk = {.tree = tree, .how = how, .rest_start = sizeof walk.rest};
    char name[NAME_MAX + 2];
    bool last;
    enum envfp_reason reason = ENVFP_REASON_NONE;
    if (!push_rest(&walk, view_of(path)))
        return ENVFP_REASON_MALFORMED;
    while (*found < 0 && reason == ENVFP_REASON_NONE && next_component(&walk, name, &last)) {
        if (strcmp(name, "..") == 0 && how == SOURCE_PLAIN)
            reason = ENVFP_REASON_HIDDEN;
        else if (strcmp(name, "..") == 0)
            step_up(&walk);
        else
            reason = step(&walk, name, last, want, found);
    }
    if (*found < 0 && reason == ENVFP_REASON_NONE) {
        /* The path ended at a directory by "..", or is the root itself. */
        *found = envfp__system_open(here(&walk), ".", O_PATH | O_CLOEXEC);
        reason = *found < 0 ? envfp__system_reason(errno) : reopen(tree, NULL, how, -1, NULL, want, found);
    }
    leave(&walk);
    return reason;
}

/* Descriptor for the object that a path leads to, inside the tree whatever its links say. */
static enum envfp_reason find(const struct tree *tree, const char *path, enum source_how how, enum want want,
                              int *found)
{
    *found = -1;
    if (tree->openat2 && !tree->mounts) {
        int result = try_openat2(tree, path, how, O_PATH | (want == WANT_LINK ? O_NOFOLLOW : 0));
        if (result >= 0) {
            *found = result;
            return reopen(tree, path, how, -1, NULL, want, found);
        }
        if (result != -EAGAIN && result != -EPERM && result != -ENOSYS)
            return reason_of(how, -result);
    }
    return find_by_walk(tree, path, how, want, found);
}

/* ---- Start ----------------------------------------------------------------------------------------------- */

/* Whether openat2 may be tried: not where a seccomp filter could kill the process for it. */
static bool openat2_is_safe(void)
{
    char status[4096];
    size_t got = 0;
    int descriptor = envfp__system_open(AT_FDCWD, "/proc/self/status", O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return false;
    (void)envfp__system_pull(descriptor, 0, status, sizeof status, &got);
    close(descriptor);
    return view_has((struct view){status, got}, VIEW("\nSeccomp:\t0\n"));
}

enum envfp_status envfp__tree_start(struct tree *tree, const char *directory)
{
    tree->root = envfp__system_open(AT_FDCWD, directory, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (tree->root < 0)
        return errno == ENOENT ? ENVFP_NOT_FOUND : ENVFP_IO;
    tree->proc = envfp__system_has_proc();
    tree->openat2 = tree->proc && openat2_is_safe();
    return ENVFP_OK;
}

/* ---- Operations ---------------------------------------------------------------------------------------- */

/* BUSY where the host has the file open. Asked before it is opened for reading; closing an O_PATH descriptor drops no
 * locks. */
static enum envfp_reason check_held(const struct tree *tree, const char *path, enum source_how how)
{
    int found;
    struct stat stat;
    if (!tree->held || !envfp__held_matters(path))
        return ENVFP_REASON_NONE;
    enum envfp_reason reason = find(tree, path, how, WANT_OBJECT, &found);
    if (reason != ENVFP_REASON_NONE)
        return reason;
    if (envfp__system_fstat(found, &stat) != 0)
        reason = envfp__system_reason(errno);
    else if (envfp__held_has(tree->held, path, &stat))
        reason = ENVFP_REASON_BUSY;
    close(found);
    return reason;
}

enum envfp_reason envfp__tree_open(const struct tree *tree, const char *path, enum source_how how,
                                   struct source_file *file)
{
    *file = (struct source_file){.descriptor = -1};
    enum envfp_reason reason = check_held(tree, path, how);
    return reason != ENVFP_REASON_NONE ? reason : find(tree, path, how, WANT_FILE, &file->descriptor);
}

enum envfp_reason envfp__tree_list(const struct tree *tree, struct arena *arena, const char *path,
                                   enum source_how how, uint64_t limit, struct source_entry **entries,
                                   size_t *count)
{
    int directory;
    enum envfp_reason reason = find(tree, path, how, WANT_DIRECTORY, &directory);
    return reason != ENVFP_REASON_NONE ? reason : envfp__system_list(arena, directory, limit, entries, count);
}

enum envfp_reason envfp__tree_link(const struct tree *tree, struct arena *arena, const char *path,
                                   enum source_how how, struct view *target)
{
    int found;
    enum envfp_reason reason = find(tree, path, how, WANT_LINK, &found);
    if (reason != ENVFP_REASON_NONE)
        return reason;
    reason = envfp__system_link(arena, found, "", target);
    close(found);
    return reason;
}

enum envfp_reason envfp__tree_stat(const struct tree *tree, const char *path, enum source_how how,
                                   struct source_stat *stat)
{
    int found;
    struct stat from;
    enum envfp_reason reason = find(tree, path, how, WANT_OBJECT, &found);
    if (reason != ENVFP_REASON_NONE)
        return reason;
    if (envfp__system_fstat(found, &from) == 0)
        envfp__system_stat(&from, stat);
    else
        reason = envfp__system_reason(errno);
    close(found);
    return reason;
}
