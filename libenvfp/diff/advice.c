/* SPDX-License-Identifier: MIT */
/* The weakest isolation that pins what differs. */
#include "diff/diff.h"

/* The isolation that pins a whole layer, used where only its digest is known. */
static const enum envfp_pin layer_pins[ENVFP_SECTION_COUNT] = {
    [ENVFP_LAYER_HARDWARE] = ENVFP_PIN_MACHINE, [ENVFP_LAYER_HYPERVISOR] = ENVFP_PIN_MACHINE,
    [ENVFP_LAYER_KERNEL] = ENVFP_PIN_VM,        [ENVFP_LAYER_CONTAINER] = ENVFP_PIN_POLICY,
    [ENVFP_LAYER_SANDBOX] = ENVFP_PIN_POLICY,   [ENVFP_LAYER_LIBC] = ENVFP_PIN_IMAGE,
    [ENVFP_LAYER_PACKAGES] = ENVFP_PIN_IMAGE,   [ENVFP_LAYER_RUNTIMES] = ENVFP_PIN_VIRTUALENV,
    [ENVFP_LAYER_APP] = ENVFP_PIN_NOTHING,
};

static size_t hashed_differences(const struct layer_diff *layer)
{
    return layer->differing[ENVFP_BREAKS] + layer->differing[ENVFP_ALTERS] + layer->differing[ENVFP_INFORMS];
}

static enum envfp_impact layer_impact(const struct layer_diff *layer)
{
    if (layer->differing[ENVFP_BREAKS])
        return ENVFP_BREAKS;
    /* A layer that only one side has, or of which only the digest is known, counts as altering, not as a detail. */
    return layer->differing[ENVFP_ALTERS] || hashed_differences(layer) == 0 ? ENVFP_ALTERS : ENVFP_INFORMS;
}

bool envfp__diff_layer_matters(const struct envfp_diff *diff, enum envfp_layer layer)
{
    const struct layer_diff *found = &diff->layers[layer];
    return found->verdict == ENVFP_DIFFERS && layer_impact(found) > ENVFP_INFORMS;
}

bool envfp__diff_worst(const struct envfp_diff *diff, enum envfp_layer *layer, enum envfp_impact *impact)
{
    bool found = false;
    for (unsigned i = 0; i < ENVFP_LAYER_COUNT; i++) {
        if (diff->layers[i].verdict != ENVFP_DIFFERS || (found && layer_impact(&diff->layers[i]) <= *impact))
            continue;
        *layer = (enum envfp_layer)i;
        *impact = layer_impact(&diff->layers[i]);
        found = true;
    }
    return found;
}

enum envfp_pin envfp__diff_layer_pin(const struct envfp_diff *diff, enum envfp_layer layer,
                                     enum envfp_impact least)
{
    const struct layer_diff *found = &diff->layers[layer];
    if (found->verdict != ENVFP_DIFFERS)
        return ENVFP_PIN_NOTHING;
    if (hashed_differences(found) == 0)
        return layer_pins[layer];
    enum envfp_pin pin = ENVFP_PIN_NOTHING;
    for (size_t i = found->first; i < found->first + found->count; i++) {
        const struct envfp_change *change = &diff->changes[i];
        if (change->class == ENVFP_HASHED && change->kind != ENVFP_UNTOLD && change->impact >= least &&
            change->pin > pin)
            pin = change->pin;
    }
    return pin;
}

void envfp__diff_say_layers(struct text *out, uint32_t mask)
{
    for (unsigned i = 0; i < ENVFP_SECTION_COUNT; i++) {
        if (!(mask & 1U << i))
            continue;
        uint32_t before = mask & ((1U << i) - 1), behind = mask & ~((1U << (i + 1)) - 1);
        envfp__text_add(out, !before ? VIEW("") : behind ? VIEW(", ") : VIEW(" and "));
        envfp__text_add(out, i == ENVFP_LAYER_APP ? VIEW("the program's own runtime")
                                                  : view_of(envfp_layer_name((enum envfp_layer)i)));
    }
}

void envfp__diff_advice(struct envfp_diff *diff)
{
    uint32_t pinned[ENVFP_PIN_MACHINE + 1] = {0};
    diff->advice = NULL;
    diff->pin = ENVFP_PIN_NOTHING;
    if (diff->verdict != ENVFP_DIFFERS)
        return;
    size_t pins = 0;
    for (unsigned i = 0; i < ENVFP_SECTION_COUNT; i++) {
        enum envfp_pin pin = i == ENVFP_LAYER_APP
                                 ? envfp__diff_runtime_pin(diff, ENVFP_ALTERS)
                                 : envfp__diff_layer_pin(diff, (enum envfp_layer)i, ENVFP_ALTERS);
        pins += pin != ENVFP_PIN_NOTHING && !pinned[pin];
        pinned[pin] |= 1U << i;
        diff->pin = pin > diff->pin ? pin : diff->pin;
    }
    struct text out = {.arena = &diff->arena};
    if (pins == 0)
        envfp__text_add(
            &out, VIEW("Nothing needs to be pinned: no known isolation is called for by what differs."));
    for (unsigned pin = ENVFP_PIN_MACHINE; pin > ENVFP_PIN_NOTHING; pin--) {
        if (!pinned[pin])
            continue;
        size_t start = out.length;
        envfp__text_add(&out, start ? VIEW("; ") : VIEW(""));
        envfp__text_add_all(
            &out, (const char *const[]){envfp_pin_advice((enum envfp_pin)pin), " would pin ", NULL});
        envfp__diff_say_layers(&out, pinned[pin]);
    }
    if (pins) {
        envfp__text_add_byte(&out, '.');
        if (out.length && byte_is_lower(out.bytes[0]))
            out.bytes[0] = (char)(out.bytes[0] - 'a' + 'A');
    }
    diff->advice = envfp__text_view(&out).text;
}
