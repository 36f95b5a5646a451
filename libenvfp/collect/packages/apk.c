/* SPDX-License-Identifier: MIT */
/* Alpine's packages: paragraphs of "letter:value" lines, apk-installed(5). */
#ifdef DECLARING

COLLECTOR(0, FILES)

LINES("/{lib,usr/lib,var/lib}/apk/db/installed", apk)

FACT("apk/*", STRING, HASHED, ALTERS, IMAGE, "", "",
     "/lib/apk/db/installed, below /usr or /var too; apk-installed(5)",
     "Version of each Alpine package: what programs, libraries and data there are.")

#else
#include "collect/packages/packages.h"
#include "collect/packages/stream.h"
#include "source/keep_rows.h"

static bool keep_apk(const struct source *source, struct view line, struct text *out)
{
    struct view end, body = envfp__keep_body(line, &end);
    (void)source;
    if (view_trim(body).length == 0) {
        envfp__text_add(out, end);
    } else if (view_starts(body, VIEW("P:")) || view_starts(body, VIEW("V:"))) {
        envfp__text_add(out, view_take(body, 2));
        envfp__packages_add_word(out, view_trim(view_skip(body, 2)));
        envfp__text_add(out, end);
    } else {
        envfp__keep_unread(line, out);
    }
    return true;
}

#define LAYER PACKAGES
#define OWNER apk
#define DECLARES "collect/packages/apk.c"
#include "collect/declare.h"

struct package {
    char name[PACKAGES_WORD_MOST], version[PACKAGES_WORD_MOST];
    size_t name_length, version_length;
    bool lines; /* the paragraph has any */
};

static bool keep(struct view value, char *bytes, size_t *length)
{
    *length = envfp__packages_is_word(value) ? value.length : 0;
    memcpy(bytes, value.text, *length);
    return *length > 0;
}

/* An empty line. False for a paragraph that is no package. */
static bool end_package(struct collect *c, struct package *package)
{
    bool known = !package->lines || (package->name_length && package->version_length);
    if (package->lines && known)
        fact_member(c, "apk", (struct view){package->name, package->name_length},
                    (struct view){package->version, package->version_length});
    package->name_length = package->version_length = 0;
    package->lines = false;
    return known;
}

static enum envfp_reason read_installed(struct collect *c, const char *path)
{
    struct stream stream;
    struct package package = {.lines = false};
    struct view line;
    bool sound = true, counts = false; /* the present line holds what is told */
    enum envfp_reason reason = envfp__stream_open(c, path, &stream);
    if (reason != ENVFP_REASON_NONE)
        return reason;
    while (envfp__stream_next(&stream, '\n', &line)) {
        if (view_trim(line).length == 0) {
            sound = end_package(c, &package) && sound;
            continue;
        }
        package.lines = true;
        counts = line.text[0] == 'P' || line.text[0] == 'V';
        /* Upper case only: "p:" is what it provides. Of files ("F:", "R:", "Z:") there are thousands. */
        if (view_starts(line, VIEW("P:")))
            sound = keep(view_trim(view_skip(line, 2)), package.name, &package.name_length) && sound;
        else if (view_starts(line, VIEW("V:")))
            sound = keep(view_trim(view_skip(line, 2)), package.version, &package.version_length) && sound;
    }
    reason = envfp__stream_close(&stream);
    if (reason == ENVFP_REASON_NONE && !sound)
        reason = ENVFP_REASON_MALFORMED;
    /* apk writes an empty line behind each package: without it the file lost its end. */
    if (!package.lines)
        return reason;
    if (!(stream.open && counts))
        end_package(c, &package);
    return reason == ENVFP_REASON_NONE ? ENVFP_REASON_TRUNCATED : reason;
}

void envfp__collect_apk(struct collect *c)
{
    /* Where /lib is a link to /usr/lib, these are one: the first that is there is the database. */
    static const char *const places[] = {"/lib/apk/db/installed", "/usr/lib/apk/db/installed",
                                         "/var/lib/apk/db/installed"};
    enum envfp_reason reason = ENVFP_REASON_ABSENT;
    for (size_t i = 0; i < sizeof places / sizeof *places && reason == ENVFP_REASON_ABSENT; i++)
        reason = read_installed(c, places[i]);
    fact_gap(c, "apk/*", reason);
}

#endif
