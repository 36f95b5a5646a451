/* SPDX-License-Identifier: MIT */
/* Checks that a recording of a world gives the same facts: each collector that runs in a world runs again on what a
 * recording would keep of it. */
#include "own.h"
#include "same.h"
#include "source/keep.h"
#include "world_parts.h"

static void keep_lines(struct world *world, const struct keep *row, const struct node *node, struct text *out)
{
    struct view rest = {node->bytes, node->length};
    world->kept = false; /* forms ask for HOME */
    while (rest.length) {
        size_t feed = row->how == KEEP_WHOLE ? SIZE_MAX : view_find_byte(rest, '\n');
        struct view line = view_take(rest, feed == SIZE_MAX ? rest.length : feed + 1);
        if (!envfp__keep_line(row, &world->source, line, out))
            break;
        rest = view_skip(rest, line.length);
    }
    world->kept = true;
}

void world_holes(struct world *world, bool holes)
{
    world->holes = holes;
}

enum envfp_reason world_keep(struct world *world, const char *path, const struct node **node)
{
    const char *asked = world->common.asked;
    struct keep row = envfp__keep_find(&world->common, view_of(asked ? asked : path));
    struct text out = {.arena = &world->arena};
    /* Tests put programs below /opt, where no row fits: a recording would have a gap, so the facts may differ. */
    world->unknown = world->unknown || (!row.read && view_starts(view_of(path), VIEW("/opt/")));
    if (!row.read)
        return ENVFP_REASON_HIDDEN;
    struct node *copy = envfp__arena_alloc(&world->arena, sizeof *copy);
    if (copy)
        *copy = **node;
    else
        world_give_up("no memory", path);
    bool elf = (*node)->length >= 4 && memcmp((*node)->bytes, "\177ELF", 4) == 0;
    if (row.how == KEEP_TAKEN || (row.how == KEEP_PROGRAM && elf))
        copy->holes = true;
    else if (row.how != KEEP_PRESENCE)
        keep_lines(world, &row, *node, &out);
    if (!copy->holes) {
        copy->bytes = out.bytes;
        copy->length = out.length;
    }
    *node = copy;
    return ENVFP_REASON_NONE;
}

/* The real path of a cgroup that a recording would call `path`. */
const char *world_group(struct world *world, const char *path)
{
    for (size_t i = 0; view_starts(view_of(path), VIEW("/sys/fs/cgroup/")) && i < world->count; i++) {
        struct text text = {.arena = &world->arena};
        if (envfp__keep_called(&world->source, view_of(world->nodes[i].path), &text) &&
            view_is(envfp__text_view(&text), path))
            return world->nodes[i].path;
    }
    return path;
}

struct keep world_names(struct world *world, const char *path)
{
    path = world->common.asked ? world->common.asked : path;
    const char *slash = source_path(&world->arena, path, VIEW("/"), "");
    return envfp__keep_find(&world->common,
                            view_ends(view_of(path), VIEW("/")) ? view_of(path) : view_of(slash));
}

/* Compares what the collector leaves in `struct shared` for other collectors. */
static void compare_shared(const struct shared *before, const struct shared *after, const char *collector)
{
    const struct mount_signs *a = &before->mounts, *b = &after->mounts;
    if (a->reason != b->reason || a->root_changed != b->root_changed ||
        !view_equal(a->container, b->container))
        world_give_up("a recording would tell other collectors something else", collector);
}

void world_refuses(struct world *world)
{
    world->refuses = true;
}

void world_collect_kept(struct world *world, const struct collector *row)
{
    struct facts before, after;
    struct shared shared = world->shared, shared_kept = world->shared;
    struct arena arena;
    unsigned long operations = world->operations;
    envfp__arena_init(&arena, NULL, SIZE_MAX);
    envfp__facts_init(&before, &arena);
    envfp__facts_init(&after, &arena);
    world_run(world, row, &shared, &before);
    const char *stranger = own_stranger(row, &before);
    if (stranger)
        world_give_up("a collector tells what it does not declare", stranger);
    world->kept = true;
    world->unknown = false;
    world_run(world, row, &shared_kept, &after);
    world->kept = false;
    world->operations = operations;
    if (!world->unknown && !world->refuses) {
        const char *key = same_difference(&before, &after);
        if (key)
            world_give_up("a recording would tell something else", key);
        compare_shared(&shared, &shared_kept, row->name);
    }
    envfp__arena_release(&arena);
}
