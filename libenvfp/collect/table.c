/* SPDX-License-Identifier: MIT */
#include "collect/collect.h"
#include "source/keep.h"

#define ROW(layer, name) {#name, ENVFP_LAYER_##layer},
const struct collector envfp__collectors[] = {ENVFP_COLLECTORS(ROW)};
#undef ROW

const size_t envfp__collector_count = sizeof envfp__collectors / sizeof *envfp__collectors;

const struct declaration *envfp__collector_declares(const struct collector *collector)
{
    return envfp__registry_declaration((size_t)(collector - envfp__collectors));
}

/* What could not be read, and no gap was made of: any fact of the collector may rest on it. */
static void gap_all(struct collect *c)
{
    const struct declaration *declaration = c->facts->declaration;
    const struct envfp_entry *rows = declared_facts(declaration);
    enum envfp_reason reason = c->source->common->unanswered;
    for (size_t i = 0; reason != ENVFP_REASON_NONE && i < declaration->fact_count; i++)
        if (rows[i].class == ENVFP_HASHED)
            envfp__facts_gap(c->facts, c->layer, entry_key(&rows[i]), reason);
}

/* A switch, since a table of pointers would be relocated in every program that links the library. */
static void run(size_t collector, struct collect *c)
{
    switch (collector) {
#define ROW(layer, name)                                                                                     \
    case ENVFP_COLLECTOR_##name: envfp__collect_##name(c); break;
        ENVFP_COLLECTORS(ROW)
#undef ROW
    default: break;
    }
}

void envfp__collector_run(const struct collector *collector, struct collect *c)
{
    struct source_common *common = c->source->common;
    c->layer = (enum envfp_layer)collector->layer;
    c->trouble = ENVFP_REASON_NONE;
    common->trouble = &c->trouble;
    common->unanswered = ENVFP_REASON_NONE;
    c->facts->declaration = envfp__collector_declares(collector);
    c->facts->inventory = NULL;
    common->at_work = (size_t)(collector - envfp__collectors);
    common->of_machine = collector->layer == ENVFP_LAYER_HARDWARE;
    run(common->at_work, c);
    gap_all(c);
    common->of_machine = false;
    common->at_work = common->declarers.count;
    common->trouble = NULL;
    c->facts->declaration = NULL;
}

const struct envfp_fact *envfp__collect_told(const struct collect *c, struct view start, size_t *at)
{
    const struct section *section = &c->facts->sections[c->layer];
    for (; *at < section->count; ++*at)
        if (view_starts(section->facts[*at].key, start))
            return &section->facts[(*at)++];
    return NULL;
}

void envfp__collect_attribute(struct collect *c, const char *key, const char *path)
{
    struct view line;
    enum envfp_reason reason = source_read_line(c->source, c->scratch, path, &line);
    if (reason != ENVFP_REASON_NONE)
        fact_gap(c, key, reason);
    else if (line.length)
        fact_string(c, key, envfp__keep_text_of(c->scratch, line));
}

static void add_variable(struct collect *c, const char *name, const char *key)
{
    struct view value;
    enum envfp_reason reason = source_variable_shown(c->source, c->scratch, name, &value);
    if (reason == ENVFP_REASON_NONE && value.length)
        fact_string(c, key, value);
    else
        fact_gap(c, key, reason);
}

void envfp__collect_declared_variables(struct collect *c)
{
    const struct envfp_entry *rows = declared_facts(c->facts->declaration);
    for (size_t i = 0; i < c->facts->declaration->fact_count; i++) {
        const char *path = entry_text(&rows[i], rows[i].path);
        if (path[0] == '$' && strcmp(path, "$PATH") != 0)
            add_variable(c, path + 1, entry_key(&rows[i]));
    }
}

void envfp__bag_add(struct collect *c, struct bag *bag, struct view item)
{
    struct view *room = envfp__arena_grow(c->scratch, bag->items, bag->count, &bag->capacity, sizeof *room);
    if (!room)
        return;
    bag->items = room;
    bag->items[bag->count++] = envfp__arena_copy(c->scratch, item);
}
