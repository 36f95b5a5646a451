/* SPDX-License-Identifier: MIT */
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
