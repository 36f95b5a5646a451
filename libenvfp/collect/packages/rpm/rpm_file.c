/* SPDX-License-Identifier: MIT */
#include "collect/packages/rpm/rpm.h"

/* Most of a database is lists of files, which are skipped: read ahead only while reading in order. */
#define LEAST ((size_t)4 << 10)
#define IN_ORDER ((size_t)16 << 10)

enum envfp_reason envfp__rpm_file_open(struct collect *c, const char *path, struct rpm_file *file)
{
    *file = (struct rpm_file){.source = c->source, .window = envfp__arena_room(c->scratch, RPM_WINDOW)};
    file->file.descriptor = -1;
    struct source_stat stat;
    enum envfp_reason reason =
        file->window ? source_open(c->source, path, &file->file) : ENVFP_REASON_TRUNCATED;
    if (reason != ENVFP_REASON_NONE)
        return reason;
    reason = source_stat(c->source, path, &stat);
    file->size = stat.size;
    if (reason != ENVFP_REASON_NONE)
        envfp__rpm_file_close(file);
    return reason;
}

void envfp__rpm_file_close(struct rpm_file *file)
{
    source_close(file->source, &file->file);
}

/* At least `least` of `most` bytes into `bytes`, or a reason. */
static enum envfp_reason pull(struct rpm_file *file, uint64_t offset, char *bytes, size_t least, size_t most,
                              size_t *length)
{
    for (*length = 0; *length < least;) {
        size_t room = most - *length, got;
        enum envfp_reason reason =
            source_pull(file->source, &file->file, offset + *length, bytes + *length, room, &got);
        if (reason != ENVFP_REASON_NONE)
            return reason;
        *length += got;
        if (*length < least && got < room)
            return ENVFP_REASON_MALFORMED;
    }
    return ENVFP_REASON_NONE;
}

const char *envfp__rpm_file_at(struct rpm_file *file, uint64_t offset, size_t length)
{
    if (offset >= file->start && offset - file->start <= file->length &&
        length <= file->length - (size_t)(offset - file->start))
        return file->window + (offset - file->start);
    if (length > RPM_WINDOW) {
        file->reason = ENVFP_REASON_MALFORMED;
        return NULL;
    }
    bool in_order = file->length && offset == file->start + file->length;
    size_t most = in_order ? IN_ORDER : LEAST;
    if (most < length)
        most = length;
    file->start = offset;
    file->reason = pull(file, offset, file->window, length, most, &file->length);
    if (file->reason == ENVFP_REASON_NONE)
        return file->window;
    file->length = 0;
    file->short_of = file->short_of || file->reason == ENVFP_REASON_MALFORMED;
    return NULL;
}

void envfp__rpm_file_took(struct rpm_file *file, uint64_t offset, uint64_t length)
{
    source_took(file->source, &file->file, offset, length);
}

size_t envfp__rpm_file_look(struct rpm_file *file, uint64_t offset, char *bytes, size_t most)
{
    size_t length;
    enum envfp_reason reason = pull(file, offset, bytes, most, most, &length);
    if (reason != ENVFP_REASON_NONE && reason != ENVFP_REASON_MALFORMED)
        file->reason = reason;
    return length;
}

bool envfp__rpm_file_has(struct rpm_file *file, uint64_t offset, const char *bytes, size_t length)
{
    char now[512];
    return length <= sizeof now && envfp__rpm_file_look(file, offset, now, length) == length &&
           memcmp(now, bytes, length) == 0;
}

/* Adds a span; where there are too many, those so far are taken at once. */
static void add_span(struct rpm_spans *spans, struct rpm_file *file, uint64_t offset, uint64_t length)
{
    if (spans->count == sizeof spans->list / sizeof *spans->list) {
        envfp__rpm_spans_took(spans);
        spans->count = 0;
    }
    spans->list[spans->count].file = file;
    spans->list[spans->count].offset = offset;
    spans->list[spans->count++].length = length;
}

static bool advance(struct rpm_stream *stream, char *bytes, uint64_t length, struct rpm_spans *spans)
{
    while (length > 0) {
        if (stream->piece.length == 0) {
            if (stream->reason == ENVFP_REASON_NONE)
                stream->reason = stream->left ? stream->next(stream) : ENVFP_REASON_MALFORMED;
            if (stream->reason != ENVFP_REASON_NONE)
                return false;
        }
        size_t count = stream->piece.length < length ? stream->piece.length : (size_t)length;
        if (bytes && count) {
            memcpy(bytes, stream->piece.text, count);
            bytes += count;
        }
        if (spans && count)
            add_span(spans, stream->file, stream->offset, count);
        stream->piece = view_skip(stream->piece, count);
        stream->offset += count;
        length -= count;
    }
    return true;
}

void envfp__rpm_spans_took(const struct rpm_spans *spans)
{
    for (size_t i = 0; i < spans->count; i++)
        envfp__rpm_file_took(spans->list[i].file, spans->list[i].offset, spans->list[i].length);
}

bool envfp__rpm_stream_take(struct rpm_stream *stream, char *bytes, uint64_t length)
{
    struct rpm_spans spans = {.count = 0};
    bool whole = advance(stream, bytes, length, &spans);
    envfp__rpm_spans_took(&spans);
    return whole;
}

bool envfp__rpm_stream_look(struct rpm_stream *stream, char *bytes, uint64_t length, struct rpm_spans *spans)
{
    spans->count = 0;
    return advance(stream, bytes, length, spans);
}

bool envfp__rpm_stream_skip(struct rpm_stream *stream, uint64_t length)
{
    return advance(stream, NULL, length, NULL);
}
