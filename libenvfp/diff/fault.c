/* SPDX-License-Identifier: MIT */
/* Definite faults: what is broken on one side, whatever the other is. They come before all differences. */
#include "diff/diff.h"

/* Derived facts that say that something does not work, the gravest first. A value's start, where others of the same key
 * are no fault. */
static const struct fault {
    enum envfp_layer layer;
    const char *key, *value, *sentence;
} faults[] = {
    {ENVFP_LAYER_RUNTIMES, "python.virtualenv_fault", "interpreter gone",
     "the activated environment's Python does not start, its interpreter is gone"},
    {ENVFP_LAYER_RUNTIMES, "python.virtualenv_fault", "installation gone",
     "the activated environment's Python does not start, the installation below it is gone"},
};

static bool has(const struct envfp_fact *fact, const struct fault *fault)
{
    return fact && (!fault->value ||
                    (fact->type == ENVFP_STRING && view_starts(fact->value.string, view_of(fault->value))));
}

static bool say(const struct envfp_diff *diff, const struct envfp_change *change, const struct fault *fault,
                struct text *out)
{
    bool here = has(change->before, fault), there = has(change->after, fault);
    if (change->kind == ENVFP_UNTOLD || here == there)
        return false;
    envfp__text_add_all(out, (const char *const[]){"In ", envfp__diff_name(diff, there), " ", fault->sentence,
                                                   ". Beside that: ", NULL});
    return true;
}

bool envfp__diff_fault(const struct envfp_diff *diff, struct text *out)
{
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        const struct layer_diff *layer = &diff->layers[faults[i].layer];
        for (size_t j = layer->first; j < layer->first + layer->count; j++)
            if (view_is(diff->changes[j].key, faults[i].key) && say(diff, &diff->changes[j], &faults[i], out))
                return true;
    }
    return false;
}
