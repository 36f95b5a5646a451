/* SPDX-License-Identifier: MIT */
#include "form/reader.h"

#include "form/digest.h"
#include "form/document.h"

struct reading {
    struct reader reader;
    struct envfp_fingerprint *made;
    struct stated stated[ENVFP_SECTION_COUNT];
    struct digest_known known[ENVFP_SECTION_COUNT];
    struct sha256 hash;
    char digest[65];
    bool is_document; /* it has layers */
};

/* A boundary's names are words of tables, which lines and pages show between separators of their own. */
static bool is_word(struct view value)
{
    for (size_t i = 0; i < value.length; i++)
        if (!byte_is_alnum(value.text[i]) && !memchr("._+-", value.text[i], 4))
            return false;
    return value.length > 0;
}

static bool read_boundary(struct reader *reader, enum json_token token, struct envfp_boundary *boundary)
{
    struct view key, value;
    if (!json_is_object(&reader->json, token))
        return false;
    while (json_member(&reader->json, &key, &token)) {
        const char **member = view_is(key, "boundary")     ? &boundary->name
                              : view_is(key, "kind")       ? &boundary->kind
                              : view_is(key, "vmm")        ? &boundary->vmm
                              : view_is(key, "confidence") ? &boundary->confidence
                                                           : NULL;
        if (!(member ? envfp__value_read(reader, token, &value) && is_word(value)
                     : envfp__json_skip(&reader->json, token)))
            return false;
        if (member)
            *member = value.text;
    }
    return token == JSON_CLOSE && boundary->name && boundary->kind;
}

static bool read_stack(struct reading *reading, enum json_token token)
{
    struct facts *facts = &reading->made->facts;
    size_t capacity = 0;
    if (!json_is_array(&reading->reader.json, token))
        return false;
    while (json_item(&reading->reader.json, &token)) {
        struct envfp_boundary *room =
            envfp__arena_grow(facts->arena, facts->stack, facts->stack_count, &capacity, sizeof *room);
        if (!room)
            return false;
        facts->stack = room;
        if (!read_boundary(&reading->reader, token, &facts->stack[facts->stack_count++]))
            return false;
    }
    return token == JSON_CLOSE;
}

static bool read_section(struct reading *reading, enum json_token token, unsigned layer)
{
    struct section_reader section = {&reading->reader, &reading->made->facts.sections[layer],
                                     &reading->stated[layer], &reading->hash, &reading->known[layer]};
    return envfp__section_read(&section, token);
}

/* An app section that holds nothing is as good as none, and is not written either. */
static bool read_app(struct reading *reading, enum json_token token)
{
    struct section *app = &reading->made->facts.sections[ENVFP_LAYER_APP];
    const struct section none = *app;
    bool fine = read_section(reading, token, ENVFP_LAYER_APP);
    if (fine && app->count + app->gap_count == 0)
        *app = none;
    return fine;
}

/* Reads the eight layers; a layer of any other name comes from a later version and is passed over. */
static bool read_layers(struct reading *reading, enum json_token token)
{
    struct json *json = &reading->reader.json;
    unsigned seen = 0;
    struct view key;
    if (!json_is_object(json, token))
        return false;
    reading->is_document = true;
    while (json_member(json, &key, &token)) {
        unsigned layer = 0;
        while (layer < ENVFP_LAYER_COUNT && !view_is(key, envfp_layer_name((enum envfp_layer)layer)))
            layer++;
        seen |= 1U << layer;
        if (!(layer < ENVFP_LAYER_COUNT ? read_section(reading, token, layer)
                                        : envfp__json_skip(json, token)))
            return false;
    }
    return token == JSON_CLOSE && (seen & ENVFP_LAYERS_ALL) == ENVFP_LAYERS_ALL;
}

static bool read_member(struct reading *reading, struct view key, enum json_token token)
{
    struct reader *reader = &reading->reader;
    struct view collector;
    int64_t format;
    if (view_is(key, "layers"))
        return read_layers(reading, token);
    if (view_is(key, "app"))
        return read_app(reading, token);
    if (view_is(key, "stack"))
        return read_stack(reading, token);
    if (view_is(key, "digest"))
        return envfp__digest_read(reader, token, reading->digest);
    if (view_is(key, "envfp"))
        return envfp__integer_read(reader, token, &format) && format == ENVFP_DOCUMENT_FORMAT;
    if (view_is(key, "schema"))
        return envfp__schema_read(reader, token, &reading->made->schema);
    if (!view_is(key, "collector"))
        return envfp__json_skip(&reader->json, token);
    if (!envfp__value_read(reader, token, &collector))
        return false;
    reading->made->collector = collector.text;
    return true;
}

static bool read_document(struct reading *reading)
{
    struct json *json = &reading->reader.json;
    enum json_token token = envfp__json_next(json);
    bool has_format = false, has_schema = false;
    struct view key;
    if (!json_is_object(json, token))
        return false;
    while (json_member(json, &key, &token)) {
        has_format = has_format || view_is(key, "envfp");
        has_schema = has_schema || view_is(key, "schema");
        if (!read_member(reading, key, token))
            return false;
    }
    return token == JSON_CLOSE && envfp__json_next(json) == JSON_DONE && has_format && has_schema &&
           reading->is_document && reading->digest[0];
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
    struct reading reading = {.reader = {.text = text, .arena = &fingerprint->arena}, .made = fingerprint};
    envfp__arena_init(&scratch, &fingerprint->arena.allocator, fingerprint->arena.limit);
    envfp__json_start(&reading.reader.json, &scratch, (struct view){text, length}, JSON_STRICT);
    envfp__sha256_init(&reading.hash);
    enum envfp_status status = read_document(&reading) ? ENVFP_OK : ENVFP_BAD_FORMAT;
    if (status == ENVFP_OK) {
        envfp__digest_facts_known(&fingerprint->facts, reading.known, fingerprint->digest);
        fingerprint->verified = strcmp(fingerprint->digest, reading.digest) == 0;
        for (unsigned i = 0; i < ENVFP_SECTION_COUNT; i++)
            fingerprint->verified =
                agrees(&fingerprint->facts.sections[i], &reading.stated[i]) && fingerprint->verified;
    }
    *is_document = reading.is_document;
    if (scratch.failed || fingerprint->arena.failed)
        status = ENVFP_NO_MEMORY;
    envfp__arena_release(&scratch);
    return status;
}
