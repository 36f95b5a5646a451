/* SPDX-License-Identifier: MIT */
/* Arch's packages: a folder NAME-VERSION-RELEASE for each below local/, which is where libalpm takes names and
 * versions from, too. */
#ifdef DECLARING

COLLECTOR(0, FILES)

LINES("/etc/pacman.conf", pacman)
NAMES("$DBPATH/local/", all)

FACT("pacman/*", STRING, HASHED, ALTERS, IMAGE, "", "",
     "local/ below DBPath of pacman.conf(5), /var/lib/pacman",
     "Version of each Arch package: what programs, libraries and data there are.")

#else
#include "collect/packages/packages.h"
#include "source/keep_parts.h"

/* Whether a line of pacman.conf(5) sets the place of libalpm's database. */
static bool is_place(struct view line, struct view *path)
{
    struct view name;
    return view_split(line, '=', &name, path) && view_is(name, "DBPath") && view_starts(*path, VIEW("/"));
}

/* Other settings of pacman.conf are not read, so nothing of them is kept. */
static bool keep_pacman(const struct source *source, struct view line, struct text *out)
{
    struct view path;
    if (!is_place(line, &path))
        return true;
    envfp__text_add(out, VIEW("DBPath = "));
    if (envfp__keep_is_folder(path))
        envfp__keep_fold(source, path, out);
    else
        envfp__text_add(out, VIEW("/?"));
    envfp__text_add_byte(out, '\n');
    return true;
}

#define LAYER PACKAGES
#define OWNER pacman
#define DECLARES "collect/packages/pacman.c"
#include "collect/declare.h"

/* The database's folder. A path out of pacman.conf is used only where a row fits it, never below /proc or /sys. */
static const char *find_database(struct collect *c)
{
    struct view text, line, value, path = VIEW("/var/lib/pacman");
    if (source_read(c->source, "/etc/pacman.conf", &text) == ENVFP_REASON_NONE)
        while (view_cut(&text, '\n', &line))
            if (is_place(line, &value))
                path = value;
    const char *local = source_path(c->scratch, "", path, "/local");
    bool folder = envfp__keep_is_folder(path);
    if (!local || !folder || !envfp__source_is_declared(c->source->common, SOURCE_LIST, local)) {
        fact_gap(c, "pacman/*", folder ? ENVFP_REASON_HIDDEN : ENVFP_REASON_MALFORMED);
        return NULL;
    }
    return local;
}

void envfp__collect_pacman(struct collect *c)
{
    struct source_entry *entries;
    size_t count;
    const char *local = find_database(c);
    if (!local)
        return;
    enum envfp_reason reason = source_list(c->source, c->scratch, local, &entries, &count);
    if (reason == ENVFP_REASON_NONE &&
        !envfp__packages_add_entries(c, "pacman", PACKAGES_FOLDERS, entries, count))
        reason = ENVFP_REASON_MALFORMED;
    fact_gap(c, "pacman/*", reason);
}

#endif
