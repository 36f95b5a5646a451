/* SPDX-License-Identifier: MIT */
/* What was found in a world. */
#include "world_parts.h"

static const struct envfp_fact *fact_of(struct world *world, enum envfp_layer layer, const char *key,
                                        enum envfp_type type)
{
    const struct envfp_fact *fact = envfp__facts_find(&world->facts, layer, key);
    return fact && fact->type == type ? fact : NULL;
}

const char *world_string(struct world *world, enum envfp_layer layer, const char *key)
{
    const struct envfp_fact *fact = fact_of(world, layer, key, ENVFP_STRING);
    return fact ? fact->value.string.text : NULL;
}

int64_t world_integer(struct world *world, enum envfp_layer layer, const char *key)
{
    const struct envfp_fact *fact = fact_of(world, layer, key, ENVFP_INTEGER);
    return fact ? fact->value.integer : INT64_MIN;
}

int world_boolean(struct world *world, enum envfp_layer layer, const char *key)
{
    const struct envfp_fact *fact = fact_of(world, layer, key, ENVFP_BOOLEAN);
    return fact ? fact->value.boolean : -1;
}

const char *world_set(struct world *world, enum envfp_layer layer, const char *key)
{
    const struct envfp_fact *fact = fact_of(world, layer, key, ENVFP_SET);
    if (!fact)
        return NULL;
    struct text text = {.arena = &world->arena};
    for (size_t i = 0; i < fact->value.set.count; i++) {
        if (i)
            envfp__text_add_byte(&text, ' ');
        envfp__text_add(&text, fact->value.set.items[i]);
    }
    return envfp__text_view(&text).text;
}

const char *world_gap(struct world *world, enum envfp_layer layer, const char *key)
{
    const struct envfp_gap *gap = envfp__facts_find_gap(&world->facts, layer, key);
    return gap ? envfp_reason_name(gap->reason) : NULL;
}
