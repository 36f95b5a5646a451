/* SPDX-License-Identifier: MIT */
/* Who made a processor, and which one it is. */
#ifndef ENVFP_COLLECT_IDENTITY_H
#define ENVFP_COLLECT_IDENTITY_H

#include "collect/hardware/cpuinfo.h"
#include "collect/hardware/cpuset.h"
#include "collect/hardware/x86.h"

/* A fact with blanks squeezed, unless it is empty. */
void envfp__identity_string(struct collect *collect, const char *key, struct view value);

/* Whether /proc/cpuinfo shows the same processor as CPUID. Under valgrind, Rosetta, User Mode Linux and user-mode
 * emulators it does not, and then CPUID is what programs see. */
bool envfp__identity_agrees(const struct x86_processor *processor, const struct cpuinfo *info);

/* Whether /proc/cpuinfo describes a processor of another architecture than programs run on: an emulator passes the
 * host's file through. */
bool envfp__identity_is_foreign(const struct cpuinfo *info, struct view machine);

/* Reads AArch64's MIDR_EL1 from sysfs, where /proc/cpuinfo has none. */
void envfp__identity_read_midr(struct collect *collect, const struct cpuset *online, struct cpuinfo *info);

/* Facts cpu.vendor, cpu.model_name, cpu.family, cpu.model, cpu.stepping. */
void envfp__identity_from_cpuid(struct collect *collect, const struct x86_processor *processor,
                                const struct cpuinfo *info);
void envfp__identity_from_cpuinfo(struct collect *collect, const struct cpuinfo *info);

#endif
