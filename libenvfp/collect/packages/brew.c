/* SPDX-License-Identifier: MIT */
/* Homebrew's packages at the place that it has on Linux: Cellar/NAME/VERSION. They are somebody's, below a home
 * folder that not everybody may enter: context, and only where detail is asked for. */
#ifdef DECLARING

COLLECTOR(0, FILES)

NAMES("/home/linuxbrew/.linuxbrew/Cellar/", all)
NAMES("/home/linuxbrew/.linuxbrew/Cellar/*/", all)

FACT("brew/*", STRING, CONTEXT, ALTERS, IMAGE, "", "/home/linuxbrew/.linuxbrew/Cellar", "brew(1)",
     "Versions of each Homebrew package, with detail.")

#else
#define LAYER PACKAGES
#define OWNER brew
#define DECLARES "collect/packages/brew.c"
#include "collect/declare.h"

#include "collect/collect.h"

#define CELLAR "/home/linuxbrew/.linuxbrew/Cellar/"

void envfp__collect_brew(struct collect *c)
{
    struct source_entry *entries, *versions;
    size_t count, version_count;
    if (!c->source->common->detail)
        return;
    enum envfp_reason reason = source_list(c->source, c->scratch, CELLAR, &entries, &count);
    fact_gap(c, "brew/*", reason);
    for (size_t i = 0; reason == ENVFP_REASON_NONE && i < count; i++) {
        const char *path = source_path(c->scratch, CELLAR, entries[i].name, "");
        if (!path || entries[i].type == SOURCE_FILE || entries[i].name.text[0] == '.')
            continue;
        enum envfp_reason inner = source_list(c->source, c->scratch, path, &versions, &version_count);
        fact_gap(c, "brew/*", inner);
        for (size_t j = 0; inner == ENVFP_REASON_NONE && j < version_count; j++)
            if (versions[j].name.text[0] != '.')
                fact_member(c, "brew", entries[i].name, versions[j].name);
    }
}

#endif
