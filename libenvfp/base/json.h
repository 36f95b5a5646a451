/* SPDX-License-Identifier: MIT */
/*
 * Reading JSON, strictly as RFC 8259 has it and token by token: nothing is built, nothing recurses, the text is left as
 * it is, and what comes behind an error is never seen. A key that an object has twice is an error (section 4 leaves that
 * open), and so is text that is not UTF-8 or has half of a surrogate pair.
 */
#ifndef ENVFP_BASE_JSON_H
#define ENVFP_BASE_JSON_H

#include "base/arena.h"

#define JSON_DEPTH_MOST 128U
#define JSON_KEYS_MOST ((size_t)65536)

enum json_dialect {
    JSON_STRICT, /* RFC 8259, and as many keys as memory holds */
    JSON_FILE, /* files of others: a byte order mark is skipped; JSON_KEYS_MOST bounds the keys of open objects */
    JSON_RELAXED /* the same with comments, and with commas before closing brackets */
};

enum json_token {
    JSON_ERROR,  /* no JSON, a bound exceeded, or no memory (the arena failed); returned again from then on */
    JSON_DONE,   /* the text is whole; comes again */
    JSON_CLOSE,  /* an object or array ended: `depth` no longer counts it */
    JSON_OPEN,   /* one began: `depth` counts it */
    JSON_STRING, /* `value` between the quotes, as written */
    JSON_NUMBER, /* `value`, as written */
    JSON_WORD    /* `value` is true, false or null */
};

struct json_level {
    struct view key; /* of the present member, without escapes; empty in an array */
    size_t index;    /* of the member or item at hand */
    size_t keys;     /* that were noted when it began */
    bool array;
    bool unchecked; /* its keys are not compared */
};

/* Points into itself: neither copied nor moved. */
struct json {
    const char *at, *end;
    struct arena *arena; /* for keys that have escapes, and for tables of many keys */
    enum json_dialect dialect;
    unsigned state;
    unsigned depth;
    struct view value;
    bool plain, escaped;         /* of the value: only printable ASCII without escapes; has escapes */
    bool key_plain, key_escaped; /* the same of the last key that was read */
    struct view *keys;           /* of the objects that are open */
    size_t key_count, key_capacity;
    struct view few[32]; /* where the first of them lie */
    struct json_level levels[JSON_DEPTH_MOST + 1];
};

void envfp__json_start(struct json *json, struct arena *arena, struct view text, enum json_dialect dialect);
enum json_token envfp__json_next(struct json *json);

/* The next item of the present array, or the next member of the object; false behind the last one (`*token` is
 * JSON_CLOSE) and on an error. An array or object that an item opens must be read or skipped to its end first. */
static inline bool json_item(struct json *json, enum json_token *token)
{
    *token = envfp__json_next(json);
    return *token > JSON_CLOSE;
}

static inline bool json_member(struct json *json, struct view *key, enum json_token *token)
{
    unsigned level = json->depth;
    bool more = json_item(json, token);
    *key = json->levels[level].key;
    return more;
}

/* Pass over the rest of what `token` began; false on an error. */
bool envfp__json_skip(struct json *json, enum json_token token);

/* The present string without escapes: a view of the text where it has none, else in `arena`. */
struct view envfp__json_string(const struct json *json, struct arena *arena);
/* Write a string without its escapes. The result is never longer, so `to` may be the string's own place. Returns its
 * length. */
size_t envfp__json_unescape(char *to, struct view raw);

/* A scalar to be looked up in a text. */
struct json_wanted {
    const char *path;     /* the keys that lead to it from the outermost object on, between slashes */
    enum json_token type; /* JSON_STRING, JSON_NUMBER or JSON_WORD */
    struct view value;    /* must start empty; strings have their escapes removed */
};

/* Look up all of `wanted` in a file's text. Reading stops at the last value found, else at the text's end. False where
 * the text is malformed up to there; values found before stay filled in. */
bool envfp__json_read(struct arena *arena, struct view text, struct json_wanted *wanted, size_t count);

/* Whether the key at a level is this one. */
static inline bool json_key_is(const struct json *json, unsigned level, const char *key)
{
    return level <= json->depth && view_is(json->levels[level].key, key);
}

/* Whether an array is open at a level. */
static inline bool json_in_array(const struct json *json, unsigned level)
{
    return level <= json->depth && json->levels[level].array;
}

/* Whether `token` began an object, or an array. */
static inline bool json_is_object(const struct json *json, enum json_token token)
{
    return token == JSON_OPEN && !json->levels[json->depth].array;
}

static inline bool json_is_array(const struct json *json, enum json_token token)
{
    return token == JSON_OPEN && json->levels[json->depth].array;
}

/* Tell the reader that the caller itself checks the keys of the object just opened for repetitions. */
static inline void json_leave_keys(struct json *json)
{
    json->levels[json->depth].unchecked = true;
}

#endif
