/* SPDX-License-Identifier: MIT */
/* Lists of CPUs, as sysfs writes them. */
#ifndef ENVFP_COLLECT_CPUSET_H
#define ENVFP_COLLECT_CPUSET_H

#include "base/view.h"

#define CPUSET_MOST 8192 /* CPUs that Linux can be built for */

struct cpuset {
    uint64_t words[CPUSET_MOST / 64];
};

/* "0-3,8": false for anything else, and for CPUs beyond the highest. */
bool envfp__cpuset_parse_list(struct view text, struct cpuset *set);
/* "ffffffff,0000000f": the same. */
bool envfp__cpuset_parse_map(struct view text, struct cpuset *set);
size_t envfp__cpuset_count(const struct cpuset *set);

static inline bool cpuset_has(const struct cpuset *set, unsigned cpu)
{
    return cpu < CPUSET_MOST && (set->words[cpu / 64] >> cpu % 64 & 1);
}

/* The first CPU of the set from `cpu` on, CPUSET_MOST behind the last. */
static inline unsigned cpuset_next(const struct cpuset *set, unsigned cpu)
{
    while (cpu < CPUSET_MOST && !cpuset_has(set, cpu))
        cpu = set->words[cpu / 64] >> cpu % 64 ? cpu + 1 : cpu / 64 * 64 + 64;
    return cpu;
}

static inline void cpuset_add(struct cpuset *set, unsigned cpu)
{
    if (cpu < CPUSET_MOST)
        set->words[cpu / 64] |= UINT64_C(1) << cpu % 64;
}

static inline void cpuset_join(struct cpuset *set, const struct cpuset *more)
{
    for (size_t i = 0; i < sizeof set->words / sizeof *set->words; i++)
        set->words[i] |= more->words[i];
}

static inline void cpuset_keep(struct cpuset *set, const struct cpuset *those)
{
    for (size_t i = 0; i < sizeof set->words / sizeof *set->words; i++)
        set->words[i] &= those->words[i];
}

#endif
