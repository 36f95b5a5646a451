/* SPDX-License-Identifier: MIT */
/* The udev properties that may be shown: names, never addresses, serial numbers, labels or identifiers. */
#ifndef ENVFP_SOURCE_DEVICE_KEYS_H
#define ENVFP_SOURCE_DEVICE_KEYS_H

#include "base/arena.h"

extern const char *const envfp__device_keys[];
extern const size_t envfp__device_key_count;

/* Whether a recording may hold the key. Checked on reading too, since a recording may be hostile or older than this
 * rule. */
bool envfp__device_key_is_told(struct view key);

/* A device's place in sysfs without its own name: an interface's name is decided by its namespace and may hold a MAC
 * address, as a VMBus channel's may. */
struct view envfp__device_place(struct arena *arena, struct view path);

#endif
