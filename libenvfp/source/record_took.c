/* SPDX-License-Identifier: MIT */
/*
 * What a recording keeps of a binary file: the byte ranges that source_took named, at their offsets, and the file's
 * length. Everything else reads as zeros, among it names of those who built and packed the file.
 */
#include "source/record.h"

#include <sys/stat.h>
#include <unistd.h>

#define PIECE ((size_t)64 << 10)

/* Renames a home in a path in place, "/home/somebody/ld.so" to "/~2/ld.so" padded with NULs; a path that has no room
 * for the new name is blanked. */
static void fold(struct recorder *recorder, char *bytes, size_t length)
{
    struct view path = {bytes, length};
    path = view_take(path, view_find_byte(path, '\0'));
    size_t home = envfp__source_home(recorder->inner, path);
    if (home == 0)
        return;
    struct view name = envfp__source_home_name(recorder->inner, view_take(path, home));
    size_t rest = path.length - home;
    if (name.length > home) {
        memset(bytes, '\0', path.length);
        return;
    }
    memmove(bytes + name.length, bytes + home, rest);
    memset(bytes + name.length + rest, '\0', home - name.length);
    memcpy(bytes, name.text, name.length);
}

/* Writes the range. It is read again, since earlier reads are not held. Nothing is written behind the file's end or
 * beyond the limit, whatever offsets the file claims. */
static void write_range(struct recorder *recorder, struct recorded *recorded)
{
    struct took *took = &recorded->took;
    int output = took->start < took->end ? envfp__output_open(&recorder->output, recorded->node) : -1;
    if (output >= 0 && !took->buffer)
        took->buffer = envfp__arena_room(&recorded->arena, PIECE);
    while (output >= 0 && took->buffer && took->start < took->end && took->room) {
        uint64_t most = took->end - took->start;
        size_t got = 0;
        if (most > PIECE)
            most = PIECE;
        if (most > took->room)
            most = took->room;
        if (took->start > INT64_MAX - most ||
            recorder->inner->ops->pull(recorder->inner->self, &recorded->inner, took->start, took->buffer,
                                       (size_t)most, &got) != ENVFP_REASON_NONE ||
            got == 0)
            break;
        if (took->path)
            fold(recorder, took->buffer, got);
        envfp__output_write(&recorder->output, output, (struct view){took->buffer, got}, took->start);
        took->start += got;
        took->room -= got;
        took->taken = true;
    }
    if (output >= 0)
        close(output);
    took->start = took->end = 0;
}

/* Ranges that follow each other are written as one. */
void envfp__record_took(struct recorder *recorder, struct recorded *recorded, uint64_t offset,
                        uint64_t length, bool path)
{
    struct took *took = &recorded->took;
    if (offset > INT64_MAX || !recorded->node || recorded->keep.how == KEEP_PRESENCE ||
        envfp__record_is_text(recorder, recorded))
        return;
    uint64_t end = length > INT64_MAX - offset ? INT64_MAX : offset + length;
    if (took->end == 0 || offset < took->start || offset > took->end || path || took->path) {
        write_range(recorder, recorded);
        took->start = offset;
        took->path = path;
    }
    if (end > took->end)
        took->end = end;
}

/* The length of the recorded file: the original's; but only the part that was read where nothing was taken (a large
 * program that turned out to be no script), or where the file claims to be larger than the limit. */
void envfp__record_took_end(struct recorder *recorder, struct recorded *recorded)
{
    struct took *took = &recorded->took;
    write_range(recorder, recorded);
    bool whole = took->taken && took->size > took->seen && took->size <= recorder->inner->common->file_limit;
    uint64_t size = whole ? took->size : took->seen;
    int output = size ? envfp__output_open(&recorder->output, recorded->node) : -1;
    struct stat now;
    if (output < 0)
        return;
    if (fstat(output, &now) != 0 || ((uint64_t)now.st_size < size && ftruncate(output, (off_t)size) != 0))
        recorder->output.failed = true;
    close(output);
}
