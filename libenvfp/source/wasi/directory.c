/* SPDX-License-Identifier: MIT */
/* Directories in WebAssembly's system interface (WASI preview 1: fd_readdir). */
#include "source/system.h"

#include <wasi/api.h>

static enum source_type type_of(__wasi_filetype_t type)
{
    return type == __WASI_FILETYPE_REGULAR_FILE    ? SOURCE_FILE
           : type == __WASI_FILETYPE_DIRECTORY     ? SOURCE_DIRECTORY
           : type == __WASI_FILETYPE_SYMBOLIC_LINK ? SOURCE_LINK
                                                   : SOURCE_OTHER;
}

static bool add_entry(struct arena *arena, struct view name, __wasi_filetype_t type,
                      struct source_entry **entries, size_t *count, size_t *capacity)
{
    struct source_entry *room = envfp__arena_grow(arena, *entries, *count, capacity, sizeof *room);
    if (!room)
        return false;
    *entries = room;
    room[(*count)++] = (struct source_entry){envfp__arena_copy(arena, name), type_of(type)};
    return true;
}

/* Records lie behind one another, each with its name behind it; what the buffer cuts off comes again. */
enum envfp_reason envfp__system_entries(struct arena *arena, int directory, uint64_t limit,
                                        struct source_entry **entries, size_t *count)
{
    uint8_t buffer[8192];
    __wasi_dircookie_t cookie = 0;
    size_t capacity = 0, got = sizeof buffer;
    for (bool further = true; further && got == sizeof buffer;) {
        __wasi_errno_t error = __wasi_fd_readdir(directory, buffer, sizeof buffer, cookie, &got);
        if (error != 0)
            return envfp__system_reason(error);
        __wasi_dirent_t record;
        further = false;
        for (size_t at = 0; got - at > sizeof record; at += sizeof record + record.d_namlen) {
            memcpy(&record, buffer + at, sizeof record);
            if (record.d_namlen > got - at - sizeof record)
                break;
            struct view name = {(const char *)buffer + at + sizeof record, record.d_namlen};
            cookie = record.d_next;
            further = true;
            if (view_is(name, ".") || view_is(name, ".."))
                continue;
            if (*count >= limit || !add_entry(arena, name, record.d_type, entries, count, &capacity))
                return ENVFP_REASON_TRUNCATED;
        }
    }
    return ENVFP_REASON_NONE;
}
