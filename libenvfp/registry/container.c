/* SPDX-License-Identifier: MIT */
#include "registry/registry.h"

/* Sorted bytewise by key. */
static const struct envfp_entry entries[] = {
    {"verdict.runtime", ENVFP_LAYER_CONTAINER, ENVFP_STRING, ENVFP_DERIVED, ENVFP_ALTERS, ENVFP_PIN_POLICY, NULL,
     "facts of this layer", "0.1.0", "The container runtime, or none."},
};

const struct registry_table envfp__registry_container = {entries, sizeof entries / sizeof *entries};
