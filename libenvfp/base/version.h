/* SPDX-License-Identifier: MIT */
/*
 * Whether a text has the form of a version. What a file of somebody else's is said to hold is shown, hashed and recorded
 * only where it has: a password, a name or a line of any other file has not.
 */
#ifndef ENVFP_BASE_VERSION_H
#define ENVFP_BASE_VERSION_H

#include "base/view.h"

#define VERSION_MOST 128U

/* What version managers and manifests write: "3.12.1", "v20", "pypy3.10-7.3.15", "temurin-21.0.1+12.0.LTS", "lts/iron",
 * "system", "nightly-2024-01-01", ">=3.9,<4", "^18 || >=20". */
bool envfp__version_is_wanted(struct view text);
/* One version, as a lock file or a package's own record writes it: the above without ranges, and commits, hashes,
 * "path" and "address", "workspace:*", "npm:NAME@1.0". */
bool envfp__version_is_pinned(struct view text);
/* One component of a path that leads nowhere else: letters, digits and "._+@:~-", no dot or hyphen in front. */
bool envfp__version_is_component(struct view text);

#endif
