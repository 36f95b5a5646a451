/* SPDX-License-Identifier: MIT */
#include "fingerprint.h"

struct envfp_fingerprint *envfp__fingerprint_new(const struct envfp_allocator *allocator, size_t limit)
{
    struct arena arena;
    envfp__arena_init(&arena, allocator, limit);
    struct envfp_fingerprint *made = envfp__arena_alloc(&arena, sizeof *made);
    if (!made)
        return NULL;
    *made = (struct envfp_fingerprint){.arena = arena, .verified = true, .schema = ENVFP_SCHEMA};
    envfp__facts_init(&made->facts, &made->arena);
    return made;
}

void envfp_fingerprint_free(struct envfp_fingerprint *fingerprint)
{
    if (!fingerprint)
        return;
    struct arena arena = fingerprint->arena; /* the fingerprint itself lies in its arena: copy that first */
    envfp__arena_release(&arena);
}

static const struct section *section_of(const struct envfp_fingerprint *fingerprint, enum envfp_layer layer)
{
    bool known = fingerprint && (unsigned)layer < ENVFP_SECTION_COUNT;
    return known ? &fingerprint->facts.sections[layer] : NULL;
}

enum envfp_form envfp_fingerprint_get_form(const struct envfp_fingerprint *fingerprint)
{
    return fingerprint ? fingerprint->form : ENVFP_FORM_DOCUMENT;
}

bool envfp_fingerprint_get_verified(const struct envfp_fingerprint *fingerprint)
{
    return fingerprint && fingerprint->verified;
}

const char *envfp_fingerprint_get_collector(const struct envfp_fingerprint *fingerprint)
{
    return fingerprint ? fingerprint->collector : NULL;
}

uint32_t envfp_fingerprint_get_schema(const struct envfp_fingerprint *fingerprint)
{
    return fingerprint ? fingerprint->schema : 0;
}

const char *envfp_fingerprint_get_digest(const struct envfp_fingerprint *fingerprint)
{
    return fingerprint && fingerprint->digest[0] ? fingerprint->digest : NULL;
}

const char *envfp_fingerprint_get_layer_digest(const struct envfp_fingerprint *fingerprint,
                                               enum envfp_layer layer)
{
    const struct section *section = section_of(fingerprint, layer);
    return section && section->digest[0] ? section->digest : NULL;
}

enum envfp_layer_status envfp_fingerprint_get_layer_status(const struct envfp_fingerprint *fingerprint,
                                                           enum envfp_layer layer)
{
    const struct section *section = section_of(fingerprint, layer);
    return section ? section->status : ENVFP_LAYER_SKIPPED;
}

size_t envfp_fingerprint_get_fact_count(const struct envfp_fingerprint *fingerprint, enum envfp_layer layer)
{
    const struct section *section = section_of(fingerprint, layer);
    return section ? section->count : 0;
}

const struct envfp_fact *envfp_fingerprint_get_fact(const struct envfp_fingerprint *fingerprint,
                                                    enum envfp_layer layer, size_t index)
{
    const struct section *section = section_of(fingerprint, layer);
    return section && index < section->count ? &section->facts[index] : NULL;
}

const struct envfp_fact *envfp_fingerprint_find_fact(const struct envfp_fingerprint *fingerprint,
                                                     enum envfp_layer layer, const char *key)
{
    return section_of(fingerprint, layer) && key ? envfp__facts_find(&fingerprint->facts, layer, key) : NULL;
}

const char *envfp_fact_get_key(const struct envfp_fact *fact)
{
    return fact ? fact->key.text : NULL;
}

enum envfp_type envfp_fact_get_type(const struct envfp_fact *fact)
{
    return fact ? fact->type : ENVFP_STRING;
}

enum envfp_class envfp_fact_get_class(const struct envfp_fact *fact)
{
    return fact ? fact->class : ENVFP_CONTEXT;
}

const char *envfp_fact_get_string(const struct envfp_fact *fact)
{
    return fact && fact->type == ENVFP_STRING ? fact->value.string.text : NULL;
}

int64_t envfp_fact_get_integer(const struct envfp_fact *fact)
{
    return fact && fact->type == ENVFP_INTEGER ? fact->value.integer : 0;
}

bool envfp_fact_get_boolean(const struct envfp_fact *fact)
{
    return fact && fact->type == ENVFP_BOOLEAN && fact->value.boolean;
}

size_t envfp_fact_get_set_count(const struct envfp_fact *fact)
{
    return fact && fact->type == ENVFP_SET ? fact->value.set.count : 0;
}

const char *envfp_fact_get_set_item(const struct envfp_fact *fact, size_t index)
{
    return index < envfp_fact_get_set_count(fact) ? fact->value.set.items[index].text : NULL;
}

size_t envfp_fingerprint_get_gap_count(const struct envfp_fingerprint *fingerprint, enum envfp_layer layer)
{
    const struct section *section = section_of(fingerprint, layer);
    return section ? section->gap_count : 0;
}

const struct envfp_gap *envfp_fingerprint_get_gap(const struct envfp_fingerprint *fingerprint,
                                                  enum envfp_layer layer, size_t index)
{
    const struct section *section = section_of(fingerprint, layer);
    return section && index < section->gap_count ? &section->gaps[index] : NULL;
}

const char *envfp_gap_get_key(const struct envfp_gap *gap)
{
    return gap ? gap->key.text : NULL;
}

enum envfp_reason envfp_gap_get_reason(const struct envfp_gap *gap)
{
    return gap ? gap->reason : ENVFP_REASON_NONE;
}

size_t envfp_fingerprint_get_stack_count(const struct envfp_fingerprint *fingerprint)
{
    return fingerprint ? fingerprint->facts.stack_count : 0;
}

const struct envfp_boundary *envfp_fingerprint_get_boundary(const struct envfp_fingerprint *fingerprint,
                                                            size_t index)
{
    return index < envfp_fingerprint_get_stack_count(fingerprint) ? &fingerprint->facts.stack[index] : NULL;
}

const char *envfp_boundary_get_name(const struct envfp_boundary *boundary)
{
    return boundary ? boundary->name : NULL;
}

const char *envfp_boundary_get_kind(const struct envfp_boundary *boundary)
{
    return boundary ? boundary->kind : NULL;
}

const char *envfp_boundary_get_vmm(const struct envfp_boundary *boundary)
{
    return boundary ? boundary->vmm : NULL;
}

const char *envfp_boundary_get_confidence(const struct envfp_boundary *boundary)
{
    return boundary ? boundary->confidence : NULL;
}
