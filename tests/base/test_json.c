/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "base/json.h"
#include "base/json_cases.h"
#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>

/* All that a text has, in one line: keys, brackets, and values without their escapes. */
static enum json_token walk(struct json *json, struct text *seen)
{
    enum json_token token;
    while ((token = envfp__json_next(json)) != JSON_DONE && token != JSON_ERROR) {
        unsigned level = json->depth - (token == JSON_OPEN);
        if (token != JSON_CLOSE && level && !json->levels[level].array) {
            envfp__text_add(seen, json->levels[level].key);
            envfp__text_add_byte(seen, '=');
        }
        if (token == JSON_OPEN)
            envfp__text_add_byte(seen, json->levels[json->depth].array ? '[' : '{');
        else if (token == JSON_CLOSE)
            envfp__text_add_byte(seen, json->levels[json->depth + 1].array ? ']' : '}');
        else
            envfp__text_add(seen, envfp__json_string(json, json->arena));
        envfp__text_add_byte(seen, ' ');
    }
    cr_expect_eq(envfp__json_next(json), token, "what ends a text comes again");
    return token;
}

/* Whether a text is whole, and what it has (NULL: anything). It stands in a block of its own, so that a read beyond it
 * shows, and is not written to. */
static bool takes(const char *text, size_t length, enum json_dialect dialect, const char *expected)
{
    struct arena arena;
    envfp__arena_init(&arena, NULL, SIZE_MAX);
    struct json *json = malloc(sizeof *json);
    struct text seen = {.arena = &arena};
    char *copy = malloc(length ? length : 1);
    memcpy(copy, text, length);
    envfp__json_start(json, &arena, (struct view){copy, length}, dialect);
    enum json_token token = walk(json, &seen);
    struct view found = view_trim(envfp__text_view(&seen));
    if (expected)
        cr_expect(view_is(found, expected), "%s: %.*s", text, (int)found.length, found.text);
    cr_expect_eq(memcmp(copy, text, length), 0);
    cr_expect_not(arena.failed);
    envfp__arena_release(&arena);
    free(copy);
    free(json);
    return token == JSON_DONE;
}

static bool is_json(const char *text, enum json_dialect dialect)
{
    return takes(text, strlen(text), dialect, NULL);
}

Test(json, gives_every_token)
{
    static const char *const cases[][2] = {
        {"{}", "{ }"},
        {" [ ] ", "[ ]"},
        {"\"a\"", "a"},
        {"-0.5e+10", "-0.5e+10"},
        {"null\n", "null"},
        {"{\"a\":{\"b\":[1,true,{\"c\":\"x\"}]},\"d\":[]}", "{ a={ b=[ 1 true { c=x } ] } d=[ ] }"},
        {"[\t1\r\n, [2 ,3] ]", "[ 1 [ 2 3 ] ]"},
        {"{\"\":\"\"}", "{ = }"},
        {"\"\\\"\\\\\\/\\u0041\\u00e9\\u20AC\\ud83d\\uDC27\"", "\"\\/A\xc3\xa9\xe2\x82\xac\xf0\x9f\x90\xa7"},
        {"[\"\\b\\f\\n\\r\\t\",0]", "[ \b\f\n\r\t 0 ]"},
        {"{\"\\u0061\\/b\":\"0123456789abcdef\\n0123456789abcdef\"}",
         "{ a/b=0123456789abcdef\n0123456789abcdef }"},
        {"\"0123456789abc\xc3\xa9\"", "0123456789abc\xc3\xa9"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        cr_expect(takes(cases[i][0], strlen(cases[i][0]), JSON_STRICT, cases[i][1]), "%s", cases[i][0]);
}

Test(json, is_strict)
{
    for (size_t i = 0; i < sizeof json_accepted / sizeof *json_accepted; i++) {
        cr_expect(is_json(json_accepted[i], JSON_STRICT), "%s", json_accepted[i]);
        cr_expect(is_json(json_accepted[i], JSON_FILE), "%s", json_accepted[i]);
        cr_expect(is_json(json_accepted[i], JSON_RELAXED), "%s", json_accepted[i]);
    }
    for (size_t i = 0; i < sizeof json_refused / sizeof *json_refused; i++)
        cr_expect_not(is_json(json_refused[i], JSON_STRICT), "%s", json_refused[i]);
    cr_expect_not(takes("", 0, JSON_STRICT, ""));
}

/* A NUL is no end: not between tokens, not in a string and not behind the text. */
Test(json, has_no_place_for_nul)
{
    static const char text[] = "{ \"a\" : [ 1 , \"b\" ] }";
    char changed[sizeof text];
    for (size_t i = 0; i < sizeof text; i++) {
        memcpy(changed, text, sizeof text);
        changed[i] = '\0';
        cr_expect_not(takes(changed, sizeof text - (i + 1 < sizeof text), JSON_STRICT, NULL), "%zu", i);
    }
}

Test(json, refuses_every_cut)
{
    static const char text[] = "{\"a\":[1,-2.5e+3,true,false,null,\"\\u00e9\\ud83d\\udc27\\n\xc3\xa9\"],"
                               "\"b\":{\"c\":{}},\"d\":\"\"}";
    for (size_t length = 0; length < sizeof text - 1; length++)
        for (enum json_dialect dialect = JSON_STRICT; dialect <= JSON_RELAXED; dialect++)
            cr_expect_not(takes(text, length, dialect, NULL), "%zu", length);
    cr_expect(takes(text, sizeof text - 1, JSON_STRICT, NULL));
}

/* Strings are looked at many bytes at a step. */
Test(json, finds_what_is_special_wherever_it_stands)
{
    static const char *const specials[] = {"\\n", "\xc3\xa9", "\x7f"};
    static const char *const wrongs[] = {"\n", "\xc3", "\\x", "\x1f", "\xff"};
    static const char digits[] = "0123456789012345678901234567890123456789";
    char text[128];
    for (size_t length = 0; length < 40; length++) {
        for (size_t at = 0; at <= length; at++) {
            for (size_t i = 0; i < sizeof specials / sizeof *specials; i++) {
                (void)snprintf(text, sizeof text, "\"%.*s%s%.*s\"", (int)at, digits, specials[i],
                               (int)(length - at), digits);
                cr_expect(is_json(text, JSON_STRICT), "%s", text);
            }
            for (size_t i = 0; i < sizeof wrongs / sizeof *wrongs; i++) {
                (void)snprintf(text, sizeof text, "\"%.*s%s%.*s\"", (int)at, digits, wrongs[i],
                               (int)(length - at), digits);
                cr_expect_not(is_json(text, JSON_STRICT), "%s", text);
            }
        }
    }
}

Test(json, is_bounded_in_depth_and_does_not_recurse)
{
    enum { DEEP = 1000000 };
    char *text = malloc(2 * DEEP);
    memset(text, '[', JSON_DEPTH_MOST);
    memset(text + JSON_DEPTH_MOST, ']', JSON_DEPTH_MOST);
    cr_expect(takes(text, 2 * JSON_DEPTH_MOST, JSON_STRICT, NULL));
    memset(text, '[', JSON_DEPTH_MOST + 1);
    memset(text + JSON_DEPTH_MOST + 1, ']', JSON_DEPTH_MOST + 1);
    cr_expect_not(takes(text, 2 * (JSON_DEPTH_MOST + 1), JSON_STRICT, NULL));
    memset(text, '[', 2 * DEEP);
    cr_expect_not(takes(text, 2 * DEEP, JSON_STRICT, NULL));
    free(text);
}

/* ---- Keys ---------------------------------------------------------------------------------------------------------- */

/* An object of `count` keys in an order that `step` makes (prime to the count), `repeated` of them a second time. */
static bool takes_keys(size_t count, size_t step, size_t repeated, enum json_dialect dialect)
{
    char *text = malloc((count + 1) * 16 + 16);
    size_t length = (size_t)sprintf(text, "{");
    for (size_t i = 0; i < count; i++)
        length += (size_t)sprintf(text + length, "\"%zx\":%zu,", i * step % count, i % 10);
    if (repeated < count)
        length += (size_t)sprintf(text + length, "\"%zx\":0,", repeated);
    text[length - 1] = '}';
    bool taken = takes(text, length, dialect, NULL);
    free(text);
    return taken;
}

Test(json, refuses_a_key_that_comes_again)
{
    static const struct {
        size_t count, step;
    } cases[] = {{2, 1},    {31, 1},     {32, 31},    {33, 7},       {100, 99},
                 {1000, 1}, {1000, 999}, {1000, 617}, {20000, 12347}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t count = cases[i].count;
        cr_expect(takes_keys(count, cases[i].step, count, JSON_STRICT), "%zu", count);
        for (size_t at = 0; at < count; at += count / 3 + 1)
            cr_expect_not(takes_keys(count, cases[i].step, at, JSON_STRICT), "%zu %zu", count, at);
        cr_expect_not(takes_keys(count, cases[i].step, count - 1, JSON_STRICT), "%zu", count);
    }
    cr_expect(is_json("{\"a\":{\"a\":{\"b\":1,\"a\":2}},\"b\":[{\"a\":1},{\"a\":1}]}", JSON_STRICT));
    cr_expect_not(is_json("{\"a\":{\"b\":{}},\"c\":1,\"a\":2}", JSON_RELAXED));
}

Test(json, keys_of_others_are_bounded)
{
    cr_expect(takes_keys(JSON_KEYS_MOST, 1, JSON_KEYS_MOST, JSON_FILE));
    cr_expect_not(takes_keys(JSON_KEYS_MOST + 1, 1, JSON_KEYS_MOST + 1, JSON_FILE));
    cr_expect(takes_keys(JSON_KEYS_MOST + 1, 1, JSON_KEYS_MOST + 1, JSON_STRICT));
}

Test(json, fails_where_no_memory_is_left)
{
    struct arena arena;
    struct json json;
    struct text text = {.arena = &arena};
    envfp__arena_init(&arena, NULL, SIZE_MAX);
    envfp__text_add_byte(&text, '{');
    for (int64_t i = 0; i < 5000; i++) {
        envfp__text_add(&text, i ? VIEW(",\"") : VIEW("\""));
        envfp__text_add_number(&text, i);
        envfp__text_add(&text, VIEW("\":0"));
    }
    envfp__text_add_byte(&text, '}');
    struct arena small;
    enum json_token token;
    envfp__arena_init(&small, NULL, 32768);
    envfp__json_start(&json, &small, envfp__text_view(&text), JSON_STRICT);
    while ((token = envfp__json_next(&json)) > JSON_DONE)
        ;
    cr_expect_eq(token, JSON_ERROR);
    cr_expect(small.failed);
    envfp__arena_release(&small);
    envfp__arena_release(&arena);
}

/* ---- Dialects ------------------------------------------------------------------------------------------------------- */

Test(json, dialects_of_others_take_a_little_more)
{
    static const char mark[] = "\xef\xbb\xbf{\"a\":1}";
    cr_expect_not(is_json(mark, JSON_STRICT));
    cr_expect(is_json(mark, JSON_FILE));
    cr_expect(is_json(mark, JSON_RELAXED));
    static const char *const relaxed[][2] = {
        {"[1,]", "[ 1 ]"},
        {"{\"a\":1,}", "{ a=1 }"},
        {"// a\n{ /* } */ \"a\" /**/ : // \"\n 1 , // b\r\n } // c", "{ a=1 }"},
        {"{\"//\":\"/*\"}/* */", "{ //=/* }"},
        {"1//", "1"},
        {"/***/1", "1"},
    };
    for (size_t i = 0; i < sizeof relaxed / sizeof *relaxed; i++) {
        cr_expect(takes(relaxed[i][0], strlen(relaxed[i][0]), JSON_RELAXED, relaxed[i][1]), "%s",
                  relaxed[i][0]);
        cr_expect_eq(is_json(relaxed[i][0], JSON_FILE), false, "%s", relaxed[i][0]);
    }
    static const char *const none[] = {"[,]", "{,}", "[1,,]", "/*1",   "1/*/",
                                       "1/",  "/1",  "[1/]",  "# \n1", "[1,}"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        cr_expect_not(is_json(none[i], JSON_RELAXED), "%s", none[i]);
}

/* ---- Walking -------------------------------------------------------------------------------------------------------- */

Test(json, skips_what_is_not_asked_for)
{
    struct arena arena;
    struct json json;
    enum json_token token;
    struct view key;
    envfp__arena_init(&arena, NULL, SIZE_MAX);
    envfp__json_start(&json, &arena, VIEW("{\"a\":[1,{\"b\":[[]]}],\"c\":2,\"d\":{},\"e\":\"x\"}"),
                      JSON_STRICT);
    cr_assert(json_is_object(&json, envfp__json_next(&json)));
    unsigned count = 0;
    while (json_member(&json, &key, &token)) {
        cr_expect(view_is(key, (const char *const[]){"a", "c", "d", "e"}[count]));
        cr_expect_eq(json_is_array(&json, token), count == 0);
        cr_expect(envfp__json_skip(&json, token));
        cr_expect_eq(json.depth, 1);
        count++;
    }
    cr_expect_eq(count, 4);
    cr_expect_eq(token, JSON_CLOSE);
    cr_expect_eq(envfp__json_next(&json), JSON_DONE);
    envfp__json_start(&json, &arena, VIEW("[[1,[2}]"), JSON_STRICT);
    cr_assert(json_is_array(&json, envfp__json_next(&json)));
    cr_assert(json_item(&json, &token));
    cr_expect_not(envfp__json_skip(&json, token));
    cr_expect_not(json_item(&json, &token));
    cr_expect_eq(token, JSON_ERROR);
    envfp__arena_release(&arena);
}

/* ---- What is wanted ------------------------------------------------------------------------------------------------- */

static struct arena arena;

static bool reads(const char *text, struct json_wanted *wanted)
{
    envfp__arena_init(&arena, NULL, SIZE_MAX);
    wanted[0] = (struct json_wanted){"name", JSON_STRING, VIEW("")};
    wanted[1] = (struct json_wanted){"version", JSON_STRING, VIEW("")};
    return envfp__json_read(&arena, view_of(text), wanted, 2);
}

Test(json, reads_the_level_that_is_wanted)
{
    struct json_wanted wanted[2];
    cr_assert(reads("{\"a\":{\"name\":\"no\",\"b\":[\"version\",{\"version\":\"9\"}]}, \"version\" : "
                    "\"1.0\",\"name\":\"x\"}",
                    wanted));
    cr_assert(view_is(wanted[0].value, "x"));
    cr_assert(view_is(wanted[1].value, "1.0"));
    /* No further than is needed: what follows may be cut off, or be anything. */
    cr_assert(reads(
        "{\"description\":\"\\\"name\\\":\\\\\",\"name\":\"x\",\"version\":\"2\",\"name\":\"y\",,", wanted));
    cr_assert(view_is(wanted[0].value, "x"));
    cr_assert(reads("{\"n\\u0061me\":\"\\u0041\"}", wanted));
    cr_assert(view_is(wanted[0].value, "A"));
    cr_assert_eq(wanted[1].value.length, 0);
}

Test(json, takes_what_there_is)
{
    static const char *const broken[] = {
        "", "{", "}", "]]", "\"", "{\"name", "{\"name\"", "{\"name\":", "{\"name\":\"", "{\"name\":\"x\\"};
    static const char *const without[] = {"{\"name\":1}", "{\"name\":\"\"}", "[\"name\",\"x\"]",
                                          "{\"name\":{\"name\":\"x\"}}", "{\"name\":[\"x\"]}"};
    struct json_wanted wanted[2];
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        cr_expect_not(reads(broken[i], wanted), "%s", broken[i]);
        cr_expect_eq(wanted[0].value.length, 0, "%s", broken[i]);
    }
    for (size_t i = 0; i < sizeof without / sizeof *without; i++) {
        cr_expect(reads(without[i], wanted), "%s", without[i]);
        cr_expect_eq(wanted[0].value.length, 0, "%s", without[i]);
    }
    cr_assert_not(reads("{\"name\":\"x\",\"files\":[", wanted));
    cr_assert(view_is(wanted[0].value, "x"));
}

Test(json, follows_paths_and_types)
{
    struct json_wanted wanted[] = {{"a/b/c", JSON_NUMBER, VIEW("")},
                                   {"a/b", JSON_STRING, VIEW("")},
                                   {"a/d", JSON_WORD, VIEW("")},
                                   {"a", JSON_STRING, VIEW("")}};
    envfp__arena_init(&arena, NULL, SIZE_MAX);
    cr_expect(envfp__json_read(&arena, VIEW("{\"b\":{\"c\":1},\"a\":{\"d\":\"true\",\"b\":{\"c\":-2e1}}}"),
                               wanted, 4));
    cr_expect(view_is(wanted[0].value, "-2e1"));
    for (size_t i = 1; i < 4; i++)
        cr_expect_eq(wanted[i].value.length, 0, "%zu", i);
}
