/* SPDX-License-Identifier: MIT */
/* The properties of devices that may be told: names, never addresses, serial numbers, labels or identifiers. */
#ifndef ENVFP_SOURCE_DEVICE_KEYS_H
#define ENVFP_SOURCE_DEVICE_KEYS_H

#include "base/arena.h"

extern const char *const envfp__device_keys[];
extern const size_t envfp__device_key_count;

/* Whether a recording may have the key: it may be hostile, and was not always made by this version. */
bool envfp__device_key_is_told(struct view key);

/* Where a device hangs: an interface's name is its namespace's own, and may hold a MAC address, as a channel's does. */
struct view envfp__device_place(struct arena *arena, struct view path);

#endif
