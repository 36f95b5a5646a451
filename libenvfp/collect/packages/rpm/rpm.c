/* SPDX-License-Identifier: MIT */
/* The packages of rpm (Fedora, Red Hat, SUSE, Amazon, Azure Linux and many more): where its database lies. */
#ifdef DECLARING

#define PLACES "/{var/lib/rpm,usr/lib/sysimage/rpm,usr/share/rpm}/"

COLLECTOR(0, FILES)

NAMES(PLACES, database)
/* Of a journal the first bytes say whether it is there to be rolled back. */
TAKEN(PLACES "{rpmdb.sqlite,rpmdb.sqlite-wal,rpmdb.sqlite-journal,Packages.db,Packages}")
NAMES("/var/lib/rpmmanifest/", manifest)
LINES("/var/lib/rpmmanifest/container-manifest-1", manifest_names)
LINES("/var/lib/rpmmanifest/container-manifest-2", manifest_columns)

FACT("rpm.database", SET, CONTEXT, INFORMS, IMAGE, "", "",
     "{/var/lib,/usr/lib/sysimage,/usr/share}/rpm, /var/lib/rpmmanifest; rpmdb(8)",
     "How rpm's database is kept: sqlite, ndb, bdb, or a manifest in images without one.")
FACT("rpm/*", STRING, HASHED, ALTERS, IMAGE, "", "",
     "{/var/lib,/usr/lib/sysimage,/usr/share}/rpm, /var/lib/rpmmanifest; rpm(8)",
     "Version of each rpm package, by name and architecture, as [epoch:]version-release: what "
     "programs, libraries and data there are. Keys for signatures are left out.")

#else
#include "collect/packages/rpm/rpm.h"

struct format {
    const char *file, *name;
    void (*scan)(struct rpm_scan *scan, const char *path);
};

/* In order of age, newest first: converting a database leaves the older one behind, and the newer one is in use. */
static const struct format formats[] = {
    {"rpmdb.sqlite", "sqlite", envfp__rpm_sqlite_scan},
    {"Packages.db", "ndb", envfp__rpm_ndb_scan},
    {"Packages", "bdb", envfp__rpm_bdb_scan},
};

static bool keep_name_database(struct view name)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (view_is(name, formats[i].file))
            return true;
    return false;
}

static bool keep_name_manifest(struct view name)
{
    return view_starts(name, VIEW("container-manifest-"));
}

#define LAYER PACKAGES
#define OWNER rpm
#define DECLARES "collect/packages/rpm/rpm.c"
#include "collect/declare.h"

struct place {
    const char *folder;
    const struct format *format; /* NULL: no database there */
    struct view resolved;
};

static struct view word(const struct rpm_word *word)
{
    return (struct view){word->bytes, word->length};
}

static void add_package(struct rpm_scan *scan, const struct rpm_package *package)
{
    struct collect *c = scan->c;
    char bytes[2 * RPM_WORD_MAX + 16];
    struct view release = word(&package->release);
    size_t length = 0;
    /* An imported signing key, which rpm stores among the packages. */
    if (view_is(word(&package->name), "gpg-pubkey"))
        return;
    for (uint32_t scale = 1000000000; scale; scale /= 10)
        if (package->epoch >= scale)
            bytes[length++] = (char)('0' + package->epoch / scale % 10);
    if (length)
        bytes[length++] = ':';
    memcpy(bytes + length, package->version.bytes, package->version.length);
    length += package->version.length;
    if (release.length) {
        bytes[length++] = '-';
        memcpy(bytes + length, release.text, release.length);
        length += release.length;
    }
    const struct view parts[] = {word(&package->name), VIEW("."), word(&package->arch)};
    envfp__facts_member_of(c->facts, c->layer, "rpm", parts, package->arch.length ? 3 : 1,
                           (struct view){bytes, length});
}

static const struct format *find_format(const struct source_entry *entries, size_t count)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        for (size_t j = 0; j < count; j++)
            if (view_is(entries[j].name, formats[i].file) && entries[j].type != SOURCE_DIRECTORY)
                return &formats[i];
    return NULL;
}

/* One folder may be a link to another (/var/lib/rpm to /usr/lib/sysimage/rpm): then the database is read once. */
static bool is_another(struct collect *c, struct place *places, size_t at)
{
    for (size_t i = 0; i <= at; i++)
        if (places[i].format && places[i].resolved.length == 0)
            fact_gap(c, "rpm/*",
                     source_resolve(c->source, c->scratch, places[i].folder, &places[i].resolved));
    for (size_t i = 0; i < at; i++)
        if (places[i].format && view_equal(places[i].resolved, places[at].resolved))
            return false;
    return true;
}

/* The lists in /var/lib/rpmmanifest. Where there are both, the one with epochs is read. */
static const char *read_manifests(struct collect *c, struct rpm_scan *scan)
{
    struct source_entry *entries;
    size_t count;
    bool columns = false, names = false;
    rpm_scan_note(scan, source_list(c->source, c->scratch, "/var/lib/rpmmanifest", &entries, &count));
    for (size_t i = 0; i < count; i++) {
        columns = columns || view_is(entries[i].name, "container-manifest-2");
        names = names || view_is(entries[i].name, "container-manifest-1");
    }
    if (columns)
        envfp__rpm_manifest_scan(scan, "/var/lib/rpmmanifest/container-manifest-2", true);
    else if (names)
        envfp__rpm_manifest_scan(scan, "/var/lib/rpmmanifest/container-manifest-1", false);
    return columns || names ? "manifest" : NULL;
}

static const char *read_database(struct collect *c, struct rpm_scan *scan, const struct place *place)
{
    const char *path = source_path(c->scratch, place->folder, VIEW("/"), place->format->file);
    if (path)
        place->format->scan(scan, path);
    return place->format->name;
}

void envfp__collect_rpm(struct collect *c)
{
    struct place places[] = {
        {.folder = "/var/lib/rpm"}, {.folder = "/usr/lib/sysimage/rpm"}, {.folder = "/usr/share/rpm"}};
    struct rpm_scan *scan = envfp__arena_alloc(c->scratch, sizeof *scan);
    struct view names[sizeof places / sizeof *places];
    size_t found = 0;
    if (!scan)
        return;
    *scan = (struct rpm_scan){.c = c, .found = add_package};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        struct source_entry *entries;
        size_t count;
        fact_gap(c, "rpm/*", source_list(c->source, c->scratch, places[i].folder, &entries, &count));
        places[i].format = find_format(entries, count);
        if (places[i].format && (found == 0 || is_another(c, places, i)))
            names[found++] = view_of(read_database(c, scan, &places[i]));
    }
    const char *manifest = found ? NULL : read_manifests(c, scan);
    if (manifest)
        names[found++] = view_of(manifest);
    fact_gap(c, "rpm/*", scan->reason);
    if (found)
        fact_set(c, "rpm.database", names, found);
}

#endif
