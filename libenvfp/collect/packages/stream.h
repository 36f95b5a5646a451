/* SPDX-License-Identifier: MIT */
/*
 * Reads a file in pieces separated by a byte (lines, tags), so that memory does not grow with the file. Of a piece
 * longer than the window only the start is given, with `cut` set.
 */
#ifndef ENVFP_COLLECT_PACKAGES_STREAM_H
#define ENVFP_COLLECT_PACKAGES_STREAM_H

#include "collect/collect.h"

struct stream {
    const struct source *source;
    struct source_file file;
    char *window;
    size_t at, filled;
    uint64_t offset;
    bool cut;      /* the present piece is only the start of it */
    bool open;     /* the present piece ends with the file, not with a separator */
    bool passing;  /* over the rest of the piece before */
    bool finished; /* nothing more comes from the file */
    enum envfp_reason reason;
};

/* NONE, or the reason why the file cannot be read; close the stream only after NONE. */
enum envfp_reason envfp__stream_open(struct collect *collect, const char *path, struct stream *stream);

/* The next piece, which lives until the next call; false behind the last one. */
bool envfp__stream_next(struct stream *stream, char separator, struct view *piece);

/* NONE where the file was read to its end. */
enum envfp_reason envfp__stream_close(struct stream *stream);

#endif
