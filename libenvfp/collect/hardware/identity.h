/* SPDX-License-Identifier: MIT */
/* Who made a processor, and which one it is. */
#ifndef ENVFP_COLLECT_IDENTITY_H
#define ENVFP_COLLECT_IDENTITY_H

#include "collect/hardware/cpuinfo.h"
#include "collect/hardware/cpuset.h"
#include "collect/hardware/x86.h"

/* A fact with blanks squeezed, unless it is empty. */
void envfp__identity_string(struct collect *collect, const char *key, struct view value);

/* Does /proc/cpuinfo show the processor that CPUID shows? Under valgrind, Rosetta, User Mode Linux and user-mode
 * emulators it does not: then programs see CPUID's. */
bool envfp__identity_agrees(const struct x86_processor *processor, const struct cpuinfo *info);

/* Is it of another architecture than programs are? An emulator lets the host's file through. */
bool envfp__identity_is_foreign(const struct cpuinfo *info, struct view machine);

/* AArch64's MIDR_EL1 registers from sysfs, for want of /proc/cpuinfo's. */
void envfp__identity_read_midr(struct collect *collect, const struct cpuset *online, struct cpuinfo *info);

/* Facts cpu.vendor, cpu.model_name, cpu.family, cpu.model, cpu.stepping. */
void envfp__identity_from_cpuid(struct collect *collect, const struct x86_processor *processor,
                                const struct cpuinfo *info);
void envfp__identity_from_cpuinfo(struct collect *collect, const struct cpuinfo *info);

#endif
