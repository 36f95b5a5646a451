/* SPDX-License-Identifier: MIT */
/*
 * Reading RFC 8259 text in place: strings are unescaped where they stand and ended by a NUL, so that they
 * cost neither memory nor copying. Everything refuses by `status` and false; nothing recurses.
 */
#ifndef ENVFP_FORM_JSON_H
#define ENVFP_FORM_JSON_H

#include "base/arena.h"
#include "form/scan.h"

#define JSON_PADDING SCAN_STEP /* zero bytes that must follow the text */
#define JSON_DEPTH_MAX 128

struct json {
    char *at, *end, *start;
    enum envfp_status status; /* BAD_FORMAT or NO_MEMORY when it stopped */
    struct arena *scratch;
    struct view *keys; /* of the objects that are open, to find repeated ones */
    size_t key_count, key_capacity;
};

bool envfp__json_refuse(struct json *json);

static inline void json_blanks(struct json *json)
{
    while (*json->at == ' ' || *json->at == '\n' || *json->at == '\r' || *json->at == '\t')
        json->at++;
}

/* Blanks, then this byte. */
static inline bool json_expect(struct json *json, char byte)
{
    json_blanks(json);
    if (*json->at != byte)
        return envfp__json_refuse(json);
    json->at++;
    return true;
}

/* A string; `plain` (may be NULL) where it holds printable ASCII without `"` and `\` only. */
bool envfp__json_string(struct json *json, struct view *string, bool *plain);
/* The same, but a plain one keeps its closing quote, so that the text stays as it was: json_end() later. */
bool envfp__json_string_open(struct json *json, struct view *string, bool *plain);

/* End a string that was left open. */
static inline void json_end(struct json *json, struct view string)
{
    json->start[string.text + string.length - json->start] = '\0';
}

/* An integer below 2^53 as JCS writes it: no fraction, exponent or negative zero. */
bool envfp__json_integer(struct json *json, int64_t *integer);

/* true or false. */
bool envfp__json_boolean(struct json *json, bool *boolean);

/* Any value, checked and passed over. */
bool envfp__json_skip(struct json *json);

/* Walk an object whose `{` has been read: the next key, its colon read; false at the end of it, and when
 * refused (`status`). `*first` is true before the first call. */
bool envfp__json_member(struct json *json, bool *first, struct view *key);
/* As above; `start` is where the key's quote stands, and a plain key is left open. */
bool envfp__json_member_open(struct json *json, bool *first, struct view *key, bool *plain,
                             const char **start);
/* The same for an array: whether another item follows. */
bool envfp__json_item(struct json *json, bool *first);

/* Note a key of the object that is open; when it ends, refuse it where two since `start` are equal. */
bool envfp__json_note(struct json *json, struct view key);
bool envfp__json_unique(struct json *json, size_t start);

#endif
