/* SPDX-License-Identifier: MIT */
/*
 * Whether a text has the form of a version. A version out of a file that somebody else wrote is shown, hashed and
 * recorded only where it has this form; passwords, names of people and lines of unrelated files do not have it.
 */
#ifndef ENVFP_BASE_VERSION_H
#define ENVFP_BASE_VERSION_H

#include "base/view.h"

#define VERSION_MOST 128U

/* What version managers and manifests write: "3.12.1", "v20", "pypy3.10-7.3.15", "temurin-21.0.1+12.0.LTS", "lts/iron",
 * "system", "nightly-2024-01-01", ">=3.9,<4", "^18 || >=20". */
bool envfp__version_is_wanted(struct view text);
/* One version, as a lock file or a package's own metadata gives it: the forms above without ranges, and also commits,
 * hashes, "path", "address", "workspace:*" and "npm:NAME@1.0". */
bool envfp__version_is_pinned(struct view text);
/* One component of a path that cannot lead elsewhere: letters, digits and "._+@:~-", not beginning with a dot or
 * hyphen. */
bool envfp__version_is_component(struct view text);

#endif
