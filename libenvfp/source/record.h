/* SPDX-License-Identifier: MIT */
/* The recorder: what it writes down, and where in the recording a place of the world is. */
#ifndef ENVFP_SOURCE_RECORD_H
#define ENVFP_SOURCE_RECORD_H

#include "base/text.h"
#include "source/guid.h"
#include "source/keep.h"
#include "source/output.h"
#include "source/system.h"

struct recorder {
    const struct source *inner;
    struct output output;
    struct numbering guids;
    struct arena arena; /* only for the recorder: not the collection's limit */
    struct text uname, cpuid, auxv, probes, devices, errors;
};

/* A path of the world in the recording: homes and identifiers renamed, without slashes in front. */
struct view envfp__record_path(struct recorder *recorder, struct arena *arena, struct view path);
/* Writes down why a path has no answer; gives the reason. */
enum envfp_reason envfp__record_note(struct recorder *recorder, const char *path, enum envfp_reason reason);
/* A link of the world, at a path whose directory is without links. */
void envfp__record_link(struct recorder *recorder, struct arena *arena, struct view path, struct view target,
                        bool told);
/* Whether what was asked for may stand at the place where links lead to: the recording's own folder is no part of the
 * world, and what the kernel says is not what an image has there. */
bool envfp__record_may_stand(struct view asked, struct view place);
/* Makes the links along a path as they are in the world; gives the path without links of what it leads to. */
struct view envfp__record_mirror(struct recorder *recorder, struct arena *arena, const char *path,
                                 enum source_how how);
/* An entry nobody opened still stands there, with its type. */
void envfp__record_entry(struct recorder *recorder, struct arena *arena, struct view directory,
                         enum source_how how, const struct source_entry *entry);

/* ---- What is read of a file (record_file.c, record_took.c) ---- */

/* What is kept of one that is no text: see source_took. */
struct took {
    uint64_t size, seen; /* the file's, and where the last byte that was pulled stands */
    uint64_t room;       /* how many bytes may still be written */
    uint64_t start, end; /* a range that was named and is not yet written */
    bool path;           /* that is one */
    bool taken;          /* something was written */
    char *buffer;
};

struct recorded {
    struct source_file inner;
    const char *path; /* as it was asked for */
    struct keep keep;
    struct output_node *node; /* NULL: nothing of it is kept */
    bool text;                /* what is kept is lines, else what is taken */
    bool decided;             /* which of the two */
    bool ended;               /* the row wants no more */
    uint64_t taken;           /* bytes seen in order */
    struct text line, ready;
    struct took took;
    struct arena arena;
};

/* What was asked for is open within `recorded`. */
void envfp__record_file_start(struct recorder *recorder, struct recorded *recorded, enum source_how how);
void envfp__record_file_pulled(struct recorder *recorder, struct recorded *recorded, uint64_t offset,
                               struct view bytes);
/* While it is still open: what is missing of the last line is read, too. */
void envfp__record_file_end(struct recorder *recorder, struct recorded *recorded);

/* Whether lines are kept of it; of a program its first bytes tell. */
bool envfp__record_is_text(struct recorder *recorder, struct recorded *recorded);
void envfp__record_took(struct recorder *recorder, struct recorded *recorded, uint64_t offset,
                        uint64_t length, bool path);
void envfp__record_took_end(struct recorder *recorder, struct recorded *recorded);

#endif
