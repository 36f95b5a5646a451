/* SPDX-License-Identifier: MIT */
/*
 * Finds a collector that reads a file or variable that it did not declare (collect/declare.h). Where the variable
 * ENVFP_UNDECLARED names a file, each such question is appended there as "collector operation path", and the test goes
 * on.
 */
#ifndef ENVFP_TESTS_UNDECLARED_H
#define ENVFP_TESTS_UNDECLARED_H

#include "source/source.h"

struct undeclared {
    const struct source_common *common;
    void (*found)(const char *collector, const char *operation, const char *name);
};

/* Watches all sources that share this `common`; `undeclared` and `watch` must outlive it. */
void undeclared_watch(struct undeclared *undeclared, struct source_watch *watch, struct source_common *common,
                      void (*found)(const char *collector, const char *operation, const char *name));

#endif
