/* SPDX-License-Identifier: MIT */
/* What collectors of packages share. */
#ifndef ENVFP_COLLECT_PACKAGES_PACKAGES_H
#define ENVFP_COLLECT_PACKAGES_PACKAGES_H

#include "base/text.h"
#include "collect/collect.h"

/* dpkg's, apk's and others' own bound: what is longer is malformed to their readers, and so is what is empty. */
#define PACKAGES_WORD_MOST 256

/* Whether dpkg, rpm, apk or pacman keep this system, whose collectors must have run: then the managers of
 * distributions that are built on something else need not be looked for. */
bool envfp__packages_are_known(const struct collect *collect);

/* A name, a version or an architecture as lists of packages have it: no blank, no slash, no mail address. */
bool envfp__packages_is_word(struct view word);

/* The word; of what is none nothing, which readers find malformed, too. */
void envfp__packages_add_word(struct text *out, struct view word);

/* Where each package is an entry of one directory, whose name is NAME-VERSION-RELEASE: folders, beside which files mean
 * nothing, or entries with the architecture in front of the release. */
enum packages_entries { PACKAGES_FOLDERS, PACKAGES_WITH_ARCHITECTURE };

/* Members of `inventory`. False where the name of some entry is that of none. */
bool envfp__packages_add_entries(struct collect *collect, const char *inventory, enum packages_entries kind,
                                 const struct source_entry *entries, size_t count);

/* Whether a store's entry is a package with a version, "HASH-NAME-VERSION", as documents show it; what a build was given, a
 * host's or a user's own settings, are none. A form of names. */
bool envfp__keep_name_store(struct view entry);
#define keep_name_store envfp__keep_name_store

/* Members of `inventory` from a store's entries "HASH-NAME-VERSION". */
void envfp__packages_add_store(struct collect *collect, const char *inventory,
                               const struct source_entry *entries, size_t count);

/* The hash and the rest of a store's path, or of an entry's name. */
bool envfp__packages_split_store(struct view store, struct view path, struct view *hash, struct view *name);

#endif
