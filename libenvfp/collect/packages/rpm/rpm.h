/* SPDX-License-Identifier: MIT */
/*
 * rpm's databases: three containers (SQLite, ndb, Berkeley DB) for the same values, the packages' headers. Each reader
 * walks its container and passes headers on as streams, of which only the beginning is read: names and versions come
 * before the lists of files. Only a window of the file and a page are held in memory.
 */
#ifndef ENVFP_COLLECT_PACKAGES_RPM_RPM_H
#define ENVFP_COLLECT_PACKAGES_RPM_RPM_H

#include "base/text.h"
#include "collect/collect.h"

#define RPM_PAGE_MAX ((size_t)64 << 10)
/* A page, and a frame's header before it. */
#define RPM_WINDOW (RPM_PAGE_MAX + 4096)

static inline uint32_t rpm_u16(const char *bytes, bool big)
{
    uint32_t a = (unsigned char)bytes[0], b = (unsigned char)bytes[1];
    return big ? a << 8 | b : b << 8 | a;
}

static inline uint32_t rpm_u32(const char *bytes, bool big)
{
    uint32_t a = rpm_u16(bytes, big), b = rpm_u16(bytes + 2, big);
    return big ? a << 16 | b : b << 16 | a;
}

/* ---- A file through a window (rpm_file.c) -------------------------------------------------------- */

struct rpm_file {
    const struct source *source;
    struct source_file file;
    uint64_t size; /* the file's size when opened, which bounds the work */
    char *window;
    uint64_t start; /* of the window */
    size_t length;
    enum envfp_reason reason; /* why there was no answer */
    bool short_of;            /* bytes behind the end of the file were asked for */
};

enum envfp_reason envfp__rpm_file_open(struct collect *c, const char *path, struct rpm_file *file);
void envfp__rpm_file_close(struct rpm_file *file);
/* `length` bytes at `offset`, valid until the next call; NULL and a reason where they cannot be read, MALFORMED behind
 * the file's end. */
const char *envfp__rpm_file_at(struct rpm_file *file, uint64_t offset, size_t length);
/* Says which of these bytes decided something (source_took). */
void envfp__rpm_file_took(struct rpm_file *file, uint64_t offset, uint64_t length);
/* Reads up to so many bytes from the file as it is now, past the window. */
size_t envfp__rpm_file_look(struct rpm_file *file, uint64_t offset, char *bytes, size_t most);
/* Whether the file still has these bytes there; at most 512. */
bool envfp__rpm_file_has(struct rpm_file *file, uint64_t offset, const char *bytes, size_t length);

/* ---- A value in pieces ----------------------------------------------------------------------------- */

struct rpm_stream {
    /* Provides the next piece, not empty and at most `left` bytes, and reduces `left` by it. */
    enum envfp_reason (*next)(struct rpm_stream *stream);
    void *database;
    struct view piece;     /* not yet taken */
    struct rpm_file *file; /* the file that the piece is in, and its offset */
    uint64_t offset;
    uint64_t left;  /* behind the piece */
    uint64_t place; /* for the database's reader: where the value continues */
    enum envfp_reason reason;
};

/* The file ranges of a value, which may be split between two pieces. */
struct rpm_spans {
    struct {
        struct rpm_file *file;
        uint64_t offset, length;
    } list[2];
    size_t count;
};

/* Reads the next bytes; false and a reason where there are fewer. Bytes that are read with take count as taken
 * (source_took), skipped ones do not, and those only looked at count where the caller takes their spans. */
bool envfp__rpm_stream_take(struct rpm_stream *stream, char *bytes, uint64_t length);
bool envfp__rpm_stream_look(struct rpm_stream *stream, char *bytes, uint64_t length, struct rpm_spans *spans);
bool envfp__rpm_stream_skip(struct rpm_stream *stream, uint64_t length);
void envfp__rpm_spans_took(const struct rpm_spans *spans);

/* ---- Headers (rpm_header.c) -------------------------------------------------------------------------- */

#define RPM_WORD_MAX 256

struct rpm_word {
    char bytes[RPM_WORD_MAX];
    size_t length;
};

struct rpm_package {
    struct rpm_word name, version, release, arch; /* empty where the header has none */
    uint32_t epoch;
};

/* Reads a header of `length` bytes, and no further in the stream than needed. */
enum envfp_reason envfp__rpm_header_read(struct rpm_stream *stream, uint64_t length,
                                         struct rpm_package *package);

/* ---- Databases --------------------------------------------------------------------------------------- */

struct rpm_scan {
    struct collect *c;
    void (*found)(struct rpm_scan *scan, const struct rpm_package *package);
    struct rpm_package package; /* the one at hand */
    enum envfp_reason reason;   /* the first one, if any */
};

/* Reads a header and passes the package on. False: stop. */
bool envfp__rpm_scan_take(struct rpm_scan *scan, struct rpm_stream *stream, uint64_t length);

/* Reads every package of a database; `scan->reason` says whether the walk was complete. */
void envfp__rpm_sqlite_scan(struct rpm_scan *scan, const char *path);
void envfp__rpm_ndb_scan(struct rpm_scan *scan, const char *path);
void envfp__rpm_bdb_scan(struct rpm_scan *scan, const char *path);

/* The lists in images that were put together without rpm's database, in pieces of any size. */
void envfp__rpm_manifest_scan(struct rpm_scan *scan, const char *path, bool columns);
/* What a recording keeps of a line of these lists. */
bool envfp__keep_manifest_names(const struct source *source, struct view line, struct text *out);
bool envfp__keep_manifest_columns(const struct source *source, struct view line, struct text *out);
#define keep_manifest_names envfp__keep_manifest_names
#define keep_manifest_columns envfp__keep_manifest_columns

/* Ends a scan: an inconsistency in a file that lost its end is reported as TRUNCATED. */
void envfp__rpm_scan_end(struct rpm_scan *scan, const struct rpm_file *file);

static inline void rpm_scan_note(struct rpm_scan *scan, enum envfp_reason reason)
{
    if (scan->reason == ENVFP_REASON_NONE && reason != ENVFP_REASON_ABSENT)
        scan->reason = reason;
}

#endif
