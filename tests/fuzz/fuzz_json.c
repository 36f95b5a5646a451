/* SPDX-License-Identifier: MIT */
/*
 * JSON in each dialect: whatever the text, reading ends, stays within it and within its bounds, leaves it as it is, and
 * gives strings that are UTF-8 and no longer than they were written. What is strict is read in every dialect alike.
 */
#include "base/json.h"
#include "base/text.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_string(struct arena *arena, const struct json *json)
{
    struct view plain = envfp__json_string(json, arena), rest = plain;
    if (plain.length > json->value.length || (!json->escaped && plain.text != json->value.text))
        abort();
    while (rest.length) {
        size_t length = envfp__text_utf8(rest);
        if (length == 0)
            abort();
        rest = view_skip(rest, length);
    }
}

/* How many tokens there are before the text ends well; 0 where it does not. */
static size_t walk(struct view text, enum json_dialect dialect)
{
    struct arena arena;
    struct json json;
    enum json_token token;
    size_t count = 1;
    envfp__arena_init(&arena, NULL, SIZE_MAX);
    envfp__json_start(&json, &arena, text, dialect);
    for (; (token = envfp__json_next(&json)) != JSON_DONE && token != JSON_ERROR; count++) {
        if (json.depth > JSON_DEPTH_MOST || count > text.length ||
            (token > JSON_OPEN &&
             (json.value.text < text.text || json.value.text + json.value.length > text.text + text.length)))
            abort();
        if (token == JSON_STRING)
            check_string(&arena, &json);
    }
    if (envfp__json_next(&json) != token || arena.failed)
        abort();
    envfp__arena_release(&arena);
    return token == JSON_DONE ? count : 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct view text = {(const char *)data, size};
    struct json_wanted wanted[] = {{"a/b", JSON_STRING, VIEW("")}, {"version", JSON_NUMBER, VIEW("")}};
    struct arena arena;
    size_t strict = walk(text, JSON_STRICT), file = walk(text, JSON_FILE), relaxed = walk(text, JSON_RELAXED);
    if (strict && (file != strict || relaxed != strict))
        abort();
    envfp__arena_init(&arena, NULL, SIZE_MAX);
    if (!envfp__json_read(&arena, text, wanted, 2) && file)
        abort();
    envfp__arena_release(&arena);
    return 0;
}
