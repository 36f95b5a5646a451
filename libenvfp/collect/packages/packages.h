/* SPDX-License-Identifier: MIT */
/* What collectors of packages share. */
#ifndef ENVFP_COLLECT_PACKAGES_PACKAGES_H
#define ENVFP_COLLECT_PACKAGES_PACKAGES_H

#include "base/text.h"
#include "collect/collect.h"

/* The bound of dpkg's, apk's and other readers for a name or version: a longer one, or an empty one, is malformed. */
#define PACKAGES_WORD_MOST 256

/* Whether dpkg, rpm, apk or pacman have reported packages, so that rarer package managers need not be looked for. Their
 * collectors must have run (AFTER). */
bool envfp__packages_are_known(const struct collect *collect);

/* A name, a version or an architecture as lists of packages have it: no blank, no slash, no mail address. */
bool envfp__packages_is_word(struct view word);

/* Appends the word where it is one, else nothing, which readers find malformed. */
void envfp__packages_add_word(struct text *out, struct view word);

/* How directory entries name packages: as folders NAME-VERSION-RELEASE, beside which files are ignored, or with the
 * architecture before the release. */
enum packages_entries { PACKAGES_FOLDERS, PACKAGES_WITH_ARCHITECTURE };

/* Adds a member of `inventory` for each entry. False where an entry's name does not have the form. */
bool envfp__packages_add_entries(struct collect *collect, const char *inventory, enum packages_entries kind,
                                 const struct source_entry *entries, size_t count);

/* Whether a store entry is a package with a version, "HASH-NAME-VERSION". Inputs of builds, and a host's or user's own
 * settings, are not. Used as a form for NAMES rows. */
bool envfp__keep_name_store(struct view entry);
#define keep_name_store envfp__keep_name_store

/* Members of `inventory` from a store's entries "HASH-NAME-VERSION". */
void envfp__packages_add_store(struct collect *collect, const char *inventory,
                               const struct source_entry *entries, size_t count);

/* Splits a store path, or an entry's name, into the hash and the rest. */
bool envfp__packages_split_store(struct view store, struct view path, struct view *hash, struct view *name);

#endif
