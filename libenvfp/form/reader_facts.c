/* SPDX-License-Identifier: MIT */
/* Facts of a document: the value domain, and digests of what is read on the way. */
#include "base/sort.h"
#include "form/reader.h"

/* ---- The value domain -------------------------------------------------------------------------- */

/* Behind a backslash: another one, or `x` and the hex of a byte that cannot stand as it is. Length of the
 * whole escape, 0 for a wrong one. */
static size_t measure_escape(struct view rest)
{
    uint64_t byte;
    if (rest.length >= 2 && rest.text[1] == '\\')
        return 2;
    if (rest.length < 4 || rest.text[1] != 'x')
        return 0;
    for (size_t i = 2; i < 4; i++)
        if (!byte_is_digit(rest.text[i]) && (rest.text[i] < 'a' || rest.text[i] > 'f'))
            return 0;
    if (!envfp__view_number((struct view){rest.text + 2, 2}, 16, &byte))
        return 0;
    return byte < 0x20 || byte >= 0x7f ? 4 : 0;
}

static bool is_value(struct view value, bool plain)
{
    if (value.length && (byte_is_blank(value.text[0]) || byte_is_blank(value.text[value.length - 1])))
        return false;
    if (plain)
        return true;
    for (size_t i = 0; i < value.length;) {
        unsigned char byte = (unsigned char)value.text[i];
        size_t length = byte == '\\' ? measure_escape(view_skip(value, i)) : byte >= 0x20 && byte != 0x7f;
        if (length == 0)
            return false;
        i += length;
    }
    return true;
}

bool envfp__value_read(struct json *json, struct view *value)
{
    bool plain;
    json_blanks(json);
    return envfp__json_string(json, value, &plain) && (is_value(*value, plain) || envfp__json_refuse(json));
}

/* As envfp__text_is_key, and the length of the first word; the member of a plain key is known to be fine. */
static bool is_key(struct view key, bool plain, uint32_t *collector)
{
    /* `-`, digits; `_`, letters. */
    static const uint64_t word_bytes[2] = {UINT64_C(0x3ff200000000000), UINT64_C(0x7fffffe80000000)};
    size_t at = 0, word = 0;
    for (; at < key.length && key.text[at] != '/'; at++) {
        unsigned char byte = (unsigned char)key.text[at];
        if (byte < 128 && (word_bytes[byte >> 6] >> (byte & 63) & 1))
            continue;
        if (byte != '.' || at == 0 || key.text[at - 1] == '.')
            return false;
        if (word == 0)
            word = at;
    }
    *collector = (uint32_t)(word ? word : at);
    if (at == 0 || key.text[at - 1] == '.')
        return false;
    return at == key.length || (plain ? at + 1 < key.length : envfp__text_is_key(key));
}

/* ---- Facts ------------------------------------------------------------------------------------- */

/* Room for one more fact. An inventory of thousands would be moved many times: its size is guessed from
 * the text that is left up to the next brace, at the density seen so far. */
static struct envfp_fact *add_fact(struct json *json, struct fact_list *list, const char *start)
{
    if (list->count == list->capacity) {
        size_t capacity = list->capacity ? list->capacity * 2 : 16;
        if (list->count >= 16) {
            const char *brace = memchr(json->at, '}', (size_t)(json->end - json->at));
            size_t left = (size_t)((brace ? brace : json->end) - json->at);
            size_t each = (size_t)(json->at - start) / list->count + 1;
            size_t guess = list->count + left / each + left / each / 8 + 16;
            capacity = guess < list->capacity * 64 ? guess : list->capacity * 64;
        }
        struct envfp_fact *facts = envfp__arena_array(list->arena, capacity, sizeof *facts);
        if (!facts) {
            json->status = ENVFP_NO_MEMORY;
            return NULL;
        }
        if (list->count)
            memcpy(facts, list->facts, list->count * sizeof *facts);
        list->facts = facts;
        list->capacity = capacity;
    }
    return &list->facts[list->count++];
}

static bool read_set(struct json *json, struct arena *arena, struct envfp_fact *fact)
{
    size_t start = json->key_count;
    bool first = true;
    json->at++;
    /* The stack of keys serves for items too. */
    while (envfp__json_item(json, &first)) {
        struct view item;
        if (!envfp__value_read(json, &item) || !envfp__json_note(json, item))
            return false;
        if (json->key_count - start > 1 &&
            view_compare(json->keys[json->key_count - 2], json->keys[json->key_count - 1]) >= 0)
            return envfp__json_refuse(json);
    }
    if (json->status != ENVFP_OK)
        return false;
    size_t count = json->key_count - start;
    json->key_count = start;
    struct view *items = envfp__arena_array(arena, count, sizeof *items);
    if (!items) {
        json->status = ENVFP_NO_MEMORY;
        return false;
    }
    if (count)
        memcpy(items, json->keys + start, count * sizeof *items);
    fact->type = ENVFP_SET;
    fact->value.set.items = items;
    fact->value.set.count = count;
    return true;
}

/* The value at hand. `*verbatim` where its text stands as JCS writes it; a string is then left open. */
static bool read_value(struct json *json, struct arena *arena, struct envfp_fact *fact, bool *verbatim)
{
    *verbatim = true;
    switch (*json->at) {
    case '"':
        fact->type = ENVFP_STRING;
        return envfp__json_string_open(json, &fact->value.string, verbatim) &&
               (is_value(fact->value.string, *verbatim) || envfp__json_refuse(json));
    case '[': *verbatim = false; return read_set(json, arena, fact);
    case 't':
    case 'f': fact->type = ENVFP_BOOLEAN; return envfp__json_boolean(json, &fact->value.boolean);
    default: fact->type = ENVFP_INTEGER; return envfp__json_integer(json, &fact->value.integer);
    }
}

static void end_fact(struct json *json, const struct envfp_fact *fact)
{
    json_end(json, fact->key);
    if (fact->type == ENVFP_STRING)
        json_end(json, fact->value.string);
}

/* Neighbouring facts of one collector whose text stands as JCS writes it: hashed as it is, once they are
 * all there, and their strings ended behind that. */
struct span {
    const char *start, *end;
    size_t first, count;
};

static bool close_span(struct section_reader *reader, const struct fact_list *list, struct span *span)
{
    struct digest_known *known = reader->known;
    if (span->count == 0)
        return true;
    struct collector_digest *room = envfp__arena_grow(reader->json->scratch, known->collectors, known->count,
                                                      &known->capacity, sizeof *room);
    if (!room) {
        reader->json->status = ENVFP_NO_MEMORY;
        return false;
    }
    known->collectors = room;
    struct collector_digest *made = &known->collectors[known->count++];
    made->name = fact_collector(&list->facts[span->first]);
    made->end = span->count;
    envfp__sha256_restart(reader->hash);
    envfp__sha256_add(reader->hash, "{\"collector\":\"", 14);
    envfp__sha256_add(reader->hash, made->name.text, made->name.length);
    envfp__sha256_add(reader->hash, "\",\"facts\":{", 11);
    envfp__sha256_add(reader->hash, span->start, (size_t)(span->end - span->start));
    envfp__sha256_add(reader->hash, "}}", 2);
    envfp__sha256_final_hex(reader->hash, made->digest);
    for (size_t i = span->first; i < span->first + span->count; i++)
        end_fact(reader->json, &list->facts[i]);
    span->count = 0;
    return true;
}

/* The last fact of the list, whose text is start..json->at: into the span, or behind it. */
static bool add_to_span(struct section_reader *reader, const struct fact_list *list, struct span *span,
                        const char *start, bool verbatim)
{
    const struct envfp_fact *fact = &list->facts[list->count - 1];
    bool joins = verbatim && span->count && span->end + 1 == start &&
                 view_equal(fact_collector(&list->facts[span->first]), fact_collector(fact));
    if (!joins && !close_span(reader, list, span))
        return false;
    if (!verbatim) {
        end_fact(reader->json, fact);
        return true;
    }
    if (!joins)
        *span = (struct span){start, start, list->count - 1, 0};
    span->end = reader->json->at;
    span->count++;
    return true;
}

/* Sorted strictly, or refused. */
static bool order_facts(struct json *json, struct fact_list *list)
{
    envfp__sort(json->scratch, list->facts, list->count, sizeof *list->facts);
    for (size_t i = 1; i < list->count; i++)
        if (view_equal(list->facts[i - 1].key, list->facts[i].key))
            return envfp__json_refuse(json);
    return true;
}

bool envfp__facts_read(struct section_reader *reader, struct fact_list *list, enum envfp_class class)
{
    struct json *json = reader->json;
    struct span span = {NULL, NULL, 0, 0};
    struct view key, before = VIEW("");
    bool first = true, ordered = true, plain, verbatim;
    const char *start;
    if (!json_expect(json, '{'))
        return false;
    const char *brace = json->at;
    while (envfp__json_member_open(json, &first, &key, &plain, &start)) {
        struct envfp_fact *fact = add_fact(json, list, brace);
        if (!fact)
            return false;
        bool compact = (size_t)(json->at - start) == key.length + 3, rises = view_compare(before, key) < 0;
        fact->key = before = key;
        fact->class = class;
        if (!is_key(key, plain, &fact->collector_length))
            return envfp__json_refuse(json);
        if (!read_value(json, reader->arena, fact, &verbatim))
            return false;
        ordered = ordered && rises;
        verbatim = verbatim && compact && plain && rises && class == ENVFP_HASHED;
        if (!add_to_span(reader, list, &span, start, verbatim))
            return false;
    }
    if (json->status != ENVFP_OK || !close_span(reader, list, &span))
        return false;
    return ordered || order_facts(json, list);
}

/* Index of the first fact that does not sort before `key`. */
static size_t lower_bound(const struct envfp_fact *facts, size_t count, struct view key)
{
    size_t low = 0;
    while (low < count) {
        size_t middle = low + (count - low) / 2;
        if (view_compare(facts[middle].key, key) < 0)
            low = middle + 1;
        else
            count = middle;
    }
    return low;
}

/* From the end, each fact moved once. */
bool envfp__facts_merge(struct json *json, struct fact_list *list, const struct fact_list *more)
{
    size_t total = list->count + more->count;
    if (list->capacity < total) {
        struct envfp_fact *facts = envfp__arena_array(list->arena, total, sizeof *facts);
        if (!facts) {
            json->status = ENVFP_NO_MEMORY;
            return false;
        }
        if (list->count)
            memcpy(facts, list->facts, list->count * sizeof *facts);
        list->facts = facts;
        list->capacity = total;
    }
    size_t end = list->count;
    for (size_t i = more->count; i-- > 0;) {
        size_t at = lower_bound(list->facts, end, more->facts[i].key);
        if (at < end && view_equal(list->facts[at].key, more->facts[i].key))
            return envfp__json_refuse(json);
        memmove(list->facts + at + i + 1, list->facts + at, (end - at) * sizeof *list->facts);
        list->facts[at + i] = more->facts[i];
        end = at;
    }
    list->count = total;
    return true;
}
