/* SPDX-License-Identifier: MIT */
/* CRUX's packages: for each its name, its version and its files, a line each, then an empty line. */
#ifdef DECLARING

COLLECTOR(0, FILES)
AFTER(apk)
AFTER(dpkg)
AFTER(pacman)
AFTER(rpm)

TEXT("/var/lib/pkg/db", crux)

FACT("crux/*", STRING, HASHED, ALTERS, IMAGE, "", "/var/lib/pkg/db", "pkgadd(8)",
     "Version of each CRUX package: what programs, libraries and data there are.")

#else
#include "collect/packages/packages.h"
#include "collect/packages/stream.h"
#include "source/keep_rows.h"

static bool keep_crux(const struct source *source, struct view text, struct text *out)
{
    const char *limit = view_at(text, text.length);
    struct view line;
    size_t at = 0; /* line of the present package */
    (void)source;
    while (view_cut(&text, '\n', &line)) {
        bool open = view_at(line, line.length) == limit, good = envfp__packages_is_word(line);
        struct view end = open ? VIEW("") : VIEW("\n");
        if (line.length == 0) {
            envfp__text_add(out, end);
        } else if (at > 1) {
            envfp__keep_unread((struct view){line.text, line.length + end.length}, out);
        } else {
            /* A version with a slash is malformed, and so is a name that is none. */
            envfp__text_add(out, good ? line : at == 0 && !open ? VIEW("?\n/") : VIEW("/"));
            envfp__text_add(out, end);
            at += at == 0 && !good;
        }
        at = line.length ? at + 1 : 0;
    }
    return false;
}

#define LAYER PACKAGES
#define OWNER crux
#define DECLARES "collect/packages/crux.c"
#include "collect/declare.h"

static enum envfp_reason read_database(struct collect *c)
{
    struct stream stream;
    struct view line;
    char name[PACKAGES_WORD_MOST];
    size_t length = 0, at = 0; /* line of the present package */
    bool sound = true;
    enum envfp_reason reason = envfp__stream_open(c, "/var/lib/pkg/db", &stream);
    if (reason != ENVFP_REASON_NONE)
        return reason;
    while (sound && envfp__stream_next(&stream, '\n', &line)) {
        if (stream.open && at < 2)
            break;
        if (line.length == 0) {
            sound = at != 1;
            at = 0;
            continue;
        }
        if (at == 0) {
            sound = envfp__packages_is_word(line);
            length = sound ? line.length : 0;
            memcpy(name, line.text, length);
        } else if (at == 1) {
            sound = envfp__packages_is_word(line);
            if (sound)
                fact_member(c, "crux", (struct view){name, length}, line);
        }
        at++;
    }
    reason = envfp__stream_close(&stream);
    return reason != ENVFP_REASON_NONE ? reason
           : !sound                    ? ENVFP_REASON_MALFORMED
           : at || stream.open         ? ENVFP_REASON_TRUNCATED
                                       : ENVFP_REASON_NONE;
}

void envfp__collect_crux(struct collect *c)
{
    if (!envfp__packages_are_known(c))
        fact_gap(c, "crux/*", read_database(c));
}

#endif
