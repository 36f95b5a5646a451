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

TestSuite(ci, .init = set_up, .fini = tear_down);

#define CONTAINER ENVFP_LAYER_CONTAINER

Test(ci, is_silent_elsewhere)
{
    world_collect(world, "ci");
    cr_assert_eq(world_facts(world)->sections[CONTAINER].count, 0);
    cr_assert_eq(world_facts(world)->sections[CONTAINER].gap_count, 0);
}

Test(ci, knows_githubs_hosted_runners)
{
    world_variable(world, "CI", "true");
    world_variable(world, "GITHUB_ACTIONS", "true");
    world_variable(world, "ImageOS", "ubuntu22");
    world_variable(world, "ImageVersion", "20240922.1.0");
    world_variable(world, "RUNNER_ARCH", "X64");
    world_variable(world, "RUNNER_ENVIRONMENT", "github-hosted");
    world_variable(world, "RUNNER_OS", "Linux");
    world_collect(world, "ci");
    cr_assert_str_eq(world_set(world, CONTAINER, "ci.services"), "github-actions");
    cr_assert_str_eq(world_string(world, CONTAINER, "ci.image"), "ubuntu22");
    cr_assert_str_eq(world_string(world, CONTAINER, "ci.image_version"), "20240922.1.0");
    cr_assert_str_eq(world_string(world, CONTAINER, "ci.runner_arch"), "X64");
    cr_assert_str_eq(world_string(world, CONTAINER, "ci.runner_environment"), "github-hosted");
    cr_assert_str_eq(world_string(world, CONTAINER, "ci.runner_os"), "Linux");
}

Test(ci, knows_gitlabs_runners)
{
    world_variable(world, "GITLAB_CI", "true");
    world_variable(world, "CI_RUNNER_VERSION", "17.4.0");
    world_variable(world, "CI_SERVER_VERSION", "17.5.1-ee");
    world_collect(world, "ci");
    cr_assert_str_eq(world_set(world, CONTAINER, "ci.services"), "gitlab-ci");
    cr_assert_str_eq(world_string(world, CONTAINER, "ci.runner_version"), "17.4.0");
    cr_assert_str_eq(world_string(world, CONTAINER, "ci.server_version"), "17.5.1-ee");
}

Test(ci, knows_azures_agents)
{
    world_variable(world, "TF_BUILD", "True");
    world_variable(world, "AGENT_OS", "Linux");
    world_variable(world, "AGENT_OSARCHITECTURE", "ARM64");
    world_variable(world, "AGENT_VERSION", "3.240.1");
    world_variable(world, "ImageOS", "ubuntu24");
    world_collect(world, "ci");
    cr_assert_str_eq(world_set(world, CONTAINER, "ci.services"), "azure-pipelines");
    cr_assert_str_eq(world_string(world, CONTAINER, "ci.runner_arch"), "ARM64");
    cr_assert_str_eq(world_string(world, CONTAINER, "ci.runner_version"), "3.240.1");
}

/* Both call themselves by GitHub's variables, too, as their runner does for the sake of actions. */
Test(ci, tells_gitea_and_forgejo_from_github)
{
    world_variable(world, "GITHUB_ACTIONS", "true");
    world_variable(world, "GITEA_ACTIONS", "true");
    world_collect(world, "ci");
    cr_assert_str_eq(world_set(world, CONTAINER, "ci.services"), "gitea-actions");
    world_variable(world, "FORGEJO_ACTIONS", "true");
    world_collect(world, "ci");
    cr_assert_str_eq(world_set(world, CONTAINER, "ci.services"), "forgejo-actions gitea-actions");
}

Test(ci, names_no_service_that_it_does_not_know)
{
    world_variable(world, "CI", "woodchuck");
    world_collect(world, "ci");
    cr_assert_str_eq(world_set(world, CONTAINER, "ci.services"), "unknown");
}

/* A variable that is empty is none. */
Test(ci, ignores_what_is_empty)
{
    world_variable(world, "JENKINS_URL", "");
    world_variable(world, "ImageOS", "");
    world_collect(world, "ci");
    cr_assert_eq(world_facts(world)->sections[CONTAINER].count, 0);
}

static void expect_malformed(const char *variable, const char *value, const char *key)
{
    world_variable(world, variable, value);
    world_collect(world, "ci");
    cr_expect_null(world_string(world, CONTAINER, key), "%s", value);
    cr_expect_str_eq(world_gap(world, CONTAINER, key), "malformed", "%s", value);
}

/* Anybody may set these: what is no word or version of theirs is never shown. */
Test(ci, shows_no_other_words)
{
    expect_malformed("ImageOS", "acme-golden-image", "ci.image");
    expect_malformed("ImageVersion", "hunter2", "ci.image_version");
    expect_malformed("CI_SERVER_VERSION", "glpat-aBcDeFgHiJkL", "ci.server_version");
    expect_malformed("CI_RUNNER_VERSION", "https://u:p@h/17.4", "ci.runner_version");
    expect_malformed("RUNNER_ENVIRONMENT", "team-blue", "ci.runner_environment");
    expect_malformed("AGENT_OS", "buildhost7", "ci.runner_os");
    expect_malformed("TRAVIS_CPU_ARCH", "m68k-secret", "ci.runner_arch");
}

/* The first of a fact's variables decides, whatever the others hold. */
Test(ci, goes_by_the_first_that_is_set)
{
    world_variable(world, "RUNNER_ARCH", "ARM64");
    world_variable(world, "TRAVIS_CPU_ARCH", "amd64");
    world_collect(world, "ci");
    cr_assert_str_eq(world_string(world, CONTAINER, "ci.runner_arch"), "ARM64");
}
