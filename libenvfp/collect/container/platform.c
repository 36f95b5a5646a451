/* SPDX-License-Identifier: MIT */
/*
 * Names of environment variables that platforms and runtimes set. Context: children inherit them far beyond
 * the place they tell of, and everybody can set them.
 */
#ifdef DECLARING

COLLECTOR(SB, LIVE)

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

static const char *const names[] = {
    "APPTAINER_CONTAINER",
    "AWS_EXECUTION_ENV",
    "AWS_LAMBDA_FUNCTION_NAME",
    "AWS_LAMBDA_FUNCTION_VERSION",
    "AWS_LAMBDA_RUNTIME_API",
    "CLOUD_RUN_JOB",
    "CODESPACES",
    "CONTAINER_APP_NAME",
    "DEVPOD",
    "DISTROBOX_ENTER_PATH",
    "ECS_CONTAINER_METADATA_URI",
    "ECS_CONTAINER_METADATA_URI_V4",
    "FAKECHROOT",
    "FAKEROOTKEY",
    "FLATPAK_ID",
    "FLY_APP_NAME",
    "FLY_REGION",
    "FUNCTIONS_EXTENSION_VERSION",
    "FUNCTIONS_WORKER_RUNTIME",
    "FUNCTION_NAME",
    "FUNCTION_TARGET",
    "FUNCTION_TRIGGER_TYPE",
    "GAE_INSTANCE",
    "GAE_SERVICE",
    "GAE_VERSION",
    "GITPOD_WORKSPACE_ID",
    "KUBERNETES_SERVICE_HOST",
    "K_CONFIGURATION",
    "K_REVISION",
    "K_SERVICE",
    "NOMAD_ALLOC_ID",
    "REMOTE_CONTAINERS",
    "SCHROOT_CHROOT_NAME",
    "SINGULARITY_CONTAINER",
    "SNAP",
    "TOOLBOX_PATH",
    "WEBSITE_INSTANCE_ID",
    "WEBSITE_SITE_NAME",
    "WSL_DISTRO_NAME",
};

void envfp__collect_platform(struct collect *c)
{
    struct bag found = {0};
    struct view value;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (source_variable(c->source, names[i], &value) == ENVFP_REASON_NONE && value.length)
            envfp__bag_add(c, &found, view_of(names[i]));
    if (found.count)
        fact_set(c, "platform.variables", found.items, found.count);
    /* "AWS_Lambda_python3.12", "AWS_ECS_FARGATE" */
    if (source_variable_shown(c->source, c->scratch, "AWS_EXECUTION_ENV", &value) == ENVFP_REASON_NONE &&
        view_starts(value, VIEW("AWS_")))
        fact_string(c, "platform.execution", value);
    enum envfp_reason reason = source_variable_shown(c->source, c->scratch, "container", &value);
    fact_gap(c, "platform.*", reason);
    if (reason == ENVFP_REASON_NONE && value.length)
        fact_string(c, "platform.container", value);
}

#endif
