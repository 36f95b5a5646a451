/* SPDX-License-Identifier: MIT */
/* CRUX's packages: for each its name, its version and its files, a line each, then an empty line. */
#ifdef DECLARING

COLLECTOR(0, FILES)

FACT("crux/*", STRING, HASHED, ALTERS, IMAGE, "", "/var/lib/pkg/db", "pkgadd(8)",
     "Version of each CRUX package: what programs, libraries and data there are.")

#else
#define LAYER PACKAGES
#define OWNER crux
#define DECLARES "collect/packages/crux.c"
#include "collect/declare.h"

#include "collect/packages/packages.h"
#include "collect/packages/stream.h"
#include "source/keep_parts.h"

static enum envfp_reason read_database(struct collect *c)
{
    struct stream stream;
    struct view line;
    char name[256];
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
            sound = envfp__keep_package_word(line);
            length = sound ? line.length : 0;
            memcpy(name, line.text, length);
        } else if (at == 1) {
            sound = envfp__keep_package_word(line);
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
