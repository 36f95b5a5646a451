/* SPDX-License-Identifier: MIT */
/* libcpuid's name for the processor at hand. */
#ifndef ENVFP_SOURCE_CPU_NAMES_H
#define ENVFP_SOURCE_CPU_NAMES_H

#include "base/arena.h"

/* As source_ops has it, but for limits: a leaf beyond the highest is not asked. */
typedef enum envfp_reason cpu_ask(void *self, unsigned cpu, uint32_t leaf, uint32_t subleaf,
                                  uint32_t registers[4]);

/* ABSENT where libcpuid is not installed, does not know the processor, or where the leaves are not such as a processor
 * of its vendor gives. Whatever `ask` answers, libcpuid neither reads beyond its tables nor prints. */
enum envfp_reason envfp__cpu_codename(cpu_ask *ask, void *self, struct arena *arena, struct view *name);

/* Words of letters, digits and a few signs, as all names in libcpuid's tables are; a recording may say anything. */
bool envfp__cpu_codename_is_plain(struct view name);

#endif
