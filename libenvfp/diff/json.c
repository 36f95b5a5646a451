/* SPDX-License-Identifier: MIT */
/* The comparison for programs; docs/diff.md describes it. */
#include "diff/diff.h"
#include "form/give.h"
#include "form/jcs.h"

/* Members are put in sorted order, as JCS wants them. */
static void put_words(struct jcs *jcs, const char *name, const char *words)
{
    envfp__jcs_key(jcs, view_of(name));
    if (words)
        envfp__jcs_string(jcs, view_of(words));
    else
        envfp__jcs_raw(jcs, VIEW("null"));
}

static void put_number(struct jcs *jcs, const char *name, size_t number)
{
    envfp__jcs_key(jcs, view_of(name));
    envfp__jcs_integer(jcs, (int64_t)number);
}

static void put_value(struct jcs *jcs, const char *name, const struct envfp_fact *fact)
{
    envfp__jcs_key(jcs, view_of(name));
    if (fact)
        envfp__jcs_value(jcs, fact);
    else
        envfp__jcs_raw(jcs, VIEW("null"));
}

static const char *or_null(const char *digest)
{
    return digest[0] ? digest : NULL;
}

static void put_side(struct jcs *jcs, const struct envfp_diff *diff, unsigned index)
{
    const struct envfp_fingerprint *side = index ? diff->b : diff->a;
    const char *name = index ? "b" : "a";
    envfp__jcs_key(jcs, view_of(name));
    envfp__jcs_open(jcs, '{');
    put_words(jcs, "collector", side->collector);
    put_words(jcs, "digest", or_null(side->digest));
    put_words(jcs, "form", envfp_form_name(side->form));
    put_words(jcs, "name", envfp__diff_name(diff, index));
    put_number(jcs, "schema", side->schema);
    envfp__jcs_key(jcs, VIEW("verified"));
    envfp__jcs_boolean(jcs, side->verified);
    envfp__jcs_close(jcs, '}');
}

static void put_change(struct jcs *jcs, const struct envfp_change *change)
{
    envfp__jcs_item(jcs);
    envfp__jcs_open(jcs, '{');
    put_value(jcs, "after", change->after);
    put_value(jcs, "before", change->before);
    put_words(jcs, "class", envfp_class_name(change->class));
    put_words(jcs, "impact", envfp_impact_name(change->impact));
    put_words(jcs, "key", change->key.text);
    put_words(jcs, "kind", envfp_change_kind_name(change->kind));
    put_words(jcs, "layer", envfp_layer_name(change->layer));
    enum envfp_order order = envfp__diff_order(change);
    put_words(jcs, "order", order == ENVFP_UNORDERED ? NULL : envfp_order_name(order));
    put_words(jcs, "pin", envfp_pin_name(change->pin));
    envfp__jcs_close(jcs, '}');
}

static void put_layer_side(struct jcs *jcs, const char *name, const char *digest,
                           enum envfp_layer_status status)
{
    envfp__jcs_key(jcs, view_of(name));
    envfp__jcs_open(jcs, '{');
    put_words(jcs, "digest", or_null(digest));
    put_words(jcs, "status", envfp_layer_status_name(status));
    envfp__jcs_close(jcs, '}');
}

static void put_differences(struct jcs *jcs, const size_t differing[3], size_t untold)
{
    envfp__jcs_key(jcs, VIEW("differences"));
    envfp__jcs_open(jcs, '{');
    put_number(jcs, "alters", differing[ENVFP_ALTERS]);
    put_number(jcs, "breaks", differing[ENVFP_BREAKS]);
    put_number(jcs, "informs", differing[ENVFP_INFORMS]);
    put_number(jcs, "unknown", untold);
    envfp__jcs_close(jcs, '}');
}

/* The programs' own runtimes, where a side has one. */
static void put_runtime(struct jcs *jcs, const struct envfp_diff *diff)
{
    const struct own_runtime *a = &diff->a->facts.runtime, *b = &diff->b->facts.runtime;
    if (!(diff->mask & 1U << ENVFP_LAYER_APP) || (!a->digest[0] && !b->digest[0]))
        return;
    envfp__jcs_key(jcs, VIEW("runtime"));
    envfp__jcs_open(jcs, '{');
    put_layer_side(jcs, "a", a->digest, a->status);
    put_layer_side(jcs, "b", b->digest, b->status);
    put_differences(jcs, diff->runtime.differing, diff->runtime.untold);
    put_words(jcs, "verdict", envfp_verdict_name(diff->runtime.verdict));
    envfp__jcs_close(jcs, '}');
}

static void put_layer(struct jcs *jcs, const struct envfp_diff *diff, enum envfp_layer layer)
{
    const struct layer_diff *found = &diff->layers[layer];
    envfp__jcs_key(jcs, view_of(envfp_layer_name(layer)));
    envfp__jcs_open(jcs, '{');
    const struct section *a = &diff->a->facts.sections[layer], *b = &diff->b->facts.sections[layer];
    put_layer_side(jcs, "a", a->digest, a->status);
    put_layer_side(jcs, "b", b->digest, b->status);
    put_differences(jcs, found->differing, found->untold);
    put_words(jcs, "verdict", envfp_verdict_name(found->verdict));
    envfp__jcs_close(jcs, '}');
}

static void put_layers(struct jcs *jcs, const struct envfp_diff *diff)
{
    static const enum envfp_layer by_name[ENVFP_SECTION_COUNT] = {
        ENVFP_LAYER_APP,        ENVFP_LAYER_CONTAINER, ENVFP_LAYER_HARDWARE,
        ENVFP_LAYER_HYPERVISOR, ENVFP_LAYER_KERNEL,    ENVFP_LAYER_LIBC,
        ENVFP_LAYER_PACKAGES,   ENVFP_LAYER_RUNTIMES,  ENVFP_LAYER_SANDBOX,
    };
    envfp__jcs_key(jcs, VIEW("layers"));
    envfp__jcs_open(jcs, '{');
    for (unsigned i = 0; i < ENVFP_SECTION_COUNT; i++)
        if (diff->mask & 1U << by_name[i] &&
            (by_name[i] != ENVFP_LAYER_APP || diff->layers[by_name[i]].compared))
            put_layer(jcs, diff, by_name[i]);
    envfp__jcs_close(jcs, '}');
}

static void put_diff(struct jcs *jcs, const struct envfp_diff *diff)
{
    envfp__jcs_open(jcs, '{');
    put_side(jcs, diff, 0);
    put_words(jcs, "advice", diff->advice);
    put_side(jcs, diff, 1);
    envfp__jcs_key(jcs, VIEW("changes"));
    envfp__jcs_open(jcs, '[');
    for (size_t i = 0; i < diff->count; i++)
        put_change(jcs, &diff->changes[i]);
    envfp__jcs_close(jcs, ']');
    put_number(jcs, "envfp_diff", 1);
    put_words(jcs, "headline", diff->headline);
    put_layers(jcs, diff);
    put_words(jcs, "pin", envfp_pin_name(diff->pin));
    put_runtime(jcs, diff);
    put_words(jcs, "verdict", envfp_verdict_name(diff->verdict));
    envfp__jcs_close(jcs, '}');
}

enum envfp_status envfp_diff_copy_json(const struct envfp_diff *diff, char **text, size_t *length)
{
    if (text)
        *text = NULL;
    if (length)
        *length = 0;
    if (!diff || !text)
        return ENVFP_BAD_ARGUMENT;
    struct arena arena;
    envfp__arena_init(&arena, &diff->arena.allocator, SIZE_MAX / 2);
    struct text out = {.arena = &arena};
    struct jcs jcs;
    envfp__jcs_to_text(&jcs, &out, false, true);
    put_diff(&jcs, diff);
    envfp__jcs_flush(&jcs);
    envfp__text_add_byte(&out, '\n');
    struct view view = envfp__text_view(&out);
    enum envfp_status status = ENVFP_NO_MEMORY;
    if (!arena.failed)
        status = envfp__text_give(&diff->arena.allocator, view, text, length);
    envfp__arena_release(&arena);
    return status;
}
