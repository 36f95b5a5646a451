/* SPDX-License-Identifier: MIT */
/*
 * Continuous integration: which service runs the job, on which image, by the variables that services document. Each is
 * known by its exact name; of a value that is shown it is checked that it is one of a list, or a version. Context:
 * whatever a scheduler sets for a job is no part of the environment's identity.
 */
#ifdef DECLARING

COLLECTOR(0, LIVE)
USES(isolation)

VARIABLE("AGENT_OS", WORD)
VARIABLE("AGENT_OSARCHITECTURE", WORD)
VARIABLE("AGENT_VERSION", WORD)
VARIABLE("APPVEYOR", PRESENCE)
VARIABLE("BITBUCKET_BUILD_NUMBER", PRESENCE)
VARIABLE("BITRISE_IO", PRESENCE)
VARIABLE("BUDDY", PRESENCE)
VARIABLE("BUILDKITE", PRESENCE)
VARIABLE("BUILDKITE_COMPUTE_TYPE", WORD)
VARIABLE("CI", PRESENCE)
VARIABLE("CIRCLECI", PRESENCE)
VARIABLE("CIRRUS_CI", PRESENCE)
VARIABLE("CI_RUNNER_VERSION", WORD)
VARIABLE("CI_SERVER_VERSION", WORD)
VARIABLE("CI_SYSTEM_VERSION", WORD)
VARIABLE("CI_WORKFLOW_NUMBER", PRESENCE)
VARIABLE("CODEBUILD_BUILD_ID", PRESENCE)
VARIABLE("CODEMAGIC_ID", PRESENCE)
VARIABLE("DRONE", PRESENCE)
VARIABLE("DRONE_SYSTEM_VERSION", WORD)
VARIABLE("FORGEJO_ACTIONS", PRESENCE)
VARIABLE("GITEA_ACTIONS", PRESENCE)
VARIABLE("GITHUB_ACTIONS", PRESENCE)
VARIABLE("GITLAB_CI", PRESENCE)
VARIABLE("GO_PIPELINE_NAME", PRESENCE)
VARIABLE("HARNESS_BUILD_ID", PRESENCE)
VARIABLE("ImageOS", WORD)
VARIABLE("ImageVersion", WORD)
VARIABLE("JENKINS_URL", PRESENCE)
VARIABLE("PROW_JOB_ID", PRESENCE)
VARIABLE("RUNNER_ARCH", WORD)
VARIABLE("RUNNER_ENVIRONMENT", WORD)
VARIABLE("RUNNER_OS", WORD)
VARIABLE("SEMAPHORE", PRESENCE)
VARIABLE("SEMAPHORE_AGENT_MACHINE_OS_IMAGE", WORD)
VARIABLE("TEAMCITY_VERSION", PRESENCE)
VARIABLE("TF_BUILD", PRESENCE)
VARIABLE("TRAVIS", PRESENCE)
VARIABLE("TRAVIS_CPU_ARCH", WORD)
VARIABLE("TRAVIS_DIST", WORD)

FACT("ci.image", STRING, CONTEXT, ALTERS, VARIABLES, "", "",
     "environment variables ImageOS, SEMAPHORE_AGENT_MACHINE_OS_IMAGE and TRAVIS_DIST",
     "Image of the machine that the job's service started: compilers and tools come with it.")
FACT("ci.image_version", STRING, CONTEXT, ALTERS, VARIABLES, "", "$ImageVersion",
     "environment variable ImageVersion, of GitHub's and Azure's hosted images",
     "Version of that image; services replace it every week or so, and its tools with it.")
FACT("ci.runner_arch", STRING, CONTEXT, INFORMS, VARIABLES, "", "",
     "environment variables RUNNER_ARCH, AGENT_OSARCHITECTURE and TRAVIS_CPU_ARCH",
     "Architecture of the machine, by the runner's word.")
FACT("ci.runner_environment", STRING, CONTEXT, INFORMS, VARIABLES, "", "",
     "environment variables RUNNER_ENVIRONMENT and BUILDKITE_COMPUTE_TYPE",
     "Whether the service or its user owns the machine.")
FACT("ci.runner_os", STRING, CONTEXT, INFORMS, VARIABLES, "", "",
     "environment variables RUNNER_OS and AGENT_OS", "System of the machine, by the runner's word.")
FACT("ci.runner_version", STRING, CONTEXT, ALTERS, VARIABLES, "", "",
     "environment variables CI_RUNNER_VERSION and AGENT_VERSION", "Version of the program that runs the job.")
FACT("ci.server_version", STRING, CONTEXT, INFORMS, VARIABLES, "", "",
     "environment variables CI_SERVER_VERSION, CI_SYSTEM_VERSION and DRONE_SYSTEM_VERSION",
     "Version of the service itself.")
FACT("ci.services", SET, CONTEXT, INFORMS, VARIABLES, "", "", "environment variables of each service",
     "Services of continuous integration whose job this is; unknown where one only says that it is one.")

#else
#include "source/keep_rows.h"

#define LAYER CONTAINER
#define OWNER ci
#define DECLARES "collect/container/ci.c"
#include "collect/declare.h"

#include "collect/collect.h"

/* Who documents it:
 *   AppVeyor         www.appveyor.com/docs/environment-variables
 *   Azure Pipelines  learn.microsoft.com/azure/devops/pipelines/build/variables
 *   Bitbucket        support.atlassian.com/bitbucket-cloud/docs/variables-and-secrets
 *   Bitrise          devcenter.bitrise.io, "Available environment variables"
 *   Buddy            buddy.works/docs/pipelines/environment-variables
 *   Buildkite        buildkite.com/docs/pipelines/configure/environment-variables
 *   CircleCI         circleci.com/docs/variables
 *   Cirrus CI        cirrus-ci.org/guide/writing-tasks
 *   CodeBuild        docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-env-vars.html
 *   Codemagic        docs.codemagic.io/yaml-basic-configuration/environment-variables
 *   Drone            docs.drone.io/pipeline/environment/reference
 *   Forgejo          forgejo.org/docs/latest/user/actions/reference
 *   Gitea            docs.gitea.com/usage/actions/actions-variables
 *   GitHub           docs.github.com/actions/reference/workflows-and-actions/variables
 *   GitLab           docs.gitlab.com/ci/variables/predefined_variables
 *   GoCD             docs.gocd.org/current/faq/dev_use_current_revision_in_build.html
 *   Harness          developer.harness.io/docs/continuous-integration, "CI environment variables"
 *   Jenkins          www.jenkins.io/doc/book/pipeline/jenkinsfile/#using-environment-variables
 *   Netlify          docs.netlify.com/build/configure-builds/environment-variables
 *   Prow             docs.prow.k8s.io/docs/jobs
 *   Semaphore        docs.semaphore.io/reference/env-vars
 *   TeamCity         www.jetbrains.com/help/teamcity/predefined-build-parameters.html
 *   Travis CI        docs.travis-ci.com/user/environment-variables
 *   Woodpecker       woodpecker-ci.org/docs/usage/environment */
static const struct service {
    const char *variable, *word;
} services[] = {
    {"APPVEYOR", "appveyor"},
    {"BITBUCKET_BUILD_NUMBER", "bitbucket-pipelines"},
    {"BITRISE_IO", "bitrise"},
    {"BUDDY", "buddy"},
    {"BUILDKITE", "buildkite"},
    {"CIRCLECI", "circleci"},
    {"CIRRUS_CI", "cirrus-ci"},
    {"CI_WORKFLOW_NUMBER", "woodpecker"}, /* no other's, and each step's */
    {"CODEBUILD_BUILD_ID", "aws-codebuild"},
    {"CODEMAGIC_ID", "codemagic"},
    {"DRONE", "drone"},
    {"FORGEJO_ACTIONS", "forgejo-actions"},
    {"GITEA_ACTIONS", "gitea-actions"},
    {"GITHUB_ACTIONS", "github-actions"},
    {"GITLAB_CI", "gitlab-ci"},
    {"GO_PIPELINE_NAME", "gocd"},
    {"HARNESS_BUILD_ID", "harness"},
    {"JENKINS_URL", "jenkins"},
    {"NETLIFY", "netlify"},
    {"PROW_JOB_ID", "prow"},
    {"SEMAPHORE", "semaphore"},
    {"TEAMCITY_VERSION", "teamcity"},
    {"TF_BUILD", "azure-pipelines"},
    {"TRAVIS", "travis-ci"},
};

/* What a value must be to be shown: one of these words, or a version where there are none. */
#define OF_IMAGE                                                                                             \
    "bionic buster focal jammy macos11 macos12 macos13 macos14 macos15 macos26 noble precise trusty "        \
    "ubuntu16 ubuntu18 ubuntu1804 ubuntu20 ubuntu2004 ubuntu22 ubuntu2204 ubuntu24 ubuntu2404 ubuntu26 "     \
    "ubuntu2604 win16 win19 win22 win25 xenial"
#define OF_ARCH "ARM ARM64 X64 X86 amd64 arm64 ppc64le s390x"
#define OF_SYSTEM "Darwin Linux Windows Windows_NT macOS"
#define OF_OWNER "github-hosted hosted self-hosted"

/* In the order of their keys; of several that are set the first counts. */
static const struct value {
    const char *key, *variable, *words;
} values[] = {
    {"ci.image", "ImageOS", OF_IMAGE},
    {"ci.image", "SEMAPHORE_AGENT_MACHINE_OS_IMAGE", OF_IMAGE},
    {"ci.image", "TRAVIS_DIST", OF_IMAGE},
    {"ci.image_version", "ImageVersion", NULL},
    {"ci.runner_arch", "RUNNER_ARCH", OF_ARCH},
    {"ci.runner_arch", "AGENT_OSARCHITECTURE", OF_ARCH},
    {"ci.runner_arch", "TRAVIS_CPU_ARCH", OF_ARCH},
    {"ci.runner_environment", "RUNNER_ENVIRONMENT", OF_OWNER},
    {"ci.runner_environment", "BUILDKITE_COMPUTE_TYPE", OF_OWNER},
    {"ci.runner_os", "RUNNER_OS", OF_SYSTEM},
    {"ci.runner_os", "AGENT_OS", OF_SYSTEM},
    {"ci.runner_version", "CI_RUNNER_VERSION", NULL},
    {"ci.runner_version", "AGENT_VERSION", NULL},
    {"ci.server_version", "CI_SERVER_VERSION", NULL},
    {"ci.server_version", "CI_SYSTEM_VERSION", NULL},
    {"ci.server_version", "DRONE_SYSTEM_VERSION", NULL},
};

static bool is_set(struct collect *c, const char *variable)
{
    struct view value;
    enum envfp_reason reason = source_variable(c->source, variable, &value);
    fact_gap(c, "ci.services", reason);
    return reason == ENVFP_REASON_NONE && value.length;
}

/* Gitea and Forgejo run GitHub's actions, and call themselves by GitHub's variables, too. */
static bool is_anothers(struct collect *c, const struct service *service)
{
    return strcmp(service->variable, "GITHUB_ACTIONS") == 0 &&
           (is_set(c, "GITEA_ACTIONS") || is_set(c, "FORGEJO_ACTIONS"));
}

static void add_services(struct collect *c)
{
    struct bag found = {0};
    for (size_t i = 0; i < KEEP_COUNT(services); i++)
        if (is_set(c, services[i].variable) && !is_anothers(c, &services[i]))
            envfp__bag_add(c, &found, view_of(services[i].word));
    if (found.count == 0 && is_set(c, "CI"))
        envfp__bag_add(c, &found, VIEW("unknown"));
    if (found.count)
        fact_set(c, "ci.services", found.items, found.count);
}

static bool has_form(const struct value *row, struct view value)
{
    struct view words = row->words ? view_of(row->words) : VIEW(""), word;
    while (view_cut_word(&words, &word))
        if (view_equal(word, value))
            return true;
    return !row->words && byte_is_digit(value.text[0]) && envfp__keep_is_version(value);
}

void envfp__collect_ci(struct collect *c)
{
    const char *last = "";
    add_services(c);
    for (size_t i = 0; i < KEEP_COUNT(values); i++) {
        struct view value;
        enum envfp_reason reason = source_variable_shown(c->source, c->scratch, values[i].variable, &value);
        if (reason != ENVFP_REASON_NONE)
            fact_gap(c, values[i].key, reason);
        if (reason != ENVFP_REASON_NONE || value.length == 0 || strcmp(values[i].key, last) == 0)
            continue;
        last = values[i].key;
        if (has_form(&values[i], value))
            fact_string(c, last, value);
        else
            fact_gap(c, last, ENVFP_REASON_MALFORMED);
    }
}

#endif
