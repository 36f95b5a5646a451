/* SPDX-License-Identifier: MIT */
/* Designs of processor cores: their names in archspec and compilers, and the extensions that they need. */
#ifndef ENVFP_JUDGE_DESIGNS_H
#define ENVFP_JUDGE_DESIGNS_H

#include <stddef.h>
#include <stdint.h>

/* Short texts stand in the rows themselves: pointers would be relocated in every program that links the library. */

/* A target by archspec's name. Programs built for it need its own extensions and those of its parents. */
struct design {
    char name[16];
    char parents[24];                         /* names of rows above, "" for a root */
    char vendor[16];                          /* "": any */
    const char *needs;                        /* members of cpu.isa beyond the parents' */
    const char *part;                         /* ARM's part numbers, where they are known */
    uint16_t family, first_model, last_model; /* a family and its models, where no extension tells; else 0 */
};

#define DESIGNS_MOST 64 /* in one table */

/* Roots first, parents before children. */
extern const struct design envfp__designs_x86[], envfp__designs_arm[];
extern const size_t envfp__designs_x86_count, envfp__designs_arm_count;

/* Names of designs that archspec lacks, identified by vendor and part alone. */
struct design_name {
    char vendor[16], model[8], name[16];
};

extern const struct design_name envfp__designs_named[];
extern const size_t envfp__designs_named_count;

#endif
