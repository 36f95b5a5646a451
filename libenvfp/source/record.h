/* SPDX-License-Identifier: MIT */
/* The tree that a recorder writes. */
#ifndef ENVFP_SOURCE_RECORD_H
#define ENVFP_SOURCE_RECORD_H

#include "base/text.h"
#include "source/system.h"

struct recorder {
    const struct source *inner;
    int directory;
    bool failed;
    struct arena arena; /* only for the recorder: not the collection's limit */
    struct text uname, cpuid, auxv, probes, devices, errors;
};

/* The path in the recording, relative to its directory. */
const char *envfp__record_path(struct recorder *recorder, struct arena *arena, struct view path);
/* Remembers that something could not be written; that it stands there already is fine. */
void envfp__record_check(struct recorder *recorder, int result);
void envfp__record_link(struct recorder *recorder, struct arena *arena, struct view path, struct view target);
/* Makes directories and links along a path as they are in the world; gives the place, without links,
 * where the object itself belongs. */
struct view envfp__record_mirror(struct recorder *recorder, struct arena *arena, const char *path);
/* At `offset`, or where the descriptor stands for UINT64_MAX. */
void envfp__record_write(struct recorder *recorder, int output, struct view bytes, uint64_t offset);
/* An entry nobody opened still stands there, with its type. */
void envfp__record_entry(struct recorder *recorder, struct arena *arena, struct view directory,
                         const struct source_entry *entry);
/* A new file with this content. */
void envfp__record_file(struct recorder *recorder, const char *path, struct view content);

#endif
