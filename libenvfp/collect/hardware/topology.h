/* SPDX-License-Identifier: MIT */
/* Sockets, cores, threads, nodes and caches, over all CPUs that are online. */
#ifndef ENVFP_COLLECT_TOPOLOGY_H
#define ENVFP_COLLECT_TOPOLOGY_H

#include "collect/hardware/cpuinfo.h"
#include "collect/hardware/cpuset.h"

/* Facts `topology.*`. `online`: the CPUs that are online. On return `cores` has one CPU of each core. */
void envfp__topology_collect(struct collect *collect, struct cpuinfo *info, const struct cpuset *online,
                             struct cpuset *cores);

/* Facts `cache.*`. `mixed`: cores are of several kinds, so each one is read. */
void envfp__caches_collect(struct collect *collect, const struct cpuset *online, const struct cpuset *cores,
                           bool mixed);

/* A file below /sys/devices/system/cpu/cpuN. */
const char *envfp__topology_path(struct collect *collect, unsigned cpu, const char *name);

#endif
