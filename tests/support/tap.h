/* SPDX-License-Identifier: MIT */
/*
 * A source that passes every question on to another one, and counts, logs or fails its operations. It wraps any source,
 * the live machine's too.
 */
#ifndef ENVFP_TESTS_TAP_H
#define ENVFP_TESTS_TAP_H

#include "source/source.h"

enum tap_operation { TAP_OPEN, TAP_PULL, TAP_CLOSE, TAP_LIST, TAP_LINK, TAP_STAT, TAP_CPUID, TAP_OTHER };

struct tap {
    struct source source; /* give this to collectors */
    struct source inner;
    unsigned long operations, fail_at; /* the n-th from 1 fails; 0 for none */
    enum envfp_reason fail_reason;
    /* Called for each operation with its path (or name, or NULL), the answer, how many bytes of a file were asked for,
     * and how many bytes or entries came back. */
    void (*log)(void *state, enum tap_operation operation, const char *path, enum envfp_reason reason,
                size_t asked, size_t got);
    void *log_state;
    unsigned long open; /* files that are open now */
};

void tap_init(struct tap *tap, const struct source *inner);

#endif
