/* SPDX-License-Identifier: MIT */
/* Designs of processor cores: their names in archspec and compilers, and the extensions that they need. */
#ifndef ENVFP_JUDGE_DESIGNS_H
#define ENVFP_JUDGE_DESIGNS_H

#include <stddef.h>
#include <stdint.h>

/* A target by archspec's name. Programs built for it need its own extensions and those of its parents. */
struct design {
    const char *name;
    const char *parents;                      /* names of rows above, NULL for a root */
    const char *vendor;                       /* NULL: any */
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
    const char *vendor, *model, *name;
};

extern const struct design_name envfp__designs_named[];
extern const size_t envfp__designs_named_count;

#endif
