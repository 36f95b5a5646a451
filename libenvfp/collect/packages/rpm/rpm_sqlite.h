/* SPDX-License-Identifier: MIT */
/*
 * SQLite's files as far as one table needs them: pages, of which those in the write-ahead log replace the file's own.
 */
#ifndef ENVFP_COLLECT_PACKAGES_RPM_RPM_SQLITE_H
#define ENVFP_COLLECT_PACKAGES_RPM_RPM_SQLITE_H

#include "collect/packages/rpm/rpm.h"

#define WAL_HEAD 32
#define WAL_FRAME 24

struct wal_slot {
    uint32_t page, frame; /* frame from 1 */
};

/* The committed part of a write-ahead log. */
struct wal {
    struct rpm_file file;
    bool open;
    uint32_t page_size, pages; /* of the database, by the last commit */
    uint32_t frames;           /* committed ones */
    char head[WAL_HEAD], behind[WAL_FRAME];
    size_t head_length, behind_length; /* as first read: a writer changes one of them */
    struct wal_slot *slots;            /* by page, each once */
    size_t slot_count;
};

/* Finds the committed frames. ABSENT: there is no log, or it has none. */
enum envfp_reason envfp__wal_open(struct collect *c, const char *path, struct wal *wal);
void envfp__wal_close(struct wal *wal);
/* The newest committed frame of a page, from 1; 0 where the file's own page counts. */
uint32_t envfp__wal_find(const struct wal *wal, uint32_t page);
/* Where a frame's page stands in the log. */
uint64_t envfp__wal_place(const struct wal *wal, uint32_t frame);
/* Nobody wrote since. */
bool envfp__wal_stands(struct wal *wal);

#endif
