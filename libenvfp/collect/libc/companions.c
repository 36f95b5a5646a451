/* SPDX-License-Identifier: MIT */
/*
 * The compilers' runtime libraries, which nearly every compiled program needs beside the C library: which of several
 * copies the loader would take, and the version in its file's name.
 */
#include "collect/libc/identity.h"
#include "elf/elf.h"

#define DIRECTORIES_MOST 32

struct places {
    struct view directories[DIRECTORIES_MOST];
    size_t count;
    bool cut; /* there are more */
};

/* "x86_64-linux-gnu" of ".../lib/x86_64-linux-gnu"; empty elsewhere. */
static struct view triplet_of(struct view directory)
{
    struct view base = envfp__path_base(directory);
    return view_has(base, VIEW("-linux-")) ? base : VIEW("");
}

/* Whether the directory is another architecture's: one ld.so.conf may list several, and the loader skips libraries of
 * others. */
static bool is_foreign(struct view directory, struct view own)
{
    struct view base = envfp__path_base(directory), triplet = triplet_of(directory);
    if (view_is(base, "lib32") || view_is(base, "libx32"))
        return !view_is(envfp__path_base(own), base.length == 5 ? "lib32" : "libx32");
    return triplet.length && triplet_of(own).length && !view_equal(triplet, triplet_of(own));
}

static void add_places(struct places *places, struct view list, struct view own)
{
    struct view directory;
    while (view_cut(&list, ':', &directory)) {
        bool known = directory.length == 0 || directory.text[0] != '/' || is_foreign(directory, own);
        for (size_t i = 0; i < places->count; i++)
            known = known || view_equal(places->directories[i], directory);
        if (!known && places->count == DIRECTORIES_MOST)
            places->cut = true;
        else if (!known)
            places->directories[places->count++] = directory;
    }
}

/* The loader's own order: LD_LIBRARY_PATH, what is configured, its built-in directories. */
static struct places list_places(struct collect *c, const struct libc_identity *identity,
                                 struct view configured)
{
    struct places places = {.count = 0};
    struct view path, own = identity->directory;
    if (source_variable(c->source, "LD_LIBRARY_PATH", &path) == ENVFP_REASON_NONE)
        add_places(&places, envfp__arena_copy(c->scratch, path), own);
    add_places(&places, configured, own);
    add_places(&places, own, own);
    if (identity->kind != LIBC_MUSL || configured.length == 0)
        add_places(&places, VIEW("/lib64:/usr/lib64:/lib:/usr/local/lib:/usr/lib"), own);
    return places;
}

/* The path of the library, where some directory has it. `near` is tried first, because these libraries are mostly in
 * one directory. */
static const char *find(struct collect *c, const struct places *places, const char *name, size_t *near)
{
    for (size_t i = 0; i <= places->count; i++) {
        size_t at = i ? i - 1 : *near;
        struct source_stat stat;
        if (at >= places->count)
            continue;
        const char *path = source_path(c->scratch, "", places->directories[at], "/");
        path = source_path(c->scratch, path, view_of(name), "");
        enum envfp_reason reason = source_stat(c->source, path, &stat);
        if (reason == ENVFP_REASON_NONE && stat.type == SOURCE_FILE) {
            *near = at;
            return path;
        }
        if (reason != ENVFP_REASON_ABSENT)
            fact_gap(c, "library/*", reason);
    }
    if (places->cut)
        fact_gap(c, "library/*", ENVFP_REASON_TRUNCATED);
    return NULL;
}

/* ---- Versions --------------------------------------------------------------------------------------- */

static enum envfp_reason read_versions(struct collect *c, const char *path, struct view **versions,
                                       size_t *count)
{
    struct source_file file;
    enum envfp_reason reason = source_open_declared(c->source, path, &file);
    *count = 0;
    if (reason != ENVFP_REASON_NONE)
        return reason;
    struct elf *elf = envfp__arena_alloc(c->scratch, sizeof *elf);
    reason = elf ? envfp__elf_open(elf, c->source, &file) : ENVFP_REASON_TRUNCATED;
    if (reason == ENVFP_REASON_NONE)
        reason = envfp__elf_versions(elf, c->scratch, versions, count);
    source_close(c->source, &file);
    return reason;
}

/* "6.0.30" of "libstdc++.so.6.0.30", "12-20220819" of "libgcc_s-12-20220819.so.1". */
struct view envfp__libc_library_version(struct view base)
{
    size_t so = envfp__view_find(base, VIEW(".so.")), dash = envfp__view_find(base, VIEW("_s-"));
    if (so == SIZE_MAX)
        return VIEW("");
    return dash < so ? view_skip(view_take(base, so), dash + 3) : view_skip(base, so + 4);
}

/* The version by the newest symbol version, where the file's name has none: GLIBCXX_3.4.30 came with
 * libstdc++.so.6.0.30. */
static struct view version_by_symbols(struct collect *c, const char *path)
{
    struct view *versions;
    size_t count;
    uint64_t highest = 0, number;
    if (read_versions(c, path, &versions, &count) != ENVFP_REASON_NONE)
        return VIEW("");
    for (size_t i = 0; i < count; i++)
        if (view_starts(versions[i], VIEW("GLIBCXX_3.4.")) &&
            envfp__view_number(view_skip(versions[i], 12), 10, &number) && number > highest && number < 1000)
            highest = number;
    struct text text = {.arena = c->scratch};
    envfp__text_add(&text, VIEW("6.0."));
    envfp__text_add_number(&text, (int64_t)highest);
    return highest ? envfp__text_view(&text) : VIEW("");
}

static void add_library(struct collect *c, const char *name, const char *path)
{
    struct view target, version;
    enum envfp_reason reason = source_link(c->source, c->scratch, path, &target);
    if (reason != ENVFP_REASON_NONE && reason != ENVFP_REASON_ABSENT) {
        fact_gap(c, "library/*", reason);
        return;
    }
    version = envfp__libc_library_version(envfp__path_base(target));
    if (version.length < 2 && view_starts(view_of(name), VIEW("libstdc++")))
        version = version_by_symbols(c, path);
    if (version.length == 0)
        version = envfp__libc_library_version(view_of(name));
    fact_member(c, "library", view_of(name), version);
    if (!c->source->common->detail)
        return;
    struct view *versions;
    size_t count;
    fact_gap(c, "library-symbols/*", read_versions(c, path, &versions, &count));
    for (size_t i = 0; i < count; i++)
        fact_member(c, "library-symbols", view_of(name), versions[i]);
}

void envfp__libc_companions(struct collect *c, const struct libc_identity *identity, struct view configured)
{
    /* libc++ is looked for only where there is no libstdc++. */
    static const char *const names[] = {"libstdc++.so.6", "libgcc_s.so.1", "libgomp.so.1", "libc++.so.1"};
    struct places places = list_places(c, identity, configured);
    size_t near = SIZE_MAX;
    bool there = false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *path = i == 3 && there ? NULL : find(c, &places, names[i], &near);
        there = there || (path && i == 0);
        if (path)
            add_library(c, names[i], path);
    }
}
