/* SPDX-License-Identifier: MIT */
#include "collect/packages/packages.h"

#include "source/keep_parts.h"

#define HASH_LENGTH 32

bool envfp__packages_are_known(const struct collect *c)
{
    static const char *const starts[] = {"dpkg/", "rpm/", "apk/", "pacman/"};
    const struct section *section = &c->facts->sections[c->layer];
    for (size_t i = 0; i < section->count; i++)
        for (size_t j = 0; j < sizeof starts / sizeof *starts; j++)
            if (view_starts(section->facts[i].key, view_of(starts[j])))
                return true;
    return false;
}

bool envfp__packages_split(struct view whole, unsigned hyphens, struct view *name, struct view *rest)
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

/* Parts of one build: "glibc-2.34-210-bin" belongs to glibc 2.34-210. */
static struct view without_output(struct view version)
{
    static const char *const outputs[] = {"-bin",    "-data",     "-debug",  "-dev", "-devdoc",
                                          "-dist",   "-doc",      "-info",   "-lib", "-man",
                                          "-static", "-terminfo", "-getent", "-out"};
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
        bool letter = (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z');
        if (whole.text[i] != '-' || letter)
            continue;
        *name = view_take(whole, i);
        *version = without_output(view_skip(whole, i + 1));
        return true;
    }
    return false;
}

/* What goes into a build stands in the store too, and is no package. */
static bool is_input(struct view name)
{
    static const char *const endings[] = {".drv",     ".lock",    ".patch", ".diff",   ".tar.gz",
                                          ".tar.xz",  ".tar.bz2", ".tgz",   ".zip",    ".tar.lz",
                                          ".tar.zst", ".sh",      ".tar",   ".chroot", ".check"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (view_ends(name, view_of(endings[i])))
            return true;
    return false;
}

void envfp__packages_add_store(struct collect *c, const char *inventory, const struct source_entry *entries,
                               size_t count)
{
    struct view hash, name, version;
    for (size_t i = 0; i < count; i++)
        if (envfp__packages_split_store(VIEW(""), entries[i].name, &hash, &name) && !is_input(name) &&
            !envfp__keep_is_host(name) && split_name(name, &name, &version))
            fact_member(c, inventory, name, version);
}
