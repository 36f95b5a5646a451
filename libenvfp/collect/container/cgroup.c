/* SPDX-License-Identifier: MIT */
#ifdef DECLARING

COLLECTOR(SB, LIVE)
AFTER(mounts)
USES(cpu)

LINES("/proc/self/cgroup", cgroup)
CALLED("/sys/fs/cgroup/**", group)
LINES("/sys/fs/cgroup/**cpuset.{cpus,cpus.effective,effective_cpus}", cpus)
LINES("/sys/fs/cgroup/**cpu.{cfs_period_us,cfs_quota_us,max}", number)
LINES("/sys/fs/cgroup/**memory.{high,limit_in_bytes,max,memsw.limit_in_bytes,swap.max}", number)
LINES("/sys/fs/cgroup/**pids.max", number)

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
#include "collect/container/cgroup_kept.h"
#include "source/keep_rows.h"

/* "ID:CONTROLLERS:PATH", as far as it goes. */
static bool keep_cgroup(const struct source *source, struct view line, struct text *out)
{
    struct view end, path = envfp__keep_body(line, &end), number, list;
    size_t first = view_find_byte(path, ':');
    uint64_t id;
    (void)source;
    number = view_take(path, first);
    path = view_skip(path, first == SIZE_MAX ? path.length : first + 1);
    size_t second = view_find_byte(path, ':');
    list = view_take(path, second);
    path = view_skip(path, second == SIZE_MAX ? path.length : second + 1);
    envfp__text_add(out, envfp__view_number(number, 10, &id) ? number : VIEW("?"));
    if (first != SIZE_MAX)
        envfp__text_add_byte(out, ':');
    if (view_starts(list, VIEW("name=")) && !view_is(list, "name=systemd"))
        list = VIEW("name=_");
    if (list.length)
        envfp__text_add(out, keep_is_made_of(list, "_,=.-", 256) ? list : VIEW("?"));
    if (second != SIZE_MAX)
        envfp__text_add_byte(out, ':');
    if (view_starts(path, VIEW("/")))
        envfp__keep_group(path, out);
    else if (path.length)
        envfp__text_add_byte(out, '?');
    envfp__text_add(out, end);
    return true;
}

static bool keep_group(const struct source *source, struct view path, struct text *out)
{
    struct view folder = VIEW("/sys/fs/cgroup");
    (void)source;
    envfp__text_add(out, folder);
    envfp__keep_group(view_skip(path, folder.length), out);
    return true;
}

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

/* Where the path has none, the table of mounts may. */
static void add_id(struct collect *c, struct view own)
{
    struct view id = own.length ? own : c->shared->mounts.container;
    if (id.length)
        fact_string(c, "cgroup.container_id", id);
}

/* Context: where cgroups are namespaced the same container shows nothing here. */
void envfp__collect_cgroup(struct collect *c)
{
    struct view text, line, path;
    enum envfp_reason reason = source_read(c->source, "/proc/self/cgroup", &text);
    if (reason != ENVFP_REASON_NONE) {
        fact_gap(c, "cgroup.*", reason);
        fact_gap(c, "limits.*", reason);
        add_id(c, VIEW(""));
        return;
    }
    text = envfp__arena_copy(c->scratch, text);
    struct cgroup_signs signs = {0};
    for (struct view rest = text; view_cut(&rest, '\n', &line);)
        if (path_of(line, &path))
            envfp__cgroup_path_read(c->scratch, path, &signs);
    if (signs.chain.length)
        fact_string(c, "cgroup.chain", signs.chain);
    add_id(c, signs.id);
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
