/* SPDX-License-Identifier: MIT */
/* Package managers that keep a folder or file for each package, named by name and version: one table row for each
 * manager. */
#ifdef DECLARING

COLLECTOR(0, FILES)
AFTER(apk)
AFTER(dpkg)
AFTER(pacman)
AFTER(rpm)

NAMES("/var/lib/{eopkg/package,pkgtools/packages}/", all)
NAMES("/var/log/packages/", all)

FACT("eopkg/*", STRING, HASHED, ALTERS, IMAGE, "", "/var/lib/eopkg/package", "eopkg(1)",
     "Version and release of each Solus package: what programs, libraries and data there are.")
FACT("slackware/*", STRING, HASHED, ALTERS, IMAGE, "", "",
     "/var/lib/pkgtools/packages, else /var/log/packages; pkgtool(8)",
     "Version and build of each Slackware package: what programs, libraries and data there are.")

#else
#define LAYER PACKAGES
#define OWNER entries
#define DECLARES "collect/packages/entries.c"
#include "collect/declare.h"

#include "collect/packages/packages.h"

static const struct manager {
    const char *inventory, *gap;
    enum packages_entries kind;
    const char *places[2]; /* the first that is there */
} managers[] = {
    {"eopkg", "eopkg/*", PACKAGES_FOLDERS, {"/var/lib/eopkg/package"}},
    /* The second place is the one that Slackware used before version 15. */
    {"slackware",
     "slackware/*",
     PACKAGES_WITH_ARCHITECTURE,
     {"/var/lib/pkgtools/packages", "/var/log/packages"}},
};

static void add_manager(struct collect *c, const struct manager *manager)
{
    struct source_entry *entries;
    size_t count = 0;
    enum envfp_reason reason = ENVFP_REASON_ABSENT;
    for (size_t i = 0; i < 2 && manager->places[i] && reason == ENVFP_REASON_ABSENT; i++)
        reason = source_list(c->source, c->scratch, manager->places[i], &entries, &count);
    if (reason == ENVFP_REASON_NONE &&
        !envfp__packages_add_entries(c, manager->inventory, manager->kind, entries, count))
        reason = ENVFP_REASON_MALFORMED;
    fact_gap(c, manager->gap, reason);
}

void envfp__collect_entries(struct collect *c)
{
    if (envfp__packages_are_known(c))
        return;
    for (size_t i = 0; i < sizeof managers / sizeof *managers; i++)
        add_manager(c, &managers[i]);
}

#endif
