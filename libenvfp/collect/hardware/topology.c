/* SPDX-License-Identifier: MIT */
#include "collect/hardware/topology.h"

#define CPUS "/sys/devices/system/cpu/cpu"

const char *envfp__topology_path(struct collect *c, unsigned cpu, const char *name)
{
    char digits[10];
    size_t start = sizeof digits;
    do
        digits[--start] = (char)('0' + cpu % 10);
    while ((cpu /= 10) && start > 0);
    const char *path =
        source_path(c->scratch, CPUS, (struct view){digits + start, sizeof digits - start}, name);
    return path ? path : "";
}

/* A list of CPUs or, from older kernels, a mask of them. */
static enum envfp_reason read_set(struct collect *c, unsigned cpu, const char *list, const char *map,
                                  struct cpuset *set)
{
    struct view text;
    enum envfp_reason reason = source_read(c->source, envfp__topology_path(c, cpu, list), &text);
    if (reason == ENVFP_REASON_NONE)
        return envfp__cpuset_parse_list(text, set) ? reason : ENVFP_REASON_MALFORMED;
    if (reason != ENVFP_REASON_ABSENT)
        return reason;
    reason = source_read(c->source, envfp__topology_path(c, cpu, map), &text);
    if (reason == ENVFP_REASON_NONE)
        return envfp__cpuset_parse_map(text, set) ? reason : ENVFP_REASON_MALFORMED;
    return reason;
}

/* Counts groups of CPUs that share a list, reading one file for each group. ABSENT if no CPU has the file; a CPU that
 * was switched off meanwhile has none. */
static enum envfp_reason count_groups(struct collect *c, const struct cpuset *online, const char *list,
                                      const char *map, struct cpuset *firsts, size_t *most)
{
    struct cpuset seen = {{0}}, group;
    enum envfp_reason reason = ENVFP_REASON_ABSENT;
    *firsts = seen;
    *most = 0;
    for (unsigned cpu = 0; (cpu = cpuset_next(online, cpu)) < CPUSET_MOST; cpu++) {
        if (cpuset_has(&seen, cpu))
            continue;
        reason = read_set(c, cpu, list, map, &group);
        if (reason == ENVFP_REASON_ABSENT)
            continue;
        if (reason != ENVFP_REASON_NONE)
            return reason;
        /* Some firmware leaves a CPU out of its own list. */
        cpuset_add(&group, cpu);
        cpuset_keep(&group, online);
        size_t count = envfp__cpuset_count(&group);
        if (count > *most)
            *most = count;
        cpuset_join(&seen, &group);
        cpuset_add(firsts, cpu);
    }
    return *most ? ENVFP_REASON_NONE : reason;
}

static void sort_places(struct cpuinfo_place *places, size_t count)
{
    for (size_t gap = count / 2; gap > 0; gap /= 2)
        for (size_t i = gap; i < count; i++) {
            struct cpuinfo_place place = places[i];
            size_t j = i;
            for (; j >= gap &&
                   (places[j - gap].package > place.package ||
                    (places[j - gap].package == place.package && places[j - gap].core > place.core));
                 j -= gap)
                places[j] = places[j - gap];
            places[j] = place;
        }
}

static void show_counts(struct collect *c, size_t sockets, size_t cores, size_t threads)
{
    fact_integer(c, "topology.sockets", (int64_t)sockets);
    fact_integer(c, "topology.cores", (int64_t)cores);
    fact_integer(c, "topology.threads_per_core", (int64_t)threads);
}

/* Counts (package, core) pairs of /proc/cpuinfo, where sysfs shows nothing. A single processor counts even without such
 * numbers. */
static bool from_places(struct collect *c, struct cpuinfo *info, const struct cpuset *online)
{
    size_t cores = 0, sockets = 0, most = 0, same = 0;
    const struct cpuinfo_place *places = info->places;
    sort_places(info->places, info->place_count);
    for (size_t i = 0; i < info->place_count; i++) {
        bool package = i && places[i].package == places[i - 1].package;
        bool core = package && places[i].core == places[i - 1].core;
        sockets += !package;
        cores += !core;
        same = core ? same + 1 : 1;
        most = same > most ? same : most;
    }
    /* Dies may each number their cores from 0, so that pairs repeat: the counts that a package gives come first. */
    size_t siblings = info->siblings, per_package = info->package_cores;
    if (cores && per_package && siblings % per_package == 0 && info->place_count == sockets * siblings)
        show_counts(c, sockets, sockets * per_package, siblings / per_package);
    else if (cores)
        show_counts(c, sockets, cores, most);
    else if (envfp__cpuset_count(online) == 1)
        show_counts(c, 1, 1, 1);
    else
        return false;
    return true;
}

static void collect_nodes(struct collect *c)
{
    struct view text;
    struct cpuset nodes;
    enum envfp_reason reason = source_read(c->source, "/sys/devices/system/node/online", &text);
    if (reason == ENVFP_REASON_NONE && envfp__cpuset_parse_list(text, &nodes)) {
        fact_integer(c, "topology.numa_nodes", (int64_t)envfp__cpuset_count(&nodes));
        return;
    }
    if (reason != ENVFP_REASON_ABSENT) {
        fact_gap(c, "topology.numa_nodes", reason ? reason : ENVFP_REASON_MALFORMED);
        return;
    }
    struct source_entry *entries;
    size_t count, found = 0;
    reason = source_list(c->source, c->scratch, "/sys/devices/system/node", &entries, &count);
    if (reason != ENVFP_REASON_NONE) {
        fact_gap(c, "topology.numa_nodes", reason);
        return;
    }
    for (size_t i = 0; i < count; i++)
        found += view_cut_start(&entries[i].name, VIEW("node")) && entries[i].name.length &&
                 byte_is_digit(entries[i].name.text[0]);
    if (found)
        fact_integer(c, "topology.numa_nodes", (int64_t)found);
}

void envfp__topology_collect(struct collect *c, struct cpuinfo *info, const struct cpuset *online,
                             struct cpuset *cores)
{
    struct cpuset sockets;
    size_t threads, ignored;
    enum envfp_reason reason = count_groups(c, online, "/topology/thread_siblings_list",
                                            "/topology/thread_siblings", cores, &threads);
    if (reason == ENVFP_REASON_NONE && threads) {
        fact_integer(c, "topology.cores", (int64_t)envfp__cpuset_count(cores));
        fact_integer(c, "topology.threads_per_core", (int64_t)threads);
        /* One CPU speaks for its core. */
        reason = count_groups(c, cores, "/topology/core_siblings_list", "/topology/core_siblings", &sockets,
                              &ignored);
        if (reason == ENVFP_REASON_NONE)
            fact_integer(c, "topology.sockets", (int64_t)envfp__cpuset_count(&sockets));
        else
            fact_gap(c, "topology.sockets", reason);
    } else {
        *cores = *online;
        if (source_is_failure(reason) || !from_places(c, info, online))
            fact_gap(c, "topology.*", reason);
    }
    collect_nodes(c);
}
