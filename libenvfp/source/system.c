/* SPDX-License-Identifier: MIT */
#include "source/system.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <sys/syscall.h>
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
    case EHOSTDOWN:
    case EREMOTEIO:
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
    /* A signal handler of the host that lacks SA_RESTART must not cost an answer; nor may a storm of
     * signals keep us here. */
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

void envfp__system_stat(const struct stat *from, struct source_stat *stat)
{
    *stat = (struct source_stat){.type = type_of(from->st_mode),
                                 .mode = from->st_mode & 07777,
                                 .size = from->st_size > 0 ? (uint64_t)from->st_size : 0,
                                 .inode = from->st_ino};
}

/* The kernel's directory record; the C library's readdir would allocate behind the embedder's back. */
struct record {
    uint64_t inode;
    int64_t offset;
    uint16_t length;
    uint8_t type;
    char name[];
};

static bool add_entry(struct arena *arena, const struct record *record, struct source_entry **entries,
                      size_t *count, size_t *capacity)
{
    static const enum source_type types[16] = {
        [DT_REG] = SOURCE_FILE, [DT_DIR] = SOURCE_DIRECTORY, [DT_LNK] = SOURCE_LINK};
    struct source_entry *room = envfp__arena_grow(arena, *entries, *count, capacity, sizeof *room);
    if (!room)
        return false;
    *entries = room;
    room[(*count)++] =
        (struct source_entry){envfp__arena_copy(arena, view_of(record->name)), types[record->type & 15]};
    return true;
}

enum envfp_reason envfp__system_entries(struct arena *arena, int directory, uint64_t limit,
                                        struct source_entry **entries, size_t *count)
{
    _Alignas(struct record) char buffer[8192];
    size_t capacity = 0;
    enum envfp_reason reason = ENVFP_REASON_NONE;
    for (long got = 1; got > 0 && reason == ENVFP_REASON_NONE;) {
        got = syscall(SYS_getdents64, directory, buffer, sizeof buffer);
        if (got < 0)
            reason = envfp__system_reason(errno);
        for (long at = 0; at < got && reason == ENVFP_REASON_NONE;) {
            const struct record *record = (const struct record *)(const void *)(buffer + at);
            at += record->length;
            if (strcmp(record->name, ".") == 0 || strcmp(record->name, "..") == 0)
                continue;
            if (*count >= limit || !add_entry(arena, record, entries, count, &capacity))
                reason = ENVFP_REASON_TRUNCATED;
        }
    }
    return reason;
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
