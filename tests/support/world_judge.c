/* SPDX-License-Identifier: MIT */
/* In a file of its own, so that a test without verdicts links without the judges. */
#include "judge/judge.h"
#include "world.h"

void world_judge(struct world *world)
{
    struct facts *facts = world_facts(world);
    envfp__judge(facts, ENVFP_LAYERS_ALL);
    envfp__facts_seal(facts);
}
