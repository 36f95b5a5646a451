/* SPDX-License-Identifier: MIT */
/* One layer (or the app section) of a document: its members but facts. */
#include "base/sort.h"
#include "form/reader.h"

static bool is_gap_key(struct view key)
{
    return envfp__text_is_key(key) || view_is(key, "*") ||
           (view_ends(key, VIEW(".*")) && envfp__text_is_key(view_take(key, key.length - 2)));
}

static bool read_gaps(struct json *json, struct arena *arena, struct section *section)
{
    struct view key, word;
    bool first = true;
    if (!json_expect(json, '{'))
        return false;
    while (envfp__json_member(json, &first, &key)) {
        if (!envfp__value_read(json, &word))
            return false;
        unsigned reason = ENVFP_REASON_DENIED;
        while (reason <= ENVFP_REASON_REMOTE && !view_is(word, envfp_reason_name((enum envfp_reason)reason)))
            reason++;
        if (reason > ENVFP_REASON_REMOTE || !is_gap_key(key))
            return envfp__json_refuse(json);
        struct envfp_gap *room =
            envfp__arena_grow(arena, section->gaps, section->gap_count, &section->gap_capacity, sizeof *room);
        if (!room) {
            json->status = ENVFP_NO_MEMORY;
            return false;
        }
        section->gaps = room;
        section->gaps[section->gap_count++] = (struct envfp_gap){key, (enum envfp_reason)reason};
    }
    envfp__sort(json->scratch, section->gaps, section->gap_count, sizeof *section->gaps);
    for (size_t i = 1; i < section->gap_count; i++)
        if (view_equal(section->gaps[i - 1].key, section->gaps[i].key))
            return envfp__json_refuse(json);
    return json->status == ENVFP_OK;
}

bool envfp__digest_read(struct json *json, char digest[65])
{
    struct view hex;
    json_blanks(json);
    if (!envfp__json_string(json, &hex, NULL))
        return false;
    for (size_t i = 0; i < hex.length; i++)
        if (!byte_is_digit(hex.text[i]) && (hex.text[i] < 'a' || hex.text[i] > 'f'))
            return envfp__json_refuse(json);
    if (hex.length != 64)
        return envfp__json_refuse(json);
    memcpy(digest, hex.text, 65);
    return true;
}

static bool read_collectors(struct json *json, struct stated *stated)
{
    struct view key;
    bool first = true;
    if (!json_expect(json, '{'))
        return false;
    while (envfp__json_member(json, &first, &key)) {
        struct collector_digest *room = envfp__arena_grow(json->scratch, stated->collectors, stated->count,
                                                          &stated->capacity, sizeof *room);
        if (!room) {
            json->status = ENVFP_NO_MEMORY;
            return false;
        }
        stated->collectors = room;
        stated->collectors[stated->count].name = key;
        if (!envfp__digest_read(json, stated->collectors[stated->count++].digest))
            return false;
    }
    envfp__sort(json->scratch, stated->collectors, stated->count, sizeof *stated->collectors);
    for (size_t i = 1; i < stated->count; i++)
        if (view_equal(stated->collectors[i - 1].name, stated->collectors[i].name))
            return envfp__json_refuse(json);
    return json->status == ENVFP_OK;
}

bool envfp__schema_read(struct json *json, uint32_t *schema)
{
    int64_t number;
    if (!envfp__json_integer(json, &number))
        return false;
    if (number < 1 || number > UINT32_MAX)
        return envfp__json_refuse(json);
    *schema = (uint32_t)number;
    return true;
}

static bool read_status(struct json *json, enum envfp_layer_status *status)
{
    struct view word;
    if (!envfp__value_read(json, &word))
        return false;
    for (unsigned i = 0; i <= ENVFP_LAYER_SKIPPED; i++) {
        if (view_is(word, envfp_layer_status_name((enum envfp_layer_status)i))) {
            *status = (enum envfp_layer_status)i;
            return true;
        }
    }
    return envfp__json_refuse(json);
}

static bool read_member(struct section_reader *reader, struct view key, struct fact_list lists[3])
{
    struct json *json = reader->json;
    if (view_is(key, "facts"))
        return envfp__facts_read(reader, &lists[ENVFP_HASHED], ENVFP_HASHED);
    if (view_is(key, "context"))
        return envfp__facts_read(reader, &lists[ENVFP_CONTEXT], ENVFP_CONTEXT);
    if (view_is(key, "derived"))
        return envfp__facts_read(reader, &lists[ENVFP_DERIVED], ENVFP_DERIVED);
    if (view_is(key, "gaps"))
        return read_gaps(json, reader->arena, reader->section);
    if (view_is(key, "collectors"))
        return read_collectors(json, reader->stated);
    if (view_is(key, "digest"))
        return envfp__digest_read(json, reader->stated->digest);
    if (view_is(key, "schema"))
        return envfp__schema_read(json, &reader->section->schema);
    if (view_is(key, "status"))
        return read_status(json, &reader->section->status);
    return envfp__json_skip(json);
}

bool envfp__section_read(struct section_reader *reader)
{
    struct json *json = reader->json;
    struct fact_list lists[3] = {[ENVFP_HASHED] = {.arena = reader->arena},
                                 [ENVFP_CONTEXT] = {.arena = json->scratch},
                                 [ENVFP_DERIVED] = {.arena = json->scratch}};
    size_t start = json->key_count;
    bool first = true, has_status = false, has_schema = false;
    struct view key;
    if (!json_expect(json, '{'))
        return false;
    while (envfp__json_member(json, &first, &key)) {
        has_status = has_status || view_is(key, "status");
        has_schema = has_schema || view_is(key, "schema");
        if (!envfp__json_note(json, key) || !read_member(reader, key, lists))
            return false;
    }
    if (json->status != ENVFP_OK || !envfp__json_unique(json, start))
        return false;
    struct fact_list *hashed = &lists[ENVFP_HASHED];
    if (!has_status || !has_schema || !envfp__facts_merge(json, hashed, &lists[ENVFP_CONTEXT]) ||
        !envfp__facts_merge(json, hashed, &lists[ENVFP_DERIVED]))
        return envfp__json_refuse(json);
    reader->section->facts = hashed->facts;
    reader->section->count = hashed->count;
    reader->section->capacity = hashed->capacity;
    return true;
}
