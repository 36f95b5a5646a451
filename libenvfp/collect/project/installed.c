/* SPDX-License-Identifier: MIT */
#include "collect/project/installed.h"

#include "base/sort.h"
#include "elf/elf.h"

void envfp__installed_add(struct collect *c, struct installation *all, struct view name, struct view version)
{
    struct installed *room =
        envfp__arena_grow(c->scratch, all->list, all->count, &all->capacity, sizeof *room);
    if (!room)
        return;
    all->list = room;
    room[all->count++] = (struct installed){name, version};
}

void envfp__installed_sort(struct collect *c, struct installation *all)
{
    envfp__sort(c->scratch, all->list, all->count, sizeof *all->list);
}

size_t envfp__installed_find(const struct installation *all, struct view name)
{
    size_t low = 0, high = all->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (view_compare(all->list[middle].name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void envfp__installed_told(struct collect *c, struct installation *all, struct view start)
{
    const struct envfp_fact *fact;
    for (size_t at = 0; (fact = envfp__collect_told(c, start, &at));) {
        if (fact->type != ENVFP_STRING)
            continue;
        struct view version = fact->value.string;
        envfp__installed_add(c, all, view_skip(fact->key, start.length),
                             view_take(version, view_find_byte(version, ' ')));
    }
}

/* ---- The machine ------------------------------------------------------------------------------------------------- */

/* What Node calls a machine, and where the loaders of its C libraries are; the second program of a pair is that of the
 * same processor with 32 bits. */
static const struct {
    const char *machine, *cpu, *glibc, *musl;
} machines[] = {
    {"x86_64", "x64", "/lib64/ld-linux-x86-64.so.2", "/lib/ld-musl-x86_64.so.1"},
    {"x86_64", "ia32", "/lib/ld-linux.so.2", "/lib/ld-musl-i386.so.1"},
    {"i686", "ia32", "/lib/ld-linux.so.2", "/lib/ld-musl-i386.so.1"},
    {"i586", "ia32", "/lib/ld-linux.so.2", "/lib/ld-musl-i386.so.1"},
    {"aarch64", "arm64", "/lib/ld-linux-aarch64.so.1", "/lib/ld-musl-aarch64.so.1"},
    {"aarch64", "arm", "/lib/ld-linux-armhf.so.3", "/lib/ld-musl-armhf.so.1"},
    {"armv7l", "arm", "/lib/ld-linux-armhf.so.3", "/lib/ld-musl-armhf.so.1"},
    {"armv6l", "arm", "/lib/ld-linux-armhf.so.3", "/lib/ld-musl-armhf.so.1"},
    {"ppc64le", "ppc64", "/lib64/ld64.so.2", "/lib/ld-musl-powerpc64le.so.1"},
    {"riscv64", "riscv64", "/lib/ld-linux-riscv64-lp64d.so.1", "/lib/ld-musl-riscv64.so.1"},
    {"s390x", "s390x", "/lib/ld64.so.1", "/lib/ld-musl-s390x.so.1"},
    {"loongarch64", "loong64", "/lib64/ld-linux-loongarch-lp64d.so.1", "/lib/ld-musl-loongarch64.so.1"},
};

static bool is_there(struct project *project, const char *path)
{
    struct source_stat stat;
    enum envfp_reason reason = source_stat(project->c->source, path, &stat);
    if (source_is_failure(reason))
        project->untold = reason;
    return reason == ENVFP_REASON_NONE && stat.type == SOURCE_FILE;
}

/* Where the loaders of two C libraries are, one was added: the shell says which the system's is. */
static struct view libc_of_shell(struct project *project)
{
    struct collect *c = project->c;
    struct source_file file;
    struct view interpreter = VIEW("");
    struct elf *elf = envfp__arena_alloc(c->scratch, sizeof *elf);
    enum envfp_reason reason = elf ? source_open(c->source, "/bin/sh", &file) : ENVFP_REASON_TRUNCATED;
    if (reason == ENVFP_REASON_NONE) {
        reason = envfp__elf_open(elf, c->source, &file);
        if (reason == ENVFP_REASON_NONE)
            reason = envfp__elf_interpreter(elf, c->scratch, &interpreter);
        source_close(c->source, &file);
    }
    if (source_is_failure(reason))
        project->untold = reason;
    return view_has(interpreter, VIEW("/ld-musl-"))                                            ? VIEW("musl")
           : view_has(interpreter, VIEW("/ld-linux")) || view_has(interpreter, VIEW("/ld64.")) ? VIEW("glibc")
                                                                                               : VIEW("");
}

void envfp__installed_machine(struct project *project, struct surroundings *here)
{
    struct collect *c = project->c;
    struct source_uname names;
    enum envfp_reason reason = source_uname(c->source, c->scratch, &names);
    if (source_is_failure(reason))
        project->untold = reason;
    if (reason != ENVFP_REASON_NONE)
        return;
    here->machine = envfp__arena_copy(c->scratch, names.machine);
    for (size_t i = 0; i < sizeof machines / sizeof *machines; i++) {
        if (!view_is(here->machine, machines[i].machine))
            continue;
        bool glibc = is_there(project, machines[i].glibc), musl = is_there(project, machines[i].musl);
        if (!glibc && !musl)
            continue;
        here->cpu = view_of(machines[i].cpu);
        here->libc = glibc && musl ? libc_of_shell(project) : glibc ? VIEW("glibc") : VIEW("musl");
        return;
    }
}
