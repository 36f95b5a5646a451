/* SPDX-License-Identifier: MIT */
/* The sentence that says what matters most. */
#include "diff/diff.h"

#define IMAGE (1U << ENVFP_LAYER_LIBC | 1U << ENVFP_LAYER_PACKAGES | 1U << ENVFP_LAYER_RUNTIMES)

/* "libc", "libc and packages", ...: layers with a verdict. */
static uint32_t layers_with(const struct envfp_diff *diff, enum envfp_verdict verdict)
{
    uint32_t mask = 0;
    for (unsigned i = 0; i < ENVFP_LAYER_COUNT; i++)
        if (diff->layers[i].verdict == verdict && diff->mask & 1U << i)
            mask |= 1U << i;
    return mask;
}

static size_t count_bits(uint32_t mask)
{
    size_t count = 0;
    for (; mask; mask &= mask - 1)
        count++;
    return count;
}

static bool is_plural(enum envfp_layer layer)
{
    return layer == ENVFP_LAYER_PACKAGES || layer == ENVFP_LAYER_RUNTIMES;
}

/* "all 8 layers have the same digest" and the like. */
static void say_same(const struct envfp_diff *diff, struct text *out, size_t same)
{
    size_t asked = 0;
    for (unsigned i = 0; i < ENVFP_LAYER_COUNT; i++)
        asked += diff->layers[i].compared;
    envfp__text_add(out, same == 1 ? VIEW("the one") : same == asked ? VIEW("all ") : VIEW(""));
    if (same > 1)
        envfp__text_add_number(out, (int64_t)same);
    bool ignored = false;
    for (unsigned i = 0; i < ENVFP_LAYER_COUNT; i++)
        ignored |= diff->layers[i].ignored;
    envfp__text_add_all(out,
                        (const char *const[]){same == 1 ? " compared layer" : " compared layers",
                                              same == 1 ? " is the same" : " are the same",
                                              ignored ? ", what was to be ignored left aside" : "", NULL});
}

static void say_nothing_differs(const struct envfp_diff *diff, struct text *out)
{
    uint32_t open = 0, known = 0;
    for (unsigned i = 0; i < ENVFP_LAYER_COUNT; i++) {
        if (diff->layers[i].open)
            open |= 1U << i;
        if (diff->a->facts.sections[i].status != ENVFP_LAYER_UNKNOWN ||
            diff->b->facts.sections[i].status != ENVFP_LAYER_UNKNOWN)
            known |= 1U << i;
    }
    size_t same = count_bits(layers_with(diff, ENVFP_SAME));
    if (same == 0) {
        envfp__text_add(out, VIEW("Nothing could be compared"));
        envfp__text_add(out, open & known ? VIEW(": one side does not tell ")
                             : open       ? VIEW(": neither side can tell ")
                                          : VIEW(": neither side tells anything"));
        envfp__diff_say_layers(out, open);
        return;
    }
    envfp__text_add(out, VIEW("Nothing differs: "));
    say_same(diff, out, same);
    if (open) {
        envfp__text_add(out, VIEW(", but of "));
        envfp__diff_say_layers(out, open);
        envfp__text_add(out, VIEW(" it cannot be told"));
    }
}

/* Differences with impact `informs` are only counted, by layer. */
static void say_informs(const struct envfp_diff *diff, bool goes_on, struct text *out)
{
    size_t total = 0;
    uint32_t mask = 0;
    for (unsigned i = 0; i < ENVFP_LAYER_COUNT; i++) {
        if (diff->layers[i].verdict != ENVFP_DIFFERS)
            continue;
        total += diff->layers[i].differing[ENVFP_INFORMS];
        mask |= 1U << i;
    }
    envfp__text_add(out, goes_on ? VIEW("nothing") : VIEW("Nothing"));
    envfp__text_add(out, VIEW(" differs that breaks or alters programs; "));
    envfp__diff_show_count(out, total, "fact that only informs does, in ", "facts that only inform do, in ");
    envfp__diff_say_layers(out, mask);
}

static void say_digests(const struct envfp_diff *diff, struct text *out)
{
    uint32_t mask = layers_with(diff, ENVFP_DIFFERS);
    bool one = count_bits(mask) == 1;
    envfp__diff_say_layers(out, mask);
    enum envfp_layer first = ENVFP_LAYER_HARDWARE;
    while (!(mask & 1U << first))
        first = (enum envfp_layer)(first + 1);
    envfp__text_add(out, one && !is_plural(first) ? VIEW(" differs") : VIEW(" differ"));
    envfp__text_add(out, VIEW(", and a token does not say how"));
}

/* Says how the statuses of a layer differ where no hashed fact can be named: only one side has the layer, for
 * example. */
static void say_statuses(const struct envfp_diff *diff, enum envfp_layer layer, struct text *out)
{
    enum envfp_layer_status a = diff->a->facts.sections[layer].status;
    enum envfp_layer_status b = diff->b->facts.sections[layer].status;
    if (a == b)
        envfp__text_add(out, VIEW("the digests differ and the facts do not"));
    else
        envfp__text_add_all(
            out, (const char *const[]){envfp_layer_status_name(a), " in ", envfp__diff_name(diff, 0), ", ",
                                       envfp_layer_status_name(b), " in ", envfp__diff_name(diff, 1), NULL});
}

static void say_worst(const struct envfp_diff *diff, enum envfp_layer layer, enum envfp_impact impact,
                      struct text *out)
{
    envfp__text_add(out, view_of(envfp_layer_name(layer)));
    envfp__text_add(out, is_plural(layer) ? VIEW(" differ") : VIEW(" differs"));
    const struct layer_diff *found = &diff->layers[layer];
    if (found->differing[impact])
        envfp__text_add(out, impact == ENVFP_BREAKS ? VIEW(" in a way that breaks programs")
                                                    : VIEW(" in a way that alters what programs do"));
    envfp__text_add(out, VIEW(": "));
    size_t start = out->length;
    envfp__diff_phrases(diff, layer, impact, out);
    if (out->length == start)
        say_statuses(diff, layer, out);
    enum envfp_pin pin = envfp__diff_layer_pin(diff, layer, impact);
    if (pin != ENVFP_PIN_NOTHING)
        envfp__text_add_all(out, (const char *const[]){"; ", envfp_pin_advice(pin), " would pin it", NULL});
}

/* Whether the machines differ while all that a container image holds is the same: the image did its work, and only the
 * layers below it remain to be looked at. */
static bool is_image_same(const struct envfp_diff *diff)
{
    const uint32_t machine =
        1U << ENVFP_LAYER_HARDWARE | 1U << ENVFP_LAYER_HYPERVISOR | 1U << ENVFP_LAYER_KERNEL;
    return layers_with(diff, ENVFP_DIFFERS) & machine && (layers_with(diff, ENVFP_SAME) & IMAGE) == IMAGE;
}

/* The layers beside the named one that differ in more than what informs. */
static void say_others(const struct envfp_diff *diff, enum envfp_layer named, struct text *out)
{
    uint32_t mask = 0;
    for (unsigned i = 0; i < ENVFP_LAYER_COUNT; i++)
        if (i != (unsigned)named && envfp__diff_layer_matters(diff, (enum envfp_layer)i))
            mask |= 1U << i;
    if (!mask)
        return;
    envfp__text_add(out, VIEW("; "));
    envfp__diff_say_layers(out, mask);
    envfp__text_add(out, VIEW(" could matter too"));
}

void envfp__diff_headline(struct envfp_diff *diff)
{
    struct text out = {.arena = &diff->arena};
    enum envfp_layer layer;
    enum envfp_impact impact;
    (void)envfp__diff_fault(diff, &out);
    bool image = is_image_same(diff), app = envfp__diff_say_runtime(diff, &out);
    if (image) {
        envfp__text_add(&out, VIEW("What an image pins is the same ("));
        envfp__diff_say_layers(&out, IMAGE);
        envfp__text_add(&out, VIEW("); "));
    }
    if (!envfp__diff_worst(diff, &layer, &impact))
        say_nothing_differs(diff, &out);
    else if (envfp__diff_is_token(diff->a) || envfp__diff_is_token(diff->b))
        say_digests(diff, &out);
    else if (impact == ENVFP_INFORMS)
        say_informs(diff, image, &out);
    else
        say_worst(diff, layer, impact, &out);
    if (image && !envfp__diff_is_token(diff->a) && !envfp__diff_is_token(diff->b))
        say_others(diff, layer, &out);
    if (!app && diff->layers[ENVFP_LAYER_APP].verdict == ENVFP_DIFFERS && diff->verdict != ENVFP_DIFFERS)
        envfp__text_add(&out, VIEW("; the program's own app section differs"));
    diff->headline = envfp__text_view(&out).text;
}
