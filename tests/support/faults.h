/* SPDX-License-Identifier: MIT */
/*
 * System calls of the library that fail, give less than was asked for, or take long, when a test says so. It stands
 * between the library and libc: the program is linked with --wrap for each of the functions below (Makefile).
 */
#ifndef ENVFP_TESTS_FAULTS_H
#define ENVFP_TESTS_FAULTS_H

#include <stdbool.h>
#include <stddef.h>

/* The n-th call counts from 1; 0 stands for none. Counters start anew with faults_start. */
struct faults {
    unsigned long fail_at;    /* this call fails */
    bool onwards;             /* and all behind it */
    int error;                /* with this errno */
    unsigned long shorten_at; /* this read gives fewer bytes */
    size_t shorten_to;        /* this many, at least one; more than it would give: as it is */
    unsigned long late_at;    /* at this look at the clock a day has passed */
};

/* What happened since faults_start. */
struct faults_seen {
    unsigned long calls, reads, looks; /* `reads` of files on disk that gave something, in order */
    unsigned long open;                /* descriptors that were opened and not closed */
    char failed[512];                  /* the call that failed or was shortened, and its path */
    size_t got;                        /* what the shortened read would have given */
};

extern struct faults_seen faults_seen;

void faults_start(const struct faults *faults);
void faults_stop(void);
/* How many bytes the n-th read of a file on disk gave in the run before; 0 behind the last that is known. */
size_t faults_read_length(unsigned long read);

#endif
