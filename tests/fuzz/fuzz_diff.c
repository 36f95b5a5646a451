/* SPDX-License-Identifier: MIT */
/*
 * Comparisons of two documents that are made from the input: facts of every kind that the registry knows and others,
 * with values that order, escape and collide. A document does not differ from itself, both directions mirror each other,
 * what is ignored is not told, equal digests mean equal facts, and all text is printable.
 */
#include "fuzz.h"

#define KEYS_MOST 2048

/* ---- Two documents ------------------------------------------------------------------------------------- */

static struct known {
    const char *key;
    enum envfp_layer layer;
    enum envfp_type type;
} known[KEYS_MOST];
static size_t known_count;

static void know(void)
{
    for (const struct envfp_entry *entry = NULL;
         (entry = envfp_registry_next(entry)) && known_count < KEYS_MOST;)
        known[known_count++] = (struct known){envfp_entry_get_key(entry), envfp_entry_get_layer(entry),
                                              envfp_entry_get_type(entry)};
}

struct choices {
    const uint8_t *data;
    size_t size, at;
};

static unsigned choose(struct choices *choices, unsigned below)
{
    unsigned byte = choices->at < choices->size ? choices->data[choices->at++] : 0;
    return byte % below;
}

/* A growing text. */
struct text {
    char *bytes;
    size_t length, capacity;
};

static void add(struct text *text, const char *piece)
{
    size_t length = strlen(piece);
    if (text->length + length + 1 > text->capacity) {
        text->capacity = (text->length + length + 1) * 2;
        text->bytes = realloc(text->bytes, text->capacity);
        CHECK(text->bytes);
    }
    memcpy(text->bytes + text->length, piece, length + 1);
    text->length += length;
}

static const char *const values[] = {
    "1",
    "2",
    "1.0",
    "1.10",
    "1.9",
    "1:2-3",
    "2.36-9+deb12u10",
    "2.36-9+deb12u9",
    "1.0~rc1",
    "1.0rc1",
    "v1.2.3-beta.2",
    "glibc",
    "musl",
    "x86-64-v3",
    "x86-64-v4",
    "kvm",
    "none",
    "unknown",
    "",
    "a b",
    "\\u009b31m",
    "\\u202eevil",
    "\\ufeff",
    "\\u00ad",
    "\\udb40\\udc41",
    "\\\\\\\\",
    "\\\\x1b[2J",
    "\xc3\xa9",
    "\xf0\x9f\x90\xa7",
    "}",
    "\\\"",
    ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
    "999999999999999999999999.0",
    "00001",
    "1.a",
    "1..2",
    "-1",
    "3.11.7",
    "3.12.0"};

static const char *const members[] = {"a", "b", "libc6:amd64", "@scope/name", "%1B[31m", "x y", "zzz"};

static const char *const words[] = {"a", "b-c_1"};

#define COUNT(list) (sizeof(list) / sizeof *(list))

static void add_string(struct text *text, struct choices *choices)
{
    add(text, "\"");
    add(text, values[choose(choices, COUNT(values))]);
    add(text, "\"");
}

static void add_value(struct text *text, enum envfp_type type, struct choices *choices)
{
    static const char *const items[] = {"\"a\"", "\"avx2\"", "\"b\\u200b\"", "\"sse4_2\"", "\"z\xc3\xa9\""};
    static const char *const numbers[] = {"0", "1", "2", "-1", "9007199254740991", "64"};
    unsigned other = choose(choices, 16);
    if (other == 0)
        type = (enum envfp_type)choose(choices, 4);
    switch (type) {
    case ENVFP_STRING: add_string(text, choices); return;
    case ENVFP_INTEGER: add(text, numbers[choose(choices, COUNT(numbers))]); return;
    case ENVFP_BOOLEAN: add(text, choose(choices, 2) ? "true" : "false"); return;
    case ENVFP_SET: break;
    }
    unsigned mask = choose(choices, 32);
    const char *before = "[";
    for (unsigned i = 0; i < COUNT(items); i++) {
        if (!(mask & 1U << i))
            continue;
        add(text, before);
        add(text, items[i]);
        before = ",";
    }
    add(text, mask ? "]" : "[]");
}

struct part {
    struct text facts[3], gaps; /* by class */
};

static void add_member(struct text *text, const char *key)
{
    add(text, text->length ? "," : "{");
    add(text, "\"");
    add(text, key);
    add(text, "\":");
}

/* A key for a row: of an inventory one with a member. */
static void spell(const struct known *row, struct choices *choices, char key[256])
{
    size_t length = strlen(row->key);
    bool many = length && row->key[length - 1] == '*', member = many && strchr(row->key, '/');
    unsigned which = many ? choose(choices, COUNT(members)) : 0;
    (void)snprintf(key, 256, "%.*s%s", (int)(length - many), row->key,
                   member ? members[which]
                   : many ? words[which % COUNT(words)]
                          : "");
}

static bool has_key(const struct part *part, const char *key)
{
    char name[300];
    (void)snprintf(name, sizeof name, "\"%s\":", key);
    for (unsigned class = 0; class < 3; class ++)
        if (part->facts[class].length && strstr(part->facts[class].bytes, name))
            return true;
    return false;
}

/* One fact of both sides, which have it alike, otherwise, or not at all; or a gap in its place. */
static void add_fact(struct part sides[2], const struct known *row, struct choices *choices)
{
    static const char *const reasons[] = {"\"denied\"", "\"hidden\"", "\"busy\"", "\"truncated\""};
    char key[256];
    spell(row, choices, key);
    unsigned how = choose(choices, 8), class = choose(choices, 12);
    class = class < 9 ? 0 : class - 9;
    if (has_key(&sides[0], key) || has_key(&sides[1], key))
        return;
    bool turns = choose(choices, 24) == 1; /* a later version may give a fact another class */
    size_t start = choices->at;
    for (unsigned side = 0; side < 2; side++) {
        if (how == 1 + side || how == 3 + side) {
            char name[300];
            (void)snprintf(name, sizeof name, "\"%s\":", key);
            if (how >= 3 && !(sides[side].gaps.length && strstr(sides[side].gaps.bytes, name))) {
                add_member(&sides[side].gaps, key);
                add(&sides[side].gaps, reasons[choose(choices, COUNT(reasons))]);
            }
            continue;
        }
        /* The other side draws the same bytes for the same value. */
        if (how == 0 || how > 5)
            choices->at = start;
        unsigned other = side && turns ? (class + 1) % 3 : class;
        add_member(&sides[side].facts[other], key);
        add_value(&sides[side].facts[other], row->type, choices);
    }
}

static void add_part(struct text *text, const char *name, struct text *made)
{
    add(text, "\"");
    add(text, name);
    add(text, "\":");
    add(text, made->length ? made->bytes : "{");
    add(text, "}");
    free(made->bytes);
}

/* The statuses decide what a layer may have: hashed facts need a digest. */
static void add_section(struct text *text, struct part *part, struct choices *choices)
{
    unsigned status = choose(choices, 24);
    if (status > 6 || (part->facts[0].length && status > 3))
        status = 0;
    add(text, "{\"collectors\":{},");
    add_part(text, "context", &part->facts[1]);
    add(text, ",");
    add_part(text, "derived", &part->facts[2]);
    add(text, ",");
    add_part(text, "facts", &part->facts[0]);
    add(text, ",");
    add_part(text, "gaps", &part->gaps);
    add(text, choose(choices, 16) ? ",\"schema\":1" : ",\"schema\":2");
    add(text, ",\"status\":\"");
    add(text, envfp_layer_status_name((enum envfp_layer_status)status));
    add(text, "\"}");
}

static void make(struct choices *choices, struct text sides[2])
{
    static struct part parts[ENVFP_SECTION_COUNT][2];
    memset(parts, 0, sizeof parts);
    for (unsigned count = 0; count < 200 && choices->at < choices->size; count++) {
        size_t at = choose(choices, 256) * 256U;
        at = (at + choose(choices, 256)) % known_count;
        const struct known *row = &known[at];
        struct known other = {"other.key", (enum envfp_layer)choose(choices, ENVFP_SECTION_COUNT),
                              ENVFP_STRING};
        if (choose(choices, 10) == 0)
            row = &other;
        add_fact(parts[row->layer], row, choices);
    }
    for (unsigned side = 0; side < 2; side++) {
        struct text *text = &sides[side];
        add(text, "{\"collector\":");
        add_string(text, choices);
        add(text,
            ",\"digest\":\"0000000000000000000000000000000000000000000000000000000000000000\",\"envfp\":1,");
        add(text, "\"schema\":1,\"stack\":[],\"app\":");
        add_section(text, &parts[ENVFP_LAYER_APP][side], choices);
        for (unsigned i = 0; i < ENVFP_LAYER_COUNT; i++) {
            add(text, i ? ",\"" : ",\"layers\":{\"");
            add(text, envfp_layer_name((enum envfp_layer)i));
            add(text, "\":");
            add_section(text, &parts[i][side], choices);
        }
        add(text, "}}");
    }
}

/* ---- What holds ------------------------------------------------------------------------------------------- */

static struct envfp_diff *compare(const struct envfp_fingerprint *a, const struct envfp_fingerprint *b)
{
    struct envfp_diff *diff;
    CHECK(envfp_diff_new(a, b, &diff) == ENVFP_OK && envfp_diff_run(diff) == ENVFP_OK);
    return diff;
}

static void check_text(const struct envfp_diff *diff)
{
    const char *headline = envfp_diff_get_headline(diff), *advice = envfp_diff_get_advice(diff);
    CHECK(headline && is_shown(headline, strlen(headline)) && !strchr(headline, '\n'));
    CHECK(!advice || (is_shown(advice, strlen(advice)) && !strchr(advice, '\n')));
    CHECK(!advice || envfp_diff_get_change_count(diff) || envfp_diff_get_verdict(diff) != ENVFP_SAME);
    for (unsigned all = 0; all < 2; all++) {
        char *text;
        size_t length;
        CHECK(envfp_diff_copy_text(diff, all, 60 + all * 40, &text, &length) == ENVFP_OK);
        CHECK(strlen(text) == length && is_shown(text, length));
        envfp_text_free(text);
    }
    char *json;
    size_t length;
    CHECK(envfp_diff_copy_json(diff, &json, &length) == ENVFP_OK);
    CHECK(strlen(json) == length && is_shown(json, length) && strchr(json, '\n') == json + length - 1);
    envfp_text_free(json);
}

static enum envfp_change_kind mirrored(enum envfp_change_kind kind)
{
    return kind == ENVFP_ADDED ? ENVFP_REMOVED : kind == ENVFP_REMOVED ? ENVFP_ADDED : kind;
}

static void check_mirror(const struct envfp_diff *there, const struct envfp_diff *back)
{
    static const enum envfp_order orders[] = {ENVFP_UNORDERED, ENVFP_OLDER, ENVFP_NEWER};
    size_t count = envfp_diff_get_change_count(there);
    CHECK(count == envfp_diff_get_change_count(back));
    CHECK(envfp_diff_get_verdict(there) == envfp_diff_get_verdict(back));
    CHECK(envfp_diff_get_pin(there) == envfp_diff_get_pin(back));
    for (unsigned i = 0; i < ENVFP_SECTION_COUNT; i++)
        CHECK(envfp_diff_get_layer_verdict(there, (enum envfp_layer)i) ==
              envfp_diff_get_layer_verdict(back, (enum envfp_layer)i));
    for (size_t i = 0; i < count; i++) {
        const struct envfp_change *x = envfp_diff_get_change(there, i), *y = envfp_diff_get_change(back, i);
        CHECK(strcmp(envfp_change_get_key(x), envfp_change_get_key(y)) == 0);
        CHECK(envfp_change_get_layer(x) == envfp_change_get_layer(y));
        CHECK(envfp_change_get_kind(x) == mirrored(envfp_change_get_kind(y)));
        CHECK(envfp_change_get_class(x) == envfp_change_get_class(y));
        CHECK(envfp_change_get_impact(x) == envfp_change_get_impact(y));
        CHECK(envfp_change_get_pin(x) == envfp_change_get_pin(y));
        CHECK(envfp_change_get_before(x) == envfp_change_get_after(y));
        CHECK(envfp_change_get_after(x) == envfp_change_get_before(y));
        CHECK(envfp_change_get_order(x) == orders[envfp_change_get_order(y)]);
    }
}

/* Each change is one: the sides say what the kind says, and differ. */
static void check_changes(const struct envfp_diff *diff, const struct envfp_fingerprint *a,
                          const struct envfp_fingerprint *b)
{
    for (size_t i = 0; i < envfp_diff_get_change_count(diff); i++) {
        const struct envfp_change *change = envfp_diff_get_change(diff, i);
        enum envfp_layer layer = envfp_change_get_layer(change);
        const char *key = envfp_change_get_key(change);
        const struct envfp_fact *before = envfp_change_get_before(change),
                                *after = envfp_change_get_after(change);
        CHECK(before == envfp_fingerprint_find_fact(a, layer, key));
        CHECK(after == envfp_fingerprint_find_fact(b, layer, key));
        switch (envfp_change_get_kind(change)) {
        case ENVFP_ADDED: CHECK(!before && after); break;
        case ENVFP_REMOVED: CHECK(before && !after); break;
        case ENVFP_CHANGED: CHECK(before && after); break;
        case ENVFP_UNTOLD: CHECK(!before != !after); break;
        }
    }
}

static bool tells(const struct envfp_fingerprint *side, enum envfp_layer layer)
{
    return envfp_fingerprint_get_layer_status(side, layer) <= ENVFP_LAYER_PARTIAL;
}

/* Facts of one side that the other lacks, in layers that both tell. */
static size_t count_facts(const struct envfp_fingerprint *a, const struct envfp_fingerprint *b, size_t *alike)
{
    size_t missing = 0;
    *alike = 0;
    for (unsigned i = 0; i < ENVFP_SECTION_COUNT; i++) {
        enum envfp_layer layer = (enum envfp_layer)i;
        size_t count = tells(a, layer) && tells(b, layer) ? envfp_fingerprint_get_fact_count(a, layer) : 0;
        for (size_t j = 0; j < count; j++) {
            const char *key = envfp_fact_get_key(envfp_fingerprint_get_fact(a, layer, j));
            bool there = envfp_fingerprint_find_fact(b, layer, key) != NULL;
            missing += !there;
            *alike += there;
        }
    }
    return missing;
}

/* What is ignored is told no more, and ignoring all leaves nothing. */
static void check_ignored(const struct envfp_diff *all, const struct envfp_fingerprint *a,
                          const struct envfp_fingerprint *b)
{
    struct envfp_diff *diff;
    const struct envfp_change *first = envfp_diff_get_change(all, 0);
    if (!first)
        return;
    const char *key = envfp_change_get_key(first);
    CHECK(envfp_diff_new(a, b, &diff) == ENVFP_OK && envfp_diff_ignore(diff, key) == ENVFP_OK);
    CHECK(envfp_diff_run(diff) == ENVFP_OK);
    for (size_t i = 0; i < envfp_diff_get_change_count(diff); i++)
        CHECK(strcmp(envfp_change_get_key(envfp_diff_get_change(diff, i)), key) != 0);
    CHECK(envfp_diff_get_change_count(diff) < envfp_diff_get_change_count(all));
    check_text(diff);
    CHECK(envfp_diff_ignore(diff, "*") == ENVFP_OK && envfp_diff_run(diff) == ENVFP_OK);
    CHECK(envfp_diff_get_change_count(diff) == 0);
    envfp_diff_free(diff);
}

/* Unknown, and without a hashed fact. */
static bool is_ignorant(const struct envfp_fingerprint *side, enum envfp_layer layer)
{
    bool hashed = false;
    for (size_t i = 0; i < envfp_fingerprint_get_fact_count(side, layer); i++)
        hashed |= envfp_fact_get_class(envfp_fingerprint_get_fact(side, layer, i)) == ENVFP_HASHED;
    return envfp_fingerprint_get_layer_status(side, layer) == ENVFP_LAYER_UNKNOWN && !hashed;
}

static void check_self(const struct envfp_fingerprint *a)
{
    struct envfp_diff *diff = compare(a, a);
    CHECK(envfp_diff_get_change_count(diff) == 0);
    CHECK(envfp_diff_get_verdict(diff) != ENVFP_DIFFERS && envfp_diff_get_pin(diff) == ENVFP_PIN_NOTHING);
    for (unsigned i = 0; i < ENVFP_LAYER_COUNT; i++)
        CHECK((envfp_diff_get_layer_verdict(diff, (enum envfp_layer)i) == ENVFP_SAME) ==
              (envfp_fingerprint_get_layer_digest(a, (enum envfp_layer)i) != NULL &&
               !is_ignorant(a, (enum envfp_layer)i)));
    check_text(diff);
    envfp_diff_free(diff);
}

/* Digests skip facts: with and without them the same is told. */
static void check_unverified(const struct envfp_diff *diff, const struct envfp_fingerprint *a,
                             const struct envfp_fingerprint *b)
{
    struct envfp_diff *other = compare(a, b);
    CHECK(envfp_diff_get_change_count(diff) == envfp_diff_get_change_count(other));
    for (size_t i = 0; i < envfp_diff_get_change_count(diff); i++) {
        const struct envfp_change *x = envfp_diff_get_change(diff, i), *y = envfp_diff_get_change(other, i);
        CHECK(strcmp(envfp_change_get_key(x), envfp_change_get_key(y)) == 0);
        CHECK(envfp_change_get_kind(x) == envfp_change_get_kind(y));
        CHECK(envfp_change_get_impact(x) == envfp_change_get_impact(y));
    }
    envfp_diff_free(other);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (known_count == 0)
        know();
    struct choices choices = {data, size, 0};
    struct text texts[2] = {{0}};
    struct envfp_fingerprint *raw[2], *sides[2];
    make(&choices, texts);
    for (unsigned i = 0; i < 2; i++) {
        size_t length;
        raw[i] = read_back(texts[i].bytes, texts[i].length);
        char *document = form_of(raw[i], ENVFP_FORM_DOCUMENT, &length);
        sides[i] = read_back(document, length);
        envfp_text_free(document);
        free(texts[i].bytes);
        check_self(sides[i]);
    }
    struct envfp_diff *there = compare(sides[0], sides[1]), *back = compare(sides[1], sides[0]);
    size_t alike, missing = count_facts(sides[0], sides[1], &alike);
    size_t added = count_facts(sides[1], sides[0], &alike), count = envfp_diff_get_change_count(there);
    CHECK(count >= missing + added && count <= missing + added + alike);
    check_mirror(there, back);
    check_changes(there, sides[0], sides[1]);
    check_unverified(there, raw[0], raw[1]);
    check_text(there);
    check_text(back);
    check_ignored(there, sides[0], sides[1]);
    envfp_diff_free(there);
    envfp_diff_free(back);
    for (unsigned i = 0; i < 2; i++) {
        envfp_fingerprint_free(sides[i]);
        envfp_fingerprint_free(raw[i]);
    }
    return 0;
}
