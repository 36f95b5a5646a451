/* SPDX-License-Identifier: MIT */
#include "registry/registry.h"

/* Sorted bytewise by key. */
static const struct envfp_entry entries[] = {
    {"os.*", ENVFP_LAYER_PACKAGES, ENVFP_STRING, ENVFP_HASHED, ENVFP_ALTERS, ENVFP_PIN_IMAGE, NULL,
     "/etc/os-release; os-release(5)", "0.1.0", "The distribution's own account of itself."},
};

const struct registry_table envfp__registry_packages = {entries, sizeof entries / sizeof *entries};
