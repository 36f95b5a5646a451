/* SPDX-License-Identifier: MIT */
#include "source/system.h"

#include <dirent.h>
#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

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
        unsigned tries = SYSTEM_TRIES;
        do
            got = syscall(SYS_getdents64, directory, buffer, sizeof buffer);
        while (got < 0 && errno == EINTR && --tries);
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
