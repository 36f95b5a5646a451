/* SPDX-License-Identifier: MIT */
/*
 * libenvfp-names: what people call processors and devices, from libcpuid's tables and udev's hardware database. A
 * library of its own, so that libenvfp needs a C library and zlib alone; a program that shows details to people links
 * it and attaches it:
 *
 *     envfp_probe_set_detail(probe, true);
 *     envfp_probe_set_names(probe, envfp_names_get());
 *
 * It prints nothing, starts nothing and keeps nothing between two collections. What it says is context, never hashed.
 */
#ifndef ENVFP_NAMES_H
#define ENVFP_NAMES_H

#include <envfp.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(ENVFP_BUILDING) && defined(__GNUC__)
#pragma GCC visibility push(default)
#endif

/**
 * Give the names that this library knows, for envfp_probe_set_names().
 * Returns: never NULL.
 * Owner: static.
 * Threads: any.
 * Since: 0.1.0
 */
const struct envfp_names *envfp_names_get(void);

#if defined(ENVFP_BUILDING) && defined(__GNUC__)
#pragma GCC visibility pop
#endif

#ifdef __cplusplus
}
#endif

#endif
