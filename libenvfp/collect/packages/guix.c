/* SPDX-License-Identifier: MIT */
/*
 * Guix. A profile's manifest is a Scheme expression in which each package is a list that begins with name, version,
 * output and store path: ("hello" "2.12.1" "out" "/gnu/store/..." ...). An image packed from a profile may have only
 * the store; then everything in it is needed, and the store is hashed.
 */
#ifdef DECLARING

COLLECTOR(0, FILES)

NAMES("/gnu/store/", store)
TEXT("/run/current-system/profile/manifest", guix)
TEXT("/var/guix/profiles/{system/profile,per-user/root/guix-profile}/manifest", guix)

FACT("guix/*", STRING, HASHED, ALTERS, IMAGE, "", "",
     "manifest of the system's or the administrator's profile, else /gnu/store; GNU Guix manual",
     "Version of each package in a Guix profile.")

#else
#include "collect/packages/packages.h"
#include "collect/packages/stream.h"

/* Keeps brackets and blanks; anything else becomes one mark. */
static void add_between(struct view text, struct text *out)
{
    for (size_t i = 0; i < text.length; i++) {
        bool bracket = text.text[i] == '(' || text.text[i] == ')';
        char byte = bracket || byte_is_blank(text.text[i]) ? text.text[i] : '?';
        if (bracket || (out->length && out->bytes[out->length - 1] != byte))
            envfp__text_add_byte(out, byte);
    }
}

static void add_string(struct view text, struct text *out)
{
    if (view_find_byte(text, '\\') != SIZE_MAX)
        envfp__text_add(out, VIEW("\\\\"));
    else if (view_starts(text, VIEW("/gnu/store/")))
        envfp__text_add(out, VIEW("/gnu/store/_"));
    else
        envfp__text_add(out, envfp__packages_is_word(text) ? text : VIEW("?"));
}

/* Keeps lists that begin with strings: name, version, output and store path. Of other strings and words only a mark is
 * kept. */
static bool keep_guix(const struct source *source, struct view text, struct text *out)
{
    struct view piece;
    bool inside = false, escaped = false, closed = view_ends(text, VIEW("\""));
    (void)source;
    if (!view_starts(view_trim(view_take(text, view_find_byte(text, '"'))), VIEW("(manifest"))) {
        envfp__text_add_byte(out, '?');
        return false;
    }
    envfp__text_add(out, VIEW("(manifest "));
    text = view_skip(text, envfp__view_find(text, VIEW("(manifest")) + 9);
    for (bool first = true; view_cut(&text, '"', &piece); first = false) {
        if (!first && !escaped)
            envfp__text_add_byte(out, '"');
        bool goes_on = escaped; /* an escaped quote: the string goes on in the next piece */
        /* A quote behind a backslash does not end a string. */
        escaped = inside && view_ends(piece, VIEW("\\")) && !view_ends(piece, VIEW("\\\\"));
        if (!inside)
            add_between(piece, out);
        else if (!goes_on)
            add_string(piece, out);
        inside = escaped ? inside : !inside;
    }
    envfp__text_add(out, closed && !escaped ? VIEW("\"") : VIEW(""));
    return false;
}

#define LAYER PACKAGES
#define OWNER guix
#define DECLARES "collect/packages/guix.c"
#include "collect/declare.h"

#define FIELDS 4

struct reading {
    char fields[FIELDS][PACKAGES_WORD_MOST];
    size_t lengths[FIELDS];
    size_t count; /* strings at the start of the innermost list; FIELDS + 1: not a package */
    int64_t depth;
    size_t packages;
    bool odd;     /* the list's name or version is no word */
    bool strange; /* that of a package */
};

static void end_fields(struct collect *c, struct reading *r)
{
    struct view place = {r->fields[3], r->lengths[3]};
    bool package = r->count == FIELDS && view_starts(place, VIEW("/gnu/store/"));
    r->strange = r->strange || (package && r->odd);
    if (package && !r->odd && r->lengths[0] && r->lengths[1]) {
        fact_member(c, "guix", (struct view){r->fields[0], r->lengths[0]},
                    (struct view){r->fields[1], r->lengths[1]});
        r->packages++;
    }
    r->count = FIELDS + 1;
}

static void take_string(struct collect *c, struct reading *r, struct view text)
{
    if (r->count >= FIELDS)
        return;
    if (view_find_byte(text, '\\') != SIZE_MAX) {
        r->count = FIELDS + 1;
        return;
    }
    bool word =
        text.length == 0 || (envfp__packages_is_word(text) && !view_is(text, "?")); /* "?": of a recording */
    r->odd = (r->count && r->odd) || (r->count < 2 && !word);
    text = view_take(text, PACKAGES_WORD_MOST);
    memcpy(r->fields[r->count], text.text, text.length);
    r->lengths[r->count++] = text.length;
    if (r->count == FIELDS)
        end_fields(c, r);
}

/* The text between strings; only brackets in it matter. */
static void take_between(struct reading *r, struct view text)
{
    for (size_t i = 0; i < text.length; i++) {
        if (text.text[i] == '(') {
            r->depth++;
            r->count = 0;
        } else if (text.text[i] == ')') {
            r->depth--;
            r->count = FIELDS + 1;
        } else if (!byte_is_blank(text.text[i])) {
            r->count = FIELDS + 1;
        }
    }
}

/* Every second piece is a string; a quote behind a backslash does not end one. */
static enum envfp_reason read_manifest(struct collect *c, const char *path, size_t *packages)
{
    struct stream stream;
    struct reading r = {.count = FIELDS + 1};
    struct view piece;
    bool inside = false, begun = false;
    enum envfp_reason reason = envfp__stream_open(c, path, &stream);
    if (reason != ENVFP_REASON_NONE)
        return reason;
    while (envfp__stream_next(&stream, '"', &piece)) {
        begun = begun || view_starts(view_trim(piece), VIEW("(manifest"));
        if (!begun)
            break;
        if (!inside) {
            take_between(&r, piece);
        } else if (view_ends(piece, VIEW("\\")) && !view_ends(piece, VIEW("\\\\"))) {
            r.count = FIELDS + 1;
            continue;
        } else {
            take_string(c, &r, piece);
        }
        inside = !inside;
    }
    *packages += r.packages;
    reason = envfp__stream_close(&stream);
    if (reason != ENVFP_REASON_NONE)
        return reason;
    return !begun || r.strange ? ENVFP_REASON_MALFORMED
           : r.depth != 0      ? ENVFP_REASON_TRUNCATED
                               : ENVFP_REASON_NONE;
}

static enum envfp_reason add_store(struct collect *c)
{
    struct source_entry *entries;
    size_t count;
    enum envfp_reason reason = source_list(c->source, c->scratch, "/gnu/store", &entries, &count);
    if (reason == ENVFP_REASON_NONE)
        envfp__packages_add_store(c, "guix", entries, count);
    return reason;
}

void envfp__collect_guix(struct collect *c)
{
    /* The running system's manifest, else that of the system that would be started, else the administrator's on another
     * distribution. */
    static const char *const manifests[] = {"/run/current-system/profile/manifest",
                                            "/var/guix/profiles/system/profile/manifest",
                                            "/var/guix/profiles/per-user/root/guix-profile/manifest"};
    struct source_stat stat;
    size_t packages = 0;
    bool some = false;
    enum envfp_reason reason = source_stat(c->source, "/gnu/store", &stat);
    fact_gap(c, "guix/*", reason);
    if (reason != ENVFP_REASON_NONE)
        return;
    for (size_t i = 0; i < sizeof manifests / sizeof *manifests; i++) {
        if (i == 1 && some)
            continue;
        reason = read_manifest(c, manifests[i], &packages);
        some = some || reason != ENVFP_REASON_ABSENT;
        fact_gap(c, "guix/*", reason);
    }
    if (!some)
        fact_gap(c, "guix/*", add_store(c));
}

#endif
