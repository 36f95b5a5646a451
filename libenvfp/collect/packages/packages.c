/* SPDX-License-Identifier: MIT */
#include "collect/packages/packages.h"

#include "source/keep_rows.h"
#include "source/store.h"

#define HASH_LENGTH 32

bool envfp__packages_are_known(const struct collect *c)
{
    static const char *const starts[] = {"dpkg/", "rpm/", "apk/", "pacman/"};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        size_t at = 0;
        if (envfp__collect_told(c, view_of(starts[i]), &at))
            return true;
    }
    return false;
}

bool envfp__packages_is_word(struct view word)
{
    for (size_t i = 0; i < word.length; i++)
        if (word.text[i] <= ' ' || word.text[i] > '~' || word.text[i] == '/' || word.text[i] == '@')
            return false;
    return word.length > 0 && word.length <= PACKAGES_WORD_MOST;
}

void envfp__packages_add_word(struct text *out, struct view word)
{
    if (envfp__packages_is_word(word))
        envfp__text_add(out, word);
}

/* Cut "NAME-VERSION-MORE" before its last `hyphens` hyphens; false where there are not as many, or a part is empty. */
static bool split(struct view whole, unsigned hyphens, struct view *name, struct view *rest)
{
    size_t at = whole.length, end = whole.length;
    for (; hyphens > 0; hyphens--) {
        while (at > 0 && whole.text[at - 1] != '-')
            at--;
        if (at < 2 || at == end)
            return false;
        end = --at;
    }
    *name = view_take(whole, at);
    *rest = view_skip(whole, at + 1);
    return true;
}

/* NAME-VERSION-RELEASE gives the name, VERSION-RELEASE and nothing; NAME-VERSION-ARCHITECTURE-RELEASE the name, VERSION
 * and -RELEASE. No part but the name holds a hyphen. */
static bool split_fields(enum packages_entries kind, struct view entry, struct view *name,
                         struct view *version, struct view *release)
{
    struct view rest;
    *release = VIEW("");
    if (kind == PACKAGES_FOLDERS)
        return split(entry, 2, name, version);
    if (!split(entry, 3, name, &rest) || !split(rest, 2, version, release))
        return false;
    *release = view_skip(*release, view_find_byte(*release, '-'));
    return true;
}

static bool add_entry(struct collect *c, const char *inventory, enum packages_entries kind, struct view entry)
{
    struct view name, version, release;
    if (!split_fields(kind, entry, &name, &version, &release))
        return false;
    /* An epoch of zero says the same as none. */
    version = view_skip(version, view_starts(version, VIEW("0:")) ? 2 : 0);
    fact_member(c, inventory, name, envfp__arena_join(c->scratch, (struct view[]){version, release}, 2));
    return true;
}

bool envfp__packages_add_entries(struct collect *c, const char *inventory, enum packages_entries kind,
                                 const struct source_entry *entries, size_t count)
{
    bool sound = true;
    for (size_t i = 0; i < count; i++)
        if (kind != PACKAGES_FOLDERS || entries[i].type != SOURCE_FILE)
            sound = add_entry(c, inventory, kind, entries[i].name) && sound;
    return sound;
}

bool envfp__packages_split_store(struct view store, struct view path, struct view *hash, struct view *name)
{
    if (view_starts(path, store))
        path = view_skip(path, store.length);
    path = view_take(path, view_find_byte(path, '/'));
    if (path.length < HASH_LENGTH + 2 || path.text[HASH_LENGTH] != '-')
        return false;
    *hash = view_take(path, HASH_LENGTH);
    *name = view_skip(path, HASH_LENGTH + 1);
    return true;
}

/* Drops the name of an output: "glibc-2.34-210-bin" and "glibc-2.34-210" are one build. */
static struct view without_output(struct view version)
{
    static const char outputs[][12] = {"-bin",  "-data", "-debug", "-dev",    "-devdoc",   "-dist",   "-doc",
                                       "-info", "-lib",  "-man",   "-static", "-terminfo", "-getent", "-out"};
    for (size_t i = 0; i < sizeof outputs / sizeof *outputs; i++)
        if (view_ends(version, view_of(outputs[i])))
            return view_take(version, version.length - strlen(outputs[i]));
    return version;
}

/* The version begins behind the first hyphen that no letter follows (builtins.parseDrvName). */
static bool split_name(struct view whole, struct view *name, struct view *version)
{
    for (size_t i = 1; i + 1 < whole.length; i++) {
        char next = whole.text[i + 1];
        bool letter = byte_is_letter(next);
        if (whole.text[i] != '-' || letter)
            continue;
        *name = view_take(whole, i);
        *version = without_output(view_skip(whole, i + 1));
        return true;
    }
    return false;
}

/* Whether a store entry is the input of a build and not a package. */
static bool is_input(struct view name)
{
    static const char endings[][12] = {".drv",     ".lock",    ".patch", ".diff",   ".tar.gz",
                                       ".tar.xz",  ".tar.bz2", ".tgz",   ".zip",    ".tar.lz",
                                       ".tar.zst", ".sh",      ".tar",   ".chroot", ".check"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (view_ends(name, view_of(endings[i])))
            return true;
    return false;
}

static bool split_entry(struct view entry, struct view *name, struct view *version)
{
    struct view hash;
    return envfp__packages_split_store(VIEW(""), entry, &hash, name) &&
           keep_is_made_of(hash, "", HASH_LENGTH) && !is_input(*name) && !envfp__store_is_host(*name) &&
           split_name(*name, name, version);
}

bool envfp__keep_name_store(struct view entry)
{
    struct view name, version;
    return split_entry(entry, &name, &version);
}

void envfp__packages_add_store(struct collect *c, const char *inventory, const struct source_entry *entries,
                               size_t count)
{
    struct view name, version;
    for (size_t i = 0; i < count; i++)
        if (split_entry(entries[i].name, &name, &version))
            fact_member(c, inventory, name, version);
}
