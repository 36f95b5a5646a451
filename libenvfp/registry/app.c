/* SPDX-License-Identifier: MIT */
#include "registry/registry.h"

/* Sorted bytewise by key. */
static const struct envfp_entry entries[] = {
    {"process.loader", ENVFP_LAYER_APP, ENVFP_STRING, ENVFP_HASHED, ENVFP_ALTERS, ENVFP_PIN_IMAGE, NULL,
     "PT_INTERP of /proc/self/exe; elf(5)", "0.1.0", "The program's own dynamic loader."},
};

const struct registry_table envfp__registry_app = {entries, sizeof entries / sizeof *entries};
