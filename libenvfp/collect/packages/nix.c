/* SPDX-License-Identifier: MIT */
/*
 * Nix. A name in the store stands for a build and everything that went into it: "HASH-NAME-VERSION". Where a
 * profile says what is in use, its hash is the identity, and the rest of the store (older generations, what builds
 * left) is context. An image that holds a store and no profile holds just what it needs: there the store counts.
 */
#include "collect/packages/packages.h"

/* The hash of the build that a profile's links lead to. */
static bool add_profile(struct collect *c, const char *key, const char *path)
{
    struct view resolved, hash, name;
    enum envfp_reason reason = source_resolve(c->source, c->scratch, path, &resolved);
    if (reason == ENVFP_REASON_NONE &&
        envfp__packages_split_store(VIEW("/nix/store/"), resolved, &hash, &name)) {
        fact_string(c, key, hash);
        return true;
    }
    fact_gap(c, key, reason);
    return false;
}

/* Users have profiles of their own: then the store is not one image's either. */
static bool users_have_profiles(struct collect *c)
{
    struct source_entry *entries;
    size_t count;
    enum envfp_reason reason =
        source_list(c->source, c->scratch, "/nix/var/nix/profiles/per-user", &entries, &count);
    return reason != ENVFP_REASON_ABSENT && !(reason == ENVFP_REASON_NONE && count == 0);
}

void envfp__collect_nix(struct collect *c)
{
    struct source_entry *entries;
    size_t count;
    enum envfp_reason reason = source_list(c->source, c->scratch, "/nix/store", &entries, &count);
    if (reason == ENVFP_REASON_ABSENT)
        return;
    /* Not the system's own path, which carries the host's name and settings: what it put together for PATH. Of a
     * system that is not running, what it would start. */
    bool managed = add_profile(c, "nix.system", "/run/current-system/sw") ||
                   add_profile(c, "nix.system", "/nix/var/nix/profiles/system/sw");
    managed = add_profile(c, "nix.profile", "/nix/var/nix/profiles/default") || managed;
    managed = managed || users_have_profiles(c);
    fact_gap(c, managed ? "nix_store/*" : "nix/*", reason);
    if (reason == ENVFP_REASON_NONE)
        envfp__packages_add_store(c, managed ? "nix_store" : "nix", entries, count);
}
