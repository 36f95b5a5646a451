/* SPDX-License-Identifier: MIT */
/* Void's packages: a property list, as proplib writes it: a dictionary of dictionaries in XML. */
#ifdef DECLARING

COLLECTOR(0, FILES)

TEXT("/var/db/xbps/pkgdb-0.38.plist", xbps)

FACT("xbps/*", STRING, HASHED, ALTERS, IMAGE, "", "/var/db/xbps/pkgdb-0.38.plist", "xbps-query(1)",
     "Version of each Void package in the state installed: what programs, libraries and data there "
     "are.")

#else
#include "collect/packages/packages.h"
#include "collect/packages/stream.h"
#include "source/keep_rows.h"

/* Keeps keys, and the texts behind those of versions and states of packages. */
static void add_text(struct view tag, struct view *key, struct view text, struct text *out)
{
    bool told = view_is(tag, "string") && (view_is(*key, "pkgver") || view_is(*key, "state"));
    if (view_is(tag, "key"))
        envfp__text_add(out, view_is(text, "pkgver") || view_is(text, "state") ? text : VIEW("_"));
    else if (told && text.length)
        envfp__text_add(out, envfp__packages_is_word(text) ? text : VIEW("?"));
    if (view_is(tag, "key"))
        *key = text;
}

/* Tags that make the list. */
static bool keep_xbps(const struct source *source, struct view text, struct text *out)
{
    static const char *const tags[] = {"dict", "/dict", "array", "/array", "key", "string"};
    struct view piece, tag, key = VIEW("");
    (void)source;
    for (bool first = true; view_cut(&text, '<', &piece); first = false) {
        if (!first)
            envfp__text_add_byte(out, '<');
        struct view rest = piece;
        bool closed = view_find_byte(piece, '>') != SIZE_MAX;
        if (!view_cut(&rest, '>', &tag) || !keep_is_one(tag, tags, KEEP_COUNT(tags))) {
            envfp__text_add(out, !closed ? VIEW("_") : view_ends(tag, VIEW("/")) ? VIEW("_/>") : VIEW("_>"));
            continue;
        }
        envfp__text_add(out, tag);
        envfp__text_add(out, closed ? VIEW(">") : VIEW(""));
        add_text(tag, &key, rest, out);
    }
    return false;
}

#define LAYER PACKAGES
#define OWNER xbps
#define DECLARES "collect/packages/xbps.c"
#include "collect/declare.h"

struct list {
    unsigned depth;               /* open dictionaries and arrays */
    char key[PACKAGES_WORD_MOST]; /* of the present entry of a package */
    size_t key_length;
    char package[PACKAGES_WORD_MOST]; /* NAME-VERSION_REVISION */
    size_t package_length;
    bool installed, plain; /* "unpacked" and "half-removed" are no installed packages */
};

static size_t keep(struct view text, char *bytes)
{
    if (text.length > PACKAGES_WORD_MOST)
        return 0;
    memcpy(bytes, text.text, text.length);
    return text.length;
}

/* Splits at the last hyphen, behind which the version stands. */
static bool add_package(struct collect *c, const struct list *list)
{
    struct view package = {list->package, list->package_length};
    size_t at = package.length;
    while (at > 0 && package.text[at - 1] != '-')
        at--;
    if (at < 2 || at == package.length)
        return false;
    fact_member(c, "xbps", view_take(package, at - 1), view_skip(package, at));
    return true;
}

static bool take_string(struct list *list, struct view text)
{
    struct view key = {list->key, list->key_length};
    /* Names, versions and states hold nothing that XML escapes. */
    if (list->depth != 2 || view_has(text, VIEW("&")))
        return list->depth != 2 || !(view_is(key, "pkgver") || view_is(key, "state"));
    if (view_is(key, "pkgver"))
        list->package_length = envfp__packages_is_word(text) ? keep(text, list->package) : 0;
    else if (view_is(key, "state"))
        list->installed = view_is(text, "installed");
    return true;
}

/* "tag>text", as cut at each "<". False for what is no package list. */
static bool take_tag(struct collect *c, struct list *list, struct view piece)
{
    struct view tag, text = piece;
    if (!view_cut(&text, '>', &tag) || view_ends(tag, VIEW("/")))
        return true;
    if (view_is(tag, "dict") || view_is(tag, "array")) {
        list->plain |= list->depth == 0;
        if (list->depth++ == 1)
            list->package_length = list->installed = 0;
        return list->depth < 32;
    }
    if (view_is(tag, "/dict") || view_is(tag, "/array")) {
        if (list->depth == 0)
            return false;
        bool package = list->depth-- == 2 && list->installed;
        return !package || add_package(c, list);
    }
    if (view_is(tag, "key"))
        list->key_length = keep(text, list->key);
    else if (view_is(tag, "string"))
        return take_string(list, text);
    return true;
}

void envfp__collect_xbps(struct collect *c)
{
    struct stream stream;
    struct list list = {.depth = 0};
    struct view piece;
    bool sound = true;
    enum envfp_reason reason = envfp__stream_open(c, "/var/db/xbps/pkgdb-0.38.plist", &stream);
    if (reason != ENVFP_REASON_NONE) {
        fact_gap(c, "xbps/*", reason);
        return;
    }
    while (sound && envfp__stream_next(&stream, '<', &piece))
        sound = take_tag(c, &list, piece);
    reason = envfp__stream_close(&stream);
    if (reason == ENVFP_REASON_NONE)
        reason = !sound || !list.plain ? ENVFP_REASON_MALFORMED
                 : list.depth          ? ENVFP_REASON_TRUNCATED
                                       : ENVFP_REASON_NONE;
    fact_gap(c, "xbps/*", reason);
}

#endif
