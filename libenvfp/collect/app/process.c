/* SPDX-License-Identifier: MIT */
/* The program that this process runs: its loader, its objects and what is compiled into it. */
#include "collect/app/process.h"

#include "base/sort.h"
#include "collect/app/program_parts.h"
#include "collect/libc/identity.h"
#include "elf/elf.h"

#define OBJECTS_MOST 1024

/* Allocators that replace malloc, and the start of their libraries' names. */
static const char *const allocators[][2] = {
    {"libjemalloc", "jemalloc"},
    {"libtcmalloc", "tcmalloc"},
    {"libmimalloc", "mimalloc"},
    {"libsnmalloc", "snmalloc"},
    {"librpmalloc", "rpmalloc"},
    {"libhoard", "hoard"},
    {"libscudo", "scudo"},
    {"libmesh.so", "mesh"},
    {"libhardened_malloc", "hardened_malloc"},
    {"libtbbmalloc_proxy", "tbbmalloc"},
    {"libefence", "efence"},
    {"libasan", "asan"},
    {"libc_malloc_debug", "glibc-debug"},
};

/* "glibc 2.36": the C library that belongs to the program's loader. */
static void add_library(struct collect *c, struct view interpreter)
{
    struct libc_identity identity;
    envfp__libc_identify(c, interpreter, &identity);
    if (identity.kind == LIBC_UNKNOWN)
        return;
    struct view name = view_of(envfp__libc_name(identity.kind));
    if (identity.version.length)
        name = envfp__arena_join(c->scratch, (struct view[]){name, VIEW(" "), identity.version}, 3);
    else
        fact_gap(c, "process.libc", identity.version_gap);
    fact_string(c, "process.libc", name);
}

struct object {
    struct view path, build_id;
    enum envfp_reason reason; /* why there is no build-id; ABSENT where the object has none */
};

/* The executable itself; it may have any name, so its name is not looked at. */
static struct object add_executable(struct collect *c, struct elf *elf)
{
    static const char path[] = "/proc/self/exe";
    struct object program = {.build_id = VIEW("")};
    struct source_file file;
    struct view interpreter = VIEW("");
    (void)source_link(c->source, c->scratch, path, &program.path);
    program.reason = source_open(c->source, path, &file);
    if (program.reason != ENVFP_REASON_NONE) {
        fact_gap(c, "process.loader", program.reason);
        return program;
    }
    program.reason = envfp__elf_open(elf, c->source, &file);
    fact_gap(c, "process.loader", program.reason);
    if (program.reason == ENVFP_REASON_NONE) {
        if (envfp__elf_interpreter(elf, c->scratch, &interpreter) == ENVFP_REASON_NONE)
            fact_string(c, "process.loader", source_fold(c->source, c->scratch, interpreter));
        program.reason = envfp__elf_build_id(elf, c->scratch, &program.build_id);
        if (program.reason == ENVFP_REASON_NONE)
            fact_string(c, "process.executable_build_id", program.build_id);
        envfp__program_go(c, elf);
        envfp__program_rust(c, elf);
    }
    source_close(c->source, &file);
    if (interpreter.length)
        add_library(c, interpreter);
    return program;
}

/* The path of a line of proc_pid_maps(5) that maps code from a file. */
static bool object_of(struct view line, struct view *path)
{
    struct view word, access = VIEW("");
    for (unsigned i = 0; i < 5; i++) {
        if (!view_cut_word(&line, &word))
            return false;
        if (i == 1)
            access = word;
    }
    *path = view_trim(line);
    return view_starts(*path, VIEW("/")) && access.length == 4 && access.text[2] == 'x';
}

/* The paths of the mapped objects, each once, copied because the next read overwrites `maps`. */
static size_t list_objects(struct collect *c, struct view maps, struct view **paths)
{
    struct view line, path;
    size_t count = 0, capacity = 0;
    *paths = NULL;
    while (view_cut(&maps, '\n', &line)) {
        if (!object_of(line, &path) || (count && view_equal((*paths)[count - 1], path)))
            continue;
        struct view *room = envfp__arena_grow(c->scratch, *paths, count, &capacity, sizeof *room);
        if (!room)
            break;
        *paths = room;
        (*paths)[count++] = envfp__arena_copy(c->scratch, path);
    }
    return *paths ? envfp__sort_unique(c->scratch, *paths, count) : 0;
}

/* Reads the build-id of an object that is named like a library. A file with any other name may be private, and is not
 * opened. */
static struct object read_object(struct collect *c, struct view path, struct elf *elf)
{
    struct object object = {path, VIEW(""), ENVFP_REASON_ABSENT};
    struct source_file file;
    if (!envfp__source_is_declared(c->source->common, SOURCE_OPEN, path.text))
        return object;
    object.reason = source_open(c->source, path.text, &file);
    if (object.reason == ENVFP_REASON_NONE) {
        object.reason = envfp__elf_open(elf, c->source, &file);
        if (object.reason == ENVFP_REASON_NONE)
            object.reason = envfp__elf_build_id(elf, c->scratch, &object.build_id);
        source_close(c->source, &file);
    }
    return object;
}

static void add_object(struct collect *c, struct view path, const struct object *program, struct elf *elf)
{
    /* The mapped file was deleted; a file now at its path is another one. */
    if (view_ends(path, VIEW(" (deleted)"))) {
        fact_member(c, "process.objects", envfp__path_base(view_take(path, path.length - 10)),
                    VIEW("deleted"));
        return;
    }
    struct object object = view_equal(path, program->path) ? *program : read_object(c, path, elf);
    if (object.reason == ENVFP_REASON_NONE || object.reason == ENVFP_REASON_ABSENT)
        fact_member(c, "process.objects", envfp__path_base(path),
                    object.build_id.length ? object.build_id : VIEW("unknown"));
    else
        fact_gap(c, "process.objects/*", object.reason);
}

static const char *allocator_of(struct view object)
{
    for (size_t i = 0; i < sizeof allocators / sizeof *allocators; i++)
        if (view_starts(object, view_of(allocators[i][0])))
            return allocators[i][1];
    return NULL;
}

void envfp__process_collect(struct collect *c)
{
    struct view maps, *paths;
    struct elf *elf = envfp__arena_alloc(c->scratch, sizeof *elf);
    if (!elf)
        return; /* the arena remembers that it failed */
    struct object program = add_executable(c, elf);
    enum envfp_reason reason = source_read(c->source, "/proc/self/maps", &maps);
    if (reason != ENVFP_REASON_NONE) {
        fact_gap(c, "process.objects/*", reason);
        return;
    }
    size_t count = list_objects(c, maps, &paths);
    const char *allocator = NULL;
    if (count > OBJECTS_MOST)
        fact_gap(c, "process.objects/*", ENVFP_REASON_TRUNCATED);
    for (size_t i = 0; i < count && i < OBJECTS_MOST; i++) {
        const char *known = allocator_of(envfp__path_base(paths[i]));
        allocator = known ? known : allocator;
        add_object(c, paths[i], &program, elf);
    }
    fact_string(c, "process.allocator", view_of(allocator ? allocator : "libc"));
}
