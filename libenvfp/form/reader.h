/* SPDX-License-Identifier: MIT */
/*
 * Reading documents, directed by their layout: any RFC 8259 text, members in any order, unknown members
 * checked and passed over. Keys and values must lie in the value domain of facts.
 */
#ifndef ENVFP_FORM_READER_H
#define ENVFP_FORM_READER_H

#include "base/sha256.h"
#include "fingerprint.h"
#include "form/digest.h"
#include "form/json.h"

/* Fill an empty fingerprint from `text`, which lives in its arena, is worked on in place, and has
 * JSON_PADDING zero bytes behind it. Digests are computed anew; `verified` says whether the text's agree.
 * `is_document` tells a broken document from other text. Returns ENVFP_OK, ENVFP_BAD_FORMAT,
 * ENVFP_NO_MEMORY. */
enum envfp_status envfp__document_read(char *text, size_t length, struct envfp_fingerprint *fingerprint,
                                       bool *is_document);

/* ---- One section, for the reader's own parts -------------------------------------------------- */

/* Digests as a text states them. */
struct stated {
    struct collector_digest *collectors;
    size_t count, capacity;
    char digest[65];
};

struct section_reader {
    struct json *json;
    struct arena *arena;     /* of the facts */
    struct section *section; /* to fill */
    struct stated *stated;
    struct sha256 *hash; /* initialised */
    struct digest_known *known;
};

/* The section at hand (its `{` not yet read). */
bool envfp__section_read(struct section_reader *reader);

/* Facts of one class. Documents hold them sorted; the three classes are merged behind each other. */
struct fact_list {
    struct arena *arena;
    struct envfp_fact *facts;
    size_t count, capacity;
};

/* An object of facts, sorted; hashed ones are digested on the way where they stand as JCS writes them. */
bool envfp__facts_read(struct section_reader *reader, struct fact_list *list, enum envfp_class class);
/* Merge the few of `more` into the many of `list`. A key in two classes is refused. */
bool envfp__facts_merge(struct json *json, struct fact_list *list, const struct fact_list *more);

/* 64 lower-case hex digits. */
bool envfp__digest_read(struct json *json, char digest[65]);
/* A string in the value domain. */
bool envfp__value_read(struct json *json, struct view *value);
/* An integer from 1 to 2^32 - 1. */
bool envfp__schema_read(struct json *json, uint32_t *schema);

#endif
