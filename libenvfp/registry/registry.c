/* SPDX-License-Identifier: MIT */
#include "registry/registry.h"

#include "collect/collectors.h"

static const uint32_t schemas[ENVFP_SECTION_COUNT] = {1, 1, 1, 1, 1, 1, 1, 1, 1};

uint32_t envfp__registry_schema(enum envfp_layer layer)
{
    return (unsigned)layer < ENVFP_SECTION_COUNT ? schemas[layer] : 0;
}

/* ---- Who declares ---------------------------------------------------------------------------------- */

#define ROW(layer, name) ENVFP_LAYER_##layer,
static const uint8_t layers[] = {ENVFP_DECLARERS(ROW)};
#undef ROW

/* A switch, since a table of pointers would be relocated in every program that links the library. */
const struct declaration *envfp__registry_declaration(size_t index)
{
    switch (index) {
#define ROW(layer, name)                                                                                     \
    case ENVFP_DECLARER_##name: return envfp__declares_##name();
        ENVFP_DECLARERS(ROW)
#undef ROW
    default: return NULL;
    }
}

const struct declarers envfp__declarers = {envfp__registry_declaration, ENVFP_DECLARER_COUNT};

enum envfp_layer envfp__registry_layer(size_t index)
{
    return index < sizeof layers ? (enum envfp_layer)layers[index] : ENVFP_LAYER_APP;
}

/* The next declaration of the layer, from number `*at` on; NULL behind the last. */
static const struct declaration *next_of(enum envfp_layer layer, size_t *at)
{
    for (; *at < ENVFP_DECLARER_COUNT; ++*at)
        if (layers[*at] == layer)
            return envfp__registry_declaration((*at)++);
    return NULL;
}

/* ---- Looking up ------------------------------------------------------------------------------------ */

/* Compares a row's key with `start`, followed by a `*` for a wildcard, without measuring the key first. */
static int compare_key(const struct envfp_entry *entry, struct view start, bool wildcard)
{
    const char *key = entry_key(entry);
    size_t i = 0;
    while (i < start.length && key[i] == start.text[i])
        i++;
    unsigned char a = (unsigned char)key[i];
    unsigned char b = i < start.length ? (unsigned char)start.text[i] : wildcard ? '*' : '\0';
    if (a != b)
        return a < b ? -1 : 1;
    return i < start.length || !wildcard ? 0 : key[i + 1] != '\0';
}

/* The first row that is not below the key; the number of rows where all are. */
static size_t lower_bound(const struct declaration *declaration, struct view start, bool wildcard)
{
    const struct envfp_entry *rows = declared_facts(declaration);
    size_t low = 0, high = declaration->fact_count;
    /* Most files declare facts with one first word, mostly not the one looked for: the first row tells. */
    if (high && compare_key(&rows[0], start, wildcard) >= 0)
        return 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_key(&rows[middle], start, wildcard) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The row for exactly this key or, with `wildcard`, for `start` and a `*`. */
static const struct envfp_entry *find_row(const struct declaration *declaration, struct view start,
                                          bool wildcard)
{
    size_t at = lower_bound(declaration, start, wildcard);
    const struct envfp_entry *row = declared_facts(declaration) + at;
    return at < declaration->fact_count && compare_key(row, start, wildcard) == 0 ? row : NULL;
}

/* The row of exactly this key among those of `own` or, where that is NULL, of all files of the layer. */
static const struct envfp_entry *find_exact(const struct declaration *own, enum envfp_layer layer,
                                            struct view start, bool wildcard)
{
    const struct declaration *declaration;
    const struct envfp_entry *found = own ? find_row(own, start, wildcard) : NULL;
    for (size_t at = 0; !own && !found && (declaration = next_of(layer, &at));)
        found = find_row(declaration, start, wildcard);
    return found;
}

static const struct envfp_entry *find(const struct declaration *own, enum envfp_layer layer, struct view key)
{
    /* A wildcard stands behind a dot or behind the first slash. In the latter case it covers all members, and no member
     * has a row of its own. */
    size_t slash = view_find_byte(key, '/');
    bool member = slash != SIZE_MAX;
    const struct envfp_entry *entry =
        find_exact(own, layer, member ? view_take(key, slash + 1) : key, member);
    for (size_t end = slash == SIZE_MAX ? key.length : slash; !entry && end > 0; end--)
        if (key.text[end - 1] == '.')
            entry = find_exact(own, layer, view_take(key, end), true);
    return entry;
}

const struct envfp_entry *envfp__registry_find(enum envfp_layer layer, struct view key)
{
    return find(NULL, layer, key);
}

const struct envfp_entry *envfp__registry_find_own(const struct declaration *declaration, struct view key)
{
    const struct envfp_entry *row = find_row(declaration, key, false); /* nearly always */
    return row ? row : find(declaration, ENVFP_LAYER_APP, key);
}

static bool has_hashed(const struct declaration *declaration, struct view start)
{
    const struct envfp_entry *rows = declared_facts(declaration);
    for (size_t i = lower_bound(declaration, start, false);
         i < declaration->fact_count && view_starts(view_of(entry_key(&rows[i])), start); i++)
        if (rows[i].class == ENVFP_HASHED)
            return true;
    return false;
}

bool envfp__registry_gap_is_hashed(enum envfp_layer layer, struct view key)
{
    const struct envfp_entry *own = envfp__registry_find(layer, key);
    if (own && own->class == ENVFP_HASHED)
        return true;
    if (!view_ends(key, VIEW("*")))
        return false;
    const struct declaration *declaration;
    for (size_t at = 0; (declaration = next_of(layer, &at));)
        if (has_hashed(declaration, view_take(key, key.length - 1)))
            return true;
    return false;
}

/* ---- The public side ------------------------------------------------------------------------------- */

/* The smallest key of the layer that sorts after `before`: merges the rows of its files without keeping positions. */
static const struct envfp_entry *next_in_layer(enum envfp_layer layer, struct view before)
{
    const struct declaration *declaration;
    const struct envfp_entry *best = NULL;
    for (size_t at = 0; (declaration = next_of(layer, &at));) {
        const struct envfp_entry *rows = declared_facts(declaration);
        size_t i = lower_bound(declaration, before, false);
        if (i < declaration->fact_count && compare_key(&rows[i], before, false) == 0)
            i++;
        if (i < declaration->fact_count &&
            (!best || compare_key(&rows[i], view_of(entry_key(best)), false) < 0))
            best = &rows[i];
    }
    return best;
}

const struct envfp_entry *envfp_registry_next(const struct envfp_entry *previous)
{
    const struct envfp_entry *found = NULL;
    unsigned layer = previous ? previous->layer : 0;
    if (previous)
        found = next_in_layer((enum envfp_layer)layer++, view_of(entry_key(previous)));
    for (; !found && layer < ENVFP_SECTION_COUNT; layer++)
        found = next_in_layer((enum envfp_layer)layer, VIEW(""));
    return found;
}

const struct envfp_entry *envfp_registry_find_entry(enum envfp_layer layer, const char *key)
{
    return key ? envfp__registry_find(layer, view_of(key)) : NULL;
}

enum envfp_layer envfp_entry_get_layer(const struct envfp_entry *entry)
{
    return entry ? entry->layer : ENVFP_LAYER_APP;
}

enum envfp_type envfp_entry_get_type(const struct envfp_entry *entry)
{
    return entry ? entry->type : ENVFP_STRING;
}

enum envfp_class envfp_entry_get_class(const struct envfp_entry *entry)
{
    return entry ? entry->class : ENVFP_CONTEXT;
}

enum envfp_impact envfp_entry_get_impact(const struct envfp_entry *entry)
{
    return entry ? entry->impact : ENVFP_INFORMS;
}

enum envfp_pin envfp_entry_get_pin(const struct envfp_entry *entry)
{
    return entry ? entry->pin : ENVFP_PIN_NOTHING;
}

const char *envfp_entry_get_key(const struct envfp_entry *entry)
{
    return entry ? entry_key(entry) : NULL;
}
