/* SPDX-License-Identifier: MIT */
/* Apart from the rest, so that a test without verdicts links without judges. */
#include "judge/judge.h"
#include "world.h"

void world_judge(struct world *world)
{
    struct facts *facts = world_facts(world);
    envfp__judge(facts, ENVFP_LAYERS_ALL);
    envfp__facts_seal(facts);
}
