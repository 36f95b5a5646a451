/* SPDX-License-Identifier: MIT */
/* The recorder's state, and the translation of the world's paths into the recording's. */
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

/* The recording's place for a path of the world: homes and identifiers renamed, without leading slashes. */
struct view envfp__record_path(struct recorder *recorder, struct arena *arena, struct view path);
/* Records why a path has no answer; returns the reason. */
enum envfp_reason envfp__record_note(struct recorder *recorder, const char *path, enum envfp_reason reason);
/* Records a link; the path of the directory that holds it has no links. */
void envfp__record_link(struct recorder *recorder, struct arena *arena, struct view path, struct view target,
                        bool told);
/* Whether an answer for `asked` may be stored at `place`, to which links lead: not in the recording's own folder, which
 * is no part of the world, and not where a file of the kernel's would take the place of an image's. */
bool envfp__record_may_stand(struct view asked, struct view place);
/* Records the links along a path; returns the path without links to which it leads. */
struct view envfp__record_mirror(struct recorder *recorder, struct arena *arena, const char *path,
                                 enum source_how how);
/* Records an entry that was listed and never opened, with its type. */
void envfp__record_entry(struct recorder *recorder, struct arena *arena, struct view directory,
                         enum source_how how, const struct source_entry *entry);

/* ---- What is read of a file (record_file.c, record_took.c) ---- */

/* Which bytes of a binary file are kept: see source_took. */
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
    bool text;                /* lines are kept, else the bytes that were taken */
    bool decided;             /* which of the two */
    bool ended;               /* the row wants no more */
    uint64_t taken;           /* bytes seen in order */
    struct text line, ready;
    struct took took;
    struct arena arena;
};

/* Begins to record a file that has just been opened as `recorded`. */
void envfp__record_file_start(struct recorder *recorder, struct recorded *recorded, enum source_how how);
void envfp__record_file_pulled(struct recorder *recorder, struct recorded *recorded, uint64_t offset,
                               struct view bytes);
/* Ends it, while the file is still open: the rest of a line that was read in part is read too. */
void envfp__record_file_end(struct recorder *recorder, struct recorded *recorded);

/* Whether lines are kept of the file; for a program its first bytes decide. */
bool envfp__record_is_text(struct recorder *recorder, struct recorded *recorded);
void envfp__record_took(struct recorder *recorder, struct recorded *recorded, uint64_t offset,
                        uint64_t length, bool path);
void envfp__record_took_end(struct recorder *recorder, struct recorded *recorded);

#endif
