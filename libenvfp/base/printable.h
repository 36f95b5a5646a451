/* SPDX-License-Identifier: MIT */
/*
 * Which characters may be shown as they are. Whatever is printed goes by this one table, in the library and in the
 * command: what comes from outside must neither act on a terminal nor change how the text around it is read.
 */
#ifndef ENVFP_BASE_PRINTABLE_H
#define ENVFP_BASE_PRINTABLE_H

#include "base/view.h"

/* Measures the character that a text begins with: its bytes in UTF-8, 1 where they are none, 0 for an empty text.
 * `*point` is its code point, or UINT32_MAX where the byte begins no UTF-8. */
size_t envfp__printable_measure(struct view text, uint32_t *point);

/* Whether a code point may be shown as it is; UINT32_MAX may not. */
bool envfp__printable(uint32_t point);

#endif
