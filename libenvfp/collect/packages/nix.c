/* SPDX-License-Identifier: MIT */
/*
 * Nix. A name in the store stands for a build and everything that went into it: "HASH-NAME-VERSION". Where a
 * profile says what is in use, its hash is the identity, and the rest of the store (older generations, what builds
 * left) is context. An image that holds a store and no profile holds just what it needs: there the store counts.
 */
#ifdef DECLARING

COLLECTOR(0, FILES)

NAMES("/nix/store/", store)
NAMES("/nix/var/nix/profiles/per-user/", nobody)
SEEN("/run/current-system/sw")
SEEN("/nix/var/nix/profiles/{default,system/sw}")
/* Where these lead. */
SEEN("/nix/var/nix/profiles/{default,system}-*-link")
SEEN("/nix/store/*")
SEEN("/nix/store/*/sw")

FACT("nix.profile", STRING, HASHED, ALTERS, IMAGE, "", "/nix/var/nix/profiles/default",
     "Nix manual, Profiles",
     "Store hash of the default profile: it stands for all packages in it and all that they were built "
     "from.")
FACT("nix.system", STRING, HASHED, ALTERS, IMAGE, "", "",
     "/run/current-system/sw, else sw of the system's profile; NixOS manual",
     "Store hash of the packages that NixOS put together for PATH, and of all that they were built "
     "from.")
FACT("nix/*", STRING, HASHED, ALTERS, IMAGE, "", "/nix/store", "Nix manual, builtins.parseDrvName",
     "Version of each package in a Nix store without profiles, as images have it: all that is there is "
     "needed.")
FACT("nix_store/*", STRING, CONTEXT, ALTERS, IMAGE, "", "/nix/store", "Nix manual, builtins.parseDrvName",
     "Version of each package in a Nix store beside profiles: older generations and what builds left "
     "are among them.")

#else
#include "collect/packages/packages.h"

/* Who has a profile is not told, only that somebody has. */
static bool keep_name_nobody(struct view name)
{
    (void)name;
    return false;
}

#define LAYER PACKAGES
#define OWNER nix
#define DECLARES "collect/packages/nix.c"
#include "collect/declare.h"

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

#endif
