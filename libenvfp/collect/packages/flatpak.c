/* SPDX-License-Identifier: MIT */
/*
 * Flatpaks of the whole system: below /var/lib/flatpak, app/ID/ARCH/BRANCH/COMMIT and runtime/ID/ARCH/BRANCH/COMMIT,
 * `active` links to the deployed commit. An application's `current` links to the ARCH/BRANCH that is started.
 */
#ifdef DECLARING

COLLECTOR(0, FILES)

NAMES("/var/lib/flatpak/{app,runtime}/", all)
NAMES("/var/lib/flatpak/{app,runtime}/*/", all)
NAMES("/var/lib/flatpak/{app,runtime}/*/*/", all)
LINK("/var/lib/flatpak/app/*/current", branch)
LINK("/var/lib/flatpak/{app,runtime}/**/active", commit)
TEXT("/var/lib/flatpak/app/**/active/{export,files}/share/{metainfo,appdata}/*.{metainfo,appdata}.xml",
     appstream)

FACT("flatpak/*", STRING, HASHED, ALTERS, IMAGE, "", "/var/lib/flatpak", "flatpak-installation(5)",
     "Version, branch and deployed commit of each Flatpak installed for the whole system, applications "
     "and runtimes.")

#else
#include "collect/packages/packages.h"
#include "source/keep_rows.h"

/* "ARCH/BRANCH" */
static bool is_branch(struct view target)
{
    struct view architecture = view_take(target, view_find_byte(target, '/')),
                branch = view_skip(target, architecture.length + 1);
    return keep_is_made_of(architecture, "_-", 32) && keep_is_made_of(branch, "._+-", 64) &&
           !view_starts(branch, VIEW("."));
}

static bool keep_branch(const struct source *source, struct view target, struct text *out)
{
    (void)source;
    envfp__text_add(out, is_branch(target) ? target : VIEW("?"));
    return true;
}

static bool is_commit(struct view target)
{
    for (size_t i = 0; i < target.length; i++)
        if (!byte_is_digit(target.text[i]) && (target.text[i] < 'a' || target.text[i] > 'f'))
            return false;
    return target.length > 0 && target.length <= 64;
}

static bool keep_commit(const struct source *source, struct view target, struct text *out)
{
    (void)source;
    envfp__text_add(out, is_commit(target) ? target : VIEW("?"));
    return true;
}

/* Of an application's own description (AppStream) the version of the newest release, which stands first: a word, or
 * "?"; empty where there is none. */
static struct view newest_version(struct view text)
{
    size_t at = envfp__view_find(text, VIEW("<release ")), end;
    struct view tag = view_skip(text, at == SIZE_MAX ? text.length : at), word;
    tag = view_take(tag, view_find_byte(tag, '>'));
    while (view_cut_word(&tag, &word)) {
        if (!view_starts(word, VIEW("version=\"")))
            continue;
        word = view_skip(word, 9);
        end = view_find_byte(word, '"');
        if (end != SIZE_MAX)
            return envfp__packages_is_word(view_take(word, end)) ? view_take(word, end) : VIEW("?");
    }
    return VIEW("");
}

static bool keep_appstream(const struct source *source, struct view text, struct text *out)
{
    struct view version = newest_version(text);
    (void)source;
    envfp__text_add(out, version.length ? VIEW("<release version=\"") : VIEW("?"));
    envfp__text_add(out, version);
    envfp__text_add(out, version.length ? VIEW("\" >\n") : VIEW("\n"));
    return false;
}

#define LAYER PACKAGES
#define OWNER flatpak
#define DECLARES "collect/packages/flatpak.c"
#include "collect/declare.h"

#define ROOT "/var/lib/flatpak/"

static struct view join(struct collect *c, struct view a, struct view b)
{
    const struct view pieces[] = {a, VIEW("/"), b};
    return envfp__arena_join(c->scratch, pieces, 3);
}

static struct view find_version(struct collect *c, struct view deployed, struct view id)
{
    static const char *const places[] = {"/export/share/metainfo/", "/files/share/metainfo/",
                                         "/files/share/appdata/"};
    static const char *const endings[] = {".metainfo.xml", ".metainfo.xml", ".appdata.xml"};
    struct view text, version = VIEW("");
    for (size_t i = 0; i < sizeof places / sizeof *places && version.length == 0; i++) {
        const struct view pieces[] = {deployed, view_of(places[i]), id};
        const char *path =
            source_path(c->scratch, ROOT, envfp__arena_join(c->scratch, pieces, 3), endings[i]);
        if (path && source_read(c->source, path, &text) == ENVFP_REASON_NONE)
            version = envfp__arena_copy(c->scratch, newest_version(text));
    }
    return version;
}

/* "VERSION branch BRANCH commit COMMIT", as far as each is known; for a runtime the branch alone is its version. */
static void add_deployed(struct collect *c, struct view id, struct view place, struct view branch, bool app)
{
    struct view commit = VIEW("");
    const char *link = source_path(c->scratch, ROOT, place, "/active");
    if (!link)
        return;
    enum envfp_reason reason = source_link(c->source, c->scratch, link, &commit);
    if (reason == ENVFP_REASON_NONE && !is_commit(commit))
        reason = ENVFP_REASON_MALFORMED;
    if (reason != ENVFP_REASON_ABSENT)
        fact_gap(c, "flatpak/*", reason);
    if (reason != ENVFP_REASON_NONE && reason != ENVFP_REASON_ABSENT)
        return;
    struct troubles before = troubles_start(c);
    struct view version = app ? find_version(c, join(c, place, VIEW("active")), id) : VIEW("");
    reason = troubles_end(c, before);
    fact_gap(c, "flatpak/*", reason);
    if (reason != ENVFP_REASON_NONE)
        return;
    struct text value = {.arena = c->scratch};
    envfp__text_add(&value, version.length ? version : branch);
    if (version.length && branch.length) {
        envfp__text_add(&value, VIEW(" branch "));
        envfp__text_add(&value, branch);
    }
    if (commit.length) {
        envfp__text_add(&value, VIEW(" commit "));
        envfp__text_add(&value, view_take(commit, 12));
    }
    fact_member(c, "flatpak", id, envfp__text_view(&value));
}

static size_t list(struct collect *c, struct view place, struct source_entry **entries)
{
    size_t count = 0;
    const char *path = source_path(c->scratch, ROOT, place, "");
    enum envfp_reason reason =
        path ? source_list(c->source, c->scratch, path, entries, &count) : ENVFP_REASON_ABSENT;
    fact_gap(c, "flatpak/*", reason);
    return reason == ENVFP_REASON_NONE ? count : 0;
}

static void add_branches(struct collect *c, struct view id, struct view place, bool app)
{
    struct source_entry *architectures, *branches;
    size_t count = list(c, place, &architectures);
    for (size_t i = 0; i < count; i++) {
        if (architectures[i].type == SOURCE_FILE || architectures[i].type == SOURCE_LINK)
            continue;
        struct view architecture = join(c, place, architectures[i].name);
        size_t branch_count = list(c, architecture, &branches);
        for (size_t j = 0; j < branch_count; j++)
            if (branches[j].type != SOURCE_FILE)
                add_deployed(c, id, join(c, architecture, branches[j].name), branches[j].name, app);
    }
}

/* An application's link `current` names the deployed "ARCH/BRANCH". */
static void add_application(struct collect *c, struct view id, struct view place)
{
    struct view target = VIEW(""), current = join(c, place, VIEW("current"));
    const char *link = source_path(c->scratch, ROOT, current, "");
    struct source_stat stat;
    if (!link)
        return;
    enum envfp_reason reason = source_link(c->source, c->scratch, link, &target);
    size_t slash = view_find_byte(target, '/');
    if (reason == ENVFP_REASON_NONE && !is_branch(target))
        reason = ENVFP_REASON_MALFORMED;
    fact_gap(c, "flatpak/*", reason);
    if (reason != ENVFP_REASON_NONE && reason != ENVFP_REASON_ABSENT)
        return;
    if (reason == ENVFP_REASON_NONE) {
        add_deployed(c, id, join(c, place, target), view_skip(target, slash + 1), true);
        return;
    }
    /* In a copied tree links may have become folders. */
    if (source_stat(c->source, link, &stat) == ENVFP_REASON_NONE)
        add_deployed(c, id, current, VIEW(""), true);
    else
        add_branches(c, id, place, true);
}

void envfp__collect_flatpak(struct collect *c)
{
    struct source_entry *entries;
    size_t count = list(c, VIEW("app"), &entries);
    for (size_t i = 0; i < count; i++)
        if (entries[i].type != SOURCE_FILE)
            add_application(c, entries[i].name, join(c, VIEW("app"), entries[i].name));
    count = list(c, VIEW("runtime"), &entries);
    for (size_t i = 0; i < count; i++)
        if (entries[i].type != SOURCE_FILE)
            add_branches(c, entries[i].name, join(c, VIEW("runtime"), entries[i].name), false);
}

#endif
