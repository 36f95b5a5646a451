/* SPDX-License-Identifier: MIT */
#include "source/system.h"

#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#ifndef __wasi__
#include <sys/sysmacros.h>
#endif
#include <unistd.h>

enum envfp_reason envfp__system_reason(int error)
{
    switch (error) {
    case 0: return ENVFP_REASON_NONE;
    case ENOENT:
    case ENOTDIR:
    case ENAMETOOLONG:
    case ESRCH: return ENVFP_REASON_ABSENT;
    case EACCES:
    case EPERM: return ENVFP_REASON_DENIED;
    case EAGAIN:
    case EBUSY:
    case EINTR:
    case EIO: /* of a disk: another time it may work */
    case EMFILE:
    case ENFILE:
    case ENOMEM: return ENVFP_REASON_BUSY;
    case ELOOP: return ENVFP_REASON_MALFORMED;
#if defined(ENOTCAPABLE) /* WASI: outside of the directories that the runtime was given */
    case ENOTCAPABLE: return ENVFP_REASON_HIDDEN;
#else
    case EHOSTDOWN:
    case EREMOTEIO:
#endif
    case ESTALE:
    case ETIMEDOUT: return ENVFP_REASON_REMOTE;
    default: return ENVFP_REASON_UNSUPPORTED;
    }
}

enum envfp_reason envfp__system_unread(const struct stat *stat)
{
    if (S_ISREG(stat->st_mode))
        return ENVFP_REASON_NONE;
#ifndef __wasi__
    if (S_ISCHR(stat->st_mode) && stat->st_rdev == makedev(1, 3))
        return ENVFP_REASON_HIDDEN;
#endif
    return ENVFP_REASON_UNSUPPORTED;
}

static enum source_type type_of(mode_t mode)
{
    return S_ISREG(mode)   ? SOURCE_FILE
           : S_ISDIR(mode) ? SOURCE_DIRECTORY
           : S_ISLNK(mode) ? SOURCE_LINK
                           : SOURCE_OTHER;
}

enum envfp_reason envfp__system_pull(int descriptor, uint64_t offset, char *bytes, size_t capacity,
                                     size_t *got)
{
    ssize_t result;
    *got = 0;
    if (offset != UINT64_MAX && offset > INT64_MAX)
        return ENVFP_REASON_TRUNCATED;
    unsigned tries = SYSTEM_TRIES;
    do {
        result = offset == UINT64_MAX ? read(descriptor, bytes, capacity)
                                      : pread(descriptor, bytes, capacity, (off_t)offset);
    } while (result < 0 && errno == EINTR && --tries);
    if (result < 0)
        return envfp__system_reason(errno);
    *got = (size_t)result;
    return ENVFP_REASON_NONE;
}

int envfp__system_open(int at, const char *path, int flags)
{
    int result;
    unsigned tries = SYSTEM_TRIES;
    do
        result = openat(at, path, flags);
    while (result < 0 && errno == EINTR && --tries);
    return result;
}

int envfp__system_fstat(int descriptor, struct stat *stat)
{
    int result;
    unsigned tries = SYSTEM_TRIES;
    do
        result = fstat(descriptor, stat);
    while (result < 0 && errno == EINTR && --tries);
    return result;
}

int envfp__system_fstatat(int at, const char *path, struct stat *stat, int flags)
{
    int result;
    unsigned tries = SYSTEM_TRIES;
    do
        result = fstatat(at, path, stat, flags);
    while (result < 0 && errno == EINTR && --tries);
    return result;
}

enum envfp_reason envfp__system_read(struct arena *arena, const char *path, uint64_t most,
                                     struct view *content)
{
    struct text text = {.arena = arena};
    char piece[8192];
    *content = VIEW("");
    int descriptor = envfp__system_open(AT_FDCWD, path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (descriptor < 0)
        return envfp__system_reason(errno);
    enum envfp_reason reason;
    size_t got;
    do {
        reason = envfp__system_pull(descriptor, text.length, piece, sizeof piece, &got);
        envfp__text_add(&text, (struct view){piece, got});
        if (text.length > most)
            reason = ENVFP_REASON_TRUNCATED;
    } while (got > 0 && reason == ENVFP_REASON_NONE && !arena->failed);
    close(descriptor);
    *content = envfp__text_view(&text);
    return reason;
}

void envfp__system_stat(const struct stat *from, struct source_stat *stat)
{
    *stat = (struct source_stat){.type = type_of(from->st_mode),
                                 .mode = from->st_mode & 07777,
                                 .size = from->st_size > 0 ? (uint64_t)from->st_size : 0,
                                 .inode = from->st_ino};
}

enum envfp_reason envfp__system_list(struct arena *arena, int directory, uint64_t limit,
                                     struct source_entry **entries, size_t *count)
{
    enum envfp_reason reason = envfp__system_entries(arena, directory, limit, entries, count);
    close(directory);
    return reason;
}

enum envfp_reason envfp__system_link_text(int at, const char *name, char text[PATH_MAX], struct view *target)
{
    ssize_t length;
    unsigned tries = SYSTEM_TRIES;
    do
        length = readlinkat(at, name, text, PATH_MAX);
    while (length < 0 && errno == EINTR && --tries);
    if (length < 0) /* EINVAL: no link; ENOENT with an empty name: neither */
        return errno == EINVAL ? ENVFP_REASON_ABSENT : envfp__system_reason(errno);
    *target = (struct view){text, (size_t)length};
    return length == PATH_MAX ? ENVFP_REASON_MALFORMED : ENVFP_REASON_NONE;
}

enum envfp_reason envfp__system_link(struct arena *arena, int at, const char *name, struct view *target)
{
    char text[PATH_MAX];
    struct view found = VIEW("");
    enum envfp_reason reason = envfp__system_link_text(at, name, text, &found);
    if (reason == ENVFP_REASON_NONE)
        *target = envfp__arena_copy(arena, found);
    return reason;
}
