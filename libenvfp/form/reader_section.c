/* SPDX-License-Identifier: MIT */
/* One layer (or the app section) of a document: its members but facts. */
#include "base/sort.h"
#include "form/reader.h"

static bool is_gap_key(struct view key)
{
    return envfp__text_is_key(key) || view_is(key, "*") ||
           (view_ends(key, VIEW(".*")) && envfp__text_is_key(view_take(key, key.length - 2)));
}

static bool read_gaps(struct reader *reader, enum json_token token, struct section *section)
{
    struct view key, word;
    if (!json_is_object(&reader->json, token))
        return false;
    while (json_member(&reader->json, &key, &token)) {
        key = envfp__reader_key(reader, key);
        if (!envfp__value_read(reader, token, &word))
            return false;
        unsigned reason = ENVFP_REASON_DENIED;
        while (reason <= ENVFP_REASON_REMOTE && !view_is(word, envfp_reason_name((enum envfp_reason)reason)))
            reason++;
        if (reason > ENVFP_REASON_REMOTE || !is_gap_key(key))
            return false;
        struct envfp_gap *room = envfp__arena_grow(reader->arena, section->gaps, section->gap_count,
                                                   &section->gap_capacity, sizeof *room);
        if (!room)
            return false;
        section->gaps = room;
        section->gaps[section->gap_count++] = (struct envfp_gap){key, (enum envfp_reason)reason};
    }
    envfp__sort(reader->json.arena, section->gaps, section->gap_count, sizeof *section->gaps);
    return token == JSON_CLOSE;
}

bool envfp__digest_read(struct reader *reader, enum json_token token, char digest[65])
{
    if (token != JSON_STRING)
        return false;
    struct view hex = envfp__reader_string(reader);
    if (!sha256_is_hex(hex))
        return false;
    memcpy(digest, hex.text, 64);
    digest[64] = '\0';
    return true;
}

static bool read_collectors(struct reader *reader, enum json_token token, struct stated *stated)
{
    struct json *json = &reader->json;
    struct view key;
    if (!json_is_object(json, token))
        return false;
    while (json_member(json, &key, &token)) {
        struct collector_digest *room = envfp__arena_grow(json->arena, stated->collectors, stated->count,
                                                          &stated->capacity, sizeof *room);
        if (!room)
            return false;
        stated->collectors = room;
        stated->collectors[stated->count].name = key;
        if (!envfp__digest_read(reader, token, stated->collectors[stated->count++].digest))
            return false;
    }
    envfp__sort(json->arena, stated->collectors, stated->count, sizeof *stated->collectors);
    return token == JSON_CLOSE;
}

bool envfp__integer_read(const struct reader *reader, enum json_token token, int64_t *integer)
{
    struct view digits = reader->json.value;
    bool negative = view_starts(digits, VIEW("-"));
    uint64_t number;
    if (token != JSON_NUMBER || !envfp__view_number(view_skip(digits, negative), 10, &number) ||
        number >= UINT64_C(1) << 53 || (negative && number == 0))
        return false;
    *integer = negative ? -(int64_t)number : (int64_t)number;
    return true;
}

bool envfp__schema_read(const struct reader *reader, enum json_token token, uint32_t *schema)
{
    int64_t number;
    if (!envfp__integer_read(reader, token, &number) || number < 1 || number > UINT32_MAX)
        return false;
    *schema = (uint32_t)number;
    return true;
}

static bool read_status(struct reader *reader, enum json_token token, enum envfp_layer_status *status)
{
    struct view word;
    if (!envfp__value_read(reader, token, &word))
        return false;
    for (unsigned i = 0; i <= ENVFP_LAYER_SKIPPED; i++) {
        if (view_is(word, envfp_layer_status_name((enum envfp_layer_status)i))) {
            *status = (enum envfp_layer_status)i;
            return true;
        }
    }
    return false;
}

static bool read_member(struct section_reader *reading, struct view key, enum json_token token)
{
    struct reader *reader = reading->reader;
    struct fact_list *lists = reader->lists;
    if (view_is(key, "facts"))
        return envfp__facts_read(reading, token, &lists[ENVFP_HASHED], ENVFP_HASHED);
    if (view_is(key, "context"))
        return envfp__facts_read(reading, token, &lists[ENVFP_CONTEXT], ENVFP_CONTEXT);
    if (view_is(key, "derived"))
        return envfp__facts_read(reading, token, &lists[ENVFP_DERIVED], ENVFP_DERIVED);
    if (view_is(key, "gaps"))
        return read_gaps(reader, token, reading->section);
    if (view_is(key, "collectors"))
        return read_collectors(reader, token, reading->stated);
    if (view_is(key, "digest"))
        return envfp__digest_read(reader, token, reading->stated->digest);
    if (view_is(key, "schema"))
        return envfp__schema_read(reader, token, &reading->section->schema);
    if (view_is(key, "status"))
        return read_status(reader, token, &reading->section->status);
    return envfp__json_skip(&reader->json, token);
}

bool envfp__section_read(struct section_reader *reading, enum json_token token)
{
    struct json *json = &reading->reader->json;
    struct fact_list *lists = reading->reader->lists;
    struct section *section = reading->section;
    bool has_status = false, has_schema = false;
    struct view key;
    if (!json_is_object(json, token))
        return false;
    for (size_t i = 0; i < 3; i++)
        lists[i].count = 0;
    while (json_member(json, &key, &token)) {
        has_status = has_status || view_is(key, "status");
        has_schema = has_schema || view_is(key, "schema");
        if (!read_member(reading, key, token))
            return false;
    }
    if (token != JSON_CLOSE || !has_status || !has_schema)
        return false;
    /* What is hashed must stand below a digest: else nobody could tell that it was changed. */
    if (lists[ENVFP_HASHED].count && !digest_has(section->status))
        return false;
    return envfp__facts_join(reading->reader->arena, lists, section);
}
