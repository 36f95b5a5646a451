/* SPDX-License-Identifier: MIT */
/* Snaps: NAME/REVISION/meta/snap.yaml below /snap, `current` links to the active revision. */
#ifdef DECLARING

COLLECTOR(0, FILES)

NAMES("/{snap,var/lib/snapd/snap}/", all)
NAMES("/{snap,var/lib/snapd/snap}/*/", all)
LINK("/{snap,var/lib/snapd/snap}/*/current", revision)
LINES("/{snap,var/lib/snapd/snap}/*/*/meta/snap.yaml", version_line)

FACT("snap/*", STRING, HASHED, ALTERS, IMAGE, "", "", "meta/snap.yaml below /snap/NAME/current; snap(8)",
     "Version and revision of each active snap.")

#else
#include "collect/packages/packages.h"
#include "source/keep.h"

/* A revision: a number, or "x1", "x2" ... for a snap that was installed from a file. */
static bool is_revision(struct view name)
{
    struct view digits = view_skip(name, view_starts(name, VIEW("x")));
    for (size_t i = 0; i < digits.length; i++)
        if (!byte_is_digit(digits.text[i]))
            return false;
    return digits.length > 0 && digits.length <= 20;
}

static bool keep_revision(const struct source *source, struct view target, struct text *out)
{
    (void)source;
    envfp__text_add(out, is_revision(target) ? target : VIEW("?"));
    return true;
}

/* Keeps the version's line; the description is not read. A line without an end may be cut. */
static bool keep_version_line(const struct source *source, struct view line, struct text *out)
{
    struct view end, body = envfp__keep_body(line, &end), name, value;
    (void)source;
    if (!view_starts(body, VIEW("version:")) || end.length == 0 || !view_split(body, ':', &name, &value))
        return true;
    envfp__text_add(out, VIEW("version: "));
    envfp__packages_add_word(out, value);
    envfp__text_add(out, end);
    return true;
}

#define LAYER PACKAGES
#define OWNER snap
#define DECLARES "collect/packages/snap.c"
#include "collect/declare.h"

/* A top-level "version: X" of snap.yaml, quoted or not. */
static struct view find_version(struct view text)
{
    struct view line, name, value;
    /* A last line without line feed may be cut, so it is dropped. */
    while (text.length && text.text[text.length - 1] != '\n')
        text.length--;
    while (view_cut(&text, '\n', &line)) {
        if (!view_starts(line, VIEW("version:")) || !view_split(line, ':', &name, &value))
            continue;
        if (value.length >= 2 && (value.text[0] == '"' || value.text[0] == '\'') &&
            value.text[value.length - 1] == value.text[0])
            value = view_take(view_skip(value, 1), value.length - 2);
        return value;
    }
    return VIEW("");
}

static void add_revision(struct collect *c, const char *root, struct view name, struct view revision)
{
    struct view text;
    const struct view folder[] = {view_of(root), name, VIEW("/"), revision};
    const char *path =
        source_path(c->scratch, "", envfp__arena_join(c->scratch, folder, 4), "/meta/snap.yaml");
    if (!path)
        return;
    enum envfp_reason reason = source_read(c->source, path, &text);
    /* Where a snap is not mounted (in a root, in a container), its folder is empty. */
    fact_gap(c, "snap/*", reason == ENVFP_REASON_ABSENT ? ENVFP_REASON_HIDDEN : reason);
    if (reason != ENVFP_REASON_NONE)
        return;
    struct view version = find_version(text);
    if (!envfp__packages_is_word(version)) {
        fact_gap(c, "snap/*", ENVFP_REASON_MALFORMED);
        return;
    }
    const struct view value[] = {version, VIEW(" revision "), revision};
    fact_member(c, "snap", name, envfp__arena_join(c->scratch, value, 3));
}

/* Where no link names the active revision, all revisions are listed. */
static void add_snap(struct collect *c, const char *root, struct view name)
{
    struct view active;
    struct source_entry *entries;
    size_t count;
    const char *folder = source_path(c->scratch, root, name, "");
    const char *current = source_path(c->scratch, root, name, "/current");
    if (!folder || !current)
        return;
    enum envfp_reason reason = source_link(c->source, c->scratch, current, &active);
    if (reason == ENVFP_REASON_NONE && is_revision(active)) {
        add_revision(c, root, name, active);
        return;
    }
    reason = source_list(c->source, c->scratch, folder, &entries, &count);
    fact_gap(c, "snap/*", reason);
    for (size_t i = 0; reason == ENVFP_REASON_NONE && i < count; i++)
        if (is_revision(entries[i].name))
            add_revision(c, root, name, entries[i].name);
}

void envfp__collect_snap(struct collect *c)
{
    /* Distributions without /snap have its folder below /var/lib. */
    static const char *const roots[] = {"/snap/", "/var/lib/snapd/snap/"};
    struct source_entry *entries;
    size_t count;
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++) {
        enum envfp_reason reason = source_list(c->source, c->scratch, roots[i], &entries, &count);
        if (reason == ENVFP_REASON_ABSENT)
            continue;
        fact_gap(c, "snap/*", reason);
        for (size_t j = 0; reason == ENVFP_REASON_NONE && j < count; j++)
            if (entries[j].type != SOURCE_FILE && !view_is(entries[j].name, "bin"))
                add_snap(c, roots[i], entries[j].name);
        return;
    }
}

#endif
