/* SPDX-License-Identifier: MIT */
/* A line for each test of a plain program, in the Test Anything Protocol. */
#ifndef ENVFP_TESTS_REPORT_H
#define ENVFP_TESTS_REPORT_H

#include <stdbool.h>

/* Prints "ok NAME" or "not ok NAME"; the name is a printf format. */
__attribute__((format(printf, 2, 3))) bool report(bool good, const char *name, ...);
/* Prints "# skip NAME". */
__attribute__((format(printf, 1, 2))) void report_skip(const char *name, ...);
/* 0 where everything was good: what main returns. */
int report_end(void);

#endif
