/* SPDX-License-Identifier: MIT */
#include "source/output.h"

#include "base/hash.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define DIRECTORY_FLAGS (O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
#define FILE_FLAGS (O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
#ifdef __wasi__ /* runtimes open for reading alone what is there and was not to be made */
#define AGAIN_FLAGS O_CREAT
#else
#define AGAIN_FLAGS 0
#endif

/* ---- Places --------------------------------------------------------------------------------------------------------- */

static size_t slot_of(const struct output *output, const struct output_node *parent, struct view name)
{
    size_t slot = hash_text(name, (uintptr_t)parent) & (output->slot_count - 1);
    while (output->slots[slot] &&
           (output->slots[slot]->parent != parent || !view_equal(output->slots[slot]->name, name)))
        slot = (slot + 1) & (output->slot_count - 1);
    return slot;
}

/* At most half of the slots are in use. */
static bool make_room(struct output *output)
{
    if (output->node_count * 2 < output->slot_count)
        return true;
    struct output_node **old = output->slots;
    size_t count = output->slot_count;
    struct output_node **slots =
        envfp__arena_array(output->arena, count ? count * 2 : 256, sizeof(struct output_node *));
    if (!slots)
        return false;
    output->slots = slots;
    output->slot_count = count ? count * 2 : 256;
    for (size_t i = 0; i < count; i++)
        if (old[i])
            output->slots[slot_of(output, old[i]->parent, old[i]->name)] = old[i];
    return true;
}

/* The directory's entry of that name, created where there is none. */
static struct output_node *child(struct output *output, struct output_node *parent, struct view name,
                                 enum output_type type, bool told)
{
    if (!make_room(output))
        return NULL;
    size_t slot = slot_of(output, parent, name);
    struct output_node *node = output->slots[slot];
    if (node && (told || node->type == type)) {
        node->told = node->told && told;
        return node;
    }
    if (node) { /* an entry seen in a listing may change its type until it is created */
        bool free = node->told && !node->made && !node->children;
        output->failed = output->failed || !free;
        node->type = type;
        node->told = false;
        return free ? node : NULL;
    }
    node = envfp__arena_alloc(output->arena, sizeof *node);
    if (!node)
        return NULL;
    *node = (struct output_node){.parent = parent, .next = parent->children, .type = type, .told = told};
    node->name = envfp__arena_copy(output->arena, name);
    parent->children = output->slots[slot] = node;
    output->node_count++;
    return node;
}

struct output_node *envfp__output_add(struct output *output, struct view place, enum output_type type,
                                      bool told)
{
    struct output_node *node = &output->top;
    struct view name;
    bool good = true;
    for (unsigned depth = 0; good && view_cut(&place, '/', &name); depth++) {
        if (name.length == 0 || view_is(name, "."))
            continue;
        struct view more = place;
        while (view_starts(more, VIEW("/")))
            more = view_skip(more, 1);
        bool odd =
            view_is(name, "..") || view_find_byte(name, '\0') != SIZE_MAX || depth == OUTPUT_DEPTH_MOST;
        struct output_node *next =
            odd ? NULL
                : child(output, node, name, more.length ? OUTPUT_DIRECTORY : type, told && !more.length);
        good = next != NULL;
        node = next ? next : node;
    }
    /* The top itself is a directory and nothing else. */
    if (good && (node->parent || type == OUTPUT_DIRECTORY))
        return node;
    output->failed = true;
    return NULL;
}

void envfp__output_link(struct output *output, struct view place, struct view target, bool told)
{
    struct output_node *node = envfp__output_add(output, place, OUTPUT_LINK, told);
    if (!node || node->type != OUTPUT_LINK)
        return;
    if (node->target.length && view_equal(target, OUTPUT_NOWHERE))
        return;
    if (node->target.length == 0 || view_equal(node->target, OUTPUT_NOWHERE))
        node->target = envfp__arena_copy(output->arena, target);
    else if (!view_equal(node->target, target))
        output->failed = true;
}

void envfp__output_start(struct output *output, struct arena *arena, int directory)
{
    *output = (struct output){.arena = arena, .directory = directory};
    output->top.type = OUTPUT_DIRECTORY;
    output->top.made = true;
}

/* ---- On disk ------------------------------------------------------------------------------------------------------------ */

/* Remembers the file's identity when it was just created; later checks that it is still the same. False where it is
 * not. */
static bool is_same(struct output_node *node, int descriptor)
{
    struct stat stat;
    if (fstat(descriptor, &stat) != 0 ||
        (node->type == OUTPUT_FILE ? !S_ISREG(stat.st_mode) : !S_ISDIR(stat.st_mode)))
        return false;
    if (!node->made) {
        node->device = stat.st_dev;
        node->inode = stat.st_ino;
        node->made = true;
    }
    return node->device == stat.st_dev && node->inode == stat.st_ino;
}

/* A descriptor for the node in the directory `at`, created on first use; -1 where the object there was not created by
 * us. */
static int enter(struct output_node *node, int at)
{
    int descriptor;
    bool made = node->made;
    if (node->type == OUTPUT_DIRECTORY)
        descriptor = made || mkdirat(at, node->name.text, 0755) == 0
                         ? openat(at, node->name.text, DIRECTORY_FLAGS)
                         : -1;
    else
        descriptor = openat(at, node->name.text, FILE_FLAGS | (made ? AGAIN_FLAGS : O_CREAT | O_EXCL),
                            node->executable ? 0755 : 0644);
    if (descriptor >= 0 && !is_same(node, descriptor)) {
        (void)close(descriptor);
        descriptor = -1;
    }
    return descriptor;
}

int envfp__output_open(struct output *output, struct output_node *file)
{
    struct output_node *way[OUTPUT_DEPTH_MOST + 2];
    size_t count = 0;
    for (struct output_node *node = file; node && node != &output->top && count < OUTPUT_DEPTH_MOST + 2;
         node = node->parent)
        way[count++] = node;
    int at = output->directory;
    while (count > 0 && at >= 0) {
        int next = enter(way[--count], at);
        if (at != output->directory)
            (void)close(at);
        at = next;
    }
    output->failed = output->failed || at < 0;
    return at;
}

void envfp__output_write(struct output *output, int descriptor, struct view bytes, uint64_t offset)
{
    while (bytes.length) {
        ssize_t written = offset == UINT64_MAX ? write(descriptor, bytes.text, bytes.length)
                                               : pwrite(descriptor, bytes.text, bytes.length, (off_t)offset);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0) {
            output->failed = true;
            return;
        }
        bytes = view_skip(bytes, (size_t)written);
        if (offset != UINT64_MAX)
            offset += (uint64_t)written;
    }
}

void envfp__output_file(struct output *output, struct view place, struct view content)
{
    struct output_node *node = envfp__output_add(output, place, OUTPUT_FILE, false);
    int descriptor = node && !node->made ? envfp__output_open(output, node) : -1;
    if (descriptor < 0) {
        output->failed = true;
        return;
    }
    envfp__output_write(output, descriptor, content, UINT64_MAX);
    (void)close(descriptor);
}

/* Directories and files first, then links: `links` says which of the two. Version control and some archives forget an
 * empty directory, so that one holds a file `.envfp`, which readers do not see. */
static void make_below(struct output *output, struct output_node *directory, int at, bool links)
{
    struct output_node keeper = {.type = OUTPUT_FILE, .name = VIEW(".envfp")};
    if (!links && !directory->children && directory != &output->top) {
        int made = enter(&keeper, at);
        output->failed = output->failed || made < 0 || close(made) != 0;
    }
    for (struct output_node *node = directory->children; node && !output->failed; node = node->next) {
        if (node->type == OUTPUT_LINK) {
            output->failed = links && symlinkat(node->target.text, at, node->name.text) != 0;
            continue;
        }
        if (links ? node->type != OUTPUT_DIRECTORY : node->type == OUTPUT_FILE && node->made)
            continue;
        int descriptor = enter(node, at);
        output->failed = descriptor < 0;
        if (node->type == OUTPUT_DIRECTORY && descriptor >= 0)
            make_below(output, node, descriptor, links);
        if (descriptor >= 0)
            (void)close(descriptor);
    }
}

bool envfp__output_finish(struct output *output)
{
    for (int links = 0; links < 2; links++)
        if (!output->failed)
            make_below(output, &output->top, output->directory, links != 0);
    return !output->failed;
}
