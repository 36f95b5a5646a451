/* SPDX-License-Identifier: MIT */
/*
 * What stands between libenvfp and libenvfp-names, two libraries that may be of different releases: this layout has a
 * version, and libenvfp takes no other. It passes plain C values, so that neither needs the other to be loaded.
 */
#ifndef ENVFP_NAMES_NAMES_H
#define ENVFP_NAMES_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ENVFP_NAMES_ABI 1U

/* The registers EAX, EBX, ECX, EDX of a leaf of CPUID; false where the processor has none. */
typedef bool names_ask(void *self, uint32_t leaf, uint32_t subleaf, uint32_t registers[4]);

/* A property of a device: where it stands in /sys, the property's name and its value, as udev has them. */
typedef void names_tell(void *self, const char *place, const char *key, const char *value);

struct envfp_names {
    uint32_t abi; /* ENVFP_NAMES_ABI; first in every version */
    /* Writes the name of the processor that answers, with a NUL, into `size` bytes; false where it has none. */
    bool (*processor)(names_ask *ask, void *self, char *name, size_t size);
    /* Tells of each device of this machine those of the `count` properties `keys` that it has; false where nobody
     * manages devices. */
    bool (*devices)(const char *const *keys, size_t count, names_tell *tell, void *self);
};

/* What the two functions of this library are (processor.c, devices.c). */
bool envfp__names_processor(names_ask *ask, void *self, char *name, size_t size);
bool envfp__names_devices(const char *const *keys, size_t count, names_tell *tell, void *self);

#endif
