/* SPDX-License-Identifier: MIT */
/*
 * A tree in WebAssembly's system interface, which has no descriptors for looking alone and follows no link that is
 * absolute or leads out of the directory that the runtime was given: paths are followed as text, a link at a time, and
 * what is looked at or opened in the end has none. Whatever changes meanwhile, the runtime keeps the program inside.
 *
 * A tree at AT_FDCWD is the program's "/": the directories that it was given, by the names that they were given.
 */
#include "source/system.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <unistd.h>
#include <wasi/libc-find-relpath.h>

#define LINKS_MOST 40

struct walk {
    const struct tree *tree;
    bool plain;           /* no links */
    char where[PATH_MAX]; /* from the tree's root, without links and dots, each component behind a slash */
    size_t length;
    char rest[PATH_MAX]; /* still to go; kept at the array's end */
    size_t rest_start;
    unsigned links;
    struct stat stat; /* of what stands there */
};

/* The place as the system wants it. */
static const char *place(const struct walk *walk)
{
    if (walk->tree->root == AT_FDCWD)
        return walk->length ? walk->where : "/";
    return walk->length ? walk->where + 1 : ".";
}

/* Whether the path lies outside all directories that were given to the program, as opposed to missing in one of
 * them. */
static bool is_outside(const struct walk *walk)
{
    const char *given, *rest;
    return walk->tree->root == AT_FDCWD && __wasilibc_find_abspath(place(walk), &given, &rest) < 0;
}

static enum envfp_reason look(struct walk *walk)
{
    walk->stat = (struct stat){0};
    if (is_outside(walk))
        return ENVFP_REASON_HIDDEN;
    return fstatat(walk->tree->root, place(walk), &walk->stat, AT_SYMLINK_NOFOLLOW) == 0
               ? ENVFP_REASON_NONE
               : envfp__system_reason(errno);
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

static bool next_component(struct walk *walk, struct view *component, bool *last)
{
    struct view rest = {walk->rest + walk->rest_start, sizeof walk->rest - walk->rest_start};
    do {
        if (!view_cut(&rest, '/', component))
            return false;
    } while (component->length == 0 || view_is(*component, "."));
    while (rest.length && rest.text[0] == '/')
        rest = view_skip(rest, 1);
    walk->rest_start = sizeof walk->rest - rest.length;
    *last = rest.length == 0;
    return true;
}

static void cut(struct walk *walk, size_t length)
{
    walk->length = length;
    walk->where[length] = '\0';
}

static void step_up(struct walk *walk)
{
    size_t length = walk->length;
    while (length && walk->where[--length] != '/')
        ;
    cut(walk, length);
}

/* The text of the link that stands there. Wasmtime does not tell where an absolute one leads (EPERM); Node.js 18 counts
 * the NUL behind it. */
static enum envfp_reason read_link(const struct walk *walk, char text[PATH_MAX], struct view *target)
{
    ssize_t length = readlinkat(walk->tree->root, place(walk), text, PATH_MAX);
    if (length < 0)
        return errno == EPERM ? ENVFP_REASON_HIDDEN : envfp__system_reason(errno);
    if (length == PATH_MAX)
        return ENVFP_REASON_MALFORMED;
    *target = (struct view){text, (size_t)length};
    if (view_ends(*target, (struct view){"", 1}))
        target->length--;
    return ENVFP_REASON_NONE;
}

static enum envfp_reason follow_link(struct walk *walk, size_t before)
{
    char text[PATH_MAX];
    struct view target = VIEW("");
    enum envfp_reason reason = read_link(walk, text, &target);
    if (reason != ENVFP_REASON_NONE)
        return reason;
    if (++walk->links > LINKS_MOST || !push_rest(walk, target))
        return ENVFP_REASON_MALFORMED;
    cut(walk, view_starts(target, VIEW("/")) ? 0 : before);
    return ENVFP_REASON_NONE;
}

/* A directory above one that was given may itself be invisible. */
static enum envfp_reason step(struct walk *walk, struct view component, bool last, bool follow)
{
    size_t before = walk->length;
    if (before + 1 + component.length >= sizeof walk->where)
        return ENVFP_REASON_MALFORMED;
    walk->where[before] = '/';
    memcpy(walk->where + before + 1, component.text, component.length);
    cut(walk, before + 1 + component.length);
    enum envfp_reason reason = look(walk);
    if (reason == ENVFP_REASON_HIDDEN && !last)
        return ENVFP_REASON_NONE;
    if (reason != ENVFP_REASON_NONE)
        return reason;
    if (S_ISLNK(walk->stat.st_mode) && (follow || !last))
        return walk->plain ? ENVFP_REASON_HIDDEN : follow_link(walk, before);
    return last || S_ISDIR(walk->stat.st_mode) ? ENVFP_REASON_NONE : ENVFP_REASON_ABSENT;
}

/* Finds what a path leads to, inside of the tree whatever its links say. */
static enum envfp_reason find(struct walk *walk, const struct tree *tree, const char *path,
                              enum source_how how, bool follow)
{
    walk->tree = tree;
    walk->plain = how == SOURCE_PLAIN;
    walk->rest_start = sizeof walk->rest;
    walk->links = 0;
    cut(walk, 0);
    struct view component;
    bool last;
    enum envfp_reason reason = push_rest(walk, view_of(path)) ? ENVFP_REASON_NONE : ENVFP_REASON_MALFORMED;
    bool looked = false;
    while (reason == ENVFP_REASON_NONE && next_component(walk, &component, &last)) {
        looked = !view_is(component, "..");
        if (looked)
            reason = step(walk, component, last, follow);
        else
            step_up(walk);
    }
    /* The path ended at a directory by "..", or is the root itself. */
    return reason == ENVFP_REASON_NONE && !looked ? look(walk) : reason;
}

/* ---- Operations ---------------------------------------------------------------------------------------- */

enum envfp_status envfp__tree_start(struct tree *tree, const char *directory)
{
    tree->root = open(directory, O_RDONLY | O_DIRECTORY);
    if (tree->root < 0)
        return errno == ENOENT ? ENVFP_NOT_FOUND : ENVFP_IO;
    return ENVFP_OK;
}

enum envfp_reason envfp__tree_open(const struct tree *tree, const char *path, enum source_how how,
                                   struct source_file *file)
{
    struct walk walk;
    *file = (struct source_file){.descriptor = -1};
    enum envfp_reason reason = find(&walk, tree, path, how, true);
    if (reason != ENVFP_REASON_NONE)
        return reason;
    if (!S_ISREG(walk.stat.st_mode)) /* never a FIFO or device */
        return ENVFP_REASON_UNSUPPORTED;
    file->descriptor = openat(tree->root, place(&walk), O_RDONLY | O_NONBLOCK | O_NOFOLLOW);
    if (file->descriptor < 0)
        return envfp__system_reason(errno);
    struct stat opened;
    if (fstat(file->descriptor, &opened) == 0 && opened.st_ino == walk.stat.st_ino &&
        opened.st_dev == walk.stat.st_dev)
        return ENVFP_REASON_NONE;
    close(file->descriptor); /* changed under our hands */
    file->descriptor = -1;
    return ENVFP_REASON_BUSY;
}

enum envfp_reason envfp__tree_list(const struct tree *tree, struct arena *arena, const char *path,
                                   enum source_how how, uint64_t limit, struct source_entry **entries,
                                   size_t *count)
{
    struct walk walk;
    enum envfp_reason reason = find(&walk, tree, path, how, true);
    if (reason != ENVFP_REASON_NONE)
        return reason;
    if (!S_ISDIR(walk.stat.st_mode))
        return ENVFP_REASON_ABSENT;
    int directory = openat(tree->root, place(&walk), O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
    return directory >= 0 ? envfp__system_list(arena, directory, limit, entries, count)
                          : envfp__system_reason(errno);
}

enum envfp_reason envfp__tree_link(const struct tree *tree, struct arena *arena, const char *path,
                                   enum source_how how, struct view *target)
{
    struct walk walk;
    enum envfp_reason reason = find(&walk, tree, path, how, false);
    if (reason != ENVFP_REASON_NONE)
        return reason;
    if (!S_ISLNK(walk.stat.st_mode))
        return ENVFP_REASON_ABSENT;
    char text[PATH_MAX];
    reason = read_link(&walk, text, target);
    if (reason == ENVFP_REASON_NONE)
        *target = envfp__arena_copy(arena, *target);
    return reason;
}

/* There are no permissions: every file counts as one that may be executed. Inodes are the runtime's own. */
enum envfp_reason envfp__tree_stat(const struct tree *tree, const char *path, enum source_how how,
                                   struct source_stat *stat)
{
    struct walk walk;
    enum envfp_reason reason = find(&walk, tree, path, how, true);
    if (reason != ENVFP_REASON_NONE)
        return reason;
    envfp__system_stat(&walk.stat, stat);
    stat->mode = 0755;
    stat->inode = 0;
    return ENVFP_REASON_NONE;
}
