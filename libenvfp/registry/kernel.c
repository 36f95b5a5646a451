/* SPDX-License-Identifier: MIT */
#include "registry/registry.h"

/* Sorted bytewise by key. */
static const struct envfp_entry entries[] = {
    {"uname.release", ENVFP_LAYER_KERNEL, ENVFP_STRING, ENVFP_HASHED, ENVFP_ALTERS, ENVFP_PIN_VM, NULL,
     "uname(2)", "0.1.0",
     "Kernel release: which system calls, file systems and fixes there are."},
    {"uname.sysname", ENVFP_LAYER_KERNEL, ENVFP_STRING, ENVFP_HASHED, ENVFP_BREAKS, ENVFP_PIN_VM, NULL,
     "uname(2)", "0.1.0",
     "Name of the operating system's kernel; programs for another one do not start."},
    {"uname.version", ENVFP_LAYER_KERNEL, ENVFP_STRING, ENVFP_HASHED, ENVFP_INFORMS, ENVFP_PIN_VM, NULL,
     "uname(2)", "0.1.0",
     "Build of the kernel release: tells two builds of one release apart (real-time, distribution patches)."},
};

const struct registry_table envfp__registry_kernel = {entries, sizeof entries / sizeof *entries};
