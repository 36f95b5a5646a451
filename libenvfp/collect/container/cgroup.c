/* SPDX-License-Identifier: MIT */
#ifdef DECLARING

COLLECTOR(SB, LIVE)

FACT("cgroup.chain", STRING, CONTEXT, INFORMS, NOTHING, "", "/proc/self/cgroup", "cgroups(7)",
     "Runtimes that the cgroup path names inside of each other, the outermost first; evidence.")
FACT("cgroup.container_id", STRING, CONTEXT, INFORMS, NOTHING, "", "/proc/self/cgroup",
     "cgroups(7); /proc/self/mountinfo", "The container's own id: finds it again in the runtime's logs.")
FACT("cgroup.orchestrator", STRING, CONTEXT, INFORMS, POLICY, "", "/proc/self/cgroup", "cgroups(7)",
     "The orchestrator that the cgroup path names; evidence.")
FACT("cgroup.runtime", STRING, CONTEXT, INFORMS, POLICY, "", "/proc/self/cgroup", "cgroups(7)",
     "The runtime that the cgroup path names; evidence, absent where cgroups are namespaced.")
FACT("cgroup.sandbox", STRING, CONTEXT, INFORMS, POLICY, "", "/proc/self/cgroup", "cgroups(7)",
     "The sandbox that the cgroup path names (snap); evidence.")
FACT("cgroup.seen", BOOLEAN, CONTEXT, INFORMS, NOTHING, "", "/proc/self/cgroup", "cgroups(7)",
     "That the cgroup file could be read, so that its silence means something.")
FACT("limits.cpu", STRING, HASHED, ALTERS, POLICY, "thousandths of a CPU", "",
     "cpu.max or cpu.cfs_quota_us, Documentation/admin-guide/cgroup-v2.rst",
     "CPU time that a cgroup allows; thread pools sized by the number of CPUs are throttled below it.")
FACT("limits.cpus", STRING, HASHED, ALTERS, POLICY, "CPUs", "",
     "cpuset.cpus.effective, Documentation/admin-guide/cgroup-v2.rst",
     "How many CPUs a cgroup allows, where that is fewer than are online.")
FACT("limits.memory", STRING, HASHED, BREAKS, POLICY, "bytes", "",
     "memory.max or memory.limit_in_bytes, Documentation/admin-guide/cgroup-v2.rst",
     "Memory that a cgroup allows; above it the kernel kills the program.")
FACT("limits.memory_high", STRING, HASHED, ALTERS, POLICY, "bytes", "",
     "memory.high, Documentation/admin-guide/cgroup-v2.rst",
     "Memory above which a limited cgroup is slowed down, where that is below its limit.")
FACT("limits.pids", STRING, HASHED, BREAKS, POLICY, "tasks", "",
     "pids.max, Documentation/admin-guide/cgroup-v2.rst",
     "Tasks that a container may have; above it fork and clone fail.")
FACT("limits.swap", STRING, HASHED, ALTERS, POLICY, "bytes", "",
     "memory.swap.max or memory.memsw.limit_in_bytes, Documentation/admin-guide/cgroup-v2.rst",
     "Swap beyond a cgroup's memory limit; without any, the limit kills at once.")

#else
#define LAYER CONTAINER
#define OWNER cgroup
#define DECLARES "collect/container/cgroup.c"
#include "collect/declare.h"

#include "collect/collect.h"
#include "collect/container/cgroup_path.h"
#include "collect/container/limits.h"

/* "ID:CONTROLLERS:PATH"; a path may hold further colons. */
static bool path_of(struct view line, struct view *path)
{
    struct view number, controllers;
    uint64_t id;
    *path = line;
    return view_cut(path, ':', &number) && envfp__view_number(number, 10, &id) &&
           view_cut(path, ':', &controllers) && view_starts(*path, VIEW("/"));
}

/* Context: where cgroups are namespaced the same container shows nothing here. */
void envfp__collect_cgroup(struct collect *c)
{
    struct view text, line, path;
    enum envfp_reason reason = source_read(c->source, "/proc/self/cgroup", &text);
    if (reason != ENVFP_REASON_NONE) {
        fact_gap(c, "cgroup.*", reason);
        fact_gap(c, "limits.*", reason);
        return;
    }
    text = envfp__arena_copy(c->scratch, text);
    struct cgroup_signs signs = {0};
    for (struct view rest = text; view_cut(&rest, '\n', &line);)
        if (path_of(line, &path))
            envfp__cgroup_path_read(c->scratch, path, &signs);
    if (signs.chain.length)
        fact_string(c, "cgroup.chain", signs.chain);
    if (signs.id.length)
        fact_string(c, "cgroup.container_id", signs.id);
    if (signs.orchestrator.length)
        fact_string(c, "cgroup.orchestrator", signs.orchestrator);
    if (signs.runtime.length)
        fact_string(c, "cgroup.runtime", signs.runtime);
    if (signs.sandbox.length)
        fact_string(c, "cgroup.sandbox", signs.sandbox);
    if (text.length)
        fact_boolean(c, "cgroup.seen", true);
    envfp__limits_collect(c, text);
}

#endif
