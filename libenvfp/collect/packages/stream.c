/* SPDX-License-Identifier: MIT */
#include "collect/packages/stream.h"

#define WINDOW ((size_t)32 << 10)

enum envfp_reason envfp__stream_open(struct collect *collect, const char *path, struct stream *stream)
{
    *stream = (struct stream){.source = collect->source};
    enum envfp_reason reason = source_open(collect->source, path, &stream->file);
    if (reason != ENVFP_REASON_NONE)
        return reason;
    stream->window = envfp__arena_room(collect->scratch, WINDOW);
    stream->finished = stream->window == NULL;
    return ENVFP_REASON_NONE;
}

/* Moves the rest of the window to its front and reads more behind it. */
static void fill(struct stream *stream)
{
    size_t rest = stream->filled - stream->at, got = 0;
    if (rest)
        memmove(stream->window, stream->window + stream->at, rest);
    stream->at = 0;
    stream->filled = rest;
    stream->reason = source_pull(stream->source, &stream->file, stream->offset, stream->window + rest,
                                 WINDOW - rest, &got);
    bool end = got < WINDOW - rest;
    stream->finished = end || stream->reason != ENVFP_REASON_NONE;
    stream->offset += got;
    stream->filled += got;
}

bool envfp__stream_next(struct stream *stream, char separator, struct view *piece)
{
    for (;;) {
        struct view rest = {stream->window + stream->at, stream->filled - stream->at};
        size_t end = view_find_byte(rest, separator);
        bool whole = end != SIZE_MAX, full = rest.length == WINDOW;
        if (!whole && !full && !stream->finished) {
            fill(stream);
            continue;
        }
        if (!whole && (rest.length == 0 || stream->reason != ENVFP_REASON_NONE))
            return false; /* half a piece is none */
        *piece = view_take(rest, end);
        stream->at += whole ? end + 1 : rest.length;
        bool passed = stream->passing;
        stream->open = !whole;
        stream->passing = stream->cut = !whole && !stream->finished;
        if (!passed)
            return true;
    }
}

enum envfp_reason envfp__stream_close(struct stream *stream)
{
    source_close(stream->source, &stream->file);
    return stream->reason;
}
