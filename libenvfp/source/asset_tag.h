/* SPDX-License-Identifier: MIT */
/*
 * Chassis asset tags that a cloud gives to all of its machines. These words are public, and only they are
 * ever recognised; any other tag names one machine and is neither shown nor recorded.
 */
#ifndef ENVFP_SOURCE_ASSET_TAG_H
#define ENVFP_SOURCE_ASSET_TAG_H

#include "base/view.h"

/* The cloud's name; empty for any other tag. */
struct view envfp__asset_tag_cloud(struct view tag);

#endif
