/* SPDX-License-Identifier: MIT */
/* What a recording would keep of a world tells the same: each collector that runs in a world does so again on that. */
#include "source/keep.h"
#include "source/keep_groups.h"
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
    /* Tests have there what no row knows: a recording has a gap in its place. */
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

/* Where a group stands that a recording calls so. */
const char *world_group(struct world *world, const char *path)
{
    struct view folder = VIEW("/sys/fs/cgroup");
    for (size_t i = 0; view_starts(view_of(path), VIEW("/sys/fs/cgroup/")) && i < world->count; i++) {
        struct view whole = view_of(world->nodes[i].path);
        struct text text = {.arena = &world->arena};
        if (!view_starts(whole, VIEW("/sys/fs/cgroup/")))
            continue;
        envfp__text_add(&text, folder);
        envfp__keep_group(view_skip(whole, folder.length), &text);
        if (view_is(envfp__text_view(&text), path))
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

static bool is_same_value(const struct envfp_fact *a, const struct envfp_fact *b)
{
    switch (a->type) {
    case ENVFP_STRING: return view_equal(a->value.string, b->value.string);
    case ENVFP_INTEGER: return a->value.integer == b->value.integer;
    case ENVFP_BOOLEAN: return a->value.boolean == b->value.boolean;
    case ENVFP_SET: break;
    }
    bool same = a->value.set.count == b->value.set.count;
    for (size_t i = 0; same && i < a->value.set.count; i++)
        same = view_equal(a->value.set.items[i], b->value.set.items[i]);
    return same;
}

static void compare(const struct section *before, const struct section *after)
{
    static const struct envfp_fact no_fact = {.key = {"", 0}};
    static const struct envfp_gap no_gap = {.key = {"", 0}};
    for (size_t i = 0; i < before->count || i < after->count; i++) {
        const struct envfp_fact *a = i < before->count ? &before->facts[i] : &no_fact;
        const struct envfp_fact *b = i < after->count ? &after->facts[i] : &no_fact;
        if (!view_equal(a->key, b->key) || a->type != b->type || !is_same_value(a, b))
            world_give_up("a recording would tell another fact", (a->key.length ? a : b)->key.text);
    }
    for (size_t i = 0; i < before->gap_count || i < after->gap_count; i++) {
        const struct envfp_gap *a = i < before->gap_count ? &before->gaps[i] : &no_gap;
        const struct envfp_gap *b = i < after->gap_count ? &after->gaps[i] : &no_gap;
        if (!view_equal(a->key, b->key) || a->reason != b->reason)
            world_give_up("a recording would tell another gap", (a->key.length ? a : b)->key.text);
    }
}

static void run(struct world *world, const struct collector *row, struct arena *arena, struct facts *facts)
{
    struct arena scratch;
    envfp__arena_init(&scratch, NULL, SIZE_MAX);
    envfp__facts_init(facts, arena);
    world->common.programs = NULL;
    envfp__collector_run(row, &(struct collect){&world->source, facts, &scratch, row->layer});
    envfp__facts_seal(facts);
    world->common.programs = NULL;
    envfp__arena_release(&scratch);
}

void world_refuses(struct world *world)
{
    world->refuses = true;
}

void world_collect_kept(struct world *world, const struct collector *row)
{
    struct facts before, after;
    struct arena arena;
    unsigned long operations = world->operations;
    envfp__arena_init(&arena, NULL, SIZE_MAX);
    run(world, row, &arena, &before);
    world->kept = true;
    world->unknown = false;
    run(world, row, &arena, &after);
    world->kept = false;
    world->operations = operations;
    for (size_t i = 0; i < ENVFP_SECTION_COUNT && !world->unknown && !world->refuses; i++)
        compare(&before.sections[i], &after.sections[i]);
    envfp__arena_release(&arena);
}
