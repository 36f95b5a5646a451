/* SPDX-License-Identifier: MIT */
/*
 * Reading documents, directed by their layout: any RFC 8259 text, members in any order, unknown members
 * checked and passed over. Keys and values must lie in the value domain of facts.
 */
#ifndef ENVFP_FORM_READER_H
#define ENVFP_FORM_READER_H

#include "base/json.h"
#include "base/sha256.h"
#include "fingerprint.h"
#include "form/digest.h"

/* Fill an empty fingerprint from `text`, which lives in its arena and is worked on in place: strings are
 * unescaped where they stand and ended by a NUL, so that they cost neither memory nor copying.
 * Digests are computed anew; `verified` says whether the text's agree.
 * `is_document` tells a broken document from other text. Returns ENVFP_OK, ENVFP_BAD_FORMAT,
 * ENVFP_NO_MEMORY. */
enum envfp_status envfp__document_read(char *text, size_t length, struct envfp_fingerprint *fingerprint,
                                       bool *is_document);

/* ---- For the reader's own parts -------------------------------------------------------------- */

/* Facts of one class of the section at hand, in scratch memory that every section uses again. */
struct fact_list {
    struct envfp_fact *facts;
    size_t count, capacity;
};

/* A text, and where its facts go. */
struct reader {
    struct json json;
    char *text;          /* the same that `json` reads */
    struct arena *arena; /* of the fingerprint */
    struct view *items;  /* of the set at hand */
    size_t item_capacity;
    struct fact_list lists[3]; /* by class */
};

/* Writes a NUL over the closing quote of a string that has been read. */
static inline void reader_end(const struct reader *reader, struct view string)
{
    reader->text[string.text + string.length - reader->text] = '\0';
}

/* A member's key, ended by a NUL and as lasting as the fingerprint. */
struct view envfp__reader_key(struct reader *reader, struct view key);
/* The string at hand without its escapes, not yet ended. */
struct view envfp__reader_string(struct reader *reader);

/* Each reads a value, given its first token. */

/* A string in the value domain. */
bool envfp__value_read(struct reader *reader, enum json_token token, struct view *value);
/* An integer below 2^53 as JCS writes it: no fraction, exponent or negative zero. */
bool envfp__integer_read(const struct reader *reader, enum json_token token, int64_t *integer);
/* An integer from 1 to 2^32 - 1. */
bool envfp__schema_read(const struct reader *reader, enum json_token token, uint32_t *schema);
/* 64 lower-case hex digits. */
bool envfp__digest_read(struct reader *reader, enum json_token token, char digest[65]);

/* ---- One section ------------------------------------------------------------------------------ */

/* Digests as a text states them. */
struct stated {
    struct collector_digest *collectors;
    size_t count, capacity;
    char digest[65];
};

struct section_reader {
    struct reader *reader;
    struct section *section; /* to fill */
    struct stated *stated;
    struct sha256 *hash; /* initialised */
    struct digest_known *known;
};

bool envfp__section_read(struct section_reader *reading, enum json_token token);

/* Reads an object of facts onto the end of an empty list, and sorts them. Hashed facts whose text is already as JCS
 * writes it are digested on the way. */
bool envfp__facts_read(struct section_reader *reading, enum json_token token, struct fact_list *list,
                       enum envfp_class class);
/* Put the facts of the three classes into the section as one sorted array of exactly their number. A key in two classes
 * is refused. */
bool envfp__facts_join(struct arena *arena, const struct fact_list lists[3], struct section *section);

#endif
