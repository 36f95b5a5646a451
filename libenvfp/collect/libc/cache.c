/* SPDX-License-Identifier: MIT */
/*
 * What glibc's loader finds by its cache, /etc/ld.so.cache as ldconfig(8) writes it, and what stands in local directories
 * in front of packages' libraries.
 */
#ifdef DECLARING

TAKEN("/etc/ld.so.cache")
NAMES("/usr/local/**/", library)
NAMES("/opt/**/", library)

#else
#include "collect/libc/identity.h"
#include "elf/elf.h"
#include "source/keep_rows.h"

/* "libfoo.so.1.2" */
static bool keep_name_library(struct view name)
{
    size_t at = envfp__view_find(name, VIEW(".so."));
    return view_starts(name, VIEW("lib")) && at != SIZE_MAX && keep_is_made_of(name, "._+-", 96) &&
           byte_is_digit(view_skip(name, at + 4).length ? name.text[at + 4] : 'x');
}

#define LAYER LIBC
#define OWNER loader_cache
#define DECLARES "collect/libc/cache.c"
#include "collect/declare.h"

#define CACHE "/etc/ld.so.cache"
#define LOCAL_MOST 64
#define ENTRIES_MOST 65536
enum { HEAD = 48, ENTRY = 24, OLD_HEAD = 16, OLD_ENTRY = 12 };

struct cache {
    struct collect *c;
    struct view bytes; /* from the header on */
    size_t start;      /* of the header in the file */
    bool big;
    size_t count;
    enum envfp_reason reason;
};

struct local {
    struct view name, path;
    size_t entry;
};

/* Libraries by which databases sort, and with which scientific programs compute: their versions stand in their files'
 * names. The loader's cache has all that it finds without a variable. */
static const char *const known[] = {"libcudnn.so.",  "libblas.so.",   "liblapack.so.", "libopenblas.so.",
                                    "libmkl_rt.so.", "libblis.so.",   "libatlas.so.",  "libflexiblas.so.",
                                    "libmpi.so.",    "libicui18n.so."};
/* What LD_LIBRARY_PATH is looked at for. */
static const char *const carried[] = {
    "libcrypto.so.1.1", "libcrypto.so.3", "libssl.so.1.1",    "libssl.so.3",   "libz.so.1",    "libcurl.so.4",
    "libsqlite3.so.0",  "libstdc++.so.6", "libcudnn.so.8",    "libcudnn.so.9", "libmpi.so.12", "libmpi.so.40",
    "libblas.so.3",     "liblapack.so.3", "libopenblas.so.0", "libmkl_rt.so.2"};

/* ---- The file --------------------------------------------------------------------------------------- */

static uint32_t word_at(const struct cache *cache, size_t at)
{
    const unsigned char *b = (const unsigned char *)cache->bytes.text + at;
    return cache->big ? (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3]
                      : (uint32_t)b[3] << 24 | (uint32_t)b[2] << 16 | (uint32_t)b[1] << 8 | b[0];
}

static bool fits(struct cache *cache, bool big)
{
    cache->big = big;
    cache->count = word_at(cache, 20);
    return cache->count <= ENTRIES_MOST && cache->count <= (cache->bytes.length - HEAD) / ENTRY;
}

static void took(const struct cache *cache, size_t at, size_t length)
{
    source_took_of(cache->c->source, CACHE, cache->start + at, length);
}

/* Behind the header of old, where there is one, stands the other at a multiple of eight bytes. */
static void open_cache(struct cache *cache, struct collect *c)
{
    *cache = (struct cache){.c = c};
    cache->reason = source_read(c->source, CACHE, &cache->bytes);
    if (cache->reason == ENVFP_REASON_NONE && cache->bytes.length == 0)
        cache->reason = ENVFP_REASON_ABSENT; /* it has nothing */
    if (cache->reason != ENVFP_REASON_NONE)
        return;
    if (view_starts(cache->bytes, VIEW("ld.so-1.7.0")) && cache->bytes.length >= OLD_HEAD) {
        took(cache, 0, OLD_HEAD);
        size_t old = word_at(cache, 12);
        cache->big = old > ENTRIES_MOST;
        old = cache->big ? word_at(cache, 12) : old;
        cache->start = old > ENTRIES_MOST ? SIZE_MAX : (OLD_HEAD + old * OLD_ENTRY + 7) / 8 * 8;
        cache->bytes = view_skip(cache->bytes, cache->start);
    }
    bool good = view_starts(cache->bytes, VIEW("glibc-ld.so.cache1.1")) && cache->bytes.length >= HEAD;
    if (good)
        took(cache, 0, HEAD);
    if (!good || !(fits(cache, false) || fits(cache, true)))
        cache->reason = ENVFP_REASON_MALFORMED;
    if (cache->reason != ENVFP_REASON_NONE)
        cache->count = 0;
}

static struct view text_at(const struct cache *cache, size_t entry, size_t field)
{
    struct view text = view_skip(cache->bytes, word_at(cache, HEAD + entry * ENTRY + field));
    text = view_take(text, 512);
    size_t end = view_find_byte(text, '\0');
    return end == SIZE_MAX ? VIEW("") : view_take(text, end);
}

static struct view name_at(const struct cache *cache, size_t entry)
{
    return text_at(cache, entry, 4);
}

static struct view path_at(const struct cache *cache, size_t entry)
{
    return text_at(cache, entry, 8);
}

/* An entry that decided something. */
static void took_entry(const struct cache *cache, size_t entry)
{
    took(cache, HEAD + entry * ENTRY, ENTRY);
    for (size_t field = 4; field <= 8; field += 4)
        took(cache, word_at(cache, HEAD + entry * ENTRY + field), text_at(cache, entry, field).length + 1);
}

/* ---- Builds ----------------------------------------------------------------------------------------- */

/* The library's build, else the version in its file's name. */
static enum envfp_reason build_of(struct collect *c, struct view path, struct view *build)
{
    struct source_file file;
    struct view target;
    struct elf *elf = envfp__arena_alloc(c->scratch, sizeof *elf);
    const char *name = source_path(c->scratch, "", path, "");
    *build = VIEW("");
    enum envfp_reason reason = elf ? source_open_declared(c->source, name, &file) : ENVFP_REASON_TRUNCATED;
    if (reason != ENVFP_REASON_NONE)
        return reason;
    reason = envfp__elf_open(elf, c->source, &file);
    if (reason == ENVFP_REASON_NONE)
        reason = envfp__elf_build_id(elf, c->scratch, build);
    source_close(c->source, &file);
    if (build->length || source_is_failure(reason))
        return build->length ? ENVFP_REASON_NONE : reason;
    reason = source_link(c->source, c->scratch, name, &target);
    *build = envfp__libc_library_version(reason == ENVFP_REASON_NONE ? envfp__path_base(target)
                                                                     : envfp__path_base(path));
    return reason == ENVFP_REASON_ABSENT ? ENVFP_REASON_NONE : reason;
}

static void add_local(struct collect *c, struct view name, struct view path)
{
    struct view build;
    enum envfp_reason reason = build_of(c, path, &build);
    if (reason == ENVFP_REASON_NONE)
        fact_member(c, "library-local", name, build.length ? build : VIEW("unknown"));
    else
        fact_gap(c, "library-local/*", reason);
}

/* ---- Libraries whose versions are told -------------------------------------------------------------- */

static bool is_known(struct view name)
{
    if (!view_starts(name, VIEW("lib")))
        return false;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (view_starts(name, view_of(known[i])))
            return true;
    return false;
}

/* "openblas-pthread" of Debian's /usr/lib/x86_64-linux-gnu/openblas-pthread/libblas.so.3, to which alternatives lead. */
static struct view maker_of(struct view path)
{
    struct view directory = envfp__path_base(envfp__path_directory(path));
    return view_starts(directory, VIEW("lib")) || view_has(directory, VIEW("-linux-")) ? VIEW("") : directory;
}

/* The version in the file's name, and where BLAS and LAPACK come from. */
static void add_known(struct collect *c, struct view name, struct view path)
{
    struct view target = path, next;
    enum envfp_reason reason = ENVFP_REASON_NONE;
    for (unsigned i = 0; i < 4 && reason == ENVFP_REASON_NONE; i++) {
        const char *at = source_path(c->scratch, "", target, "");
        reason = source_link(c->source, c->scratch, at, &next);
        if (reason == ENVFP_REASON_NONE && next.length && next.text[0] != '/')
            next = envfp__arena_join(c->scratch,
                                     (struct view[]){envfp__path_directory(target), VIEW("/"), next}, 3);
        target = reason == ENVFP_REASON_NONE ? next : target;
    }
    if (reason != ENVFP_REASON_NONE && reason != ENVFP_REASON_ABSENT) {
        fact_gap(c, "library/*", reason);
        return;
    }
    struct view version = envfp__libc_library_version(envfp__path_base(target)), maker = VIEW("");
    if (view_starts(name, VIEW("libblas.")) || view_starts(name, VIEW("liblapack.")))
        maker = maker_of(target);
    if (version.length == 0) /* libopenblasp-r0.3.21.so */
        version = envfp__path_base(target);
    fact_member(c, "library", name,
                maker.length ? envfp__arena_join(c->scratch, (struct view[]){version, VIEW(" "), maker}, 3)
                             : version);
}

/* ---- Local directories ------------------------------------------------------------------------------ */

static bool is_local(struct collect *c, struct view path)
{
    return view_starts(path, VIEW("/")) && !view_starts(path, VIEW("/lib")) &&
           !view_starts(path, VIEW("/usr/lib")) && !envfp__source_home(c->source, path);
}

/* Whether the library is found in the system's own directories, too. */
static bool is_of_system(struct collect *c, const struct libc_identity *identity, struct view name)
{
    struct source_stat stat;
    const char *path = source_path(c->scratch, "", identity->directory, "/");
    enum envfp_reason reason = source_stat(c->source, source_path(c->scratch, path, name, ""), &stat);
    if (source_is_failure(reason))
        fact_gap(c, "library-local/*", reason);
    return reason == ENVFP_REASON_NONE;
}

/* The cache's local entries; those of which a package's library has the name, too, shadow it or are shadowed. */
static size_t read_entries(struct cache *cache, struct local found[LOCAL_MOST])
{
    struct collect *c = cache->c;
    size_t count = 0;
    struct view before = VIEW("");
    for (size_t i = 0; i < cache->count; i++) {
        struct view name = name_at(cache, i), path = path_at(cache, i);
        bool local = is_local(c, path), first = !view_equal(name, before);
        before = name;
        if (local && keep_name_library(name) && count == LOCAL_MOST) {
            fact_gap(c, "library-local/*", ENVFP_REASON_TRUNCATED);
        } else if (local && keep_name_library(name)) {
            found[count++] = (struct local){name, path, i};
            took_entry(cache, i);
        }
        if (first && keep_name_library(name) && is_known(name)) {
            took_entry(cache, i);
            add_known(c, name, path);
        }
    }
    return count;
}

/* Whether the cache has the library under any of its names: "libfoo.so.1" for libfoo.so.1.2.3. */
static bool has_entry(const struct local *found, size_t count, struct view directory, struct view file)
{
    struct view stem = view_take(file, envfp__view_find(file, VIEW(".so.")) + 4);
    for (size_t i = 0; i < count; i++)
        if (view_equal(envfp__path_directory(found[i].path), directory) &&
            view_starts(envfp__path_base(found[i].path), stem))
            return true;
    return false;
}

static bool is_library_of(struct collect *c, const char *path, const char *machine)
{
    struct source_file file;
    struct elf *elf = envfp__arena_alloc(c->scratch, sizeof *elf);
    if (!elf || source_open_declared(c->source, path, &file) != ENVFP_REASON_NONE)
        return false;
    bool library = envfp__elf_open(elf, c->source, &file) == ENVFP_REASON_NONE;
    const char *own = library ? envfp__elf_machine(elf) : NULL;
    source_close(c->source, &file);
    return library && (!machine || !own || strcmp(machine, own) == 0);
}

static void look_into(struct collect *c, const struct libc_identity *identity, struct view directory,
                      const struct cache *cache, const struct local *found, size_t count, struct bag *lacking)
{
    struct source_entry *entries;
    size_t entry_count;
    const char *folder = source_path(c->scratch, "", directory, "");
    if (!envfp__source_is_declared(c->source->common, SOURCE_LIST, folder))
        return;
    enum envfp_reason reason = source_list(c->source, c->scratch, folder, &entries, &entry_count);
    if (reason == ENVFP_REASON_UNSUPPORTED)
        reason = ENVFP_REASON_ABSENT;
    fact_gap(c, "library-local/*", reason);
    for (size_t i = 0; i < entry_count && lacking->count < LOCAL_MOST; i++) {
        const char *start = source_path(c->scratch, folder, VIEW("/"), "");
        const char *path = source_path(c->scratch, start, entries[i].name, "");
        if (entries[i].type == SOURCE_DIRECTORY || !keep_name_library(entries[i].name))
            continue;
        if (identity->kind == LIBC_MUSL && is_of_system(c, identity, entries[i].name))
            add_local(c, entries[i].name, view_of(path));
        else if (cache && !has_entry(found, count, directory, entries[i].name) &&
                 is_library_of(c, path, identity->machine))
            envfp__bag_add(c, lacking, entries[i].name);
    }
}

/* Libraries that LD_LIBRARY_PATH finds before the system's. */
static void look_along(struct collect *c, const struct libc_identity *identity)
{
    struct view list, directory;
    uint32_t seen = 0;
    if (source_variable(c->source, "LD_LIBRARY_PATH", &list) != ENVFP_REASON_NONE)
        return;
    list = envfp__arena_copy(c->scratch, list);
    for (unsigned n = 0; n < 16 && view_cut(&list, ':', &directory); n++) {
        if (!view_starts(directory, VIEW("/")) || view_equal(directory, identity->directory) ||
            view_starts(directory, VIEW("/lib")) || view_has(directory, VIEW("-linux-gnu")))
            continue;
        for (size_t i = 0; i < sizeof carried / sizeof *carried; i++) {
            struct source_stat stat;
            const char *start = source_path(c->scratch, "", directory, "/");
            const char *path = source_path(c->scratch, start, view_of(carried[i]), "");
            enum envfp_reason reason =
                seen & 1U << i ? ENVFP_REASON_ABSENT : source_stat(c->source, path, &stat);
            if (source_is_failure(reason))
                fact_gap(c, "library-local/*", reason);
            if (reason != ENVFP_REASON_NONE || stat.type != SOURCE_FILE)
                continue;
            seen |= 1U << i;
            add_local(c, view_of(carried[i]), view_of(path));
        }
    }
}

/* What the cache says of libraries that are gone. */
static void check_entries(struct cache *cache, const struct libc_identity *identity,
                          const struct local *found, size_t count)
{
    struct collect *c = cache->c;
    struct bag stale = {0};
    for (size_t i = 0; i < count; i++) {
        struct source_stat stat;
        enum envfp_reason reason =
            source_stat(c->source, source_path(c->scratch, "", found[i].path, ""), &stat);
        if (reason == ENVFP_REASON_ABSENT)
            envfp__bag_add(c, &stale, found[i].path);
        else if (source_is_failure(reason))
            fact_gap(c, "library-local/*", reason);
        else if (is_of_system(c, identity, found[i].name))
            add_local(c, found[i].name, found[i].path);
    }
    if (stale.count)
        fact_set(c, "loader.cache_stale", stale.items, stale.count);
}

void envfp__libc_cache(struct collect *c, const struct libc_identity *identity, struct view configured)
{
    struct cache cache = {.c = c};
    struct local found[LOCAL_MOST];
    struct bag lacking = {0};
    struct view directory;
    size_t count = 0;
    bool cached = false;
    look_along(c, identity);
    if (identity->kind == LIBC_GLIBC) {
        open_cache(&cache, c);
        cached = cache.reason == ENVFP_REASON_NONE;
        fact_gap(c, "library-local/*", cache.reason);
        fact_gap(c, "library/*", cache.reason);
        count = read_entries(&cache, found);
        /* The paths outlive the buffer that they stand in. */
        for (size_t i = 0; i < count; i++)
            found[i] = (struct local){envfp__arena_copy(c->scratch, found[i].name),
                                      envfp__arena_copy(c->scratch, found[i].path), found[i].entry};
        check_entries(&cache, identity, found, count);
    } else if (identity->kind == LIBC_MUSL && configured.length == 0) {
        configured = VIEW("/usr/local/lib");
    }
    bool glibc = identity->kind == LIBC_GLIBC && (cached || cache.reason == ENVFP_REASON_ABSENT);
    while (view_cut(&configured, ':', &directory))
        if (is_local(c, directory))
            look_into(c, identity, directory, glibc ? &cache : NULL, found, count, &lacking);
    if (lacking.count)
        fact_set(c, "loader.cache_lacks", lacking.items, lacking.count);
}

#endif
