/* SPDX-License-Identifier: MIT */
/*
 * What is true of this one process: its executable and what that was built of, its loader and the objects that are mapped into it. Runs
 * only when a program asks for it.
 */
#ifdef DECLARING

COLLECTOR(0, LIVE)

FACT("process.allocator", STRING, HASHED, ALTERS, VARIABLES, "", "",
     "names of the objects in /proc/self/maps; proc_pid_maps(5)",
     "Memory allocator that a library brought into this process; libc where none did.")
FACT("process.executable_build_id", STRING, HASHED, INFORMS, NOTHING, "", "",
     ".note.gnu.build-id of /proc/self/exe; elf(5)", "Build of the program itself.")
FACT("process.go/*", STRING, HASHED, BREAKS, VIRTUALENV, "", "",
     ".go.buildinfo of /proc/self/exe; Go, package debug/buildinfo",
     "Version of each Go module in the program, with what stands in its place where go.mod says so.")
FACT("process.go_build", SET, HASHED, ALTERS, NOTHING, "", "",
     ".go.buildinfo of /proc/self/exe; Go, package debug/buildinfo",
     "Settings that the Go program was built with: target, tags, modes, defaults of GODEBUG, commit.")
FACT("process.go_main", STRING, HASHED, INFORMS, NOTHING, "", "",
     ".go.buildinfo of /proc/self/exe; Go, package debug/buildinfo", "Main package of the Go program.")
FACT("process.go_version", STRING, HASHED, ALTERS, VIRTUALENV, "", "",
     ".go.buildinfo of /proc/self/exe; Go, package debug/buildinfo",
     "Go that built the program, whose runtime it carries.")
FACT("process.libc", STRING, HASHED, BREAKS, IMAGE, "", "",
     "the library beside the loader of /proc/self/exe; ld.so(8)",
     "C library of this process and its version, which need not be those of the system; none where the "
     "program is static.")
FACT("process.loader", STRING, HASHED, BREAKS, IMAGE, "", "", "PT_INTERP of /proc/self/exe; elf(5)",
     "Dynamic loader of this process, which need not be that of the system; none where the program is "
     "static.")
FACT("process.objects/*", STRING, HASHED, ALTERS, IMAGE, "", "",
     "/proc/self/maps and .note.gnu.build-id of each object; proc_pid_maps(5)",
     "Build of each library that is mapped into this process.")
FACT("process.rust/*", STRING, HASHED, BREAKS, VIRTUALENV, "", "",
     ".dep-v0 of /proc/self/exe; cargo-auditable",
     "Version of each Rust package in the program, where it was built to tell.")

#else
#define LAYER APP
#define OWNER app_process
#define DECLARES "collect/app/app_process.c"
#include "collect/declare.h"

#include "base/sort.h"
#include "collect/app/program_parts.h"
#include "collect/libc/identity.h"
#include "elf/elf.h"

#define OBJECTS_MOST 1024

/* Allocators that replace malloc, by the start of their library's name. */
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

/* "glibc 2.36": the C library of the program's own loader. */
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

static void add_executable(struct collect *c)
{
    struct source_file file;
    enum envfp_reason reason = source_open(c->source, "/proc/self/exe", &file);
    if (reason != ENVFP_REASON_NONE) {
        fact_gap(c, "process.loader", reason);
        return;
    }
    struct elf *elf = envfp__arena_alloc(c->scratch, sizeof *elf);
    struct view text, interpreter = VIEW("");
    reason = elf ? envfp__elf_open(elf, c->source, &file) : ENVFP_REASON_TRUNCATED;
    if (reason == ENVFP_REASON_NONE) {
        if (envfp__elf_interpreter(elf, c->scratch, &interpreter) == ENVFP_REASON_NONE)
            fact_string(c, "process.loader", source_fold(c->source, c->scratch, interpreter));
        if (envfp__elf_build_id(elf, c->scratch, &text) == ENVFP_REASON_NONE)
            fact_string(c, "process.executable_build_id", text);
        envfp__program_go(c, elf);
        envfp__program_rust(c, elf);
    }
    fact_gap(c, "process.loader", reason);
    source_close(c->source, &file);
    if (interpreter.length)
        add_library(c, interpreter);
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

/* The objects' paths, each once, from text that the next read overwrites. */
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

static void add_object(struct collect *c, struct view path, struct elf *elf)
{
    struct source_file file;
    struct view id = VIEW("");
    /* What stands at the path now is not what is mapped. */
    if (view_ends(path, VIEW(" (deleted)"))) {
        fact_member(c, "process.objects", envfp__path_base(view_take(path, path.length - 10)),
                    VIEW("deleted"));
        return;
    }
    enum envfp_reason reason = source_open(c->source, path.text, &file);
    if (reason == ENVFP_REASON_NONE) {
        reason = envfp__elf_open(elf, c->source, &file);
        if (reason == ENVFP_REASON_NONE)
            reason = envfp__elf_build_id(elf, c->scratch, &id);
        source_close(c->source, &file);
    }
    if (reason == ENVFP_REASON_NONE || reason == ENVFP_REASON_ABSENT)
        fact_member(c, "process.objects", envfp__path_base(path), id.length ? id : VIEW("unknown"));
    else
        fact_gap(c, "process.objects/*", reason);
}

static const char *allocator_of(struct view object)
{
    for (size_t i = 0; i < sizeof allocators / sizeof *allocators; i++)
        if (view_starts(object, view_of(allocators[i][0])))
            return allocators[i][1];
    return NULL;
}

void envfp__collect_app_process(struct collect *c)
{
    struct view maps, *paths;
    add_executable(c);
    enum envfp_reason reason = source_read(c->source, "/proc/self/maps", &maps);
    if (reason != ENVFP_REASON_NONE) {
        fact_gap(c, "process.objects/*", reason);
        return;
    }
    size_t count = list_objects(c, maps, &paths);
    struct elf *elf = envfp__arena_alloc(c->scratch, sizeof *elf);
    const char *allocator = NULL;
    if (count > OBJECTS_MOST)
        fact_gap(c, "process.objects/*", ENVFP_REASON_TRUNCATED);
    for (size_t i = 0; elf && i < count && i < OBJECTS_MOST; i++) {
        const char *known = allocator_of(envfp__path_base(paths[i]));
        allocator = known ? known : allocator;
        add_object(c, paths[i], elf);
    }
    fact_string(c, "process.allocator", view_of(allocator ? allocator : "libc"));
}

#endif
