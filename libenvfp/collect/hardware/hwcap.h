/* SPDX-License-Identifier: MIT */
/* User-visible extensions of processors without CPUID: the bits of AT_HWCAP and their names. */
#ifndef ENVFP_COLLECT_HWCAP_H
#define ENVFP_COLLECT_HWCAP_H

#include "collect/collect.h"

struct hwcap_family;

/* The frozen list of a machine type (uname -m), or NULL where there is none. */
const struct hwcap_family *envfp__hwcap_family(struct view machine);

/* The names of the extensions in AT_HWCAP and AT_HWCAP2. False where these cannot be read, or describe a compatibility
 * mode of the processor. */
bool envfp__hwcap_read(struct collect *collect, const struct hwcap_family *family, struct bag *names);

/* The same from a line of /proc/cpuinfo, limited to the frozen list. */
void envfp__hwcap_reduce(struct collect *collect, const struct hwcap_family *family, struct view flags,
                         struct bag *names);

#endif
