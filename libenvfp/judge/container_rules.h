/* SPDX-License-Identifier: MIT */
/*
 * Signs of container runtimes, orchestrators and platforms. Every sign of a runtime has a weight, by what it
 * takes to be there by accident.
 */
#ifndef ENVFP_JUDGE_CONTAINER_RULES_H
#define ENVFP_JUDGE_CONTAINER_RULES_H

#include "judge/sign.h"

enum weight {
    VOID = 0,
    GENERIC = 1, /* a kind of runtime's, which says nothing against any one of the kind */
    LIGHT = 2,   /* stands in images and leaks through inheritance */
    FAIR = 3,    /* written by a manager when it started this root file system */
    HEAVY = 4,   /* the kernel's own account of this process */
    PROOF = 5    /* the kernel itself is of that make */
};

struct runtime_sign {
    struct sign sign;
    const char *runtime;
    enum weight weight;
    bool shares; /* this runtime may leave all namespaces as they are: they contradict nothing */
};

/* What makes one runtime out of another. */
struct refinement {
    const char *runtime; /* the winner */
    struct sign sign, unless;
    const char *refined;
};

struct orchestrator_sign {
    struct sign sign;
    const char *orchestrator;
    bool inherited; /* a variable, which proves nothing on a machine without containers */
};

struct platform_row {
    const char *platform;
    const char *all[3]; /* variables that must all be set */
    const char *none;   /* and one that must not be */
};

extern const struct runtime_sign envfp__runtime_signs[];
extern const size_t envfp__runtime_signs_count;
extern const struct sign envfp__wsl_signs[];
extern const size_t envfp__wsl_signs_count;
extern const struct refinement envfp__refinements[];
extern const size_t envfp__refinements_count;
extern const struct orchestrator_sign envfp__orchestrator_signs[];
extern const size_t envfp__orchestrator_signs_count;
extern const struct platform_row envfp__platform_rows[];
extern const size_t envfp__platform_rows_count;

#endif
