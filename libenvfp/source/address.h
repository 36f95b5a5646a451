/* SPDX-License-Identifier: MIT */
/* Addresses on the network, as documents and recordings may hold them. */
#ifndef ENVFP_SOURCE_ADDRESS_H
#define ENVFP_SOURCE_ADDRESS_H

#include "base/arena.h"

/* Without user, password, query and fragment; empty for a place on this machine and for what is no address. */
struct view envfp__address_bare(struct arena *arena, struct view address);
/* Whether it is clear where its host is: NAME[:DIGITS], behind user and password. */
bool envfp__address_is_plain(struct view address);

#endif
