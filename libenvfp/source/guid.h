/* SPDX-License-Identifier: MIT */
/* Identifiers in the paths of devices: Hyper-V names its channels by GUIDs, in which network cards' MAC
 * addresses stand. */
#ifndef ENVFP_SOURCE_GUID_H
#define ENVFP_SOURCE_GUID_H

#include "base/numbering.h"

/* Whether a word has an identifier of one machine in it: a GUID, or a network card's address, "00:11:22:aa:bb:cc". */
bool envfp__guid_is_within(struct view word);

/* The path with the digits of each component that is a GUID as zeros; itself where there is none. */
struct view envfp__guid_mask(struct arena *arena, struct view path);

/* The path with each component that is a GUID replaced by a numbered one made of zeros; different GUIDs get different
 * numbers. A component that has this form already keeps its number where that is free. */
struct view envfp__guid_rename(struct numbering *guids, struct arena *arena, struct view path);

#endif
