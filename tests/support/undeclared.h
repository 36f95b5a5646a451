/* SPDX-License-Identifier: MIT */
/*
 * Who asks for what he did not declare (collect/declare.h). Where ENVFP_UNDECLARED names a file, each such question is
 * written there and nothing else happens: "collector operation path".
 */
#ifndef ENVFP_TESTS_UNDECLARED_H
#define ENVFP_TESTS_UNDECLARED_H

#include "source/source.h"

struct undeclared {
    const struct source_common *common;
    void (*found)(const char *collector, const char *operation, const char *name);
};

/* Watches what is asked of sources with this `common`; `undeclared` and `watch` must outlive it. */
void undeclared_watch(struct undeclared *undeclared, struct source_watch *watch, struct source_common *common,
                      void (*found)(const char *collector, const char *operation, const char *name));

#endif
