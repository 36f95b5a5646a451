/* SPDX-License-Identifier: MIT */
/*
 * What a machine shows, as lines "layer key=value" ("hw", "hv", "kn"), `+` between the items of a set, `true` and
 * `false` for booleans; and what is judged of it.
 */
#ifndef ENVFP_TESTS_SIGNS_H
#define ENVFP_TESTS_SIGNS_H

#include <criterion/criterion.h>

#include "world.h"

#define HW ENVFP_LAYER_HARDWARE
#define HYPER ENVFP_LAYER_HYPERVISOR
#define KN ENVFP_LAYER_KERNEL
#define BIT "hv cpuid.hypervisor_bit=true;"
#define NO_BIT "hv cpuid.hypervisor_bit=false;"

static inline void add_sign(struct facts *facts, struct view line)
{
    struct view word, key, value, item, items[8];
    size_t count = 0;
    cr_assert(view_cut_word(&line, &word));
    enum envfp_layer layer = view_is(word, "hw") ? HW : view_is(word, "hv") ? HYPER : KN;
    cr_assert(view_split(view_trim(line), '=', &key, &value));
    const char *name = envfp__arena_copy(facts->arena, key).text;
    const struct envfp_entry *row = envfp__registry_find(layer, key);
    cr_assert_not_null(row, "%s", name);
    switch (row->type) {
    case ENVFP_STRING: envfp__facts_string(facts, layer, name, value); break;
    case ENVFP_BOOLEAN: envfp__facts_boolean(facts, layer, name, view_is(value, "true")); break;
    case ENVFP_SET:
        while (count < 8 && view_cut(&value, '+', &item))
            items[count++] = item;
        envfp__facts_set(facts, layer, name, items, count);
        break;
    case ENVFP_INTEGER: cr_assert_fail("%s", name);
    }
}

static inline struct world *judged(const char *signs)
{
    struct world *world = world_new();
    struct view rest = view_of(signs), line;
    while (view_cut(&rest, ';', &line))
        add_sign(world_facts(world), line);
    envfp__facts_seal(world_facts(world));
    world_judge(world);
    return world;
}

static inline const char *told(struct world *world, const char *key)
{
    const char *value = world_string(world, HYPER, key);
    return value ? value : "";
}

#endif
