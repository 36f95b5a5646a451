/* SPDX-License-Identifier: MIT */
/* Arch's packages: a folder NAME-VERSION-RELEASE for each below local/, which is where libalpm takes names and
 * versions from, too. */
#ifdef DECLARING

COLLECTOR(0, FILES)

FACT("pacman/*", STRING, HASHED, ALTERS, IMAGE, "", "",
     "local/ below DBPath of pacman.conf(5), /var/lib/pacman",
     "Version of each Arch package: what programs, libraries and data there are.")

#else
#define LAYER PACKAGES
#define OWNER pacman
#define DECLARES "collect/packages/pacman.c"
#include "collect/declare.h"

#include "collect/packages/packages.h"
#include "source/keep_parts.h"

/* DBPath of pacman.conf(5), folded into `path` with "local" behind it. */
static const char *find_database(struct collect *c)
{
    struct view text, line, name, value, path = VIEW("/var/lib/pacman");
    if (source_read(c->source, "/etc/pacman.conf", &text) == ENVFP_REASON_NONE)
        while (view_cut(&text, '\n', &line))
            if (view_split(line, '=', &name, &value) && view_is(name, "DBPath") &&
                view_starts(value, VIEW("/")) && value.length < 4096)
                path = value;
    if (!envfp__keep_is_folder(path)) {
        fact_gap(c, "pacman/*", ENVFP_REASON_MALFORMED);
        return NULL;
    }
    return source_path(c->scratch, "", path, "/local");
}

void envfp__collect_pacman(struct collect *c)
{
    struct source_entry *entries;
    size_t count;
    struct view name, version;
    const char *local = find_database(c);
    if (!local)
        return;
    enum envfp_reason reason = source_list(c->source, c->scratch, local, &entries, &count);
    fact_gap(c, "pacman/*", reason);
    for (size_t i = 0; reason == ENVFP_REASON_NONE && i < count; i++) {
        if (entries[i].type == SOURCE_FILE) /* ALPM_DB_VERSION */
            continue;
        /* Neither version nor release holds a hyphen. */
        if (!envfp__packages_split(entries[i].name, 2, &name, &version)) {
            fact_gap(c, "pacman/*", ENVFP_REASON_MALFORMED);
            continue;
        }
        if (view_starts(version, VIEW("0:")))
            version = view_skip(version, 2);
        fact_member(c, "pacman", name, version);
    }
}

#endif
