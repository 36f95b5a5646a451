/* SPDX-License-Identifier: MIT */
/* The stores of Nix and Guix, whose entries are named by a hash and a name. Some of these names hold the host's
 * name. */
#ifndef ENVFP_SOURCE_STORE_H
#define ENVFP_SOURCE_STORE_H

#include "base/arena.h"
#include "base/view.h"

/* Whether the name behind an entry's hash is that of a whole system, which holds the host's name, or of one of its
 * units. */
bool envfp__store_is_host(struct view name);
/* The path with each such name replaced by a neutral one; the hash still tells them apart. */
struct view envfp__store_path(struct arena *arena, struct view path);

#endif
