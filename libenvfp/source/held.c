/* SPDX-License-Identifier: MIT */
#include "source/system.h"

#include <fcntl.h>
#include <unistd.h>

/* Whether the descriptor is a regular file that the host program has open, and may have locked. A file opened with the
 * flags that this library uses, and that no database uses, belongs to a collection in another thread: it holds no
 * locks, and must not change this collection's answer. Neither may a descriptor that is closed while we look. */
static bool is_of_host(int descriptor, struct stat *stat)
{
    if (fstat(descriptor, stat) != 0 || !S_ISREG(stat->st_mode))
        return false;
    int flags = fcntl(descriptor, F_GETFL);
    return flags >= 0 && (flags & (O_ACCMODE | O_NONBLOCK)) != (O_RDONLY | O_NONBLOCK);
}

static void list_held(struct held *held)
{
    struct source_entry *entries = NULL;
    size_t count = 0;
    held->listed = true;
    int directory = open("/proc/self/fd", O_RDONLY | O_NONBLOCK | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0 ||
        envfp__system_list(held->arena, directory, 65536, &entries, &count) != ENVFP_REASON_NONE)
        return;
    held->files = envfp__arena_array(held->arena, count, sizeof *held->files);
    for (size_t i = 0; held->files && i < count; i++) {
        uint64_t number;
        struct stat stat;
        if (envfp__view_number(entries[i].name, 10, &number) && number < INT32_MAX &&
            is_of_host((int)number, &stat))
            held->files[held->count++] = (struct held_file){stat.st_dev, stat.st_ino};
    }
}

bool envfp__held_matters(struct held *held, const char *path)
{
    struct view where = view_of(path);
    if (!view_starts(where, VIEW("/var/lib/")) && !view_starts(where, VIEW("/usr/lib/sysimage/")) &&
        !view_starts(where, VIEW("/usr/share/rpm/")))
        return false;
    if (!held->listed)
        list_held(held);
    return held->count > 0;
}

bool envfp__held_has(const struct held *held, const struct stat *stat)
{
    for (size_t i = 0; i < held->count; i++)
        if (held->files[i].device == stat->st_dev && held->files[i].inode == stat->st_ino)
            return true;
    return false;
}
