/* SPDX-License-Identifier: MIT */
/* An allocator that counts, checks sizes given back, fills new blocks with rubbish and fails when told. */
#ifndef ENVFP_TESTS_BANK_H
#define ENVFP_TESTS_BANK_H

#include "envfp.h"

struct bank {
    struct envfp_allocator allocator; /* give this to the library */
    unsigned long requests, fail_at;  /* the n-th from 1 fails; 0 for none */
    bool fail_after;                  /* and so does each later one */
    size_t blocks, bytes, peak;       /* held now, and at most */
    unsigned long faults;             /* blocks given back with another size than asked for */
};

void bank_init(struct bank *bank);

#endif
