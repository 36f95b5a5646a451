/* SPDX-License-Identifier: MIT */
#include "facts/facts.h"

#include "base/sort.h"

void envfp__facts_init(struct facts *facts, struct arena *arena)
{
    *facts = (struct facts){.arena = arena, .runtime.status = ENVFP_LAYER_SKIPPED};
    for (unsigned i = 0; i < ENVFP_SECTION_COUNT; i++) {
        facts->sections[i].schema = envfp__registry_schema((enum envfp_layer)i);
        facts->sections[i].status = ENVFP_LAYER_SKIPPED;
    }
}

static struct envfp_fact *add_room(struct facts *facts, enum envfp_layer layer)
{
    struct section *section = &facts->sections[layer];
    if (section->count == section->capacity) {
        struct envfp_fact *room =
            envfp__arena_grow(facts->arena, section->facts, section->count, &section->capacity, sizeof *room);
        if (!room)
            return NULL;
        section->facts = room;
    }
    return &section->facts[section->count++];
}

void envfp__facts_append(struct facts *facts, enum envfp_layer layer, const struct envfp_fact *fact)
{
    struct envfp_fact *added = add_room(facts, layer);
    if (!added)
        return;
    *added = *fact;
    size_t end = 0;
    while (end < fact->key.length && fact->key.text[end] != '.' && fact->key.text[end] != '/')
        end++;
    added->collector_length = (uint32_t)end;
}

static void add_as(struct facts *facts, enum envfp_layer layer, const struct envfp_entry *entry,
                   struct view key, struct envfp_fact fact)
{
    if (entry ? entry->type != fact.type && !view_ends(view_of(entry_key(entry)), VIEW("/*"))
              : layer != ENVFP_LAYER_APP) {
        facts->undeclared++;
        return;
    }
    fact.class = entry ? (enum envfp_class)entry->class : ENVFP_HASHED;
    fact.key = key;
    envfp__facts_append(facts, layer, &fact);
}

/* The row of a key: among those of the collector at work or, for a judge or a caller, among all. */
static const struct envfp_entry *find(const struct facts *facts, enum envfp_layer layer, struct view key)
{
    if (!facts->declaration)
        return envfp__registry_find(layer, key);
    const struct envfp_entry *own = envfp__registry_find_own(facts->declaration, key);
    return own && own->layer == layer ? own : NULL;
}

static void add(struct facts *facts, enum envfp_layer layer, struct view key, struct envfp_fact fact)
{
    add_as(facts, layer, find(facts, layer, key), key, fact);
}

void envfp__facts_string(struct facts *facts, enum envfp_layer layer, const char *key, struct view value)
{
    add(facts, layer, envfp__arena_copy(facts->arena, view_of(key)),
        (struct envfp_fact){.type = ENVFP_STRING, .value.string = envfp__text_value(facts->arena, value)});
}

void envfp__facts_integer(struct facts *facts, enum envfp_layer layer, const char *key, int64_t value)
{
    /* JCS, jq and Python agree on integers below 2^53 only. */
    if (value >= INT64_C(1) << 53 || value <= -(INT64_C(1) << 53)) {
        envfp__facts_gap(facts, layer, key, ENVFP_REASON_MALFORMED);
        return;
    }
    add(facts, layer, envfp__arena_copy(facts->arena, view_of(key)),
        (struct envfp_fact){.type = ENVFP_INTEGER, .value.integer = value});
}

void envfp__facts_boolean(struct facts *facts, enum envfp_layer layer, const char *key, bool value)
{
    add(facts, layer, envfp__arena_copy(facts->arena, view_of(key)),
        (struct envfp_fact){.type = ENVFP_BOOLEAN, .value.boolean = value});
}

void envfp__facts_set(struct facts *facts, enum envfp_layer layer, const char *key, const struct view *items,
                      size_t count)
{
    struct view *copies = envfp__arena_array(facts->arena, count, sizeof *copies);
    if (!copies)
        return;
    for (size_t i = 0; i < count; i++)
        copies[i] = envfp__text_value(facts->arena, items[i]);
    count = envfp__sort_unique(facts->arena, copies, count);
    add(facts, layer, envfp__arena_copy(facts->arena, view_of(key)),
        (struct envfp_fact){.type = ENVFP_SET, .value.set = {copies, count}});
}

static bool is_row_of(const struct envfp_entry *entry, enum envfp_layer layer, struct view inventory)
{
    if (!entry || entry->layer != layer)
        return false;
    const char *key = entry_key(entry);
    return strncmp(key, inventory.text, inventory.length) == 0 && key[inventory.length] == '/' &&
           key[inventory.length + 1] == '*';
}

/* Copies a piece of text; sets `odd` where it holds a byte that must be escaped, `escape` included. */
static inline char *put(char *to, struct view piece, char escape, bool *odd)
{
    if (piece.length < 8) {
        for (size_t i = 0; i < piece.length; i++) {
            *odd |= (unsigned char)(piece.text[i] - 0x20) > 0x7e - 0x20 || piece.text[i] == escape;
            to[i] = piece.text[i];
        }
        return to + piece.length;
    }
    uint64_t found = 0;
    for (size_t at = 0; at < piece.length; at += 8) {
        size_t from = at + 8 <= piece.length ? at : piece.length - 8; /* the last may repeat some bytes */
        found |= text_odd_bytes(piece.text + from, (unsigned char)escape);
        memcpy(to + from, piece.text + from, 8);
    }
    *odd |= found != 0;
    return to + piece.length;
}

static size_t length_of(const struct view *parts, size_t count)
{
    size_t length = 0;
    for (size_t i = 0; i < count; i++)
        length += parts[i].length;
    return length;
}

/* "inventory/member" NUL "version" NUL, in one piece of memory. False where something needs an escape. */
static bool join_member(char *memory, struct view inventory, const struct view *parts, size_t count,
                        struct view version, struct envfp_fact *fact)
{
    bool odd = false;
    char *at = put(memory, inventory, '%', &odd);
    *at++ = '/';
    for (size_t i = 0; i < count; i++)
        at = put(at, parts[i], '%', &odd);
    fact->key = (struct view){memory, (size_t)(at - memory)};
    *at++ = '\0';
    fact->value.string = (struct view){at, version.length};
    *put(at, version, '\\', &odd) = '\0';
    return !odd;
}

void envfp__facts_member_of(struct facts *facts, enum envfp_layer layer, const char *inventory,
                            const struct view *parts, size_t count, struct view version)
{
    struct view name = view_of(inventory), escaped;
    struct envfp_fact fact = {.type = ENVFP_STRING};
    size_t length = length_of(parts, count);
    version = view_trim(version);
    if (length == 0)
        return;
    char *memory = envfp__arena_room(facts->arena, name.length + length + version.length + 3);
    if (!memory)
        return;
    /* Inventories have thousands of members, which hardly ever need an escape. */
    if (!join_member(memory, name, parts, count, version, &fact)) {
        escaped = envfp__text_member(facts->arena, envfp__arena_join(facts->arena, parts, count));
        fact.key = envfp__arena_join(facts->arena, (struct view[]){name, VIEW("/"), escaped}, 3);
        fact.value.string = envfp__text_value(facts->arena, version);
    }
    if (!is_row_of(facts->inventory, layer, name))
        facts->inventory = find(facts, layer, fact.key);
    add_as(facts, layer, facts->inventory, fact.key, fact);
}

void envfp__facts_member(struct facts *facts, enum envfp_layer layer, const char *inventory,
                         struct view member, struct view version)
{
    envfp__facts_member_of(facts, layer, inventory, &member, 1, version);
}

void envfp__facts_gap(struct facts *facts, enum envfp_layer layer, const char *key, enum envfp_reason reason)
{
    if (reason == ENVFP_REASON_NONE || reason == ENVFP_REASON_ABSENT)
        return;
    struct section *section = &facts->sections[layer];
    struct envfp_gap *room = envfp__arena_grow(facts->arena, section->gaps, section->gap_count,
                                               &section->gap_capacity, sizeof *room);
    if (!room)
        return;
    section->gaps = room;
    section->gaps[section->gap_count++] =
        (struct envfp_gap){envfp__arena_copy(facts->arena, view_of(key)), reason};
}

static bool is_member(const struct envfp_fact *fact)
{
    return view_find_byte(fact->key, '/') != SIZE_MAX;
}

/* Several versions of one inventory member become a set; of any other repeated key the last one counts. */
static struct envfp_fact merge_run(struct arena *arena, const struct envfp_fact *run, size_t count)
{
    struct envfp_fact last = run[count - 1];
    if (count == 1 || !is_member(&last))
        return last;
    size_t total = 0;
    for (size_t i = 0; i < count; i++)
        total += run[i].type == ENVFP_SET ? run[i].value.set.count : run[i].type == ENVFP_STRING;
    struct view *versions = envfp__arena_array(arena, total, sizeof *versions);
    if (!versions)
        return last;
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        if (run[i].type == ENVFP_STRING)
            versions[used++] = run[i].value.string;
        for (size_t j = 0; run[i].type == ENVFP_SET && j < run[i].value.set.count; j++)
            versions[used++] = run[i].value.set.items[j];
    }
    used = envfp__sort_unique(arena, versions, used);
    if (used == 1) {
        last.type = ENVFP_STRING;
        last.value.string = versions[0];
    } else if (used > 1) {
        last.type = ENVFP_SET;
        last.value.set.items = versions;
        last.value.set.count = used;
    }
    return last;
}

static bool is_sealed(const struct section *section)
{
    for (size_t i = 1; i < section->count; i++)
        if (view_compare(section->facts[i - 1].key, section->facts[i].key) >= 0)
            return false;
    return true;
}

static void seal_facts(struct arena *arena, struct section *section)
{
    size_t kept = 0;
    if (is_sealed(section)) {
        section->sealed = section->count;
        return;
    }
    envfp__sort(arena, section->facts, section->count, sizeof *section->facts);
    for (size_t i = 0; i < section->count;) {
        size_t end = i + 1;
        while (end < section->count && view_equal(section->facts[i].key, section->facts[end].key))
            end++;
        if (end - i > 1 || kept != i)
            section->facts[kept] = merge_run(arena, section->facts + i, end - i);
        kept++;
        i = end;
    }
    section->count = section->sealed = kept;
}

/* Of a repeated key the last reason counts, as the last value does. */
static void seal_gaps(struct arena *arena, struct section *section)
{
    size_t kept = 0;
    envfp__sort(arena, section->gaps, section->gap_count, sizeof *section->gaps);
    for (size_t i = 0; i < section->gap_count; i++) {
        kept -= kept && view_equal(section->gaps[kept - 1].key, section->gaps[i].key);
        section->gaps[kept++] = section->gaps[i];
    }
    section->gap_count = section->gaps_sealed = kept;
}

/* Whether a read failed that another time may work. */
static bool is_chance(enum envfp_reason reason)
{
    return reason == ENVFP_REASON_BUSY || reason == ENVFP_REASON_DENIED || reason == ENVFP_REASON_TRUNCATED ||
           reason == ENVFP_REASON_REMOTE;
}

/* Drops each hashed fact that is such a gap, too: what was found of it is not the whole of it, or another answer than
 * the one that could not be read. (Of an inventory those members stay that are known.) */
static void drop_uncertain(struct section *section)
{
    size_t kept = 0, gap = 0;
    for (size_t i = 0; i < section->count; i++) {
        const struct envfp_fact *fact = &section->facts[i];
        while (gap < section->gap_count && view_compare(section->gaps[gap].key, fact->key) < 0)
            gap++;
        bool uncertain = fact->class == ENVFP_HASHED && gap < section->gap_count &&
                         is_chance(section->gaps[gap].reason) &&
                         view_equal(section->gaps[gap].key, fact->key);
        if (!uncertain)
            section->facts[kept++] = *fact;
    }
    section->count = section->sealed = kept;
}

static void seal_section(struct arena *arena, struct section *section)
{
    bool more = section->gaps_sealed != section->gap_count;
    if (more)
        seal_gaps(arena, section);
    if (section->sealed != section->count) {
        seal_facts(arena, section);
        more = section->gap_count > 0;
    }
    if (more)
        drop_uncertain(section);
}

void envfp__facts_seal(struct facts *facts)
{
    for (unsigned i = 0; i < ENVFP_SECTION_COUNT; i++)
        seal_section(facts->arena, &facts->sections[i]);
}

/* Index of the element whose leading view is `key`, or SIZE_MAX. */
static size_t search(const void *array, size_t count, size_t size, struct view key)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const char *element = (const char *)array + middle * size;
        int order = view_compare(*(const struct view *)(const void *)element, key);
        if (order == 0)
            return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return SIZE_MAX;
}

const struct envfp_fact *envfp__facts_find(const struct facts *facts, enum envfp_layer layer, const char *key)
{
    const struct section *section = &facts->sections[layer];
    size_t at = search(section->facts, section->count, sizeof *section->facts, view_of(key));
    return at == SIZE_MAX ? NULL : &section->facts[at];
}

size_t envfp__facts_find_start(const struct facts *facts, enum envfp_layer layer, struct view start)
{
    const struct section *section = &facts->sections[layer];
    size_t low = 0, high = section->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (view_compare(section->facts[middle].key, start) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < section->count && view_starts(section->facts[low].key, start) ? low : SIZE_MAX;
}

const struct envfp_gap *envfp__facts_find_gap(const struct facts *facts, enum envfp_layer layer,
                                              const char *key)
{
    const struct section *section = &facts->sections[layer];
    size_t at = search(section->gaps, section->gap_count, sizeof *section->gaps, view_of(key));
    return at == SIZE_MAX ? NULL : &section->gaps[at];
}

struct view envfp__facts_get_string(const struct facts *facts, enum envfp_layer layer, const char *key)
{
    const struct envfp_fact *fact = envfp__facts_find(facts, layer, key);
    return fact && fact->type == ENVFP_STRING ? fact->value.string : VIEW("");
}

bool envfp__facts_get_boolean(const struct facts *facts, enum envfp_layer layer, const char *key)
{
    const struct envfp_fact *fact = envfp__facts_find(facts, layer, key);
    return fact && fact->type == ENVFP_BOOLEAN && fact->value.boolean;
}

bool envfp__facts_set_of_has(const struct envfp_fact *fact, struct view item)
{
    return fact && fact->type == ENVFP_SET &&
           search(fact->value.set.items, fact->value.set.count, sizeof item, item) != SIZE_MAX;
}

bool envfp__facts_set_has(const struct facts *facts, enum envfp_layer layer, const char *key,
                          struct view item)
{
    return envfp__facts_set_of_has(envfp__facts_find(facts, layer, key), item);
}

bool envfp__facts_value_equal(const struct envfp_fact *a, const struct envfp_fact *b)
{
    if (a->type != b->type)
        return false;
    switch (a->type) {
    case ENVFP_STRING: return view_equal(a->value.string, b->value.string);
    case ENVFP_INTEGER: return a->value.integer == b->value.integer;
    case ENVFP_BOOLEAN: return a->value.boolean == b->value.boolean;
    case ENVFP_SET: break;
    }
    if (a->value.set.count != b->value.set.count)
        return false;
    for (size_t i = 0; i < a->value.set.count; i++)
        if (!view_equal(a->value.set.items[i], b->value.set.items[i]))
            return false;
    return true;
}
