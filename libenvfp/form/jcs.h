/* SPDX-License-Identifier: MIT */
/*
 * Writing JSON as RFC 8785 (JCS) wants it, for our value domain: no blanks, members in the caller's
 * (sorted) order, integers below 2^53. It goes through a small buffer into a growing text or straight
 * into a digest. `pretty` adds blanks and `shown` escapes: the same JSON, and not canonical.
 */
#ifndef ENVFP_FORM_JCS_H
#define ENVFP_FORM_JCS_H

#include "base/sha256.h"
#include "facts/facts.h"

struct jcs {
    struct text *text;   /* where it goes, */
    struct sha256 *hash; /* one of the two */
    bool pretty, flat;   /* flat: inside something that pretty keeps on one line */
    bool shown;          /* for eyes: what is not printable stands as \\uXXXX, which JCS leaves as it is */
    bool fresh;          /* the innermost object or array is still empty */
    unsigned depth;
    size_t used;
    char buffer[2048];
};

/* Only the members before the buffer are set. */
void envfp__jcs_to_text(struct jcs *jcs, struct text *text, bool pretty, bool shown);
void envfp__jcs_to_hash(struct jcs *jcs, struct sha256 *hash);
void envfp__jcs_flush(struct jcs *jcs);

void envfp__jcs_raw(struct jcs *jcs, struct view bytes);
/* Brackets: '{', '}', '[' or ']'. */
void envfp__jcs_open(struct jcs *jcs, char bracket);
void envfp__jcs_close(struct jcs *jcs, char bracket);
/* The next member's name, or the place of the next item. */
void envfp__jcs_key(struct jcs *jcs, struct view key);
void envfp__jcs_item(struct jcs *jcs);

void envfp__jcs_string(struct jcs *jcs, struct view string);
void envfp__jcs_integer(struct jcs *jcs, int64_t integer);
void envfp__jcs_boolean(struct jcs *jcs, bool boolean);
void envfp__jcs_value(struct jcs *jcs, const struct envfp_fact *fact);

#endif
