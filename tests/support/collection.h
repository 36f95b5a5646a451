/* SPDX-License-Identifier: MIT */
/* A whole collection, as a probe runs it, through a source that the test may wrap. */
#ifndef ENVFP_TESTS_COLLECTION_H
#define ENVFP_TESTS_COLLECTION_H

#include "collect/collect.h"
#include "source/system.h"

struct collection {
    struct arena work, scratch, kept; /* kept: facts */
    struct source_common common;
    struct source source;
    struct facts facts;
    char digest[65];
};

/* `directory` NULL: this machine; else a recording. The source may then be wrapped. */
enum envfp_status collection_open(struct collection *collection, const char *directory);
/* Runs the collectors of the layers in `mask`, with no CPUID answer cached; judges and digests. Repeatable. */
void collection_run(struct collection *collection, const struct source *source, uint32_t mask);
void collection_close(struct collection *collection);

/* Records this machine into a new directory below TMPDIR; its path is the caller's to free, NULL on failure. */
char *collection_record(void);
/* Removes a directory with all that is in it. */
void collection_remove(const char *directory);

#endif
