/* SPDX-License-Identifier: MIT */
/*
 * Names of environment variables that platforms and runtimes set. Context: children inherit them far beyond
 * the place they tell of, and everybody can set them.
 */
#ifdef DECLARING

COLLECTOR(SB, LIVE)
USES(isolation)

VARIABLE("AWS_EXECUTION_ENV", WORD)
VARIABLE("container", WORD)

FACT("platform.container", STRING, CONTEXT, INFORMS, VARIABLES, "", "",
     "environment variable container, systemd's container interface",
     "Runtime that the environment claims; inherited, and set by images.")
FACT("platform.execution", STRING, CONTEXT, INFORMS, VARIABLES, "", "",
     "environment variable AWS_EXECUTION_ENV",
     "Kind of AWS' execution environment, by its own word; inherited.")
FACT("platform.variables", SET, CONTEXT, INFORMS, VARIABLES, "", "", "environment",
     "Names of variables that platforms and runtimes set; inherited by children.")

#else
#define LAYER CONTAINER
#define OWNER platform
#define DECLARES "collect/container/platform.c"
#include "collect/declare.h"

#include "collect/collect.h"
#include "isolation/isolation.h"

static void add_name(struct collect *c, const char *name, struct bag *found)
{
    struct view value;
    if (source_variable(c->source, name, &value) == ENVFP_REASON_NONE && value.length)
        envfp__bag_add(c, found, view_of(name));
}

void envfp__collect_platform(struct collect *c)
{
    struct bag found = {0};
    struct view value;
    FOR_SIGNS (sign, SIGNS_VARIABLE)
        add_name(c, sign->text, &found);
    add_name(c, "AWS_EXECUTION_ENV", &found);
    if (found.count)
        fact_set(c, "platform.variables", found.items, found.count);
    /* "AWS_Lambda_python3.12", "AWS_ECS_FARGATE", "CloudShell" */
    if (source_variable_shown(c->source, c->scratch, "AWS_EXECUTION_ENV", &value) == ENVFP_REASON_NONE &&
        (view_starts(value, VIEW("AWS_")) || view_starts(value, VIEW("CloudShell"))))
        fact_string(c, "platform.execution", value);
    enum envfp_reason reason = source_variable_shown(c->source, c->scratch, "container", &value);
    fact_gap(c, "platform.*", reason);
    if (reason == ENVFP_REASON_NONE && value.length)
        fact_string(c, "platform.container", value);
}

#endif
