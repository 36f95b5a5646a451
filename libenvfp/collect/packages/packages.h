/* SPDX-License-Identifier: MIT */
/* What collectors of packages share. */
#ifndef ENVFP_COLLECT_PACKAGES_PACKAGES_H
#define ENVFP_COLLECT_PACKAGES_PACKAGES_H

#include "collect/collect.h"

/* Whether dpkg, rpm, apk or pacman keep this system, as far as collectors before have told: then the managers of
 * distributions that are built on something else need not be looked for. */
bool envfp__packages_are_known(const struct collect *collect);

/* Cut "NAME-VERSION-MORE" before its last `hyphens` hyphens; false where there are not as many, or a part is empty. */
bool envfp__packages_split(struct view whole, unsigned hyphens, struct view *name, struct view *rest);

/* Members of `inventory` from a store's entries "HASH-NAME-VERSION". */
void envfp__packages_add_store(struct collect *collect, const char *inventory,
                               const struct source_entry *entries, size_t count);

/* The hash and the rest of a store's path, or of an entry's name. */
bool envfp__packages_split_store(struct view store, struct view path, struct view *hash, struct view *name);

#endif
