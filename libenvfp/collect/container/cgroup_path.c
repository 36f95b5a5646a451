/* SPDX-License-Identifier: MIT */
#include "collect/container/cgroup_path.h"

#include "base/text.h"
#include "isolation/groups.h"
#include "isolation/signs.h"

struct reading {
    struct cgroup_signs found;
    struct text chain;
    struct group_place place;
    size_t depth;
};

/* "libpod_parent/libpod-ID" is one: `again`. */
static void add_runtime(struct reading *reading, struct view runtime, bool again)
{
    if (!again && reading->chain.length)
        envfp__text_add_byte(&reading->chain, ' ');
    if (!again)
        envfp__text_add(&reading->chain, runtime);
    reading->found.runtime = runtime;
}

/* Services of a runtime itself ("docker.service", "libpod-conmon-ID.scope", "lxc.monitor.NAME") run on the host and
 * show nothing. */
static void read_name(struct reading *reading, struct view name, bool last)
{
    struct cgroup_signs *found = &reading->found;
    unsigned parent = reading->place.parent;
    struct group_signs signs = envfp__group_read(&reading->place, name, last, last && reading->depth == 1);
    if (signs.runtime)
        add_runtime(reading, view_of(sign_told(signs.runtime)), signs.runtime->row == parent);
    if (signs.orchestrator)
        found->orchestrator = view_of(sign_told(signs.orchestrator));
    if (signs.sandbox)
        found->sandbox = view_of(sign_told(signs.sandbox));
    if (signs.id.length)
        found->id = signs.id;
    reading->depth++;
}

/* Where nothing in a path of two names says whose it is. */
static struct view first_of_two(struct view name)
{
    FOR_SIGNS (sign, SIGNS_GROUP)
        if (sign->kind == SIGN_GROUP_FIRST && view_equal(name, sign_text(sign)))
            return view_of(sign_told(sign));
    return VIEW("");
}

static void keep(struct view *known, struct view found)
{
    if (known->length == 0)
        *known = found;
}

void envfp__cgroup_path_read(struct arena *scratch, struct view path, struct cgroup_signs *signs)
{
    struct reading reading = {.chain = {.arena = scratch}, .place = GROUP_OUTERMOST};
    struct view name, first = VIEW("");
    while (view_cut(&path, '/', &name)) {
        if (name.length == 0)
            continue;
        if (reading.depth == 0)
            first = name;
        read_name(&reading, envfp__group_unescape(scratch, name), path.length == 0);
    }
    struct cgroup_signs *found = &reading.found;
    if (found->runtime.length == 0 && reading.depth == 2)
        found->runtime = first_of_two(first);
    if (signs->runtime.length == 0 && view_find_byte(envfp__text_view(&reading.chain), ' ') != SIZE_MAX)
        signs->chain = envfp__text_view(&reading.chain);
    keep(&signs->runtime, found->runtime);
    keep(&signs->orchestrator, found->orchestrator);
    keep(&signs->sandbox, found->sandbox);
    if (signs->id.length == 0)
        signs->id = envfp__arena_copy(scratch, found->id);
}
