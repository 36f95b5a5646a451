/* SPDX-License-Identifier: MIT */
/* Times, counts of system calls, and programs run as a whole. */
#ifndef ENVFP_BENCH_MEASURE_H
#define ENVFP_BENCH_MEASURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sample {
    double *values; /* microseconds */
    size_t count, room;
};

void sample_add(struct sample *sample, double value);
double sample_median(struct sample *sample);
double sample_least(const struct sample *sample);
void sample_free(struct sample *sample);

double now_us(void);

/* System calls that `work` makes, in a child that is traced; -1 where that is not allowed. */
long count_calls(void (*work)(void *state), void *state);

/* Runs a program with its output thrown away and waits for it: microseconds, or -1 where it cannot be run. */
double time_program(char *const arguments[]);
/* The same program stopped at its end (it gets "stay" as an argument): proportional memory in KiB, or -1. */
long memory_of_program(const char *path);
/* What a program prints, as a number of microseconds; -1 on failure. */
double ask_program(char *const arguments[]);

#endif
