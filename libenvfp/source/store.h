/* SPDX-License-Identifier: MIT */
/* Stores whose entries are called by a hash and a name, as Nix and Guix have them: in some of these names is a host's. */
#ifndef ENVFP_SOURCE_STORE_H
#define ENVFP_SOURCE_STORE_H

#include "base/arena.h"
#include "base/view.h"

/* Whether what stands behind an entry's hash is a whole system, whose name is its host's, or one of its units. */
bool envfp__store_is_host(struct view name);
/* A path in which each such name is one of nobody: the hash tells them apart. */
struct view envfp__store_path(struct arena *arena, struct view path);

#endif
