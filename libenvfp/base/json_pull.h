/* SPDX-License-Identifier: MIT */
/*
 * JSON (RFC 8259) token by token: nothing is built, nothing recurses, and what has no end in sight is an error. The
 * caller sees where it is by the keys on the way down.
 */
#ifndef ENVFP_BASE_JSON_PULL_H
#define ENVFP_BASE_JSON_PULL_H

#include "base/arena.h"

#define JSON_DEPTH_MOST 128

enum json_token {
    JSON_ERROR,  /* no JSON, too deep, or the text ends early; comes again */
    JSON_DONE,   /* the text is whole; comes again */
    JSON_OPEN,   /* an object or array began: `depth` counts it */
    JSON_CLOSE,  /* one ended: `depth` no longer counts it */
    JSON_STRING, /* `value` between the quotes, as written */
    JSON_WORD    /* `value` is a number, true, false or null */
};

struct json_pull {
    struct view text;
    size_t at;
    bool relaxed; /* commas before a closing bracket, and comments */
    unsigned depth;
    int expect;
    struct view value;
    /* Of each open level: the key that is being read, as written (arrays: empty), and the index of the element. */
    struct view keys[JSON_DEPTH_MOST + 1];
    size_t indexes[JSON_DEPTH_MOST + 1];
    bool arrays[JSON_DEPTH_MOST + 1];
};

void envfp__json_start(struct json_pull *pull, struct view text, bool relaxed);
enum json_token envfp__json_next(struct json_pull *pull);

/* A string without its escapes: the same view where it has none. False where an escape is none. */
bool envfp__json_unescape(struct arena *arena, struct view raw, struct view *plain);

/* Whether the key at a level is this one. */
static inline bool json_key_is(const struct json_pull *pull, unsigned level, const char *key)
{
    return level <= pull->depth && view_is(pull->keys[level], key);
}

#endif
