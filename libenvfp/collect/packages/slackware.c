/* SPDX-License-Identifier: MIT */
/* Slackware's packages: a file NAME-VERSION-ARCHITECTURE-BUILD for each. */
#ifdef DECLARING

COLLECTOR(0, FILES)

FACT("slackware/*", STRING, HASHED, ALTERS, IMAGE, "", "",
     "/var/lib/pkgtools/packages, else /var/log/packages; pkgtool(8)",
     "Version and build of each Slackware package: what programs, libraries and data there are.")

#else
#define LAYER PACKAGES
#define OWNER slackware
#define DECLARES "collect/packages/slackware.c"
#include "collect/declare.h"

#include "collect/packages/packages.h"

void envfp__collect_slackware(struct collect *c)
{
    /* The second is the first's place before Slackware 15. */
    static const char *const places[] = {"/var/lib/pkgtools/packages", "/var/log/packages"};
    struct source_entry *entries;
    struct view name, rest, version, build;
    size_t count = 0;
    enum envfp_reason reason = ENVFP_REASON_ABSENT;
    if (envfp__packages_are_known(c))
        return;
    for (size_t i = 0; i < sizeof places / sizeof *places && reason == ENVFP_REASON_ABSENT; i++)
        reason = source_list(c->source, c->scratch, places[i], &entries, &count);
    fact_gap(c, "slackware/*", reason);
    for (size_t i = 0; reason == ENVFP_REASON_NONE && i < count; i++) {
        if (!envfp__packages_split(entries[i].name, 3, &name, &rest) ||
            !envfp__packages_split(rest, 2, &version, &build)) {
            fact_gap(c, "slackware/*", ENVFP_REASON_MALFORMED);
            continue;
        }
        build = view_skip(build, view_find_byte(build, '-'));
        fact_member(c, "slackware", name, envfp__arena_join(c->scratch, (struct view[]){version, build}, 2));
    }
}

#endif
