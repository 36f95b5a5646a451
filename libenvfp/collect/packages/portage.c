/* SPDX-License-Identifier: MIT */
/* Gentoo's packages: /var/db/pkg/CATEGORY/NAME-VERSION with a file for each property. What a package can do depends on
 * its USE flags: of its own flags (IUSE) those that were on (USE). */
#ifdef DECLARING

COLLECTOR(0, FILES)

NAMES("/var/db/pkg/", all)
NAMES("/var/db/pkg/*/", all)
TEXT("/var/db/pkg/*/*/{SLOT,USE,IUSE}", property)

FACT("portage/*", STRING, HASHED, ALTERS, IMAGE, "", "/var/db/pkg", "portage(5), ebuild(5)",
     "Version of each Gentoo package, its slot but 0, and those of its own USE flags that were on: "
     "what it can do depends on them.")

#else
#include "collect/collect.h"
#include "source/keep_rows.h"

/* Flags for languages may hold a variant: "linguas_sr@latin". */
static bool is_flag(struct view word)
{
    bool language = view_starts(word, VIEW("linguas_")) || view_starts(word, VIEW("l10n_"));
    return keep_is_made_of(word, language ? "+_-@" : "+_-./=", 128);
}

/* Slots and flags, of the first line; what is neither is "?". */
static struct view property_of(struct arena *arena, struct view text)
{
    struct text out = {.arena = arena};
    struct view word;
    text = view_trim(text);
    text = view_take(text, view_find_byte(text, '\n'));
    while (view_cut_word(&text, &word)) {
        if (out.length)
            envfp__text_add_byte(&out, ' ');
        envfp__text_add(&out, is_flag(word) ? word : VIEW("?"));
    }
    return out.length ? envfp__text_view(&out) : VIEW("");
}

static bool keep_property(const struct source *source, struct view text, struct text *out)
{
    (void)source;
    envfp__text_add(out, property_of(out->arena, text));
    envfp__text_add_byte(out, '\n');
    return false;
}

#define LAYER PACKAGES
#define OWNER portage
#define DECLARES "collect/packages/portage.c"
#include "collect/declare.h"

#include "base/sort.h"

#define DATABASE "/var/db/pkg/"

/* NAME-VERSION: the version begins with a digit behind the last hyphen but "-rN"'s; ebuild(5). */
static bool split_folder(struct view folder, struct view *name, struct view *version)
{
    size_t at = folder.length;
    for (;;) {
        while (at > 0 && folder.text[at - 1] != '-')
            at--;
        if (at < 2)
            return false;
        struct view rest = view_skip(folder, at);
        if (rest.length && byte_is_digit(rest.text[0])) {
            *name = view_take(folder, at - 1);
            *version = rest;
            return true;
        }
        /* A revision, with the version before it. */
        if (rest.length < 2 || rest.text[0] != 'r' || !byte_is_digit(rest.text[1]))
            return false;
        at--;
    }
}

static struct view read_property(struct collect *c, struct view folder, const char *property)
{
    struct view text = VIEW("");
    const char *path = source_path(c->scratch, DATABASE, folder, property);
    if (path)
        fact_gap(c, "portage/*", source_read_line(c->source, c->scratch, path, &text));
    return property_of(c->scratch, text);
}

/* " use a,b": those of the package's own flags that were on, sorted. */
static void add_flags(struct collect *c, struct view own, struct view on, struct text *value)
{
    struct bag flags = {0};
    struct view flag, word;
    while (view_cut_word(&own, &flag)) {
        if (flag.text[0] == '+' || flag.text[0] == '-')
            flag = view_skip(flag, 1);
        struct view rest = on;
        while (view_cut_word(&rest, &word))
            if (view_equal(word, flag)) {
                envfp__bag_add(c, &flags, flag);
                break;
            }
    }
    if (!flags.items)
        return;
    flags.count = envfp__sort_unique(c->scratch, flags.items, flags.count);
    for (size_t i = 0; i < flags.count; i++) {
        envfp__text_add(value, i ? VIEW(",") : VIEW(" use "));
        envfp__text_add(value, flags.items[i]);
    }
}

static void add_package(struct collect *c, struct view category, struct view folder)
{
    struct view name, version;
    /* "-MERGING-...": a folder that a merge is about to fill, or left behind. */
    if (view_starts(folder, VIEW("-")))
        return;
    if (!split_folder(folder, &name, &version)) {
        fact_gap(c, "portage/*", ENVFP_REASON_MALFORMED);
        return;
    }
    struct view place = envfp__arena_join(c->scratch, (struct view[]){category, VIEW("/"), folder}, 3);
    struct view slot = read_property(c, place, "/SLOT");
    struct view on = read_property(c, place, "/USE");
    struct text value = {.arena = c->scratch};
    envfp__text_add(&value, version);
    if (slot.length && !view_is(slot, "0")) {
        envfp__text_add(&value, VIEW(" slot "));
        envfp__text_add(&value, slot);
    }
    if (on.length)
        add_flags(c, read_property(c, place, "/IUSE"), on, &value);
    fact_member(c, "portage", envfp__arena_join(c->scratch, (struct view[]){category, VIEW("/"), name}, 3),
                envfp__text_view(&value));
}

void envfp__collect_portage(struct collect *c)
{
    struct source_entry *categories, *folders;
    size_t count, folder_count;
    enum envfp_reason reason = source_list(c->source, c->scratch, "/var/db/pkg", &categories, &count);
    fact_gap(c, "portage/*", reason);
    for (size_t i = 0; reason == ENVFP_REASON_NONE && i < count; i++) {
        const char *path = source_path(c->scratch, DATABASE, categories[i].name, "");
        if (categories[i].type == SOURCE_FILE || !path)
            continue;
        enum envfp_reason inner = source_list(c->source, c->scratch, path, &folders, &folder_count);
        fact_gap(c, "portage/*", inner);
        for (size_t j = 0; inner == ENVFP_REASON_NONE && j < folder_count; j++)
            if (folders[j].type != SOURCE_FILE)
                add_package(c, categories[i].name, folders[j].name);
    }
}

#endif
