/* SPDX-License-Identifier: MIT */
/* The recording's place for each path of the world. */
#include "source/record.h"

#include "source/keep_parts.h"
#include "source/store.h"

#define LINKS_MOST 40
#define FIRST_GIVEN UINT64_C(0xF0000000) /* the number of the first namespace that is not an initial one */

static bool is_of_sysfs(struct view path)
{
    return view_starts(path, VIEW("/sys/"));
}

/* An absolute path with homes and identifiers renamed, and then by the CALLED rows. */
static struct view renamed(struct recorder *recorder, struct arena *arena, struct view path)
{
    struct text called = {.arena = arena};
    if (envfp__keep_called(recorder->inner, path, &called))
        return envfp__text_view(&called);
    if (is_of_sysfs(path))
        return envfp__guid_rename(&recorder->guids, &recorder->arena, path);
    size_t home = envfp__source_home(recorder->inner, path);
    if (home == 0)
        return path;
    struct view name = envfp__source_home_name(recorder->inner, view_take(path, home));
    return envfp__arena_join(arena, (struct view[]){name, view_skip(path, home)}, 2);
}

struct view envfp__record_path(struct recorder *recorder, struct arena *arena, struct view path)
{
    struct view whole = renamed(recorder, arena, path);
    while (view_starts(whole, VIEW("/")))
        whole = view_skip(whole, 1);
    return envfp__store_path(arena, whole);
}

/* ---- Links ---------------------------------------------------------------------------------------------------------- */

/* The path that a link's target means in its directory, with dots resolved as text. `low` receives the shortest length
 * to which ".." cut the directory's path. */
static struct view follow(struct arena *arena, struct view directory, struct view target, size_t *low)
{
    struct text out = {.arena = arena};
    struct view component;
    if (!view_starts(target, VIEW("/")))
        envfp__text_add(&out, directory);
    for (*low = out.length; view_cut(&target, '/', &component);) {
        if (component.length == 0 || view_is(component, "."))
            continue;
        if (!view_is(component, "..")) {
            envfp__text_add_byte(&out, '/');
            envfp__text_add(&out, component);
            continue;
        }
        while (out.length && out.bytes[--out.length] != '/')
            ;
        if (out.length < *low)
            *low = out.length;
    }
    return envfp__text_view(&out);
}

/* Masks the number of a namespace, "pid:[4026532281]", unless it is an initial one, whose number is the same on every
 * machine. */
static struct view namespace_link(struct arena *arena, struct view target)
{
    size_t open = envfp__view_find(target, VIEW(":["));
    struct view kind = view_take(target, open), digits = view_skip(target, open == SIZE_MAX ? 0 : open + 2);
    uint64_t number;
    if (open == SIZE_MAX || !view_ends(digits, VIEW("]")) ||
        !envfp__view_number(view_take(digits, digits.length - 1), 10, &number))
        return VIEW("?");
    return number < FIRST_GIVEN ? target
                                : envfp__arena_join(arena, (struct view[]){kind, VIEW(":[4026531840]")}, 2);
}

/* The target as the recording needs it, where homes have other names and depths. A target that stays inside the link's
 * own home, or touches no home, is unchanged. */
static struct view link_target(struct recorder *recorder, struct arena *arena, struct view path,
                               struct view target)
{
    if (is_of_sysfs(path))
        return envfp__guid_rename(&recorder->guids, &recorder->arena, target);
    if (view_starts(path, VIEW("/proc/self/ns/")))
        return namespace_link(arena, target);
    target = envfp__keep_link(recorder->inner, arena, path, target);
    size_t slash = path.length, low;
    while (slash && path.text[slash - 1] != '/')
        slash--;
    struct view directory = view_take(path, slash ? slash - 1 : 0);
    struct view goal = follow(arena, directory, target, &low);
    size_t ours = envfp__source_home(recorder->inner, path),
           theirs = envfp__source_home(recorder->inner, goal);
    bool relative = !view_starts(target, VIEW("/"));
    if ((ours == 0 || !relative) && theirs == 0)
        return target;
    if (relative && ours && low >= ours)
        return target;
    goal = renamed(recorder, arena, goal);
    return goal.length ? goal : VIEW("/");
}

static bool is_below(struct view path, struct view start)
{
    return view_starts(path, start) && (path.length == start.length || path.text[start.length] == '/');
}

/* Whether the target of a link in a project's folder leads, as text, out of the folder. Such a link is not followed and
 * its target is not recorded. A ".." behind a name is not judged: the name may be a link, and the text then says
 * little. */
static bool leads_out(const struct recorder *recorder, struct arena *arena, struct view path,
                      struct view target)
{
    const struct view *folder = recorder->inner->common->beneath;
    struct view rest = target, component;
    size_t slash = path.length, low;
    bool named = false, winding = false;
    if (!folder || !is_below(path, *folder))
        return false;
    while (view_cut(&rest, '/', &component)) {
        bool up = view_is(component, "..");
        winding = winding || (up && named);
        named = named || (!up && component.length && !view_is(component, "."));
    }
    while (slash && path.text[slash - 1] != '/')
        slash--;
    struct view goal = follow(arena, view_take(path, slash ? slash - 1 : 0), target, &low);
    return !winding && !is_below(goal, *folder) && !is_below(*folder, goal);
}

void envfp__record_link(struct recorder *recorder, struct arena *arena, struct view path, struct view target,
                        bool told)
{
    if (target.length == 0)
        return;
    bool out = leads_out(recorder, arena, path, target);
    envfp__output_link(
        &recorder->output, envfp__record_path(recorder, arena, path),
        out ? OUTPUT_NOWHERE : envfp__store_path(arena, link_target(recorder, arena, path, target)), told);
}

/* ---- Paths ---------------------------------------------------------------------------------------------------------- */

/* Whether the path is one of the kernel's links to a process or an open object, which are no part of a tree. */
static bool is_magic(struct view path)
{
    return view_equal(path, VIEW("/proc/self")) || view_equal(path, VIEW("/proc/thread-self")) ||
           (view_starts(path, VIEW("/proc/")) && view_skip(path, 6).length && byte_is_digit(path.text[6]));
}

struct view envfp__record_mirror(struct recorder *recorder, struct arena *arena, const char *path,
                                 enum source_how how)
{
    struct text done = {.arena = arena};
    struct view rest = view_of(path), component, target;
    unsigned links = 0;
    while (view_cut(&rest, '/', &component)) {
        if (component.length == 0 || view_is(component, "."))
            continue;
        if (view_is(component, "..")) {
            while (done.length && done.bytes[--done.length] != '/')
                ;
            continue;
        }
        size_t before = done.length;
        envfp__text_add_byte(&done, '/');
        envfp__text_add(&done, component);
        struct view here = envfp__text_view(&done);
        if (is_magic(here) || links == LINKS_MOST ||
            recorder->inner->ops->link(recorder->inner->self, arena, here.text, how, &target) !=
                ENVFP_REASON_NONE)
            continue;
        if (envfp__record_may_stand(view_of(path), here))
            envfp__record_link(recorder, arena, here, target, false);
        links++;
        done.length = view_starts(target, VIEW("/")) ? 0 : before;
        rest = envfp__arena_join(arena, (struct view[]){target, VIEW("/"), rest}, 3);
    }
    return envfp__text_view(&done);
}

static bool is_of_kernel(struct view path)
{
    path = view_skip(path, 1);
    path = view_take(path, view_find_byte(path, '/'));
    return view_is(path, "proc") || view_is(path, "sys");
}

/* An answer is stored in /proc or /sys only for a path there; /proc/device-tree is a link into /sys. */
bool envfp__record_may_stand(struct view asked, struct view place)
{
    struct view rest = place, component;
    size_t depth = 0;
    while (view_cut(&rest, '/', &component))
        depth++;
    return depth < OUTPUT_DEPTH_MOST && !view_has(place, VIEW("/.envfp")) &&
           (!is_of_kernel(place) || is_of_kernel(asked));
}

void envfp__record_entry(struct recorder *recorder, struct arena *arena, struct view directory,
                         enum source_how how, const struct source_entry *entry)
{
    struct view path = envfp__arena_join(arena, (struct view[]){directory, VIEW("/"), entry->name}, 3),
                target;
    if (view_is(entry->name, ".envfp"))
        return; /* a recording's own */
    if (entry->type == SOURCE_LINK && !is_magic(path) &&
        recorder->inner->ops->link(recorder->inner->self, arena, path.text, how, &target) ==
            ENVFP_REASON_NONE)
        envfp__record_link(recorder, arena, path, target, true);
    else
        (void)envfp__output_add(&recorder->output, envfp__record_path(recorder, arena, path),
                                entry->type == SOURCE_DIRECTORY ? OUTPUT_DIRECTORY : OUTPUT_FILE, true);
}
