/* SPDX-License-Identifier: MIT */
#include "registry/registry.h"

/* Sorted bytewise by key. */
static const struct envfp_entry entries[] = {
    {"arch.machine", ENVFP_LAYER_HARDWARE, ENVFP_STRING, ENVFP_HASHED, ENVFP_BREAKS, ENVFP_PIN_MACHINE, NULL,
     "uname(2)", "0.1.0",
     "The machine type that the kernel reports: programs built for another one do not start."},
};

const struct registry_table envfp__registry_hardware = {entries, sizeof entries / sizeof *entries};
