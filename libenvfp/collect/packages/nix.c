/* SPDX-License-Identifier: MIT */
/*
 * Nix. A store entry's name, "HASH-NAME-VERSION", stands for a build and all its inputs. Where a profile says what is
 * in use, its hash is the identity, and the rest of the store (older generations, leftovers of builds) is context. An
 * image with a store and no profile holds exactly what it needs, so there the store is hashed.
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

/* Keeps that some user has a profile, not which users. */
static bool keep_name_nobody(struct view name)
{
    (void)name;
    return false;
}

#define LAYER PACKAGES
#define OWNER nix
#define DECLARES "collect/packages/nix.c"
#include "collect/declare.h"

/* The hash in the store path to which a profile's links lead. */
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

/* Whether users have profiles of their own: then the store holds more than one image needs. */
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
    /* The link to the system's PATH environment, not to the system itself, whose name and content include the host's
     * name and settings. Of a system that is not running, the one that would be started. */
    bool managed = add_profile(c, "nix.system", "/run/current-system/sw") ||
                   add_profile(c, "nix.system", "/nix/var/nix/profiles/system/sw");
    managed = add_profile(c, "nix.profile", "/nix/var/nix/profiles/default") || managed;
    managed = managed || users_have_profiles(c);
    fact_gap(c, managed ? "nix_store/*" : "nix/*", reason);
    if (reason == ENVFP_REASON_NONE)
        envfp__packages_add_store(c, managed ? "nix_store" : "nix", entries, count);
}

#endif
