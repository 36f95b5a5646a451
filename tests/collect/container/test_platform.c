/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "world.h"

static struct world *world;

static void set_up(void)
{
    world = world_new();
}

static void tear_down(void)
{
    world_free(world);
}

TestSuite(platform, .init = set_up, .fini = tear_down);

#define CONTAINER ENVFP_LAYER_CONTAINER

Test(platform, names_variables_and_never_their_values)
{
    world_variable(world, "KUBERNETES_SERVICE_HOST", "10.0.0.1");
    world_variable(world, "FLY_REGION", "");
    world_variable(world, "container", "podman");
    world_collect(world, "platform");
    cr_assert_str_eq(world_set(world, CONTAINER, "platform.variables"), "KUBERNETES_SERVICE_HOST");
    cr_assert_str_eq(world_string(world, CONTAINER, "platform.container"), "podman");
}

Test(platform, is_silent_without_any)
{
    world_collect(world, "platform");
    cr_assert_eq(world_facts(world)->sections[CONTAINER].count, 0);
}

Test(platform, keeps_the_word_for_aws_environments)
{
    world_variable(world, "AWS_EXECUTION_ENV", "AWS_ECS_FARGATE");
    world_collect(world, "platform");
    cr_assert_str_eq(world_string(world, CONTAINER, "platform.execution"), "AWS_ECS_FARGATE");
}

Test(platform, keeps_no_other_word)
{
    world_variable(world, "AWS_EXECUTION_ENV", "secret");
    world_collect(world, "platform");
    cr_assert_null(world_string(world, CONTAINER, "platform.execution"));
}
