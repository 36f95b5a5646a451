/* SPDX-License-Identifier: MIT */
/* Platforms by the variables that they set for their programs, with values as they have there; and that half of these,
 * which anybody may set, says nothing. */
#include <criterion/criterion.h>

#include "world.h"

#define CONTAINER ENVFP_LAYER_CONTAINER

struct platform {
    const char *word;
    const char *variables[8]; /* name, value, ... */
    bool alone;               /* the first says it without the others */
};

static const struct platform platforms[] = {
    {"alibaba-functions", {"FC_FUNC_CODE_PATH", "/code/", "FC_FUNCTION_HANDLER", "index.handler"}, false},
    {"aws-batch", {"AWS_BATCH_JOB_ID", "2f2d-1", "AWS_BATCH_JQ_NAME", "q"}, false},
    {"aws-cloudshell", {"AWS_EXECUTION_ENV", "CloudShell"}, true},
    {"aws-codebuild",
     {"CODEBUILD_BUILD_IMAGE", "aws/codebuild/standard:7.0", "CODEBUILD_BUILD_ARN", "arn:aws:codebuild:x"},
     false},
    {"aws-lambda",
     {"AWS_LAMBDA_FUNCTION_NAME", "f", "AWS_LAMBDA_FUNCTION_VERSION", "$LATEST", "AWS_LAMBDA_RUNTIME_API",
      "127.0.0.1:9001"},
     false},
    {"azure-machine-learning", {"AZUREML_RUN_ID", "r", "AZUREML_ARM_WORKSPACE_NAME", "w"}, false},
    {"binder", {"BINDER_LAUNCH_HOST", "https://mybinder.org/", "BINDER_REPO_URL", "https://x"}, false},
    {"cloud-foundry", {"CF_INSTANCE_GUID", "41653aa4", "VCAP_APPLICATION", "{}"}, false},
    {"cloudflare-containers", {"CLOUDFLARE_DURABLE_OBJECT_ID", "9", "CLOUDFLARE_APPLICATION_ID", "1"}, false},
    {"coder", {"CODER_WORKSPACE_NAME", "w", "CODER", "true"}, false},
    {"codesandbox", {"CODESANDBOX_HOST", "x.csb.app"}, true},
    {"colab", {"COLAB_RELEASE_TAG", "release-colab_20250915-060057_RC00"}, true},
    {"databricks", {"DATABRICKS_RUNTIME_VERSION", "15.4"}, true},
    {"e2b", {"E2B_SANDBOX_ID", "i1", "E2B_SANDBOX", "true"}, false},
    {"gitpod", {"GITPOD_ENVIRONMENT_ID", "0195"}, true},
    {"google-cloud-shell", {"CLOUD_SHELL", "true", "DEVSHELL_PROJECT_ID", "p"}, false},
    {"heroku", {"DYNO", "web.1"}, true},
    {"huggingface-spaces", {"SPACE_REPO_NAME", "s", "SPACE_ID", "a/s"}, false},
    {"ibm-code-engine", {"CE_APP", "a", "CE_SUBDOMAIN", "s"}, false},
    {"ibm-code-engine", {"CE_JOB", "j", "CE_JOBRUN", "j-1"}, false},
    {"kaggle", {"KAGGLE_KERNEL_RUN_TYPE", "Interactive"}, true},
    {"koyeb", {"KOYEB_SERVICE_NAME", "s", "KOYEB_APP_NAME", "a"}, false},
    {"modal", {"MODAL_TASK_ID", "ta-01", "MODAL_IMAGE_ID", "im-01"}, false},
    {"netlify", {"NETLIFY", "true", "DEPLOY_PRIME_URL", "https://x"}, false},
    {"oracle-functions", {"FN_FN_ID", "ocid1", "FN_APP_ID", "ocid2"}, false},
    {"platformsh", {"PLATFORM_APPLICATION_NAME", "app", "PLATFORM_TREE_ID", "0a"}, false},
    {"railway", {"RAILWAY_SERVICE_ID", "s", "RAILWAY_PROJECT_ID", "p"}, false},
    {"render", {"RENDER", "true", "RENDER_SERVICE_ID", "srv-1"}, false},
    {"replit", {"REPL_ID", "r", "REPL_OWNER", "o"}, false},
    {"runpod", {"RUNPOD_POD_ID", "p"}, true},
    {"sagemaker", {"TRAINING_JOB_ARN", "arn:aws:sagemaker:x", "TRAINING_JOB_NAME", "t"}, false},
    {"sagemaker", {"SM_CURRENT_HOST", "algo-1", "SM_HOSTS", "[\"algo-1\"]"}, false},
    {"tencent-scf", {"SCF_FUNCTIONNAME", "f", "SCF_FUNCTIONVERSION", "$LATEST"}, false},
    /* Vercel's functions are Lambda's, whose variables are there, too. */
    {"vercel", {"VERCEL_REGION", "fra1", "VERCEL", "1", "AWS_LAMBDA_FUNCTION_NAME", "f"}, false},
    {"vertex-ai", {"AIP_HTTP_PORT", "8080", "AIP_MODE", "PREDICTION"}, false},
};

/* The verdict with the first `count` variables set. */
static struct world *judged(const struct platform *row, size_t count)
{
    struct world *world = world_new();
    for (size_t i = 0; i < count && i < 4 && row->variables[2 * i]; i++)
        world_variable(world, row->variables[2 * i], row->variables[2 * i + 1]);
    world_collect(world, "platform");
    world_judge(world);
    return world;
}

Test(platforms, are_told_by_what_they_set)
{
    for (size_t i = 0; i < sizeof platforms / sizeof *platforms; i++) {
        struct world *world = judged(&platforms[i], 4);
        const char *told = world_string(world, CONTAINER, "verdict.platform");
        cr_expect(told && strcmp(told, platforms[i].word) == 0, "%s: %s", platforms[i].word, told);
        world_free(world);
    }
}

Test(platforms, are_not_told_by_half_of_it)
{
    for (size_t i = 0; i < sizeof platforms / sizeof *platforms; i++) {
        struct world *world = judged(&platforms[i], 1);
        const char *told = world_string(world, CONTAINER, "verdict.platform");
        cr_expect_eq(told != NULL, platforms[i].alone, "%s: %s", platforms[i].word, told);
        world_free(world);
    }
}

/* Its development server imitates it on a person's own machine. */
Test(platforms, are_not_told_where_they_are_imitated)
{
    static const struct platform dev = {
        "", {"NETLIFY", "true", "DEPLOY_PRIME_URL", "http://localhost:8888", "NETLIFY_DEV", "true"}, false};
    struct world *world = judged(&dev, 3);
    cr_expect_null(world_string(world, CONTAINER, "verdict.platform"));
    world_free(world);
}

/* Values are nobody's business: none of them is told. */
Test(platforms, show_names_alone)
{
    struct world *world = world_new();
    world_variable(world, "VCAP_APPLICATION", "{\"password\":\"hunter2\"}");
    world_variable(world, "CF_INSTANCE_GUID", "hunter2");
    world_collect(world, "platform");
    cr_expect_str_eq(world_set(world, CONTAINER, "platform.variables"), "CF_INSTANCE_GUID VCAP_APPLICATION");
    world_free(world);
}
