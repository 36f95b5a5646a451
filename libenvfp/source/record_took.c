/* SPDX-License-Identifier: MIT */
/*
 * What a recording keeps of a file that is no text: the ranges that a collector went by (source_took), where they stood,
 * and the file's length. Whatever else it holds, names of those who built and packed it among it, reads as zeros.
 */
#include "source/record.h"

#include <sys/stat.h>
#include <unistd.h>

#define PIECE ((size_t)64 << 10)

/* "/home/somebody/ld.so" becomes "/~2/ld.so" and NULs; one that has no room for that is gone. */
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

/* Pulls the range again, since nothing of what was pulled before is held, and writes it. Neither behind the file's end
 * nor beyond the limit is anything written, whatever the file says of itself. */
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

/* A file of which nothing was taken, a program of a hundred megabytes that turned out to be no script, is as long as was
 * seen of it, and so is one that says it is larger than anything that is read. */
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
