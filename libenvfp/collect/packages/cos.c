/* SPDX-License-Identifier: MIT */
/* Container-Optimized OS: a list in JSON, {"installedPackages": [{"category", "name", "version", "ebuild_version"}]};
 * what was needed to build them ("buildTimePackages") is not on the system. */
#ifdef DECLARING

COLLECTOR(0, FILES)

FACT("cos/*", STRING, HASHED, ALTERS, IMAGE, "", "/etc/cos-package-info.json", "",
     "Version of each package of Container-Optimized OS, and of the ebuild it was made from: what "
     "programs, libraries and data there are.")

#else
#define LAYER PACKAGES
#define OWNER cos
#define DECLARES "collect/packages/cos.c"
#include "collect/declare.h"

#include "collect/packages/packages.h"
#include "collect/packages/stream.h"
#include "source/keep_parts.h"

#define WORD 256
enum { CATEGORY, NAME, VERSION, EBUILD, FIELDS };

struct reading {
    char words[FIELDS][WORD];
    size_t lengths[FIELDS];
    size_t depth, field; /* the field whose value comes next; FIELDS: none */
    bool installed;      /* inside the list that counts */
    bool named;          /* the string before was a name */
    bool begun, sound;
};

static void end_package(struct collect *c, struct reading *r)
{
    struct view words[FIELDS];
    for (size_t i = 0; i < FIELDS; i++)
        words[i] = (struct view){r->words[i], r->lengths[i]};
    const struct view name[] = {words[CATEGORY], VIEW("/"), words[NAME]};
    const struct view version[] = {words[VERSION], VIEW(" ebuild "), words[EBUILD]};
    bool whole = words[CATEGORY].length && words[NAME].length && words[VERSION].length;
    r->sound = r->sound && whole;
    if (whole)
        fact_member(c, "cos", envfp__arena_join(c->scratch, name, 3),
                    envfp__arena_join(c->scratch, version, words[EBUILD].length ? 3 : 1));
    memset(r->lengths, 0, sizeof r->lengths);
}

/* What stands between strings. */
static void take_between(struct collect *c, struct reading *r, struct view text)
{
    for (size_t i = 0; i < text.length; i++)
        switch (text.text[i]) {
        case '{':
        case '[':
            r->begun = r->begun || text.text[i] == '{';
            r->named = false;
            r->sound = r->sound && r->begun;
            r->depth++;
            break;
        case '}':
        case ']':
            if (r->depth == 3 && r->installed)
                end_package(c, r);
            r->sound = r->sound && r->depth > 0;
            r->depth -= r->depth > 0;
            break;
        case ':': r->named = true; break;
        case ',': r->named = false; break;
        default: r->sound = r->sound && (r->begun || byte_is_blank(text.text[i])); break;
        }
}

static void take_string(struct reading *r, struct view text)
{
    static const char *const names[FIELDS] = {"category", "name", "version", "ebuild_version"};
    if (r->depth == 1) {
        r->installed = view_is(text, "installedPackages");
    } else if (r->depth == 3 && !r->named) {
        for (r->field = 0; r->field < FIELDS && !view_is(text, names[r->field]); r->field++)
            ;
    } else if (r->depth == 3 && r->field < FIELDS && envfp__keep_package_word(text)) {
        memcpy(r->words[r->field], text.text, text.length);
        r->lengths[r->field] = text.length;
    }
}

static enum envfp_reason read_list(struct collect *c)
{
    struct stream stream;
    struct reading r = {.field = FIELDS, .sound = true};
    struct view piece;
    enum envfp_reason reason = envfp__stream_open(c, "/etc/cos-package-info.json", &stream);
    if (reason != ENVFP_REASON_NONE)
        return reason;
    for (bool inside = false; r.sound && envfp__stream_next(&stream, '"', &piece); inside = !inside) {
        /* None of these words needs an escape. */
        r.sound = view_find_byte(piece, '\\') == SIZE_MAX;
        if (inside && !stream.open)
            take_string(&r, piece);
        else if (!inside)
            take_between(c, &r, piece);
    }
    reason = envfp__stream_close(&stream);
    return reason != ENVFP_REASON_NONE ? reason
           : !r.sound                  ? ENVFP_REASON_MALFORMED
           : r.depth != 0 || !r.begun  ? ENVFP_REASON_TRUNCATED
                                       : ENVFP_REASON_NONE;
}

void envfp__collect_cos(struct collect *c)
{
    if (!envfp__packages_are_known(c))
        fact_gap(c, "cos/*", read_list(c));
}

#endif
