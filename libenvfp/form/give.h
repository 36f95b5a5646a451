/* SPDX-License-Identifier: MIT */
#ifndef ENVFP_FORM_GIVE_H
#define ENVFP_FORM_GIVE_H

#include "base/arena.h"

/* Hand a copy of `view`, ended by a NUL, to the caller, who gives it back with envfp_text_free(). The
 * block remembers its allocator (NULL: malloc and free). `length` may be NULL.
 * Returns ENVFP_OK or ENVFP_NO_MEMORY. */
enum envfp_status envfp__text_give(const struct envfp_allocator *allocator, struct view view, char **text,
                                   size_t *length);

#endif
