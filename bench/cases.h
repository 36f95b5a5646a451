/* SPDX-License-Identifier: MIT */
/* Fingerprints of a usual size to read, write and compare: a root with 2,700 packages, and one that differs in 30. */
#ifndef ENVFP_BENCH_CASES_H
#define ENVFP_BENCH_CASES_H

#include <envfp.h>

struct cases {
    struct envfp_fingerprint *a, *same, *other; /* the first two are equal, collected apart */
    char *packed;
    unsigned char *deflated, *room; /* what is inside the packed form, and room for the document */
    size_t packed_length, deflated_length, document_length, facts;
};

bool cases_open(struct cases *cases);
void cases_close(struct cases *cases);

/* A folder with a dpkg database of so many packages; NULL, or to be removed by collection_remove() and freed. */
char *cases_make_root(unsigned packages);

/* The same with an rpm database whose write-ahead log has so many pages (log.c). */
char *cases_make_log(unsigned frames);

/* Work to be timed; the state is the cases. */
void cases_diff(void *state);
void cases_diff_equal(void *state);
void cases_read(void *state);
void cases_inflate(void *state); /* the floor of reading: zlib alone */
void cases_write(void *state);

#endif
