/* SPDX-License-Identifier: MIT */
/*
 * Names of environment variables that platforms and runtimes set. Context: children inherit them far beyond
 * the place they tell of, and everybody can set them.
 */
#ifdef DECLARING

COLLECTOR(SB, LIVE)

VARIABLE("APPTAINER_CONTAINER", PRESENCE)
VARIABLE("AWS_EXECUTION_ENV", WORD)
VARIABLE("AWS_LAMBDA_FUNCTION_NAME", PRESENCE)
VARIABLE("AWS_LAMBDA_FUNCTION_VERSION", PRESENCE)
VARIABLE("AWS_LAMBDA_RUNTIME_API", PRESENCE)
VARIABLE("CLOUD_RUN_JOB", PRESENCE)
VARIABLE("CODESPACES", WORD)
VARIABLE("CONTAINER_APP_NAME", PRESENCE)
VARIABLE("DEVPOD", PRESENCE)
VARIABLE("DISTROBOX_ENTER_PATH", PATHS)
VARIABLE("ECS_CONTAINER_METADATA_URI", PRESENCE)
VARIABLE("ECS_CONTAINER_METADATA_URI_V4", PRESENCE)
VARIABLE("FAKECHROOT", WORD)
VARIABLE("FAKEROOTKEY", PRESENCE)
VARIABLE("FLATPAK_ID", PRESENCE)
VARIABLE("FLY_APP_NAME", PRESENCE)
VARIABLE("FLY_REGION", PRESENCE)
VARIABLE("FUNCTIONS_EXTENSION_VERSION", PRESENCE)
VARIABLE("FUNCTIONS_WORKER_RUNTIME", WORD)
VARIABLE("FUNCTION_NAME", PRESENCE)
VARIABLE("FUNCTION_TARGET", PRESENCE)
VARIABLE("FUNCTION_TRIGGER_TYPE", PRESENCE)
VARIABLE("GAE_INSTANCE", PRESENCE)
VARIABLE("GAE_SERVICE", PRESENCE)
VARIABLE("GAE_VERSION", PRESENCE)
VARIABLE("GITPOD_WORKSPACE_ID", PRESENCE)
VARIABLE("KUBERNETES_SERVICE_HOST", PRESENCE)
VARIABLE("K_CONFIGURATION", PRESENCE)
VARIABLE("K_REVISION", PRESENCE)
VARIABLE("K_SERVICE", PRESENCE)
VARIABLE("NOMAD_ALLOC_ID", PRESENCE)
VARIABLE("REMOTE_CONTAINERS", WORD)
VARIABLE("SCHROOT_CHROOT_NAME", PRESENCE)
VARIABLE("SINGULARITY_CONTAINER", PRESENCE)
VARIABLE("SNAP", PRESENCE)
VARIABLE("TOOLBOX_PATH", PATHS)
VARIABLE("WEBSITE_INSTANCE_ID", PRESENCE)
VARIABLE("WEBSITE_SITE_NAME", PRESENCE)
VARIABLE("WSL_DISTRO_NAME", PRESENCE)
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

void envfp__collect_platform(struct collect *c)
{
    struct bag found = {0};
    struct view value;
    for (size_t i = 0; i < VARIABLE_COUNT; i++) {
        const char *name = declared_name_of(&declared.variables[i]);
        if (strcmp(name, "container") != 0 && source_variable(c->source, name, &value) == ENVFP_REASON_NONE &&
            value.length)
            envfp__bag_add(c, &found, view_of(name));
    }
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
