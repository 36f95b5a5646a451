/* SPDX-License-Identifier: MIT */
/* Facts of a document: checks them against the value domain, and digests them while they are read. */
#include "base/sort.h"
#include "form/reader.h"

/* The bytes that a fact usually takes in a document. Room for as many as the text may hold by this is made at first:
 * that saves moving them, and nothing rests on it. */
#define FACT_BYTES 64

/* ---- The value domain -------------------------------------------------------------------------- */

/* The length of an escape behind its backslash: another backslash, or `x` and the hex of a byte that may not stand
 * unescaped; 0 for a wrong one. */
static size_t measure_escape(struct view rest)
{
    uint64_t byte;
    if (rest.length >= 2 && rest.text[1] == '\\')
        return 2;
    if (rest.length < 4 || rest.text[1] != 'x')
        return 0;
    for (size_t i = 2; i < 4; i++)
        if (!byte_is_lower_hex(rest.text[i]))
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

/* ---- Strings that last ------------------------------------------------------------------------- */

struct view envfp__reader_key(struct reader *reader, struct view key)
{
    if (reader->json.key_escaped)
        return envfp__arena_copy(reader->arena, key);
    reader_end(reader, key);
    return key;
}

struct view envfp__reader_string(struct reader *reader)
{
    struct view string = reader->json.value;
    if (reader->json.escaped)
        string.length = envfp__json_unescape(reader->text + (string.text - reader->text), string);
    return string;
}

bool envfp__value_read(struct reader *reader, enum json_token token, struct view *value)
{
    if (token != JSON_STRING)
        return false;
    *value = envfp__reader_string(reader);
    reader_end(reader, *value);
    return is_value(*value, reader->json.plain);
}

/* As envfp__text_is_key; also gives the length of the first word. The member of a key that is plain ASCII needs no
 * check. */
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

/* Appends an empty fact. How many follow is not known, so room doubles. */
static struct envfp_fact *add_fact(struct arena *scratch, struct fact_list *list, size_t usual)
{
    if (list->count == list->capacity) {
        size_t capacity = list->capacity ? list->capacity * 2 : usual + 16;
        if (capacity > SIZE_MAX / 2 / sizeof *list->facts) {
            scratch->failed = true;
            return NULL;
        }
        struct envfp_fact *facts = envfp__arena_room(scratch, capacity * sizeof *facts);
        if (!facts)
            return NULL;
        if (list->count)
            memcpy(facts, list->facts, list->count * sizeof *facts);
        list->facts = facts;
        list->capacity = capacity;
    }
    return &list->facts[list->count++];
}

static bool read_set(struct reader *reader, struct envfp_fact *fact)
{
    enum json_token token;
    size_t count = 0;
    while (json_item(&reader->json, &token)) {
        struct view *items = envfp__arena_grow(reader->json.arena, reader->items, count,
                                               &reader->item_capacity, sizeof *items);
        if (!items || !envfp__value_read(reader, token, &items[count]))
            return false;
        reader->items = items;
        if (count > 0 && view_compare(items[count - 1], items[count]) >= 0)
            return false;
        count++;
    }
    struct view *items = envfp__arena_array(reader->arena, count, sizeof *items);
    if (token != JSON_CLOSE || !items)
        return false;
    if (count)
        memcpy(items, reader->items, count * sizeof *items);
    fact->type = ENVFP_SET;
    fact->value.set.items = items;
    fact->value.set.count = count;
    return true;
}

/* Reads the value at hand. `*verbatim`: its text is as JCS writes it. A string is not yet ended with a NUL. */
static bool read_value(struct reader *reader, enum json_token token, struct envfp_fact *fact, bool *verbatim)
{
    const struct json *json = &reader->json;
    *verbatim = token != JSON_OPEN && json->plain;
    if (token == JSON_STRING) {
        fact->type = ENVFP_STRING;
        fact->value.string = envfp__reader_string(reader);
        return is_value(fact->value.string, json->plain);
    }
    if (token == JSON_WORD) {
        fact->type = ENVFP_BOOLEAN;
        fact->value.boolean = view_is(json->value, "true");
        return fact->value.boolean || view_is(json->value, "false");
    }
    if (json_is_array(json, token))
        return read_set(reader, fact);
    fact->type = ENVFP_INTEGER;
    return envfp__integer_read(reader, token, &fact->value.integer);
}

/* Where the text of the value at hand begins; not for sets. */
static const char *start_of_value(const struct json *json, enum json_token token)
{
    return json->value.text - (token == JSON_STRING);
}

static void end_fact(const struct reader *reader, const struct envfp_fact *fact)
{
    reader_end(reader, fact->key);
    if (fact->type == ENVFP_STRING)
        reader_end(reader, fact->value.string);
}

/* Adjacent facts of one collector whose text is as JCS writes it. The text is hashed as a whole once the span is
 * complete, and only then are its strings ended with NULs. */
struct span {
    const char *start, *end;
    size_t first, count;
};

static bool close_span(struct section_reader *reading, const struct fact_list *list, struct span *span)
{
    struct digest_known *known = reading->known;
    if (span->count == 0)
        return true;
    struct collector_digest *room = envfp__arena_grow(reading->reader->json.arena, known->collectors,
                                                      known->count, &known->capacity, sizeof *room);
    if (!room)
        return false;
    known->collectors = room;
    struct collector_digest *made = &known->collectors[known->count++];
    made->name = fact_collector(&list->facts[span->first]);
    made->end = span->count;
    envfp__sha256_restart(reading->hash);
    envfp__sha256_add(reading->hash, "{\"collector\":\"", 14);
    envfp__sha256_add(reading->hash, made->name.text, made->name.length);
    envfp__sha256_add(reading->hash, "\",\"facts\":{", 11);
    envfp__sha256_add(reading->hash, span->start, (size_t)(span->end - span->start));
    envfp__sha256_add(reading->hash, "}}", 2);
    envfp__sha256_final_hex(reading->hash, made->digest);
    for (size_t i = span->first; i < span->first + span->count; i++)
        end_fact(reading->reader, &list->facts[i]);
    span->count = 0;
    return true;
}

/* Adds the last fact of the list, whose text ends at json->at, to the span if it is verbatim; else closes the span. */
static bool add_to_span(struct section_reader *reading, struct fact_list *list, struct span *span,
                        bool verbatim)
{
    struct reader *reader = reading->reader;
    struct envfp_fact *fact = &list->facts[list->count - 1];
    const char *start = fact->key.text - 1;
    bool joins = verbatim && span->count && span->end + 1 == start &&
                 view_equal(fact_collector(&list->facts[span->first]), fact_collector(fact));
    if (!joins && !close_span(reading, list, span))
        return false;
    if (!verbatim) {
        if (fact->type == ENVFP_STRING)
            reader_end(reader, fact->value.string);
        fact->key = envfp__reader_key(reader, fact->key);
        return true;
    }
    if (!joins)
        *span = (struct span){start, start, list->count - 1, 0};
    span->end = reader->json.at;
    span->count++;
    return true;
}

/* Sorted strictly, or refused. */
static bool order_facts(struct arena *scratch, struct fact_list *list)
{
    envfp__sort(scratch, list->facts, list->count, sizeof *list->facts);
    for (size_t i = 1; i < list->count; i++)
        if (view_equal(list->facts[i - 1].key, list->facts[i].key))
            return false;
    return true;
}

bool envfp__facts_read(struct section_reader *reading, enum json_token token, struct fact_list *list,
                       enum envfp_class class)
{
    struct json *json = &reading->reader->json;
    struct span span = {NULL, NULL, 0, 0};
    struct view key, before = VIEW("");
    bool ordered = true, verbatim;
    if (!json_is_object(json, token))
        return false;
    json_leave_keys(json);
    size_t usual = class == ENVFP_HASHED ? (size_t)(json->end - json->at) / FACT_BYTES : 0;
    while (json_member(json, &key, &token)) {
        struct envfp_fact *fact = add_fact(json->arena, list, usual);
        if (!fact)
            return false;
        bool rises = view_compare(before, key) < 0, plain = json->key_plain;
        fact->key = before = key;
        fact->class = class;
        if (!is_key(key, plain, &fact->collector_length) ||
            !read_value(reading->reader, token, fact, &verbatim))
            return false;
        ordered = ordered && rises;
        verbatim = verbatim && plain && rises && class == ENVFP_HASHED &&
                   key.text + key.length + 2 == start_of_value(json, token);
        if (!add_to_span(reading, list, &span, verbatim))
            return false;
    }
    if (token != JSON_CLOSE || !close_span(reading, list, &span))
        return false;
    return ordered || order_facts(json->arena, list);
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

/* Inserts the few facts of `more`, from the last to the first, so that each fact moves once. The array has room for
 * all. False for a key that it has already. */
static bool merge(struct envfp_fact *facts, size_t count, const struct fact_list *more)
{
    size_t end = count;
    for (size_t i = more->count; i-- > 0;) {
        size_t at = lower_bound(facts, end, more->facts[i].key);
        if (at < end && view_equal(facts[at].key, more->facts[i].key))
            return false;
        memmove(facts + at + i + 1, facts + at, (end - at) * sizeof *facts);
        facts[at + i] = more->facts[i];
        end = at;
    }
    return true;
}

bool envfp__facts_join(struct arena *arena, const struct fact_list lists[3], struct section *section)
{
    const struct fact_list *hashed = &lists[ENVFP_HASHED];
    size_t total = hashed->count + lists[ENVFP_CONTEXT].count + lists[ENVFP_DERIVED].count;
    if (total == 0)
        return true;
    struct envfp_fact *facts = envfp__arena_room(arena, total * sizeof *facts);
    if (!facts)
        return false;
    if (hashed->count)
        memcpy(facts, hashed->facts, hashed->count * sizeof *facts);
    section->facts = facts;
    section->count = section->capacity = total;
    return merge(facts, hashed->count, &lists[ENVFP_CONTEXT]) &&
           merge(facts, hashed->count + lists[ENVFP_CONTEXT].count, &lists[ENVFP_DERIVED]);
}
