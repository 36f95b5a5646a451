/* SPDX-License-Identifier: MIT */
/*
 * dpkg's status file (deb822 paragraphs) in pieces of any size: memory does not grow with the file.
 */
#ifndef ENVFP_COLLECT_PACKAGES_DPKG_DPKG_STATUS_H
#define ENVFP_COLLECT_PACKAGES_DPKG_DPKG_STATUS_H

#include "base/view.h"

/* Longer names are not package names (dpkg has no bound; the longest in Debian's archive is below 100). */
#define DPKG_WORD_MAX 256

struct dpkg_word {
    struct view text; /* in the window, or in `bytes` */
    char bytes[DPKG_WORD_MAX];
};

/* Which paragraphs are reported: packages in the state `installed`; also those in the state `unpacked`; also those
 * without a Status field (images made without dpkg); or every paragraph, without a version where the package is not
 * installed. */
enum dpkg_told { DPKG_INSTALLED, DPKG_UNPACKED, DPKG_WITHOUT_STATUS, DPKG_EVERY };

typedef void dpkg_found(void *state, struct view name, struct view architecture, struct view version);

struct dpkg_scan {
    dpkg_found *found;
    void *state;
    enum dpkg_told which;
    bool installed, lines, skipping; /* of the present paragraph */
    bool refused;                    /* the architecture is malformed, which is not the same as none */
    bool dropping;                   /* the rest of the present line */
    bool after_break;                /* the last byte taken was a line feed */
    bool strange;                    /* a byte that does not belong in a status file was seen */
    unsigned told;                   /* which fields of the present paragraph were seen */
    struct dpkg_word name, architecture, version;
    uint64_t packages;
};

void envfp__dpkg_scan_init(struct dpkg_scan *scan, dpkg_found *found, void *state, enum dpkg_told which);

/* Take bytes from the front of `text`; returns how many. The rest, an unfinished line, comes again with
 * more behind it. `full`: no more fits in the buffer, so the line is dropped instead. */
size_t envfp__dpkg_scan_take(struct dpkg_scan *scan, struct view text, bool full);

/* The end of the file, which ends a paragraph too; `rest` is a last line without line feed. False where the file
 * lost its end: such a line, or (where paragraphs have a Status) no empty line behind the last one. */
bool envfp__dpkg_scan_end(struct dpkg_scan *scan, struct view rest);

/* Which of the four fields a line holds, and its value; NULL for any other line. The case of letters does not
 * matter. */
const char *envfp__dpkg_field(struct view line, struct view *value);
/* Whether a line that the end of the file cut within the field's name may have been one of these fields. */
bool envfp__dpkg_may_be_field(struct view line);

/* Offset of the first empty line's line feed (the second of two in a row), or SIZE_MAX. */
size_t envfp__dpkg_find_break(struct view text);

#endif
