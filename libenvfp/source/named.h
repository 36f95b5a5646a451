/* SPDX-License-Identifier: MIT */
/* What libenvfp-names says of the live machine, where it is attached (names/names.h). */
#ifndef ENVFP_SOURCE_NAMED_H
#define ENVFP_SOURCE_NAMED_H

#include "source/source.h"

/* The processor's code name; ABSENT where nobody knows it. */
enum envfp_reason envfp__named_processor(const struct envfp_names *names, struct arena *arena,
                                         struct view *name);

/* What udev has on the machine's devices: the properties that a recording may hold, and no others. */
enum envfp_reason envfp__named_devices(const struct envfp_names *names, struct arena *arena,
                                       struct source_device **devices, size_t *count);

#endif
