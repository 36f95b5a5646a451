/* SPDX-License-Identifier: MIT */
#include "registry/registry.h"

/* Sorted bytewise by key. */
static const struct envfp_entry entries[] = {
    {"verdict.kind", ENVFP_LAYER_HYPERVISOR, ENVFP_STRING, ENVFP_DERIVED, ENVFP_ALTERS, ENVFP_PIN_MACHINE, NULL,
     "facts of this layer, dmi, devicetree, pci", "0.1.0", "The innermost hypervisor, or none."},
};

const struct registry_table envfp__registry_hypervisor = {entries, sizeof entries / sizeof *entries};
