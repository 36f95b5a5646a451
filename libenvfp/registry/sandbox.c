/* SPDX-License-Identifier: MIT */
#include "registry/registry.h"

/* Sorted bytewise by key. */
static const struct envfp_entry entries[] = {
    {"verdict.mechanisms", ENVFP_LAYER_SANDBOX, ENVFP_SET, ENVFP_DERIVED, ENVFP_ALTERS, ENVFP_PIN_POLICY, NULL,
     "facts of this layer", "0.1.0", "The mechanisms that confine this process."},
};

const struct registry_table envfp__registry_sandbox = {entries, sizeof entries / sizeof *entries};
