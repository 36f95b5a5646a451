/* SPDX-License-Identifier: MIT */
/* Clear Linux' bundles: a file for each; they all have the system's version. */
#ifdef DECLARING

COLLECTOR(0, FILES)
AFTER(apk)
AFTER(dpkg)
AFTER(pacman)
AFTER(rpm)

NAMES("/usr/share/clear/bundles/", all)
LINES("/usr/share/clear/version", clear)

FACT("swupd/*", STRING, HASHED, ALTERS, IMAGE, "", "",
     "/usr/share/clear/bundles, /usr/share/clear/version; swupd(1)",
     "The system version that each bundle of Clear Linux has.")

#else
#include "collect/packages/packages.h"
#include "source/keep.h"

/* The first line that is not empty is the version, which holds no slash. */
static bool keep_clear(const struct source *source, struct view line, struct text *out)
{
    struct view end, body = view_trim(envfp__keep_body(line, &end));
    (void)source;
    if (body.length)
        envfp__text_add(out, envfp__packages_is_word(body) ? body : VIEW("/"));
    envfp__text_add(out, end);
    return body.length == 0;
}

#define LAYER PACKAGES
#define OWNER swupd
#define DECLARES "collect/packages/swupd.c"
#include "collect/declare.h"

void envfp__collect_swupd(struct collect *c)
{
    struct source_entry *entries;
    struct view version = VIEW("");
    size_t count;
    if (envfp__packages_are_known(c))
        return;
    enum envfp_reason reason =
        source_list(c->source, c->scratch, "/usr/share/clear/bundles", &entries, &count);
    if (reason == ENVFP_REASON_NONE)
        reason = source_read_line(c->source, c->scratch, "/usr/share/clear/version", &version);
    if (version.length && !envfp__packages_is_word(version))
        reason = ENVFP_REASON_MALFORMED;
    fact_gap(c, "swupd/*", reason);
    for (size_t i = 0; reason == ENVFP_REASON_NONE && version.length && i < count; i++)
        if (entries[i].name.text[0] != '.')
            fact_member(c, "swupd", entries[i].name, version);
}

#endif
