/* SPDX-License-Identifier: MIT */
/*
 * Mounts below a folder that is used as a root. They are this process's own, and its list of mounts tells which of them may
 * block; of a folder in another mount namespace (/proc/N/root) nothing is known, so that no mount below it is entered.
 */
#include "source/system.h"

#include "base/text.h"

#include <fcntl.h>
#include <unistd.h>

#define MOUNTINFO_MOST ((uint64_t)16 << 20)

/* "/proc/self/<what>/<number>" */
static struct view own_path(struct arena *arena, struct view what, int descriptor)
{
    struct text path = {.arena = arena};
    envfp__text_add(&path, VIEW("/proc/self/"));
    envfp__text_add(&path, what);
    envfp__text_add_number(&path, descriptor);
    return envfp__text_view(&path);
}

/* The mount that a descriptor was opened on, by the number that proc_pid_fdinfo(5) shows; NULL where it is not listed. */
static const struct mount *find_mount(struct arena *arena, const struct mounts *mounts, int descriptor)
{
    struct view content, line, id;
    struct view path = own_path(arena, VIEW("fdinfo/"), descriptor);
    if (path.length == 0 || envfp__system_read(arena, path.text, 4096, &content) != ENVFP_REASON_NONE)
        return NULL;
    while (view_cut(&content, '\n', &line)) {
        if (!view_starts(line, VIEW("mnt_id:")))
            continue;
        id = view_trim(view_skip(line, sizeof "mnt_id:" - 1));
        for (size_t i = 0; i < mounts->count; i++)
            if (view_equal(mounts->list[i].id, id))
                return &mounts->list[i];
    }
    return NULL;
}

void envfp__tree_guard(struct tree *tree, struct arena *arena)
{
    struct mounts mounts, *below = envfp__arena_alloc(arena, sizeof *below);
    struct view mountinfo, folder, path;
    tree->one_mount = tree->proc;
    if (!tree->proc || !below ||
        envfp__system_read(arena, "/proc/self/mountinfo", MOUNTINFO_MOST, &mountinfo) != ENVFP_REASON_NONE)
        return;
    envfp__mounts_parse(arena, mountinfo, MOUNTS_OWN, &mounts);
    const struct mount *own = find_mount(arena, &mounts, tree->root);
    path = own_path(arena, VIEW("fd/"), tree->root);
    if (!own || path.length == 0 ||
        envfp__system_link(arena, AT_FDCWD, path.text, &folder) != ENVFP_REASON_NONE)
        return;
    tree->one_mount = false;
    envfp__mounts_judge_stacked(arena, &mounts, NULL);
    envfp__mounts_exempt_device(&mounts, own->device);
    envfp__mounts_below(arena, &mounts, folder, below);
    if (below->remote_count)
        tree->mounts = below;
}
