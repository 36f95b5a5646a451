/* SPDX-License-Identifier: MIT */
/* The public face of a comparison. */
#include "diff/diff.h"

#define DIFF_MEMORY ((size_t)64 << 20)
#define MASK_SECTIONS ((1U << ENVFP_SECTION_COUNT) - 1)

/* As before a comparison. */
static void forget(struct envfp_diff *diff)
{
    diff->count = 0;
    for (unsigned i = 0; i < ENVFP_SECTION_COUNT; i++)
        diff->layers[i] = (struct layer_diff){.verdict = ENVFP_UNDECIDED};
    diff->runtime = (struct runtime_diff){.verdict = ENVFP_UNDECIDED};
    diff->verdict = ENVFP_UNDECIDED;
    diff->pin = ENVFP_PIN_NOTHING;
    diff->headline = "Nothing has been compared.";
    diff->advice = NULL;
}

enum envfp_status envfp_diff_new(const struct envfp_fingerprint *a, const struct envfp_fingerprint *b,
                                 struct envfp_diff **diff)
{
    if (diff)
        *diff = NULL;
    if (!a || !b || !diff)
        return ENVFP_BAD_ARGUMENT;
    struct arena arena;
    envfp__arena_init(&arena, &a->arena.allocator, DIFF_MEMORY);
    struct envfp_diff *made = envfp__arena_alloc(&arena, sizeof *made);
    if (!made)
        return ENVFP_NO_MEMORY;
    *made = (struct envfp_diff){.arena = arena, .a = a, .b = b, .mask = MASK_SECTIONS};
    forget(made);
    *diff = made;
    return ENVFP_OK;
}

void envfp_diff_free(struct envfp_diff *diff)
{
    if (!diff)
        return;
    struct arena arena = diff->arena; /* the diff lies in its own arena */
    envfp__arena_release(&arena);
}

/* "LAYER:" at the start of a pattern, cut off. */
static uint32_t cut_layer(struct view *pattern)
{
    size_t colon = view_find_byte(*pattern, ':');
    for (unsigned i = 0; colon != SIZE_MAX && i < ENVFP_SECTION_COUNT; i++) {
        if (!view_is(view_take(*pattern, colon), envfp_layer_name((enum envfp_layer)i)))
            continue;
        *pattern = view_skip(*pattern, colon + 1);
        return 1U << i;
    }
    return MASK_SECTIONS;
}

enum envfp_status envfp_diff_ignore(struct envfp_diff *diff, const char *key)
{
    if (!diff || !key)
        return ENVFP_BAD_ARGUMENT;
    struct view pattern = view_of(key);
    uint32_t layers = cut_layer(&pattern);
    if (pattern.length == 0)
        return ENVFP_BAD_ARGUMENT;
    bool prefix = pattern.text[pattern.length - 1] == '*';
    struct ignore *ignore = envfp__arena_alloc(&diff->arena, sizeof *ignore);
    struct view start = envfp__arena_copy(&diff->arena, view_take(pattern, pattern.length - prefix));
    if (!ignore || diff->arena.failed) {
        diff->arena.failed = false; /* the error is returned: a later call may still succeed */
        return ENVFP_NO_MEMORY;
    }
    *ignore = (struct ignore){diff->ignores, start, prefix, layers};
    diff->ignores = ignore;
    return ENVFP_OK;
}

enum envfp_status envfp_diff_set_layers(struct envfp_diff *diff, uint32_t mask)
{
    if (!diff || mask == 0 || mask & ~MASK_SECTIONS)
        return ENVFP_BAD_ARGUMENT;
    diff->mask = mask;
    return ENVFP_OK;
}

/* Of the app section only the program's own runtime decides: that is what runs it, whatever PATH would start. The rest
 * is the program's own business. */
static enum envfp_verdict whole_verdict(const struct envfp_diff *diff)
{
    bool any = diff->runtime.verdict == ENVFP_SAME;
    bool open = diff->runtime.compared && diff->runtime.verdict == ENVFP_UNDECIDED;
    if (diff->runtime.verdict == ENVFP_DIFFERS)
        return ENVFP_DIFFERS;
    for (unsigned i = 0; i < ENVFP_LAYER_COUNT; i++) {
        if (diff->layers[i].verdict == ENVFP_DIFFERS)
            return ENVFP_DIFFERS;
        any |= diff->layers[i].verdict == ENVFP_SAME;
        open |= diff->layers[i].open;
    }
    return open || !any ? ENVFP_UNDECIDED : ENVFP_SAME;
}

enum envfp_status envfp_diff_run(struct envfp_diff *diff)
{
    if (!diff)
        return ENVFP_BAD_ARGUMENT;
    forget(diff);
    /* A difference in the app section comes first: the program's own interpreter is nearer to it than its
     * environment. */
    for (unsigned i = 0; i < ENVFP_SECTION_COUNT; i++) {
        unsigned layer = (i + ENVFP_LAYER_APP) % ENVFP_SECTION_COUNT;
        if (diff->mask & 1U << layer)
            envfp__diff_layer(diff, (enum envfp_layer)layer);
    }
    if (diff->mask & 1U << ENVFP_LAYER_APP)
        envfp__diff_runtime(diff);
    diff->verdict = whole_verdict(diff);
    envfp__diff_advice(diff);
    envfp__diff_headline(diff);
    if (!diff->arena.failed)
        return ENVFP_OK;
    /* The call fails rather than drop the difference in silence; a later call may find the memory. */
    diff->arena.failed = false;
    forget(diff);
    return ENVFP_NO_MEMORY;
}

enum envfp_verdict envfp_diff_get_verdict(const struct envfp_diff *diff)
{
    return diff ? diff->verdict : ENVFP_UNDECIDED;
}

enum envfp_verdict envfp_diff_get_layer_verdict(const struct envfp_diff *diff, enum envfp_layer layer)
{
    return diff && (unsigned)layer < ENVFP_SECTION_COUNT ? diff->layers[layer].verdict : ENVFP_UNDECIDED;
}

size_t envfp_diff_get_change_count(const struct envfp_diff *diff)
{
    return diff ? diff->count : 0;
}

const struct envfp_change *envfp_diff_get_change(const struct envfp_diff *diff, size_t index)
{
    return diff && index < diff->count ? &diff->changes[index] : NULL;
}

enum envfp_layer envfp_change_get_layer(const struct envfp_change *change)
{
    return change ? change->layer : ENVFP_LAYER_APP;
}

const char *envfp_change_get_key(const struct envfp_change *change)
{
    return change ? change->key.text : NULL;
}

enum envfp_change_kind envfp_change_get_kind(const struct envfp_change *change)
{
    return change ? change->kind : ENVFP_UNTOLD;
}

enum envfp_class envfp_change_get_class(const struct envfp_change *change)
{
    return change ? change->class : ENVFP_CONTEXT;
}

enum envfp_impact envfp_change_get_impact(const struct envfp_change *change)
{
    return change ? change->impact : ENVFP_INFORMS;
}

enum envfp_pin envfp_change_get_pin(const struct envfp_change *change)
{
    return change ? change->pin : ENVFP_PIN_NOTHING;
}

const struct envfp_fact *envfp_change_get_before(const struct envfp_change *change)
{
    return change ? change->before : NULL;
}

const struct envfp_fact *envfp_change_get_after(const struct envfp_change *change)
{
    return change ? change->after : NULL;
}

const char *envfp_diff_get_headline(const struct envfp_diff *diff)
{
    return diff ? diff->headline : NULL;
}

const char *envfp_diff_get_advice(const struct envfp_diff *diff)
{
    return diff ? diff->advice : NULL;
}

enum envfp_pin envfp_diff_get_pin(const struct envfp_diff *diff)
{
    return diff ? diff->pin : ENVFP_PIN_NOTHING;
}
