/* SPDX-License-Identifier: MIT */
/*
 * The boot parameters that the library may read. A parameter that is not listed is never shown, hashed or recorded:
 * root=, BOOT_IMAGE=, initrd=, ip= and similar ones identify a machine.
 */
#ifndef ENVFP_COLLECT_KERNEL_PARAMETERS_H
#define ENVFP_COLLECT_KERNEL_PARAMETERS_H

#include "isolation/isolation.h"

enum parameter_shape {
    PARAMETER_WORD,    /* shown where it holds only harmless bytes, else "set" */
    PARAMETER_CPU_LIST /* "N cpus": which ones is the machine's own affair */
};

struct parameter {
    char name[42]; /* as the kernel's documentation spells it, with '_' for '-' */
    uint8_t shape; /* enum parameter_shape */
};

/* The next word of a command line. */
bool envfp__parameter_cut(struct view *rest, struct view *word);

/* The row of a parameter's name, or NULL. */
const struct parameter *envfp__parameter_find(struct view name);

/* The sign that a word names the image of a kernel of somebody's own; NULL where it does not. */
const struct isolation_sign *envfp__parameter_image(struct view word);

/* What a word tells of a virtual machine monitor's habits or of such a kernel, for the judge; empty for other words. */
struct view envfp__parameter_hint(struct view word);

#endif
