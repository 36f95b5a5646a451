/* SPDX-License-Identifier: MIT */
/*
 * The C library of programs that PATH starts: the shell's ELF interpreter is the dynamic loader, and the C library is
 * beside it.
 */
#ifdef DECLARING

COLLECTOR(RT, FILES)
USES(locale)
USES(loader_conf)
USES(loader_cache)
USES(libc_identity)
USES(loader)
USES(apk)
USES(release_files)
USES(program)

NAMES("/{lib,lib32,lib64,libx32}/", loader)
NAMES("$LIB/glibc-hwcaps/", all)
TAKEN("/usr/lib/locale/locale-archive")
SEEN("$LOCPATH/*/LC_CTYPE")
LINES("/usr/share/locale/locale.alias", alias)
/* The programs whose loader is looked for, and the interpreter where one of them is a script. */
PROGRAM("/{sh,bash,env}", script)
PROGRAM("/**/{sh,bash,env,ash,dash,busybox,ksh,mksh,zsh,toybox}", script)
PROGRAM("$PATH/{python3,node}", shim)

FACT("libc-other/*", STRING, CONTEXT, INFORMS, IMAGE, "", "",
     "loaders in /lib, /lib32, /lib64, /libx32; ld.so(8)",
     "Other C libraries that stand beside the environment's own: programs for them start here too. "
     "Where detail is asked for.")
FACT("libc.arch", STRING, HASHED, BREAKS, IMAGE, "", "",
     "PT_INTERP of the shell that PATH starts; ld.so(8), elf(5)",
     "Machine that programs here are built for, as uname -m names it: an image for another one runs "
     "under emulation or not at all.")
FACT("libc.build_id", STRING, HASHED, INFORMS, IMAGE, "", "", ".note.gnu.build-id of the C library; elf(5)",
     "Build of the C library: tells builds of one version apart, such as a distribution's fixes.")
FACT("libc.kind", STRING, HASHED, BREAKS, IMAGE, "", "",
     "PT_INTERP of the shell that PATH starts; ld.so(8), elf(5)",
     "Which C library programs started here are linked against (glibc, musl, bionic, uclibc): programs "
     "built for another one do not start.")
FACT("libc.loader", STRING, HASHED, BREAKS, IMAGE, "", "",
     "PT_INTERP of the shell that PATH starts; ld.so(8), elf(5)",
     "Path of the dynamic loader that programs name: a program that names another one does not start, "
     "with \"no such file\".")
FACT("libc.static", STRING, CONTEXT, INFORMS, IMAGE, "", "",
     ".note.ABI-tag and messages in the static program that PATH starts; elf(5)",
     "C library that a static shell was linked with. Where detail is asked for.")
FACT("libc.symbol_versions", SET, HASHED, BREAKS, IMAGE, "", "",
     "DT_VERDEF of the C library, without its private ones; elf(5)",
     "Versions of symbols that the C library offers: a program that was built against another one "
     "starts where each that it needs is there (GLIBC_2.34, GLIBC_ABI_DT_RELR).")
FACT("libc.version", STRING, HASHED, BREAKS, IMAGE, "", "",
     "the banner in libc.so.6, the version string in musl's loader; gnu_get_libc_version(3)",
     "Version of the C library: programs built against a newer glibc fail with \"version GLIBC_x not "
     "found\".")
FACT("libc.version_source", STRING, CONTEXT, INFORMS, NOTHING, "", "",
     "the library, else the package database",
     "What the version was learnt from: the library itself, or the package that it is from where the "
     "library does not tell.")
FACT("library-local/*", STRING, HASHED, BREAKS, IMAGE, "", "",
     "ld.so.cache, /usr/local/lib, LD_LIBRARY_PATH; .note.gnu.build-id of these libraries; ld.so(8)",
     "Libraries of local directories and of LD_LIBRARY_PATH that are found before a package's of the same "
     "name, by their "
     "builds: programs load them in its place.")
FACT("library-symbols/*", STRING, CONTEXT, BREAKS, IMAGE, "", "", "DT_VERDEF of these libraries; elf(5)",
     "Versions of symbols that the compilers' libraries offer. Where detail is asked for.")
FACT("library/*", STRING, HASHED, BREAKS, IMAGE, "", "",
     "names of the files that the loader finds for libstdc++.so.6, libgcc_s.so.1, libgomp.so.1, else "
     "libc++.so.1, and by its cache for ICU, MPI, BLAS, LAPACK and cuDNN; ld.so(8)",
     "The compilers' libraries, those that databases sort by and programs compute with, and the versions in "
     "their files' "
     "names: C++ programs that were built "
     "with a newer compiler fail with \"version GLIBCXX_x not found\". libstdc++.so.6.0.30 offers up "
     "to GLIBCXX_3.4.30.")
FACT("loader.cache", BOOLEAN, HASHED, BREAKS, IMAGE, "", "",
     "/etc/ld.so.cache, where ld.so.conf names directories; ldconfig(8)",
     "Whether ldconfig has run: without its cache the loader searches none of the directories that "
     "ld.so.conf names.")
FACT("loader.cache_lacks", SET, DERIVED, BREAKS, IMAGE, "", "",
     "libraries in directories of ld.so.conf and none of theirs in ld.so.cache; ldconfig(8)",
     "Libraries in local directories that the loader does not find, since ldconfig has not run after they "
     "came.")
FACT("loader.cache_stale", SET, DERIVED, BREAKS, IMAGE, "", "", "ld.so.cache; ldconfig(8)",
     "Local libraries that the loader's cache names and that are gone.")
FACT("loader.conf", STRING, HASHED, ALTERS, IMAGE, "", "",
     "/etc/ld.so.conf and what it includes; ldconfig(8)",
     "Directories that ldconfig searches, in order: which of several copies of a library is found.")
FACT("loader.hwcaps", SET, HASHED, ALTERS, IMAGE, "", "", "glibc-hwcaps beside the C library; ld.so(8)",
     "Levels of processors that libraries of their own are there for: what is loaded then depends on "
     "the processor.")
FACT("loader.musl_path", STRING, HASHED, ALTERS, IMAGE, "", "/etc/ld-musl-ARCH.path", "musl manual",
     "Directories that musl's loader searches, in order, instead of its default.")
FACT("locale.missing", SET, HASHED, ALTERS, IMAGE, "", "",
     "/usr/lib/locale, locale-archive; locale(7), localedef(1)",
     "Locales that variables name and that are not installed: programs fall back to C, and warn or "
     "fail.")

#else
#include "collect/libc/identity.h"
#include "collect/runtimes/shims/shim.h"
#include "source/keep_rows.h"

/* A script by what it starts. */
static bool keep_script(const struct source *source, struct view line, struct text *out)
{
    struct view rest = view_skip(line, 2), word;
    if (view_starts(line, VIEW("#!")) && view_cut_word(&rest, &word) &&
        keep_is_made_of(word, "/._-+~@$:{}", 4096)) {
        envfp__text_add(out, VIEW("#!"));
        envfp__keep_fold(source, word, out);
        envfp__text_add_byte(out, '\n');
    } else {
        envfp__text_add(out, VIEW("?\n"));
    }
    return false;
}

/* "german de_DE.ISO-8859-1" */
static bool keep_alias(const struct source *source, struct view line, struct text *out)
{
    struct view end, body = envfp__keep_body(line, &end), word, real;
    (void)source;
    body = view_take(body, view_find_byte(body, '#'));
    if (view_cut_word(&body, &word) && view_cut_word(&body, &real) && keep_is_made_of(word, "_.@-", 64) &&
        keep_is_made_of(real, "_.@-", 64)) {
        envfp__text_add(out, word);
        envfp__text_add_byte(out, ' ');
        envfp__text_add(out, real);
        envfp__text_add(out, end);
    } else {
        envfp__keep_unread(line, out);
    }
    return true;
}

static bool keep_name_loader(struct view name)
{
    return envfp__libc_kind(name) != LIBC_UNKNOWN;
}

#define LAYER LIBC
#define OWNER libc
#define DECLARES "collect/libc/libc.c"
#include "collect/declare.h"

#include "base/sort.h"
#include "elf/elf.h"

#define SCRIPTS_MOST 4
#define UNKNOWN_ERROR VIEW("No error information")
#define STATIC_MOST ((uint64_t)4 << 20)

struct found {
    const char *machine;
    struct view interpreter;
    const char *program;     /* a static program that PATH starts, or NULL */
    const char *static_sign; /* the C library that was linked into it, where that can be seen */
    enum envfp_reason static_gap;
    enum envfp_reason gap; /* why no loader could be found; ABSENT where nothing was unreadable */
};

/* ---- The interpreter of a program ------------------------------------------------------------------- */

/* The program in a script's first line. */
static struct view script_program(struct arena *arena, struct elf *elf)
{
    struct view text = {(const char *)elf->head, elf->head_length}, line, word;
    if (!view_starts(text, VIEW("#!")))
        return VIEW("");
    text = view_skip(text, 2);
    if (!view_cut(&text, '\n', &line) || !view_cut_word(&line, &word) || word.text[0] != '/')
        return VIEW("");
    size_t at = (size_t)(word.text - (const char *)elf->head);
    envfp__elf_took(elf, 0, at);
    source_took_path(elf->source, elf->file, at, word.length);
    envfp__elf_took(elf, at + word.length, 1);
    return envfp__arena_copy(arena, word);
}

/* The first reason counts. */
static void note(struct found *found, enum envfp_reason reason)
{
    if (reason != ENVFP_REASON_NONE && found->gap == ENVFP_REASON_ABSENT)
        found->gap = reason;
}

static size_t take_hit(void *state, struct view text, char before, bool *last)
{
    (void)state;
    (void)text;
    *last = before == '\0';
    return *last ? UNKNOWN_ERROR.length : 0;
}

/* Which C library is linked into a static program: glibc's start files leave a note, and musl has a message of its own
 * for an unknown error. */
static const char *static_libc(struct collect *c, struct elf *elf)
{
    if (envfp__elf_has_abi_tag(elf, c->scratch) == ENVFP_REASON_NONE)
        return envfp__libc_name(LIBC_GLIBC);
    if (envfp__elf_search(elf, c->scratch, UNKNOWN_ERROR, 32, STATIC_MOST, take_hit, NULL) ==
        ENVFP_REASON_NONE)
        return envfp__libc_name(LIBC_MUSL);
    return NULL;
}

static void find_static_libc(struct collect *c, struct elf *elf, struct found *found)
{
    struct troubles before = troubles_start(c);
    found->static_sign = static_libc(c, elf);
    enum envfp_reason reason = troubles_end(c, before);
    found->static_gap = found->static_sign ? ENVFP_REASON_NONE : reason;
}

/* False where the program has no interpreter: it is static, or no program at all. */
static bool inspect(struct collect *c, const char *path, struct found *found)
{
    struct elf *elf = envfp__arena_alloc(c->scratch, sizeof *elf);
    for (unsigned i = 0; elf && i < SCRIPTS_MOST; i++) {
        struct source_file file;
        enum envfp_reason reason = source_open_declared(c->source, path, &file);
        note(found, reason);
        if (reason != ENVFP_REASON_NONE)
            return false;
        reason = envfp__elf_open(elf, c->source, &file);
        bool program = reason == ENVFP_REASON_NONE;
        if (program)
            reason = envfp__elf_interpreter(elf, c->scratch, &found->interpreter);
        struct view script = reason == ENVFP_REASON_ABSENT ? script_program(c->scratch, elf) : VIEW("");
        if (program && reason == ENVFP_REASON_ABSENT && !found->program) {
            found->program = path;
            if (c->source->common->detail)
                find_static_libc(c, elf, found);
        }
        source_close(c->source, &file);
        if (program)
            found->machine = envfp__elf_machine(elf);
        if (reason == ENVFP_REASON_NONE)
            return true;
        if (script.length == 0)
            return false;
        path = script.text;
    }
    return false;
}

static bool is_loader(const struct source_entry *entry)
{
    enum libc_kind kind = envfp__libc_kind(entry->name);
    bool bionic = view_is(entry->name, "linker") || view_is(entry->name, "linker64");
    return entry->type != SOURCE_DIRECTORY && kind != LIBC_UNKNOWN && kind != LIBC_DIETLIBC &&
           (kind != LIBC_BIONIC || bionic);
}

/* Where programs are static (busybox) or none is found, a loader for other programs may still exist. */
static bool find_loader(struct collect *c, struct found *found)
{
    static const char *const directories[] = {"/lib64", "/lib"};
    for (size_t i = 0; i < 2; i++) {
        struct source_entry *entries;
        size_t count;
        note(found, source_list(c->source, c->scratch, directories[i], &entries, &count));
        for (size_t j = 0; j < count; j++) {
            if (!is_loader(&entries[j]))
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
    /* Every system with programs has a shell; the others are tried where the shell is static. */
    static const char *const programs[] = {"sh", "bash", "env", "python3", "node"};
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
        struct program_search search = envfp__program_search(c);
        const char *path;
        bool there = envfp__program_next(c, &search, programs[i], &path);
        if (there && inspect(c, path, found))
            return true;
        note(found, search.gap);
    }
    const char *android = "/system/bin/sh";
    return find_loader(c, found) || inspect(c, android, found);
}

/* ---- Facts -------------------------------------------------------------------------------------------- */

/* Subdirectories of glibc-hwcaps, with libraries for certain levels of processors: glibc-hwcaps/x86-64-v3. */
static void add_hwcaps(struct collect *c, const struct libc_identity *identity)
{
    struct source_entry *entries;
    size_t count;
    struct bag bag = {0};
    const char *path = source_path(c->scratch, "", identity->directory, "/glibc-hwcaps");
    if (!envfp__source_is_declared(c->source->common, SOURCE_LIST,
                                   path)) { /* a program named its loader so */
        fact_gap(c, "loader.hwcaps", ENVFP_REASON_HIDDEN);
        return;
    }
    fact_gap(c, "loader.hwcaps", source_list(c->source, c->scratch, path, &entries, &count));
    for (size_t i = 0; i < count; i++)
        envfp__bag_add(c, &bag, entries[i].name);
    if (bag.count)
        fact_set(c, "loader.hwcaps", bag.items, bag.count);
}

static void add_identity(struct collect *c, const struct libc_identity *identity)
{
    if (identity->build_id.length)
        fact_string(c, "libc.build_id", identity->build_id);
    else if (identity->build_id_gap != ENVFP_REASON_MALFORMED)
        fact_gap(c, "libc.build_id", identity->build_id_gap);
    if (identity->kind != LIBC_UNKNOWN)
        fact_string(c, "libc.kind", view_of(envfp__libc_name(identity->kind)));
    if (identity->symbol_version_count)
        fact_set(c, "libc.symbol_versions", identity->symbol_versions, identity->symbol_version_count);
    else if (identity->kind == LIBC_GLIBC || identity->kind == LIBC_BIONIC)
        fact_gap(c, "libc.symbol_versions", identity->symbol_versions_gap);
    if (identity->version.length)
        fact_string(c, "libc.version", identity->version);
    else
        fact_gap(c, "libc.version", identity->version_gap);
    if (identity->version.length)
        fact_string(c, "libc.version_source", identity->from_package ? VIEW("package") : VIEW("library"));
}

/* Other C libraries that stand beside the environment's own: "glibc 2.36 i386". */
static void add_others(struct collect *c, const struct libc_identity *own)
{
    static const char *const directories[] = {"/lib/", "/lib32/", "/lib64/", "/libx32/"};
    struct bag seen = {0};
    envfp__bag_add(c, &seen, own->loader);
    for (size_t i = 0; i < sizeof directories / sizeof *directories; i++) {
        struct source_entry *entries;
        size_t count;
        (void)source_list(c->source, c->scratch, directories[i], &entries, &count);
        for (size_t j = 0; j < count && seen.count < 32; j++) {
            struct libc_identity other;
            if (!is_loader(&entries[j]))
                continue;
            envfp__libc_identify(c, view_of(source_path(c->scratch, directories[i], entries[j].name, "")),
                                 &other);
            bool known = false;
            for (size_t k = 0; k < seen.count; k++)
                known = known || view_equal(seen.items[k], other.loader);
            if (known)
                continue;
            envfp__bag_add(c, &seen, other.loader);
            struct text text = {.arena = c->scratch};
            envfp__text_add(&text, view_of(envfp__libc_name(other.kind)));
            envfp__text_add(&text, other.version.length ? VIEW(" ") : VIEW(""));
            envfp__text_add(&text, other.version);
            envfp__text_add(&text, other.machine ? VIEW(" ") : VIEW(""));
            envfp__text_add(&text, view_of(other.machine));
            fact_member(c, "libc-other", entries[j].name, envfp__text_view(&text));
        }
    }
}

/* Adds kind `none`: the programs on PATH are static and there is no loader, so a program that needs a C library does
 * not start. */
static void add_none(struct collect *c, const struct found *found)
{
    fact_string(c, "libc.kind", VIEW("none"));
    if (found->machine)
        fact_string(c, "libc.arch", view_of(found->machine));
    if (found->static_sign)
        fact_string(c, "libc.static", view_of(found->static_sign));
    fact_gap(c, "libc.static", found->static_gap);
}

void envfp__collect_libc(struct collect *c)
{
    struct found found = {.gap = ENVFP_REASON_ABSENT};
    struct libc_identity identity;
    if (!find_interpreter(c, &found)) {
        static const char *const unknown[] = {"libc.*",        "library/*",        "library-local/*",
                                              "loader.hwcaps", "loader.musl_path", "locale.missing"};
        note(&found, c->trouble);
        for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++)
            fact_gap(c, unknown[i], found.gap);
        if (found.program && found.gap == ENVFP_REASON_ABSENT)
            add_none(c, &found);
        (void)envfp__libc_conf(c);
        return;
    }
    envfp__libc_identify(c, found.interpreter, &identity);
    if (!found.machine)
        found.machine = identity.machine;
    if (found.machine)
        fact_string(c, "libc.arch", view_of(found.machine));
    else
        fact_gap(c, "libc.arch", c->trouble);
    fact_string(c, "libc.loader", source_fold(c->source, c->scratch, found.interpreter));
    if (found.static_sign)
        fact_string(c, "libc.static", view_of(found.static_sign));
    fact_gap(c, "libc.static", found.static_gap);
    add_identity(c, &identity);
    struct troubles before = troubles_start(c);
    struct view configured = identity.kind == LIBC_MUSL
                                 ? envfp__libc_musl_path(c, found.interpreter, identity.loader)
                                 : envfp__libc_conf(c);
    enum envfp_reason reason = troubles_end(c, before);
    if (source_is_failure(reason))
        fact_gap(c, "library/*", reason); /* in which directories they are found is not known */
    else
        envfp__libc_companions(c, &identity, configured);
    if (source_is_failure(reason))
        fact_gap(c, "library-local/*", reason);
    else
        envfp__libc_cache(c, &identity, configured);
    if (identity.kind == LIBC_GLIBC) {
        add_hwcaps(c, &identity);
        /* In Nix and Guix only variables say where glibc's locale data are. */
        if (!view_starts(identity.loader, VIEW("/nix/")) && !view_starts(identity.loader, VIEW("/gnu/")))
            envfp__libc_locales(c);
    }
    if (c->source->common->detail)
        add_others(c, &identity);
}

#endif
