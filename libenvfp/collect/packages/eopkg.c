/* SPDX-License-Identifier: MIT */
/* Solus' packages: a folder NAME-VERSION-RELEASE for each. */
#ifdef DECLARING

COLLECTOR(0, FILES)

FACT("eopkg/*", STRING, HASHED, ALTERS, IMAGE, "", "/var/lib/eopkg/package", "eopkg(1)",
     "Version and release of each Solus package: what programs, libraries and data there are.")

#else
#define LAYER PACKAGES
#define OWNER eopkg
#define DECLARES "collect/packages/eopkg.c"
#include "collect/declare.h"

#include "collect/packages/packages.h"

void envfp__collect_eopkg(struct collect *c)
{
    struct source_entry *entries;
    struct view name, version;
    size_t count;
    if (envfp__packages_are_known(c))
        return;
    enum envfp_reason reason = source_list(c->source, c->scratch, "/var/lib/eopkg/package", &entries, &count);
    fact_gap(c, "eopkg/*", reason);
    for (size_t i = 0; reason == ENVFP_REASON_NONE && i < count; i++)
        if (envfp__packages_split(entries[i].name, 2, &name, &version))
            fact_member(c, "eopkg", name, version);
        else if (entries[i].type != SOURCE_FILE)
            fact_gap(c, "eopkg/*", ENVFP_REASON_MALFORMED);
}

#endif
