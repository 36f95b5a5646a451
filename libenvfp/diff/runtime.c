/* SPDX-License-Identifier: MIT */
/* The programs' own runtimes: what both app sections say of languages. Nothing else of them has a say in the verdict. */
#include "diff/diff.h"

/* Where only the digests are known. */
#define PIN_OF_DIGESTS ENVFP_PIN_VIRTUALENV

bool envfp__diff_is_runtime(const struct envfp_change *change)
{
    struct view word = view_take(change->key, change->collector_length);
    return change->layer == ENVFP_LAYER_APP && envfp__registry_language_of(word, "") != NULL;
}

static void count_changes(struct envfp_diff *diff)
{
    const struct layer_diff *app = &diff->layers[ENVFP_LAYER_APP];
    for (size_t i = app->first; i < app->first + app->count; i++) {
        const struct envfp_change *change = &diff->changes[i];
        if (change->class != ENVFP_HASHED || !envfp__diff_is_runtime(change))
            continue;
        if (change->kind == ENVFP_UNTOLD)
            diff->runtime.untold++;
        else
            diff->runtime.differing[change->impact]++;
    }
}

static enum envfp_verdict judge(const struct envfp_diff *diff)
{
    const struct runtime_diff *found = &diff->runtime;
    const struct own_runtime *a = &diff->a->facts.runtime, *b = &diff->b->facts.runtime;
    bool token = envfp__diff_is_token(diff->a) || envfp__diff_is_token(diff->b);
    bool partial = a->status == ENVFP_LAYER_PARTIAL || b->status == ENVFP_LAYER_PARTIAL;
    if (envfp__diff_digest_equal(a->digest, b->digest) && (token || (diff->a->verified && diff->b->verified)))
        return ENVFP_SAME;
    if (token)
        return partial || diff->a->schema != diff->b->schema || envfp__diff_may_ignore(diff, ENVFP_LAYER_APP)
                   ? ENVFP_UNDECIDED
                   : ENVFP_DIFFERS;
    if (found->differing[ENVFP_BREAKS] + found->differing[ENVFP_ALTERS] + found->differing[ENVFP_INFORMS])
        return ENVFP_DIFFERS;
    return found->untold || a->status != b->status ? ENVFP_UNDECIDED : ENVFP_SAME;
}

void envfp__diff_runtime(struct envfp_diff *diff)
{
    diff->runtime.compared = diff->a->facts.runtime.digest[0] && diff->b->facts.runtime.digest[0];
    if (!diff->runtime.compared)
        return;
    count_changes(diff);
    diff->runtime.verdict = judge(diff);
}

enum envfp_pin envfp__diff_runtime_pin(const struct envfp_diff *diff, enum envfp_impact least)
{
    const struct layer_diff *app = &diff->layers[ENVFP_LAYER_APP];
    enum envfp_pin pin = ENVFP_PIN_NOTHING;
    if (diff->runtime.verdict != ENVFP_DIFFERS)
        return ENVFP_PIN_NOTHING;
    if (envfp__diff_is_token(diff->a) || envfp__diff_is_token(diff->b))
        return PIN_OF_DIGESTS;
    for (size_t i = app->first; i < app->first + app->count; i++) {
        const struct envfp_change *change = &diff->changes[i];
        if (change->class == ENVFP_HASHED && change->kind != ENVFP_UNTOLD && change->impact >= least &&
            change->pin > pin && envfp__diff_is_runtime(change))
            pin = change->pin;
    }
    return pin;
}

bool envfp__diff_say_runtime(const struct envfp_diff *diff, struct text *out)
{
    const struct runtime_diff *found = &diff->runtime;
    enum envfp_impact impact = found->differing[ENVFP_BREAKS]   ? ENVFP_BREAKS
                               : found->differing[ENVFP_ALTERS] ? ENVFP_ALTERS
                                                                : ENVFP_INFORMS;
    if (found->verdict != ENVFP_DIFFERS)
        return false;
    envfp__text_add(out, VIEW("The program's own runtime differs"));
    if (found->differing[impact] == 0) {
        envfp__text_add(out, VIEW(", and a token does not say how. Around it: "));
        return true;
    }
    envfp__text_add(out, impact == ENVFP_BREAKS   ? VIEW(" in a way that breaks programs: ")
                         : impact == ENVFP_ALTERS ? VIEW(" in a way that alters what programs do: ")
                                                  : VIEW(" in what only informs: "));
    envfp__diff_phrases(diff, ENVFP_LAYER_APP, impact, out);
    enum envfp_pin pin = envfp__diff_runtime_pin(diff, impact);
    if (pin != ENVFP_PIN_NOTHING)
        envfp__text_add_all(out, (const char *const[]){"; ", envfp_pin_advice(pin), " would pin it", NULL});
    envfp__text_add(out, VIEW(". Around it: "));
    return true;
}

enum envfp_verdict envfp_diff_get_runtime_verdict(const struct envfp_diff *diff)
{
    return diff ? diff->runtime.verdict : ENVFP_UNDECIDED;
}
