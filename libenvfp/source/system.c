/* SPDX-License-Identifier: MIT */
#include "source/system.h"

#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
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
    /* A host program's signal handler without SA_RESTART must not cost an answer, nor may a storm of signals keep us
     * here. */
    unsigned tries = 100;
    do {
        result = offset == UINT64_MAX ? read(descriptor, bytes, capacity)
                                      : pread(descriptor, bytes, capacity, (off_t)offset);
    } while (result < 0 && errno == EINTR && --tries);
    if (result < 0)
        return envfp__system_reason(errno);
    *got = (size_t)result;
    return ENVFP_REASON_NONE;
}

enum envfp_reason envfp__system_read(struct arena *arena, const char *path, uint64_t most,
                                     struct view *content)
{
    struct text text = {.arena = arena};
    char piece[8192];
    *content = VIEW("");
    int descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
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

enum envfp_reason envfp__system_link(struct arena *arena, int at, const char *name, struct view *target)
{
    char text[PATH_MAX];
    ssize_t length = readlinkat(at, name, text, sizeof text);
    if (length < 0) /* EINVAL: no link; ENOENT with an empty name: neither */
        return errno == EINVAL ? ENVFP_REASON_ABSENT : envfp__system_reason(errno);
    if (length == sizeof text)
        return ENVFP_REASON_MALFORMED;
    *target = envfp__arena_copy(arena, (struct view){text, (size_t)length});
    return ENVFP_REASON_NONE;
}
