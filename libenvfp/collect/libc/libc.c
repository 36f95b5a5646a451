/* SPDX-License-Identifier: MIT */
/*
 * The C library of what PATH starts: the interpreter of its shell names the dynamic loader, and the loader
 * stands beside its library. Nothing is executed; the version is the one that the library prints of itself.
 */
#include "collect/program.h"
#include "elf/elf.h"

#define SCRIPTS_MOST 4
#define SEARCH_MOST ((uint64_t)16 << 20)

struct found {
    const char *machine;
    struct view interpreter;
    enum envfp_reason gap; /* what kept us from looking; ABSENT where nothing did */
};

enum kind { KIND_UNKNOWN, KIND_GLIBC, KIND_MUSL, KIND_BIONIC, KIND_UCLIBC };

/* How loaders are called; the first that fits. */
static const struct {
    const char *start;
    enum kind kind;
} loaders[] = {
    {"ld-musl-", KIND_MUSL}, {"ld-uClibc", KIND_UCLIBC}, {"ld64-uClibc", KIND_UCLIBC},
    {"linker", KIND_BIONIC}, {"ld-linux", KIND_GLIBC},   {"ld64.so.", KIND_GLIBC}, /* POWER, s390x */
    {"ld.so.1", KIND_GLIBC},                                                       /* MIPS, s390, PowerPC */
    {"ld-2.", KIND_GLIBC},
};

static const char *const kind_names[] = {NULL, "glibc", "musl", "bionic", "uclibc"};

static enum kind kind_of(struct view loader)
{
    struct view base = envfp__path_base(loader);
    for (size_t i = 0; i < sizeof loaders / sizeof *loaders; i++)
        if (view_starts(base, view_of(loaders[i].start)))
            return loaders[i].kind;
    return KIND_UNKNOWN;
}

/* ---- The interpreter of a program ------------------------------------------------------------------- */

/* What a script's first line starts. */
static struct view script_program(struct arena *arena, const struct elf *elf)
{
    struct view text = {(const char *)elf->head, elf->head_length}, line, word;
    if (!view_starts(text, VIEW("#!")))
        return VIEW("");
    text = view_skip(text, 2);
    if (!view_cut(&text, '\n', &line) || !view_cut_word(&line, &word) || word.text[0] != '/')
        return VIEW("");
    return envfp__arena_copy(arena, word);
}

/* The first reason counts. */
static void note(struct found *found, enum envfp_reason reason)
{
    if (reason != ENVFP_REASON_NONE && found->gap == ENVFP_REASON_ABSENT)
        found->gap = reason;
}

/* False where the program leads to no interpreter: static, or no program at all. */
static bool inspect(struct collect *c, const char *path, struct found *found)
{
    struct elf *elf = envfp__arena_alloc(c->scratch, sizeof *elf);
    for (unsigned i = 0; elf && i < SCRIPTS_MOST; i++) {
        struct source_file file;
        enum envfp_reason reason = source_open(c->source, path, &file);
        note(found, reason);
        if (reason != ENVFP_REASON_NONE)
            return false;
        reason = envfp__elf_open(elf, c->source, &file);
        if (reason == ENVFP_REASON_NONE)
            reason = envfp__elf_interpreter(elf, c->scratch, &found->interpreter);
        struct view script = reason == ENVFP_REASON_ABSENT ? script_program(c->scratch, elf) : VIEW("");
        source_close(c->source, &file);
        found->machine = envfp__elf_machine(elf);
        if (reason == ENVFP_REASON_NONE)
            return true;
        if (script.length == 0)
            return false;
        path = script.text;
    }
    return false;
}

/* Where programs are static (busybox) or none is at hand, the loader for others may be. */
static bool find_loader(struct collect *c, struct found *found)
{
    static const char *const directories[] = {"/lib64", "/lib"};
    for (size_t i = 0; i < 2; i++) {
        struct source_entry *entries;
        size_t count;
        note(found, source_list(c->source, c->scratch, directories[i], &entries, &count));
        for (size_t j = 0; j < count; j++) {
            if (entries[j].type == SOURCE_DIRECTORY || kind_of(entries[j].name) == KIND_UNKNOWN)
                continue;
            const char *directory = source_path(c->scratch, directories[i], VIEW("/"), "");
            found->interpreter = view_of(source_path(c->scratch, directory, entries[j].name, ""));
            return true;
        }
    }
    return false;
}

static bool find_interpreter(struct collect *c, struct found *found)
{
    /* The shell is in every system that has programs at all; the others are for where it is static. */
    static const char *const programs[] = {"sh", "bash", "env", "python3", "node"};
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
        struct program_search search = envfp__program_search(c);
        const char *path;
        bool there = envfp__program_next(c, &search, programs[i], &path);
        if (there && inspect(c, path, found))
            return true;
        if (!there)
            note(found, search.gap);
    }
    return find_loader(c, found);
}

/* ---- The library and its version --------------------------------------------------------------------- */

/* A version number at the start: digits and dots, a dot inside. */
static struct view leading_version(struct view text)
{
    size_t end = 0;
    while (end < text.length && (byte_is_digit(text.text[end]) || text.text[end] == '.'))
        end++;
    struct view version = view_take(text, end);
    while (view_ends(version, VIEW(".")))
        version.length--;
    bool good = version.length && byte_is_digit(version.text[0]) && view_find_byte(version, '.') != SIZE_MAX;
    return good ? version : VIEW("");
}

struct version_search {
    struct arena *arena;
    struct view version;
    unsigned hits;
};

/* "GNU C Library (Debian GLIBC 2.36-9+deb12u10) stable release version 2.36." */
static bool is_banner(void *state, struct view text, char before)
{
    struct version_search *search = state;
    (void)before;
    text = view_take(text, view_find_byte(text, '\n'));
    size_t at = envfp__view_find(text, VIEW(" version "));
    if (at == SIZE_MAX)
        return false;
    search->version = envfp__arena_copy(search->arena, leading_version(view_skip(text, at + 9)));
    return search->version.length > 0;
}

/* musl's version is a string of its own: three numbers, and perhaps what git says of a build between two
 * releases. */
static bool is_bare_version(void *state, struct view text, char before)
{
    struct version_search *search = state;
    if (before != '\0')
        return false;
    text = view_take(text, view_find_byte(text, '\0'));
    struct view version = leading_version(text), rest = version, part;
    unsigned parts = 0;
    while (view_cut(&rest, '.', &part))
        parts += part.length > 0 && part.length <= 3;
    struct view suffix = view_skip(text, version.length);
    if (parts != 3 || (suffix.length && !view_starts(suffix, VIEW("-git-"))))
        return false;
    if (search->hits++ == 0)
        search->version = envfp__arena_copy(search->arena, text);
    return false;
}

static enum envfp_reason search_musl(struct collect *c, struct elf *elf, struct version_search *search)
{
    static const char *const starts[] = {"1.", "0."};
    enum envfp_reason reason = ENVFP_REASON_ABSENT;
    for (size_t i = 0; i < 2 && reason == ENVFP_REASON_ABSENT && search->hits == 0; i++)
        reason =
            envfp__elf_search(elf, c->scratch, view_of(starts[i]), 64, SEARCH_MOST, is_bare_version, search);
    if (search->hits == 1)
        return ENVFP_REASON_NONE;
    return reason == ENVFP_REASON_ABSENT ? ENVFP_REASON_MALFORMED : reason;
}

static void read_library(struct collect *c, enum kind kind, const char *path, bool *there)
{
    struct source_file file;
    enum envfp_reason reason = source_open(c->source, path, &file);
    *there = reason != ENVFP_REASON_ABSENT;
    if (reason != ENVFP_REASON_NONE) {
        fact_gap(c, "libc.version", reason);
        return;
    }
    struct elf *elf = envfp__arena_alloc(c->scratch, sizeof *elf);
    struct version_search search = {.arena = c->scratch};
    reason = elf ? envfp__elf_open(elf, c->source, &file) : ENVFP_REASON_TRUNCATED;
    struct view id;
    if (reason == ENVFP_REASON_NONE && envfp__elf_build_id(elf, c->scratch, &id) == ENVFP_REASON_NONE)
        fact_string(c, "libc.build_id", id);
    if (reason == ENVFP_REASON_NONE)
        reason = kind == KIND_MUSL ? search_musl(c, elf, &search)
                                   : envfp__elf_search(elf, c->scratch, VIEW("GNU C Library ("), 256,
                                                       SEARCH_MOST, is_banner, &search);
    source_close(c->source, &file);
    if (reason == ENVFP_REASON_NONE)
        fact_string(c, "libc.version", search.version);
    else
        fact_gap(c, "libc.version", reason == ENVFP_REASON_ABSENT ? ENVFP_REASON_MALFORMED : reason);
}

/* libc.so.6 stands beside the loader, whether one looks through the loader's link or not. */
static void read_glibc(struct collect *c, struct view interpreter, struct view loader)
{
    struct view places[] = {envfp__path_directory(loader),
                            envfp__path_directory(interpreter),
                            VIEW("/lib64"),
                            VIEW("/usr/lib64"),
                            VIEW("/lib"),
                            VIEW("/usr/lib")};
    bool there = false;
    for (size_t i = 0; i < sizeof places / sizeof *places && !there; i++)
        if (places[i].length && (i == 0 || !view_equal(places[i], places[0])))
            read_library(c, KIND_GLIBC, source_path(c->scratch, "", places[i], "/libc.so.6"), &there);
    /* Without its library the name of an old loader still tells: ld-2.31.so. */
    struct view base = envfp__path_base(loader);
    if (!there && view_starts(base, VIEW("ld-2.")))
        fact_string(c, "libc.version", leading_version(view_skip(base, 3)));
}

/* uClibc's loader carries the version in its file's name: ld-uClibc-0.9.33.2.so. */
static void read_uclibc(struct collect *c, struct view loader)
{
    struct view base = envfp__path_base(loader);
    size_t dash = envfp__view_find(base, VIEW("uClibc-"));
    struct view version = dash == SIZE_MAX ? VIEW("") : leading_version(view_skip(base, dash + 7));
    if (version.length)
        fact_string(c, "libc.version", version);
}

/* musl's loader searches the directories of /etc/ld-musl-ARCH.path instead of its own. */
static void read_musl_path(struct collect *c, struct view interpreter)
{
    struct view base = envfp__path_base(interpreter);
    size_t end = envfp__view_find(base, VIEW(".so."));
    if (end == SIZE_MAX)
        return;
    struct view content, line;
    const char *path = source_path(c->scratch, "/etc/", view_take(base, end), ".path");
    enum envfp_reason reason = source_read(c->source, path, &content);
    fact_gap(c, "loader.musl_path", reason);
    struct text list = {.arena = c->scratch};
    while (view_cut(&content, '\n', &line)) {
        line = view_trim(line);
        if (line.length && list.length)
            envfp__text_add_byte(&list, ':');
        envfp__text_add(&list, line);
    }
    if (list.length)
        fact_string(c, "loader.musl_path", source_fold_list(c->source, c->scratch, envfp__text_view(&list)));
}

void envfp__collect_libc(struct collect *c)
{
    struct found found = {NULL, VIEW(""), ENVFP_REASON_ABSENT};
    if (!find_interpreter(c, &found)) {
        fact_gap(c, "libc.*", found.gap);
        return;
    }
    struct view loader;
    if (source_resolve(c->source, c->scratch, found.interpreter.text, &loader) != ENVFP_REASON_NONE)
        loader = found.interpreter;
    enum kind kind = kind_of(found.interpreter);
    bool there;
    fact_string(c, "libc.loader", source_fold(c->source, c->scratch, found.interpreter));
    if (found.machine)
        fact_string(c, "libc.arch", view_of(found.machine));
    if (kind != KIND_UNKNOWN)
        fact_string(c, "libc.kind", view_of(kind_names[kind]));
    switch (kind) {
    case KIND_GLIBC: read_glibc(c, found.interpreter, loader); break;
    case KIND_MUSL:
        read_library(c, KIND_MUSL, loader.text, &there);
        read_musl_path(c, found.interpreter);
        break;
    case KIND_UCLIBC: read_uclibc(c, loader); break;
    case KIND_BIONIC:
    case KIND_UNKNOWN: break;
    }
}
