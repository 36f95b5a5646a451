/* SPDX-License-Identifier: MIT */
#ifdef DECLARING

COLLECTOR(0, LIVE)

LINES("/proc/cgroups", cgroups)

FACT("cgroup.controllers", SET, HASHED, ALTERS, VM, "", "/proc/cgroups", "cgroups(7)",
     "Resource controllers that are enabled; a limit without its controller is not enforced.")
FACT("cgroup.version", STRING, HASHED, BREAKS, HOST_SETTING, "", "/proc/cgroups", "cgroups(7)",
     "Which cgroup version holds the cpu, memory and pids controllers (v1, v2, hybrid): programs that "
     "read their limits look in other files.")

#else
#include "source/keep.h"

/* The first line names the columns. */
static bool keep_cgroups(const struct source *source, struct view line, struct text *out)
{
    struct view end;
    (void)envfp__keep_body(line, &end);
    if (!view_starts(line, VIEW("#")))
        return envfp__keep_words(source, line, out);
    envfp__text_add_byte(out, '#');
    envfp__text_add(out, end);
    return true;
}

#define LAYER KERNEL
#define OWNER cgroups
#define DECLARES "collect/kernel/cgroups.c"
#include "collect/declare.h"

#include "collect/collect.h"

/* "cgroup.version" says which hierarchy has the controllers for limits, by /proc/cgroups: that file is the same in
 * every cgroup namespace, while each container has its own mounts under /sys/fs/cgroup. */
static bool takes_part(struct view name)
{
    return view_is(name, "cpu") || view_is(name, "memory") || view_is(name, "pids");
}

void envfp__collect_cgroups(struct collect *c)
{
    struct view text, line;
    enum envfp_reason reason = source_read(c->source, "/proc/cgroups", &text);
    if (reason != ENVFP_REASON_NONE) {
        fact_gap(c, "cgroup.*", reason);
        return;
    }
    struct bag controllers = {0};
    size_t first = 0, second = 0, others = 0;
    while (view_cut(&text, '\n', &line)) {
        struct view name, number, groups, enabled;
        uint64_t hierarchy;
        if (view_starts(line, VIEW("#")))
            continue;
        if (!view_cut_word(&line, &name) || !view_cut_word(&line, &number) ||
            !view_cut_word(&line, &groups) || !view_cut_word(&line, &enabled) ||
            !envfp__view_number(number, 10, &hierarchy)) {
            fact_gap(c, "cgroup.*", ENVFP_REASON_MALFORMED);
            return;
        }
        if (!view_is(enabled, "1"))
            continue;
        envfp__bag_add(c, &controllers, name);
        if (takes_part(name))
            *(hierarchy ? &first : &second) += 1;
        else if (hierarchy)
            others++;
    }
    if (first)
        fact_string(c, "cgroup.version", second ? VIEW("hybrid") : VIEW("v1"));
    else if (second)
        fact_string(c, "cgroup.version", others ? VIEW("hybrid") : VIEW("v2"));
    if (controllers.count)
        fact_set(c, "cgroup.controllers", controllers.items, controllers.count);
}

#endif
