/* SPDX-License-Identifier: MIT */
#include "form/reader.h"

#include "form/digest.h"
#include "form/document.h"

struct reading {
    struct json json;
    struct envfp_fingerprint *made;
    struct stated stated[ENVFP_SECTION_COUNT];
    struct digest_known known[ENVFP_SECTION_COUNT];
    struct sha256 hash;
    char digest[65];
    bool is_document; /* it has layers */
};

static bool read_boundary(struct reading *reading, struct envfp_boundary *boundary)
{
    struct json *json = &reading->json;
    size_t start = json->key_count;
    bool first = true, read = true;
    struct view key;
    if (!json_expect(json, '{'))
        return false;
    while (read && envfp__json_member(json, &first, &key)) {
        if (!envfp__json_note(json, key))
            return false;
        const char **member = view_is(key, "boundary")     ? &boundary->name
                              : view_is(key, "kind")       ? &boundary->kind
                              : view_is(key, "vmm")        ? &boundary->vmm
                              : view_is(key, "confidence") ? &boundary->confidence
                                                           : NULL;
        struct view value;
        read = member ? envfp__value_read(json, &value) : envfp__json_skip(json);
        if (read && member)
            *member = value.text;
    }
    if (json->status != ENVFP_OK || !envfp__json_unique(json, start))
        return false;
    return (boundary->name && boundary->kind) || envfp__json_refuse(json);
}

static bool read_stack(struct reading *reading)
{
    struct json *json = &reading->json;
    struct facts *facts = &reading->made->facts;
    size_t capacity = 0;
    bool first = true;
    if (!json_expect(json, '['))
        return false;
    while (envfp__json_item(json, &first)) {
        struct envfp_boundary *room =
            envfp__arena_grow(facts->arena, facts->stack, facts->stack_count, &capacity, sizeof *room);
        if (!room) {
            json->status = ENVFP_NO_MEMORY;
            return false;
        }
        facts->stack = room;
        if (!read_boundary(reading, &facts->stack[facts->stack_count++]))
            return false;
    }
    return json->status == ENVFP_OK;
}

static bool read_section(struct reading *reading, unsigned layer)
{
    struct facts *facts = &reading->made->facts;
    struct section_reader reader = {&reading->json,          facts->arena,   &facts->sections[layer],
                                    &reading->stated[layer], &reading->hash, &reading->known[layer]};
    return envfp__section_read(&reader);
}

/* All eight layers; another name is a later version's. */
static bool read_layers(struct reading *reading)
{
    struct json *json = &reading->json;
    size_t start = json->key_count;
    bool first = true, read = true;
    unsigned seen = 0;
    struct view key;
    if (!json_expect(json, '{'))
        return false;
    reading->is_document = true;
    while (read && envfp__json_member(json, &first, &key)) {
        if (!envfp__json_note(json, key))
            return false;
        unsigned layer = 0;
        while (layer < ENVFP_LAYER_COUNT && !view_is(key, envfp_layer_name((enum envfp_layer)layer)))
            layer++;
        seen |= 1U << layer;
        read = layer < ENVFP_LAYER_COUNT ? read_section(reading, layer) : envfp__json_skip(json);
    }
    if (json->status != ENVFP_OK || !envfp__json_unique(json, start))
        return false;
    return (seen & ENVFP_LAYERS_ALL) == ENVFP_LAYERS_ALL || envfp__json_refuse(json);
}

static bool read_format(struct json *json)
{
    int64_t number;
    return envfp__json_integer(json, &number) &&
           (number == ENVFP_DOCUMENT_FORMAT || envfp__json_refuse(json));
}

static bool read_document(struct reading *reading)
{
    struct json *json = &reading->json;
    size_t start = json->key_count;
    bool first = true, read = true, has_format = false, has_schema = false;
    struct view key, collector;
    if (!json_expect(json, '{'))
        return false;
    while (read && envfp__json_member(json, &first, &key)) {
        if (!envfp__json_note(json, key))
            return false;
        if (view_is(key, "layers")) {
            read = read_layers(reading);
        } else if (view_is(key, "app")) {
            read = read_section(reading, ENVFP_LAYER_APP);
        } else if (view_is(key, "stack")) {
            read = read_stack(reading);
        } else if (view_is(key, "digest")) {
            read = envfp__digest_read(json, reading->digest);
        } else if (view_is(key, "envfp")) {
            read = has_format = read_format(json);
        } else if (view_is(key, "schema")) {
            read = has_schema = envfp__schema_read(json, &reading->made->schema);
        } else if (view_is(key, "collector")) {
            read = envfp__value_read(json, &collector);
            reading->made->collector = read ? collector.text : NULL;
        } else {
            read = envfp__json_skip(json);
        }
    }
    if (json->status != ENVFP_OK || !envfp__json_unique(json, start))
        return false;
    json_blanks(json);
    bool whole =
        has_format && has_schema && reading->is_document && reading->digest[0] && json->at == json->end;
    return whole || envfp__json_refuse(json);
}

static bool agrees(const struct section *section, const struct stated *stated)
{
    if (strcmp(section->digest, stated->digest) != 0 || section->collector_count != stated->count)
        return false;
    for (size_t i = 0; i < stated->count; i++)
        if (!view_equal(section->collectors[i].name, stated->collectors[i].name) ||
            memcmp(section->collectors[i].digest, stated->collectors[i].digest, 64) != 0)
            return false;
    return true;
}

enum envfp_status envfp__document_read(char *text, size_t length, struct envfp_fingerprint *fingerprint,
                                       bool *is_document)
{
    struct arena scratch;
    envfp__arena_init(&scratch, &fingerprint->arena.allocator, fingerprint->arena.limit);
    struct reading reading = {.json = {.at = text, .end = text + length, .start = text, .scratch = &scratch},
                              .made = fingerprint};
    envfp__sha256_init(&reading.hash);
    if (read_document(&reading)) {
        envfp__digest_facts_known(&fingerprint->facts, reading.known, fingerprint->digest);
        fingerprint->verified = strcmp(fingerprint->digest, reading.digest) == 0;
        for (unsigned i = 0; i < ENVFP_SECTION_COUNT; i++)
            fingerprint->verified =
                agrees(&fingerprint->facts.sections[i], &reading.stated[i]) && fingerprint->verified;
    }
    *is_document = reading.is_document;
    if (scratch.failed || fingerprint->arena.failed)
        reading.json.status = ENVFP_NO_MEMORY;
    envfp__arena_release(&scratch);
    return reading.json.status;
}
