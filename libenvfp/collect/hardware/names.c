/* SPDX-License-Identifier: MIT */
/*
 * The processor's code name, from whoever is attached to know names: context, only where detail is asked for. The answer
 * depends on the tables of the day, so it is not hashed; one that contradicts what the processor says of itself is
 * left out. The source asks on the live machine, and a recording keeps the answer.
 */
#ifdef DECLARING

COLLECTOR(0, LIVE)
AFTER(cpu)

FACT("cpu.codename", STRING, CONTEXT, INFORMS, NOTHING, "", "",
     "libcpuid through libenvfp-names, asked of the live machine",
     "The processor's code name as libcpuid knows it, unless the processor's own model says that it is "
     "another; the "
     "version of its tables decides, so it is never hashed.")

#else
#include "collect/collect.h"
#include "collect/hardware/codenames.h"

#define LAYER HARDWARE
#define OWNER names
#define DECLARES "collect/hardware/names.c"
#include "collect/declare.h"

static const struct envfp_fact *told(struct collect *c, const char *key)
{
    const struct envfp_fact *fact;
    for (size_t at = 0; (fact = envfp__collect_told(c, view_of(key), &at));)
        if (view_is(fact->key, key))
            return fact;
    return NULL;
}

/* Only processors that say all three are numbered by families and models. */
static bool contradicts(struct collect *c, struct view name)
{
    const struct envfp_fact *vendor = told(c, "cpu.vendor"), *family = told(c, "cpu.family");
    const struct envfp_fact *model = told(c, "cpu.model");
    uint64_t numbers[2];
    if (!vendor || !family || !model || vendor->type != ENVFP_STRING)
        return false;
    return envfp__view_number(family->value.string, 10, &numbers[0]) &&
           envfp__view_number(model->value.string, 10, &numbers[1]) &&
           envfp__codename_contradicts(name, vendor->value.string, (int64_t)numbers[0], (int64_t)numbers[1]);
}

void envfp__collect_names(struct collect *c)
{
    struct view name;
    if (!c->source->common->detail ||
        source_probe(c->source, c->scratch, "cpu_codename", &name) != ENVFP_REASON_NONE)
        return;
    if (!envfp__codename_is_plain(name))
        fact_gap(c, "cpu.codename", ENVFP_REASON_MALFORMED);
    else if (!contradicts(c, name))
        fact_string(c, "cpu.codename", name);
}

#endif
