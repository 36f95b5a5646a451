/* SPDX-License-Identifier: MIT */
#include "registry/registry.h"

/* Sorted bytewise by key. */
static const struct envfp_entry entries[] = {
    {"python.version", ENVFP_LAYER_RUNTIMES, ENVFP_STRING, ENVFP_HASHED, ENVFP_BREAKS, ENVFP_PIN_VIRTUALENV, NULL,
     "pyvenv.cfg, patchlevel.h, ELF symbols", "0.1.0", "Version of the Python that PATH starts."},
};

const struct registry_table envfp__registry_runtimes = {entries, sizeof entries / sizeof *entries};
