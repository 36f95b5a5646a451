/* SPDX-License-Identifier: MIT */
/*
 * Packed: `envfpz1.` + unpadded base64url (RFC 4648, section 5) of zlib (RFC 1950) of the document.
 *
 * A reader never trusts the packed text about sizes. What has been inflated may at no time exceed
 * PACK_FREE plus PACK_RATIO times what has been consumed, nor PACK_SIZE_MAX: a bomb is refused when it
 * has made little more than a mebibyte.
 */
#ifndef ENVFP_FORM_PACK_H
#define ENVFP_FORM_PACK_H

#include "base/arena.h"

#define PACK_PREFIX "envfpz1."
#define PACK_FREE ((size_t)1 << 20)
#define PACK_RATIO 64
#define PACK_SIZE_MAX ((size_t)64 << 20)
#define PACK_STEP ((size_t)1 << 20) /* most that is inflated between two looks at the bounds */

/* The packed form of a document, in `arena`; an empty view without memory (`failed`). */
struct view envfp__pack_write(struct arena *arena, struct view document);

/* Bytes that could be one packed text from the start of `text` (its prefix and base64url), 0 where it
 * does not begin with the prefix. */
size_t envfp__pack_measure(struct view text);

/* The document inside exactly one packed text, in `arena`. Returns ENVFP_OK, ENVFP_BAD_FORMAT, ENVFP_TOO_BIG or
 * ENVFP_NO_MEMORY. */
enum envfp_status envfp__pack_read(struct arena *arena, struct view packed, char **document, size_t *length);

#endif
