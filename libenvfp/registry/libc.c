/* SPDX-License-Identifier: MIT */
#include "registry/registry.h"

/* Sorted bytewise by key. */
static const struct envfp_entry entries[] = {
    {"libc.kind", ENVFP_LAYER_LIBC, ENVFP_STRING, ENVFP_HASHED, ENVFP_BREAKS, ENVFP_PIN_IMAGE, NULL,
     "ELF files", "0.1.0", "Which C library programs started here are linked against."},
};

const struct registry_table envfp__registry_libc = {entries, sizeof entries / sizeof *entries};
