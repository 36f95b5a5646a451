/* SPDX-License-Identifier: MIT */
/* One layer (or the app section) of a document: facts by class, gaps, status, digests. */
#include "form/reader.h"

/* Facts of one class. Documents hold them sorted; the three classes are merged behind each other. */
struct list {
    struct arena *arena;
    struct envfp_fact *facts;
    size_t count, capacity;
};

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

static bool is_gap_key(struct view key)
{
    return envfp__text_is_key(key) || view_is(key, "*") ||
           (view_ends(key, VIEW(".*")) && envfp__text_is_key(view_take(key, key.length - 2)));
}

/* ---- Facts ------------------------------------------------------------------------------------- */

/* Room for one more fact. An inventory of thousands would be moved many times: its size is guessed from
 * the text that is left up to the next brace, at the density seen so far. */
static struct envfp_fact *add_fact(struct json *json, struct list *list, const char *start)
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

static bool close_span(struct section_reader *reader, const struct list *list, struct span *span)
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
static bool add_to_span(struct section_reader *reader, const struct list *list, struct span *span,
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
static bool order_facts(struct json *json, struct list *list)
{
    envfp__facts_sort(json->scratch, list->facts, list->count, sizeof *list->facts);
    for (size_t i = 1; i < list->count; i++)
        if (view_equal(list->facts[i - 1].key, list->facts[i].key))
            return envfp__json_refuse(json);
    return true;
}

static bool read_facts(struct section_reader *reader, struct list *list, enum envfp_class class)
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

/* Merge the few of `more` into the many of `list`, from the end, each fact moved once. A key in two
 * classes is refused. */
static bool merge_facts(struct json *json, struct list *list, const struct list *more)
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

/* ---- The other members ------------------------------------------------------------------------- */

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
    envfp__facts_sort(json->scratch, section->gaps, section->gap_count, sizeof *section->gaps);
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
    envfp__facts_sort(json->scratch, stated->collectors, stated->count, sizeof *stated->collectors);
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

static bool read_member(struct section_reader *reader, struct view key, struct list lists[3])
{
    struct json *json = reader->json;
    if (view_is(key, "facts"))
        return read_facts(reader, &lists[ENVFP_HASHED], ENVFP_HASHED);
    if (view_is(key, "context"))
        return read_facts(reader, &lists[ENVFP_CONTEXT], ENVFP_CONTEXT);
    if (view_is(key, "derived"))
        return read_facts(reader, &lists[ENVFP_DERIVED], ENVFP_DERIVED);
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
    struct list lists[3] = {[ENVFP_HASHED] = {.arena = reader->arena},
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
    struct list *hashed = &lists[ENVFP_HASHED];
    if (!has_status || !has_schema || !merge_facts(json, hashed, &lists[ENVFP_CONTEXT]) ||
        !merge_facts(json, hashed, &lists[ENVFP_DERIVED]))
        return envfp__json_refuse(json);
    reader->section->facts = hashed->facts;
    reader->section->count = hashed->count;
    reader->section->capacity = hashed->capacity;
    return true;
}
