/* SPDX-License-Identifier: MIT */
/* Reads files in the format of dpkg's status file: Debian's own, and opkg's. */
#ifndef ENVFP_COLLECT_PACKAGES_DPKG_DPKG_FILE_H
#define ENVFP_COLLECT_PACKAGES_DPKG_DPKG_FILE_H

#include "collect/collect.h"
#include "collect/packages/dpkg/dpkg_status.h"

/* What a recording keeps of a line of such a file (dpkg_kept.c). */
bool envfp__keep_dpkg(const struct source *source, struct view line, struct text *out);
#define keep_dpkg envfp__keep_dpkg

#define DPKG_BUFFER ((size_t)64 << 10)

/* Calls `found` for each package with `state`; `buffer` has DPKG_BUFFER bytes. */
enum envfp_reason envfp__dpkg_read(struct collect *collect, const char *path, char *buffer,
                                   enum dpkg_told which, dpkg_found *found, void *state);

#endif
