/* SPDX-License-Identifier: MIT */
/*
 * Nix. A name in the store stands for a build and everything that went into it: "HASH-NAME-VERSION". Where a
 * profile says what is in use, its hash is the identity, and the rest of the store (older generations, what builds
 * left) is context. An image that holds a store and no profile holds just what it needs: there the store counts.
 */
#include "collect/collect.h"

#define STORE "/nix/store/"
#define HASH_LENGTH 32

/* "HASH-NAME": of a path in the store or of an entry's name. */
static bool split_path(struct view path, struct view *hash, struct view *name)
{
    if (view_starts(path, VIEW(STORE)))
        path = view_skip(path, sizeof STORE - 1);
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

/* The hash of the build that a profile's links lead to. */
static bool add_profile(struct collect *c, const char *key, const char *path)
{
    struct view resolved, hash, name;
    enum envfp_reason reason = source_resolve(c->source, c->scratch, path, &resolved);
    if (reason == ENVFP_REASON_NONE && split_path(resolved, &hash, &name)) {
        fact_string(c, key, hash);
        return true;
    }
    fact_gap(c, key, reason);
    return false;
}

void envfp__collect_nix(struct collect *c)
{
    struct source_entry *entries;
    struct view hash, name, version;
    size_t count;
    enum envfp_reason reason = source_list(c->source, c->scratch, "/nix/store", &entries, &count);
    if (reason == ENVFP_REASON_ABSENT)
        return;
    /* Not the system's own path, which carries the host's name and settings: what it put together for PATH. */
    bool system = add_profile(c, "nix.system", "/run/current-system/sw");
    bool profile = add_profile(c, "nix.profile", "/nix/var/nix/profiles/default");
    const char *inventory = system || profile ? "nix_store" : "nix";
    fact_gap(c, system || profile ? "nix_store/*" : "nix/*", reason);
    for (size_t i = 0; reason == ENVFP_REASON_NONE && i < count; i++)
        if (split_path(entries[i].name, &hash, &name) && !view_ends(name, VIEW(".drv")) &&
            !view_ends(name, VIEW(".lock")) && !view_ends(name, VIEW(".patch")) &&
            split_name(name, &name, &version))
            fact_member(c, inventory, name, version);
}
