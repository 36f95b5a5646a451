/* SPDX-License-Identifier: MIT */
#ifndef ENVFP_FINGERPRINT_H
#define ENVFP_FINGERPRINT_H

#include "facts/facts.h"

struct envfp_step;

/* Lives in its own arena's first block; immutable once a caller has it. */
struct envfp_fingerprint {
    struct arena arena;
    struct facts facts;
    enum envfp_form form; /* read from */
    bool verified;
    const char *collector; /* NULL where the form does not say */
    uint32_t schema;
    char digest[65];                /* root, hex; empty where the form does not carry it */
    const struct envfp_step *steps; /* what was asked for, in order (source/trace.h) */
    size_t step_count;
};

/* An empty fingerprint; NULL without memory. */
struct envfp_fingerprint *envfp__fingerprint_new(const struct envfp_allocator *allocator, size_t limit);

#endif
