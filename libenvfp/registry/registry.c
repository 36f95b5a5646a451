/* SPDX-License-Identifier: MIT */
#include "registry/registry.h"

static const struct registry_table *const tables[ENVFP_SECTION_COUNT] = {
    [ENVFP_LAYER_HARDWARE] = &envfp__registry_hardware,
    [ENVFP_LAYER_HYPERVISOR] = &envfp__registry_hypervisor,
    [ENVFP_LAYER_KERNEL] = &envfp__registry_kernel,
    [ENVFP_LAYER_CONTAINER] = &envfp__registry_container,
    [ENVFP_LAYER_SANDBOX] = &envfp__registry_sandbox,
    [ENVFP_LAYER_LIBC] = &envfp__registry_libc,
    [ENVFP_LAYER_PACKAGES] = &envfp__registry_packages,
    [ENVFP_LAYER_RUNTIMES] = &envfp__registry_runtimes,
    [ENVFP_LAYER_APP] = &envfp__registry_app,
};

static const uint32_t schemas[ENVFP_SECTION_COUNT] = {1, 1, 1, 1, 1, 1, 1, 1, 1};

static const struct registry_table *table_of(enum envfp_layer layer)
{
    return (unsigned)layer < ENVFP_SECTION_COUNT ? tables[layer] : NULL;
}

uint32_t envfp__registry_schema(enum envfp_layer layer)
{
    return (unsigned)layer < ENVFP_SECTION_COUNT ? schemas[layer] : 0;
}

/* Order of a row's key against `start`, with a `*` behind it for a wildcard; rows are not measured first. */
static int compare_key(const char *key, struct view start, bool wildcard)
{
    size_t i = 0;
    while (i < start.length && key[i] == start.text[i])
        i++;
    unsigned char a = (unsigned char)key[i];
    unsigned char b = i < start.length ? (unsigned char)start.text[i] : wildcard ? '*' : '\0';
    if (a != b)
        return a < b ? -1 : 1;
    return i < start.length || !wildcard ? 0 : key[i + 1] != '\0';
}

static const struct envfp_entry *find_exact(const struct registry_table *table, struct view start,
                                            bool wildcard)
{
    size_t low = 0, high = table->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = compare_key(table->entries[middle].key, start, wildcard);
        if (order == 0)
            return &table->entries[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

const struct envfp_entry *envfp__registry_find(enum envfp_layer layer, struct view key)
{
    const struct registry_table *table = table_of(layer);
    if (!table)
        return NULL;
    const struct envfp_entry *entry = find_exact(table, key, false);
    /* A wildcard stands behind a dot, or behind the first slash. */
    size_t slash = view_find_byte(key, '/');
    if (!entry && slash != SIZE_MAX)
        entry = find_exact(table, view_take(key, slash + 1), true);
    for (size_t end = slash == SIZE_MAX ? key.length : slash; !entry && end > 0; end--)
        if (key.text[end - 1] == '.')
            entry = find_exact(table, view_take(key, end), true);
    return entry;
}

bool envfp__registry_gap_is_hashed(enum envfp_layer layer, struct view key)
{
    const struct registry_table *table = table_of(layer);
    if (!table)
        return false;
    const struct envfp_entry *own = envfp__registry_find(layer, key);
    if (own && own->class == ENVFP_HASHED)
        return true;
    if (!view_ends(key, VIEW("*")))
        return false;
    struct view start = view_take(key, key.length - 1);
    for (size_t i = 0; i < table->count; i++)
        if (table->entries[i].class == ENVFP_HASHED && view_starts(view_of(table->entries[i].key), start))
            return true;
    return false;
}

size_t envfp_registry_get_count(void)
{
    size_t count = 0;
    for (unsigned i = 0; i < ENVFP_SECTION_COUNT; i++)
        count += tables[i]->count;
    return count;
}

const struct envfp_entry *envfp_registry_get_entry(size_t index)
{
    for (unsigned i = 0; i < ENVFP_SECTION_COUNT; i++) {
        if (index < tables[i]->count)
            return &tables[i]->entries[index];
        index -= tables[i]->count;
    }
    return NULL;
}

const struct envfp_entry *envfp_registry_find_entry(enum envfp_layer layer, const char *key)
{
    return key ? envfp__registry_find(layer, view_of(key)) : NULL;
}

enum envfp_layer envfp_entry_get_layer(const struct envfp_entry *entry)
{
    return entry->layer;
}

const char *envfp_entry_get_key(const struct envfp_entry *entry)
{
    return entry->key;
}

enum envfp_type envfp_entry_get_type(const struct envfp_entry *entry)
{
    return entry->type;
}

enum envfp_class envfp_entry_get_class(const struct envfp_entry *entry)
{
    return entry->class;
}

enum envfp_impact envfp_entry_get_impact(const struct envfp_entry *entry)
{
    return entry->impact;
}

enum envfp_pin envfp_entry_get_pin(const struct envfp_entry *entry)
{
    return entry->pin;
}

const char *envfp_entry_get_unit(const struct envfp_entry *entry)
{
    return entry->unit;
}

const char *envfp_entry_get_source(const struct envfp_entry *entry)
{
    return entry->source;
}

const char *envfp_entry_get_since(const struct envfp_entry *entry)
{
    return entry->since;
}

const char *envfp_entry_get_why(const struct envfp_entry *entry)
{
    return entry->why;
}
