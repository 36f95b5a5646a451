/* SPDX-License-Identifier: MIT */
/* The world as a source: paths resolved, operations counted and made to fail. */
#include "source/keep_parts.h"
#include "world_parts.h"

#include <stdio.h>
#include <stdlib.h>

#define MOST_LINKS 40

/* ---- Nodes ------------------------------------------------------------------------------------- */

/* Where `path` stands, or would stand. */
size_t world_place(const struct world *world, const char *path)
{
    size_t low = 0, high = world->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(world->nodes[middle].path, path) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static const struct node *find(const struct world *world, const char *path)
{
    size_t at = world_place(world, path);
    return at < world->count && strcmp(world->nodes[at].path, path) == 0 ? &world->nodes[at] : NULL;
}

/* The first node below a directory, from which the rest follows. */
static size_t first_below(const struct world *world, const char *path, size_t length)
{
    char start[PATH_ROOM + 2];
    snprintf(start, sizeof start, "%.*s/", (int)length, path);
    return world_place(world, start);
}

static bool is_below(const struct node *node, const char *path, size_t length)
{
    return strncmp(node->path, path, length) == 0 && node->path[length] == '/';
}

static bool is_directory(const struct world *world, const char *path)
{
    const struct node *node = find(world, path);
    if (node && node->type == SOURCE_DIRECTORY)
        return true;
    size_t length = strlen(path), at = first_below(world, path, length);
    for (; at < world->count && is_below(&world->nodes[at], path, length); at++)
        if (world->nodes[at].error != ENVFP_REASON_ABSENT)
            return true;
    return length == 0;
}

/* ---- Resolving a path -------------------------------------------------------------------------- */

struct walk {
    char done[PATH_ROOM + 2]; /* without links, no slash at the end; empty for the root */
    char rest[PATH_ROOM * 2];
    enum envfp_reason error; /* of the last node on the way that has an error set */
    unsigned links;
    enum source_how how;
};

/* Says HIDDEN below /proc and /sys where nothing there was named. */
static enum envfp_reason missing(const struct world *world, const char *path)
{
    const char *const trees[] = {"/proc", "/sys"};
    for (size_t i = 0; i < sizeof trees / sizeof *trees; i++) {
        size_t length = strlen(trees[i]);
        bool inside = strncmp(path, trees[i], length) == 0 && (path[length] == '/' || path[length] == '\0');
        if (inside && !is_directory(world, trees[i]))
            return ENVFP_REASON_HIDDEN;
    }
    return ENVFP_REASON_ABSENT;
}

static void drop_last(char *path)
{
    char *slash = strrchr(path, '/');
    if (slash)
        *slash = '\0';
}

/* Put a link's target before what is left to walk. */
static enum envfp_reason follow(struct walk *walk, const struct node *link)
{
    char rest[PATH_ROOM * 2];
    if (walk->how == SOURCE_PLAIN)
        return ENVFP_REASON_HIDDEN;
    if (++walk->links > MOST_LINKS)
        return ENVFP_REASON_MALFORMED;
    int length = snprintf(rest, sizeof rest, "%s/%s", link->bytes, walk->rest);
    if (length < 0 || (size_t)length >= sizeof rest)
        return ENVFP_REASON_MALFORMED;
    if (link->bytes[0] == '/')
        walk->done[0] = '\0';
    else
        drop_last(walk->done);
    memcpy(walk->rest, rest, (size_t)length + 1);
    return ENVFP_REASON_NONE;
}

/* Cut the next component off `rest` and step into it. */
static enum envfp_reason step(const struct world *world, struct walk *walk, bool through_last)
{
    size_t length = strcspn(walk->rest, "/"), skip = length + strspn(walk->rest + length, "/");
    char name[PATH_ROOM];
    if (length >= sizeof name || strlen(walk->done) + 1 + length > PATH_ROOM)
        return ENVFP_REASON_MALFORMED;
    memcpy(name, walk->rest, length);
    name[length] = '\0';
    memmove(walk->rest, walk->rest + skip, strlen(walk->rest + skip) + 1);
    if (length == 0 || strcmp(name, ".") == 0)
        return ENVFP_REASON_NONE;
    if (strcmp(name, "..") == 0) {
        drop_last(walk->done);
        return ENVFP_REASON_NONE;
    }
    strcat(strcat(walk->done, "/"), name);
    const struct node *node = find(world, walk->done);
    if (!node)
        return is_directory(world, walk->done) ? ENVFP_REASON_NONE
               : walk->error                   ? walk->error
                                               : missing(world, walk->done);
    if (node->error) {
        walk->error = node->error;
        return walk->rest[0] ? ENVFP_REASON_NONE : node->error;
    }
    if (node->type == SOURCE_LINK && (through_last || walk->rest[0]))
        return follow(walk, node);
    return walk->rest[0] && !is_directory(world, walk->done) ? ENVFP_REASON_ABSENT : ENVFP_REASON_NONE;
}

/* `node` NULL for an implied directory. */
static enum envfp_reason resolve(struct world *world, const char *path, enum source_how how,
                                 bool through_last, struct walk *walk, const struct node **node)
{
    *walk = (struct walk){.error = ENVFP_REASON_NONE, .how = how};
    if (path[0] != '/' || strlen(path) >= PATH_ROOM)
        return ENVFP_REASON_ABSENT;
    snprintf(walk->rest, sizeof walk->rest, "%s", path + strspn(path, "/"));
    while (walk->rest[0]) {
        enum envfp_reason reason = step(world, walk, through_last);
        world->remote |= reason == ENVFP_REASON_REMOTE;
        if (reason)
            return reason;
    }
    *node = find(world, walk->done);
    return ENVFP_REASON_NONE;
}

/* ---- Operations -------------------------------------------------------------------------------- */

static enum envfp_reason count_operation(struct world *world)
{
    return ++world->operations == world->fail_at ? world->fail_reason : ENVFP_REASON_NONE;
}

static enum envfp_reason op_open(void *self, const char *path, enum source_how how, struct source_file *file)
{
    struct world *world = self;
    struct walk walk;
    const struct node *node = NULL;
    enum envfp_reason reason = count_operation(world);
    if (world->kept)
        path = world_group(world, path);
    if (!reason)
        reason = resolve(world, path, how, true, &walk, &node);
    if (reason)
        return reason;
    if (!node || node->type != SOURCE_FILE)
        return ENVFP_REASON_UNSUPPORTED;
    if (world->kept)
        reason = world_keep(world, path, &node);
    if (reason)
        return reason;
    *file = (struct source_file){.descriptor = -1};
    file->state = (void *)(uintptr_t)node;
    world->open++;
    return ENVFP_REASON_NONE;
}

static enum envfp_reason op_pull(void *self, struct source_file *file, uint64_t offset, char *bytes,
                                 size_t capacity, size_t *got)
{
    const struct world *world = self;
    *got = 0;
    enum envfp_reason reason = count_operation(self);
    if (reason)
        return reason;
    const struct node *node = file->state;
    if (offset >= node->length)
        return ENVFP_REASON_NONE;
    size_t left = node->length - (size_t)offset;
    *got = left < capacity ? left : capacity;
    if (*got)
        memcpy(bytes, node->bytes + offset, *got);
    for (size_t i = 0; (world->holes || node->holes) && i < *got; i++)
        if (!node->taken || !node->taken[offset + i])
            bytes[i] = '\0';
    return ENVFP_REASON_NONE;
}

static void op_took(void *self, struct source_file *file, uint64_t offset, uint64_t length, bool path)
{
    struct world *world = self;
    struct node *node = file->state;
    (void)path;
    if (world->holes || world->kept || offset >= node->length)
        return;
    if (!node->taken && !(node->taken = calloc(node->length, 1)))
        world_give_up("no memory", "");
    memset(node->taken + offset, 1,
           length < node->length - offset ? (size_t)length : node->length - (size_t)offset);
}

static void op_close(void *self, struct source_file *file)
{
    struct world *world = self;
    if (!file->state || !world->open)
        world_give_up("closed what is not open", "");
    file->state = NULL;
    world->open--;
}

/* One entry for each child of a directory, nodes of a subtree standing together. */
static enum envfp_reason op_list(void *self, struct arena *arena, const char *path, enum source_how how,
                                 uint64_t limit, struct source_entry **entries, size_t *count)
{
    struct world *world = self;
    struct walk walk;
    const struct node *node = NULL;
    *entries = NULL;
    *count = 0;
    enum envfp_reason reason = count_operation(world);
    if (!reason)
        reason = resolve(world, path, how, true, &walk, &node);
    if (reason)
        return reason;
    if (!is_directory(world, walk.done))
        return ENVFP_REASON_UNSUPPORTED;
    struct keep names = world->kept ? world_names(world, path) : (struct keep){0};
    bool refused = false;
    if (world->kept && !names.read)
        return ENVFP_REASON_HIDDEN;
    size_t length = strlen(walk.done), capacity = 0;
    for (size_t at = first_below(world, walk.done, length);
         at < world->count && is_below(&world->nodes[at], walk.done, length); at++) {
        const struct node *below = &world->nodes[at];
        const char *name = below->path + length + 1;
        struct view child = {name, strcspn(name, "/")};
        if (below->error == ENVFP_REASON_ABSENT)
            continue;
        if (names.read && !envfp__keep_entry(&names, &world->source, child)) {
            refused = true;
            continue;
        }
        bool seen = false; /* siblings such as "a-b" stand between "a" and "a/c" */
        for (size_t i = 0; i < *count && !seen; i++)
            seen = view_equal((*entries)[i].name, child);
        if (seen)
            continue;
        if (*count == limit)
            return ENVFP_REASON_TRUNCATED;
        struct source_entry *room = envfp__arena_grow(arena, *entries, *count, &capacity, sizeof *room);
        if (!room)
            return ENVFP_REASON_TRUNCATED;
        *entries = room;
        room[(*count)++] = (struct source_entry){envfp__arena_copy(arena, child),
                                                 name[child.length] ? SOURCE_DIRECTORY : below->type};
    }
    if (refused && *count == 0 && (*entries = envfp__arena_alloc(arena, sizeof **entries)) != NULL)
        (*entries)[(*count)++] = (struct source_entry){VIEW("_"), SOURCE_FILE};
    return ENVFP_REASON_NONE;
}

static enum envfp_reason op_link(void *self, struct arena *arena, const char *path, enum source_how how,
                                 struct view *target)
{
    struct world *world = self;
    struct walk walk;
    const struct node *node = NULL;
    enum envfp_reason reason = count_operation(world);
    if (!reason)
        reason = resolve(world, path, how, false, &walk, &node);
    if (reason)
        return reason;
    if (!node || node->type != SOURCE_LINK)
        return ENVFP_REASON_ABSENT;
    *target = envfp__arena_copy(arena, (struct view){node->bytes, node->length});
    if (world->kept)
        *target = envfp__keep_link(&world->source, arena, view_of(path), *target);
    return ENVFP_REASON_NONE;
}

static enum envfp_reason op_stat(void *self, const char *path, enum source_how how, struct source_stat *stat)
{
    struct world *world = self;
    struct walk walk;
    const struct node *node = NULL;
    enum envfp_reason reason = count_operation(world);
    if (!reason)
        reason = resolve(world, path, how, true, &walk, &node);
    if (reason)
        return reason;
    bool directory = is_directory(world, walk.done);
    uint64_t inode = 5381; /* a hash of the path, so that two paths to one node agree */
    for (const char *at = walk.done; *at; at++)
        inode = inode * 33 + (unsigned char)*at;
    *stat = (struct source_stat){.type = directory ? SOURCE_DIRECTORY : node->type,
                                 .mode = directory || node->program ? 0755 : 0644,
                                 .size = node && !directory ? node->length : 0,
                                 .inode = inode};
    return ENVFP_REASON_NONE;
}

const struct leaf *world_find_leaf(const struct world *world, unsigned cpu, uint32_t leaf, uint32_t subleaf)
{
    for (size_t i = 0; i < world->leaf_count; i++) {
        const struct leaf *at = &world->leaves[i];
        if (at->cpu == cpu && at->leaf == leaf && at->subleaf == subleaf)
            return at;
    }
    return NULL;
}

static enum envfp_reason op_cpuid(void *self, unsigned cpu, uint32_t leaf, uint32_t subleaf,
                                  uint32_t registers[4])
{
    struct world *world = self;
    memset(registers, 0, 4 * sizeof *registers);
    enum envfp_reason reason = count_operation(world);
    if (reason)
        return reason;
    if (world->leaf_count == 0)
        return ENVFP_REASON_UNSUPPORTED;
    const struct leaf *found = world_find_leaf(world, cpu, leaf, subleaf);
    if (found) {
        memcpy(registers, found->registers, sizeof found->registers);
        return ENVFP_REASON_NONE;
    }
    /* A leaf that was not named, within a range that the test has, reads as zeros. */
    const struct leaf *range = world_find_leaf(world, cpu, leaf & 0xffff0000U, 0);
    return range && leaf <= range->registers[0] ? ENVFP_REASON_NONE : ENVFP_REASON_ABSENT;
}

static unsigned op_cpuid_count(void *self)
{
    const struct world *world = self;
    unsigned count = 0;
    for (size_t i = 0; i < world->leaf_count; i++)
        if (world->leaves[i].cpu >= count)
            count = world->leaves[i].cpu + 1;
    return count;
}

static enum envfp_reason op_uname(void *self, struct arena *arena, struct source_uname *names)
{
    struct world *world = self;
    enum envfp_reason reason = count_operation(world);
    if (reason)
        return reason;
    if (!world->names[0])
        return ENVFP_REASON_HIDDEN;
    *names = (struct source_uname){.sysname = envfp__arena_copy(arena, view_of(world->names[0])),
                                   .release = envfp__arena_copy(arena, view_of(world->names[1])),
                                   .version = envfp__arena_copy(arena, view_of(world->names[2])),
                                   .machine = envfp__arena_copy(arena, view_of(world->names[3]))};
    return ENVFP_REASON_NONE;
}

static enum envfp_reason look_up(struct world *world, const struct pair *list, const char *name,
                                 struct view *value)
{
    enum envfp_reason reason = count_operation(world);
    if (reason)
        return reason;
    for (; list; list = list->next)
        if (strcmp(list->name, name) == 0) {
            *value = view_of(list->value);
            return ENVFP_REASON_NONE;
        }
    return ENVFP_REASON_ABSENT;
}

static enum envfp_reason op_auxv(void *self, struct arena *arena, const char *name, struct view *value)
{
    struct world *world = self;
    enum envfp_reason reason = look_up(world, world->auxv, name, value);
    if (!reason)
        *value = envfp__arena_copy(arena, *value);
    return reason;
}

static enum envfp_reason op_variable(void *self, const char *name, struct view *value)
{
    struct world *world = self;
    const struct envfp_read *row = envfp__source_variable_row(&world->common, name);
    enum envfp_reason reason = look_up(world, world->variables, name, value);
    if (!reason && world->kept && row && row->how != VARIABLE_PATHS)
        *value =
            envfp__source_show(&world->source, &world->arena, (enum variable_form)row->how, *value, true);
    return reason;
}

static enum envfp_reason op_next_variable(void *self, size_t *at, struct view *name)
{
    struct world *world = self;
    const struct pair *pair = world->variables;
    enum envfp_reason reason = count_operation(world);
    for (size_t i = 0; i < *at && pair; i++)
        pair = pair->next;
    if (reason || !pair)
        return reason ? reason : ENVFP_REASON_ABSENT;
    ++*at;
    *name = view_of(pair->name);
    return ENVFP_REASON_NONE;
}

static enum envfp_reason op_probe(void *self, struct arena *arena, const char *name, struct view *result)
{
    struct world *world = self;
    enum envfp_reason reason = look_up(world, world->probes, name, result);
    if (!reason)
        *result = envfp__arena_copy(arena, *result);
    return reason;
}

static enum envfp_reason op_devices(void *self, struct arena *arena, struct source_device **devices,
                                    size_t *count)
{
    struct world *world = self;
    size_t capacity = 0;
    *devices = NULL;
    *count = 0;
    enum envfp_reason reason = count_operation(world);
    if (reason || !world->devices)
        return reason ? reason : ENVFP_REASON_ABSENT;
    for (const struct pair *at = world->devices; at; at = at->next) {
        struct source_device *room = envfp__arena_grow(arena, *devices, *count, &capacity, sizeof *room);
        if (!room)
            return ENVFP_REASON_TRUNCATED;
        *devices = room;
        room[(*count)++] = (struct source_device){view_of(at->path), view_of(at->name), view_of(at->value)};
    }
    return ENVFP_REASON_NONE;
}

static void op_release(void *self)
{
    (void)self; /* whoever made the world frees it */
}

const struct source_ops world_operations_table = {
    .open = op_open,
    .pull = op_pull,
    .close = op_close,
    .took = op_took,
    .list = op_list,
    .link = op_link,
    .stat = op_stat,
    .cpuid = op_cpuid,
    .cpuid_count = op_cpuid_count,
    .uname = op_uname,
    .auxv = op_auxv,
    .variable = op_variable,
    .next_variable = op_next_variable,
    .probe = op_probe,
    .devices = op_devices,
    .release = op_release,
};
