/* SPDX-License-Identifier: MIT */
/* What stands in a world, and running a collector in it. */
#include "collect/app/process.h"
#include "collect/project/project.h"
#include "order.h"
#include "world_parts.h"

#include <stdio.h>
#include <stdlib.h>

#define ORDERED_MOST 4

void world_give_up(const char *what, const char *name)
{
    fprintf(stderr, "world: %s: %s\n", what, name);
    abort();
}

static void *must(void *block)
{
    if (!block)
        world_give_up("no memory", "");
    return block;
}

static char *keep(const void *bytes, size_t length)
{
    char *copy = must(malloc(length + 1));
    if (length)
        memcpy(copy, bytes, length);
    copy[length] = '\0';
    return copy;
}

/* ---- Files and links ---------------------------------------------------------------------------- */

static struct node *make(struct world *world, const char *path)
{
    size_t length = strlen(path);
    if (path[0] != '/' || length < 2 || path[length - 1] == '/' || length >= PATH_ROOM)
        world_give_up("no absolute path", path);
    size_t at = world_place(world, path);
    if (at < world->count && strcmp(world->nodes[at].path, path) == 0)
        return &world->nodes[at];
    world->nodes = must(realloc(world->nodes, (world->count + 1) * sizeof *world->nodes));
    memmove(world->nodes + at + 1, world->nodes + at, (world->count - at) * sizeof *world->nodes);
    world->count++;
    world->nodes[at] = (struct node){.path = keep(path, length)};
    return &world->nodes[at];
}

static void set(struct world *world, const char *path, enum source_type type, const void *bytes,
                size_t length)
{
    struct node *node = make(world, path);
    free(node->bytes);
    free(node->taken);
    node->taken = NULL;
    node->type = type;
    node->bytes = keep(bytes, length);
    node->length = length;
    node->error = ENVFP_REASON_NONE;
    node->program = false;
}

void world_file(struct world *world, const char *path, const char *text)
{
    set(world, path, SOURCE_FILE, text, strlen(text));
}

void world_bytes(struct world *world, const char *path, const void *bytes, size_t length)
{
    set(world, path, SOURCE_FILE, bytes, length);
}

void world_program(struct world *world, const char *path, const void *bytes, size_t length)
{
    set(world, path, SOURCE_FILE, bytes, length);
    make(world, path)->program = true;
}

void world_link(struct world *world, const char *path, const char *target)
{
    set(world, path, SOURCE_LINK, target, strlen(target));
}

void world_directory(struct world *world, const char *path)
{
    set(world, path, SOURCE_DIRECTORY, "", 0);
}

void world_other(struct world *world, const char *path)
{
    set(world, path, SOURCE_OTHER, "", 0);
}

void world_error(struct world *world, const char *path, enum envfp_reason reason)
{
    make(world, path)->error = reason;
}

/* ---- Everything that is no file ---------------------------------------------------------------- */

static void add_pair(struct pair **list, const char *path, const char *name, const char *value)
{
    struct pair *pair = must(malloc(sizeof *pair));
    *pair = (struct pair){.name = keep(name, strlen(name)),
                          .value = keep(value, strlen(value)),
                          .path = path ? keep(path, strlen(path)) : NULL,
                          .next = *list};
    *list = pair; /* newest first: a later value of a name hides an earlier one */
}

void world_variable(struct world *world, const char *name, const char *value)
{
    add_pair(&world->variables, NULL, name, value);
    world->common.home_known = false;
}

void world_auxv(struct world *world, const char *name, const char *value)
{
    add_pair(&world->auxv, NULL, name, value);
}

void world_probe(struct world *world, const char *name, const char *result)
{
    add_pair(&world->probes, NULL, name, result);
}

void world_device(struct world *world, const char *path, const char *key, const char *value)
{
    add_pair(&world->devices, path, key, value);
}

void world_cpuid(struct world *world, unsigned cpu, uint32_t leaf, uint32_t subleaf, uint32_t a, uint32_t b,
                 uint32_t c, uint32_t d)
{
    const struct leaf *found = world_find_leaf(world, cpu, leaf, subleaf);
    struct leaf *room = found ? world->leaves + (found - world->leaves) : NULL;
    if (!room) {
        world->leaves = must(realloc(world->leaves, (world->leaf_count + 1) * sizeof *world->leaves));
        room = &world->leaves[world->leaf_count++];
    }
    *room = (struct leaf){cpu, leaf, subleaf, {a, b, c, d}};
}

/* The register that holds four characters of a text, of which none follows a NUL. */
static uint32_t register_at(const char *text, size_t at)
{
    uint32_t value = 0;
    for (unsigned i = 0; i < sizeof value && at + i < strlen(text); i++)
        value |= (uint32_t)(unsigned char)text[at + i] << 8 * i;
    return value;
}

void world_signature(struct world *world, uint32_t leaf, uint32_t highest, const char *text)
{
    world_cpuid(world, 0, leaf, 0, highest, register_at(text, 0), register_at(text, 4), register_at(text, 8));
}

void world_brand(struct world *world, unsigned cpu, const char *text)
{
    for (uint32_t i = 0; i < 3; i++) {
        size_t at = (size_t)i * 16;
        world_cpuid(world, cpu, 0x80000002 + i, 0, register_at(text, at), register_at(text, at + 4),
                    register_at(text, at + 8), register_at(text, at + 12));
    }
}

void world_uname(struct world *world, const char *sysname, const char *release, const char *version,
                 const char *machine)
{
    const char *const names[4] = {sysname, release, version, machine};
    for (size_t i = 0; i < 4; i++) {
        free(world->names[i]);
        world->names[i] = keep(names[i], strlen(names[i]));
    }
}

void world_fail_at(struct world *world, unsigned long operation, enum envfp_reason reason)
{
    world->operations = 0;
    world->fail_at = operation;
    world->fail_reason = reason;
}

unsigned long world_operations(const struct world *world)
{
    return world->operations;
}

/* ---- Life and running -------------------------------------------------------------------------- */

static void give_up_undeclared(const char *collector, const char *operation, const char *name)
{
    (void)fprintf(stderr, "%s: %s is not declared\n", collector, operation);
    world_give_up("not declared", name);
}

struct world *world_new(void)
{
    struct world *world = must(calloc(1, sizeof *world));
    envfp__arena_init(&world->arena, NULL, SIZE_MAX);
    envfp__arena_init(&world->scratch, NULL, SIZE_MAX);
    envfp__facts_init(&world->facts, &world->arena);
    envfp__source_common_init(&world->common, &envfp__declarers, &world->arena);
    world->common.aside = envfp__registry_aside;
    world->shared.read_process = envfp__process_collect;
    undeclared_watch(&world->undeclared, &world->watch, &world->common, give_up_undeclared);
    world->source = (struct source){.ops = &world_operations_table, .self = world, .common = &world->common};
    return world;
}

void world_project(struct world *world, const char *path)
{
    world->shared.project = envfp__arena_copy(&world->arena, view_of(path)).text;
    world->shared.read_project = envfp__project_collect;
    world->common.recorded_project = world->shared.project;
}

static void free_pairs(struct pair *list)
{
    while (list) {
        struct pair *next = list->next;
        free(list->name);
        free(list->value);
        free(list->path);
        free(list);
        list = next;
    }
}

/* Checks that every order of the collectors gives the same facts of the world as it is at the end. Only the first
 * worlds of a run are checked: some tests make thousands. */
static void check_order(struct world *world)
{
    static unsigned checked;
    struct arena arena;
    if (checked++ >= ORDERED_MOST)
        return;
    envfp__arena_init(&arena, NULL, SIZE_MAX);
    world->common.watch = NULL;
    world->fail_at = 0;
    const char *key = order_difference(&world->source, world->shared.project, &arena);
    if (key)
        world_give_up("another order of collectors tells something else", key);
    envfp__arena_release(&arena);
}

void world_free(struct world *world)
{
    if (!world)
        return;
    if (world->open)
        world_give_up("a collector left a file open", "");
    if (world->used)
        check_order(world);
    for (size_t i = 0; i < world->count; i++) {
        free(world->nodes[i].path);
        free(world->nodes[i].bytes);
        free(world->nodes[i].taken);
    }
    for (size_t i = 0; i < 4; i++)
        free(world->names[i]);
    free_pairs(world->variables);
    free_pairs(world->auxv);
    free_pairs(world->probes);
    free_pairs(world->devices);
    free(world->nodes);
    free(world->leaves);
    envfp__arena_release(&world->scratch);
    envfp__arena_release(&world->arena);
    free(world);
}

bool world_was_remote(struct world *world)
{
    bool remote = world->remote;
    world->remote = false;
    return remote;
}

const struct source *world_source(struct world *world)
{
    return &world->source;
}

struct facts *world_facts(struct world *world)
{
    return &world->facts;
}

void world_run(struct world *world, const struct collector *row, struct shared *shared, struct facts *facts)
{
    shared->programs = NULL; /* the world may have changed */
    envfp__collector_run(
        row, &(struct collect){
                 .source = &world->source, .shared = shared, .facts = facts, .scratch = &world->scratch});
    envfp__arena_reset(&world->scratch);
    envfp__facts_seal(facts);
}

static const struct collector *find_collector(const char *name)
{
    for (size_t i = 0; i < envfp__collector_count; i++)
        if (strcmp(envfp__collectors[i].name, name) == 0)
            return &envfp__collectors[i];
    world_give_up("no collector", name);
}

static void collect(struct world *world, const struct collector *row)
{
    world_run(world, row, &world->shared, &world->facts);
    world->used = true;
    if (!world->fail_at)
        world_collect_kept(world, row);
}

void world_collect(struct world *world, const char *collector)
{
    const struct collector *row = find_collector(collector);
    struct facts empty;
    envfp__facts_init(&empty, &world->arena);
    world->facts.sections[row->layer] = empty.sections[row->layer];
    world->facts.inventory = NULL;
    collect(world, row);
}

void world_collect_also(struct world *world, const char *collector)
{
    collect(world, find_collector(collector));
}
