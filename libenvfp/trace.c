/* SPDX-License-Identifier: MIT */
/* What was asked for on the way to a fingerprint, for callers. */
#include "source/trace.h"
#include "collect/collectors.h"
#include "fingerprint.h"

_Static_assert(ENVFP_DECLARER_COUNT <= UINT8_MAX, "who asked for a step stands in a byte");

size_t envfp_fingerprint_get_step_count(const struct envfp_fingerprint *fingerprint)
{
    return fingerprint ? fingerprint->step_count : 0;
}

const struct envfp_step *envfp_fingerprint_get_step(const struct envfp_fingerprint *fingerprint, size_t index)
{
    return index < envfp_fingerprint_get_step_count(fingerprint) ? &fingerprint->steps[index] : NULL;
}

const char *envfp_step_get_operation(const struct envfp_step *step)
{
    return step ? envfp__trace_word(step) : NULL;
}

const char *envfp_step_get_name(const struct envfp_step *step)
{
    return step ? step->name : NULL;
}

enum envfp_reason envfp_step_get_reason(const struct envfp_step *step)
{
    return step ? (enum envfp_reason)step->answer : ENVFP_REASON_NONE;
}

uint64_t envfp_step_get_amount(const struct envfp_step *step)
{
    return step ? step->amount : 0;
}

/* Whose collector's facts alone it was asked for; NULL where others go by it, too. */
static const struct declaration *asker_of(const struct envfp_step *step)
{
    return step->for_all ? NULL : envfp__registry_declaration(step->asker);
}

const char *envfp_step_get_collector(const struct envfp_step *step)
{
    const struct declaration *asker = step ? asker_of(step) : NULL;
    return asker ? envfp__registry_name(asker->declarer) : NULL;
}

/* The one that declares a fact, one that told it in its stead, or one whose facts it goes by. */
static bool goes_by(const struct declaration *teller, const struct envfp_step *step)
{
    const uint8_t *afters = declared_afters(teller);
    bool told = (step->told->bits[teller->declarer / 32] >> teller->declarer % 32 & 1U) != 0;
    for (size_t i = 0; i < teller->after_count && !told; i++)
        told = afters[i] == step->asker;
    return told || teller->declarer == step->asker;
}

bool envfp_step_serves(const struct envfp_step *step, const struct envfp_entry *entry)
{
    if (!step || !entry)
        return false;
    const struct declaration *asker = asker_of(step);
    const struct declaration *teller = entry_declaration(entry);
    if (step->for_all)
        return envfp__registry_layer(step->asker) == (enum envfp_layer)entry->layer;
    if (!asker) /* before the first collector a project is looked for */
        return entry->layer == ENVFP_LAYER_RUNTIMES;
    /* What stands behind the collectors is told by judges. */
    if (teller->declarer < ENVFP_COLLECTOR_COUNT)
        return goes_by(teller, step);
    return envfp__registry_layer(asker->declarer) == (enum envfp_layer)entry->layer ||
           (asker->serves & 1U << entry->layer) != 0;
}
