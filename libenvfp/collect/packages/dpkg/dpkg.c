/* SPDX-License-Identifier: MIT */
/* Debian's packages: /var/lib/dpkg/status, the updates that dpkg has not yet merged into it (updates/), and the
 * status.d of images that were built without dpkg. */
#ifdef DECLARING

COLLECTOR(0, FILES)

LINES("/var/lib/dpkg/status", dpkg)
NAMES("/var/lib/dpkg/updates/", update)
LINES("/var/lib/dpkg/updates/*", dpkg)
NAMES("/var/lib/dpkg/status.d/", all)
LINES("/var/lib/dpkg/status.d/*", dpkg)

FACT("dpkg/*", STRING, HASHED, ALTERS, IMAGE, "", "",
     "/var/lib/dpkg/status, /var/lib/dpkg/status.d; dpkg(1), deb-version(7)",
     "Version of each Debian package in the state installed, by name and architecture: what programs, "
     "libraries and data there are.")

#else
#include "collect/packages/dpkg/dpkg_file.h"

/* Updates have numbers as names; files with other names are still being written by dpkg. */
static bool keep_name_update(struct view name)
{
    return name.length && byte_is_digit(name.text[0]);
}

#define LAYER PACKAGES
#define OWNER dpkg
#define DECLARES "collect/packages/dpkg/dpkg.c"
#include "collect/declare.h"

#define UPDATES "/var/lib/dpkg/updates/"

static struct view join_key(struct collect *c, struct view name, struct view architecture)
{
    const struct view parts[] = {name, VIEW(":"), architecture};
    return envfp__arena_join(c->scratch, parts, architecture.length ? 3 : 1);
}

/* Paragraphs of updates/ replace those of the status file; a package without a version was removed. */
struct update {
    struct view key, version;
};

struct packages {
    struct collect *collect;
    struct update *updates;
    size_t count, capacity;
};

static struct update *find_update(struct packages *packages, struct view key)
{
    for (size_t i = 0; i < packages->count; i++)
        if (view_equal(packages->updates[i].key, key))
            return &packages->updates[i];
    return NULL;
}

static void add_package(void *state, struct view name, struct view architecture, struct view version)
{
    struct packages *packages = state;
    struct collect *c = packages->collect;
    const struct view parts[] = {name, VIEW(":"), architecture};
    if (packages->count && find_update(packages, join_key(c, name, architecture)))
        return;
    envfp__facts_member_of(c->facts, c->layer, "dpkg", parts, architecture.length ? 3 : 1, version);
}

/* The later file is the newer one. */
static void add_update(void *state, struct view name, struct view architecture, struct view version)
{
    struct packages *packages = state;
    struct collect *c = packages->collect;
    struct view key = join_key(c, name, architecture);
    struct update *update = find_update(packages, key);
    if (!update) {
        struct update *room = envfp__arena_grow(c->scratch, packages->updates, packages->count,
                                                &packages->capacity, sizeof *room);
        if (!room)
            return;
        packages->updates = room;
        update = &packages->updates[packages->count++];
        update->key = key;
    }
    update->version = envfp__arena_copy(c->scratch, version);
}

/* Updates are named by numbers of equal length, so that they are listed in the order in which they apply. */
static void read_updates(struct packages *packages, char *buffer)
{
    struct collect *c = packages->collect;
    struct source_entry *entries;
    size_t count;
    enum envfp_reason reason = source_list(c->source, c->scratch, UPDATES, &entries, &count);
    fact_gap(c, "dpkg/*", reason);
    for (size_t i = 0; reason == ENVFP_REASON_NONE && i < count; i++) {
        const char *path = source_path(c->scratch, UPDATES, entries[i].name, "");
        if (path && keep_name_update(entries[i].name))
            fact_gap(c, "dpkg/*", envfp__dpkg_read(c, path, buffer, DPKG_EVERY, add_update, packages));
    }
}

static void show_updates(const struct packages *packages)
{
    for (size_t i = 0; i < packages->count; i++)
        if (packages->updates[i].version.length)
            fact_member(packages->collect, "dpkg", packages->updates[i].key, packages->updates[i].version);
}

/* False for the lists, checksums and scripts that status.d may hold beside a package's paragraph. */
static bool is_paragraph(struct view name)
{
    static const char endings[][12] = {".md5sums", ".list",   ".conffiles", ".preinst", ".postinst",
                                       ".prerm",   ".postrm", ".triggers",  ".shlibs",  ".symbols"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (view_ends(name, view_of(endings[i])))
            return false;
    return true;
}

static void read_parts(struct packages *packages, char *buffer)
{
    struct collect *c = packages->collect;
    struct source_entry *entries;
    size_t count;
    enum envfp_reason reason = source_list(c->source, c->scratch, "/var/lib/dpkg/status.d", &entries, &count);
    fact_gap(c, "dpkg/*", reason);
    for (size_t i = 0; reason == ENVFP_REASON_NONE && i < count; i++) {
        struct view name = entries[i].name;
        if (entries[i].type == SOURCE_DIRECTORY || !is_paragraph(name))
            continue;
        const char *path = source_path(c->scratch, "/var/lib/dpkg/status.d/", name, "");
        if (path)
            fact_gap(c, "dpkg/*",
                     envfp__dpkg_read(c, path, buffer, DPKG_WITHOUT_STATUS, add_package, packages));
    }
}

void envfp__collect_dpkg(struct collect *c)
{
    struct packages packages = {.collect = c};
    char *buffer = envfp__arena_room(c->scratch, DPKG_BUFFER);
    if (!buffer)
        return;
    read_updates(&packages, buffer);
    fact_gap(c, "dpkg/*",
             envfp__dpkg_read(c, "/var/lib/dpkg/status", buffer, DPKG_INSTALLED, add_package, &packages));
    show_updates(&packages);
    read_parts(&packages, buffer);
}

#endif
