/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "world.h"

#define RT ENVFP_LAYER_RUNTIMES

static struct world *world;

static void set_up(void)
{
    world = world_new();
    world_variable(world, "HOME", "/home/me");
    world_variable(world, "PATH", "/opt/bin:/usr/bin");
    world_directory(world, "/srv/project");
    world_project(world, "/srv/project");
}

static void tear_down(void)
{
    world_free(world);
}

TestSuite(package_managers, .init = set_up, .fini = tear_down);

static void add_script(const char *path, const char *text)
{
    world_program(world, path, text, strlen(text));
}

static void expect(const char *key, const char *version)
{
    world_collect(world, "package_managers");
    const char *got = world_string(world, RT, key);
    if (version)
        cr_expect(got && strcmp(got, version) == 0, "%s: %s, not %s", key, got ? got : "(none)", version);
    else
        cr_expect_null(got, "%s: %s", key, got);
}

Test(package_managers, those_of_node)
{
    static const char *const packages[][4] = {
        /* program, what it leads to, package.json, its text */
        {"npm", "/usr/lib/node_modules/npm/bin/npm-cli.js", "/usr/lib/node_modules/npm/package.json",
         "{\"name\":\"npm\",\"version\":\"10.8.2\"}"},
        {"pnpm", "/opt/x/node_modules/pnpm/bin/pnpm.cjs", "/opt/x/node_modules/pnpm/package.json",
         "{\"name\":\"pnpm\",\"version\":\"10.8.2\"}"},
        {"yarn", "/opt/yarn/bin/yarn.js", "/opt/yarn/package.json",
         "{\"name\":\"yarn\",\"version\":\"10.8.2\"}"},
        {"yarn", "/opt/y/node_modules/@yarnpkg/cli-dist/bin/yarn.js",
         "/opt/y/node_modules/@yarnpkg/cli-dist/package.json",
         "{\"name\":\"@yarnpkg/cli-dist\",\"version\":\"10.8.2\"}"},
        {"npm", "/usr/share/nodejs/npm/bin/npm-cli.js", "/usr/share/nodejs/npm/package.json",
         "{\"version\":\"10.8.2\",\"name\":\"npm\"}"},
    };
    for (size_t i = 0; i < sizeof packages / sizeof *packages; i++) {
        char key[64], path[64];
        tear_down();
        set_up();
        (void)snprintf(path, sizeof path, "/opt/bin/%s", packages[i][0]);
        (void)snprintf(key, sizeof key, "%s.version", packages[i][0]);
        world_link(world, path, packages[i][1]);
        add_script(packages[i][1], "#!/usr/bin/env node\n");
        expect(key, NULL);
        cr_expect_str_eq(world_gap(world, RT, key), "unsupported", "%s", key);
        world_file(world, packages[i][2], packages[i][3]);
        expect(key, "10.8.2");
        (void)snprintf(key, sizeof key, "%s.path", packages[i][0]);
        cr_expect_str_eq(world_string(world, RT, key), path);
    }
}

Test(package_managers, only_beside_a_project)
{
    struct world *other = world_new();
    world_variable(other, "PATH", "/opt/bin");
    world_program(other, "/opt/bin/npm", "#!/usr/bin/env node\n", 20);
    unsigned long before = world_operations(other);
    world_collect(other, "package_managers");
    cr_expect_eq(world_operations(other), before);
    cr_expect_null(world_string(other, RT, "npm.path"));
    world_free(other);
}

Test(package_managers, what_corepack_would_start)
{
    world_link(world, "/opt/bin/pnpm", "/usr/lib/node_modules/corepack/dist/pnpm.js");
    add_script("/usr/lib/node_modules/corepack/dist/pnpm.js", "#!/usr/bin/env node\n");
    world_file(world, "/usr/lib/node_modules/corepack/package.json",
               "{\"name\":\"corepack\",\"version\":\"0.34.0\"}");
    expect("pnpm.version", NULL);
    cr_expect_str_eq(world_gap(world, RT, "pnpm.version"), "unsupported");
    world_file(world, "/home/me/.cache/node/corepack/lastKnownGood.json",
               "{\"yarn\":\"1.22.22+sha1.ac34\",\"pnpm\":\"8.15.9+sha256.00ff\"}");
    expect("pnpm.version", "8.15.9");
    world_variable(world, "COREPACK_HOME", "/srv/corepack");
    world_file(world, "/srv/corepack/lastKnownGood.json", "{\"pnpm\":\"9.0.0\"}");
    expect("pnpm.version", "9.0.0");
    world_project(world, "/srv/app/deep");
    world_directory(world, "/srv/app/deep");
    world_file(world, "/srv/app/package.json", "{\"packageManager\":\"pnpm@9.15.9+sha512.00\"}");
    expect("pnpm.version", "9.15.9");
    world_file(world, "/srv/app/package.json", "{\"packageManager\":\"yarn@4.1.0\"}");
    expect("pnpm.version", "9.0.0");
    world_file(world, "/srv/corepack/lastKnownGood.json", "{\"pnpm\":\"hunter2 secret\"}");
    expect("pnpm.version", NULL);
}

Test(package_managers, those_of_python)
{
    /* pipx, a virtual environment, a path too long for the first line, another prefix */
    static const char *const scripts[][4] = {
        {"poetry", "/home/me/.local/share/pipx/venvs/poetry/bin/poetry",
         "#!/home/me/.local/share/pipx/venvs/poetry/bin/python\n",
         "/home/me/.local/share/pipx/venvs/poetry/lib/python3.12/site-packages/poetry-1.8.3.dist-info"},
        {"pip", "/srv/v/bin/pip", "#!/srv/v/bin/python3.11\n",
         "/srv/v/lib/python3.11/site-packages/pip-1.8.3.dist-info"},
        {"pdm", "/srv/v/bin/pdm", "#!/bin/sh\n'''exec' '/srv/v/bin/python' \"$0\" \"$@\"\n' '''\n",
         "/srv/v/lib/python3.9/site-packages/pdm-1.8.3.dist-info"},
        {"hatch", "/opt/tools/hatch", "#!/opt/py/bin/python3.12\n",
         "/opt/py/lib/python3.12/site-packages/hatch-1.8.3.dist-info"},
        {"pipenv", "/usr/bin/pipenv", "#!/usr/bin/python3.11\n",
         "/usr/lib/python3/dist-packages/pipenv-1.8.3.egg-info"},
        {"pip", "/usr/local/bin/pip", "#!/usr/bin/python3.11\n",
         "/usr/local/lib/python3.11/dist-packages/pip-1.8.3.dist-info"},
    };
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++) {
        char path[128], key[64];
        tear_down();
        set_up();
        (void)snprintf(path, sizeof path, "/opt/bin/%s", scripts[i][0]);
        (void)snprintf(key, sizeof key, "%s.version", scripts[i][0]);
        world_link(world, path, scripts[i][1]);
        add_script(scripts[i][1], scripts[i][2]);
        expect(key, NULL);
        (void)snprintf(path, sizeof path, "%s/METADATA", scripts[i][3]);
        world_file(world, path, "Name: x\nVersion: 9\n");
        expect(key, "1.8.3");
    }
}

Test(package_managers, follows_no_interpreter_into_the_kernels_files)
{
    add_script("/opt/bin/pip", "#!/proc/1/root/usr/bin/python3.11\n");
    world_file(world, "/proc/1/root/usr/lib/python3.11/site-packages/pip-1.0.dist-info/METADATA", "");
    expect("pip.version", NULL);
}

Test(package_managers, uv)
{
    static const char elf[] = "\x7f"
                              "ELF";
    world_program(world, "/srv/tools/bin/uv", elf, 4);
    world_variable(world, "PATH", "/srv/tools/bin:/usr/bin");
    expect("uv.version", NULL);
    world_file(world, "/home/me/.config/uv/uv-receipt.json",
               "{\"install_prefix\":\"/opt/other/bin\",\"version\":\"0.5.1\",\"source\":{\"owner\":\"x\"}}");
    expect("uv.version", NULL); /* that of another place */
    world_file(world, "/home/me/.config/uv/uv-receipt.json",
               "{\"install_prefix\":\"/srv/tools/bin\",\"version\":\"0.5.1\",\"source\":{\"owner\":\"x\"}}");
    expect("uv.version", "0.5.1");
    world_program(world, "/srv/v/bin/uv", elf, 4);
    world_file(world, "/srv/v/lib/python3.12/site-packages/uv-0.4.30.dist-info/METADATA", "");
    world_variable(world, "PATH", "/srv/v/bin:/srv/tools/bin");
    expect("uv.version", "0.4.30");
    world_program(world, "/opt/uv-0.6.2-x86_64/uv", elf, 4);
    world_variable(world, "PATH", "/opt/uv-0.6.2-x86_64");
    expect("uv.version", "0.6.2");
}

Test(package_managers, composer_and_bundler)
{
    static char phar[70000];
    memset(phar, '\n', sizeof phar);
    memcpy(phar, "#!/usr/bin/env php\n<?php\n", 25);
    memcpy(phar + 65500, "public const VERSION = '2.7.1';\npublic const VERSION = '1.0';", 61);
    world_program(world, "/opt/bin/composer", phar, sizeof phar);
    expect("composer.version", "2.7.1");
    add_script("/opt/bin/bundle", "#!/usr/bin/ruby3.1\n");
    expect("bundler.version", NULL);
    static const struct view versions[] = {{"2.3.15", 6}, {"2.10.1", 6}};
    world_collect(world, "package_managers");
    envfp__facts_set(world_facts(world), RT, "gem/bundler", versions, 2);
    world_collect_also(world, "package_managers");
    cr_expect_str_eq(world_string(world, RT, "bundler.version"), "2.10.1");
}

Test(package_managers, behind_version_managers)
{
    static const char shim[] =
        "#!/usr/bin/env bash\nexec \"/home/me/.pyenv/libexec/pyenv\" exec \"$program\" \"$@\"\n";
    world_variable(world, "PATH", "/home/me/.pyenv/shims:/usr/bin");
    world_program(world, "/home/me/.pyenv/shims/pip", shim, sizeof shim - 1);
    world_file(world, "/home/me/.pyenv/version", "3.9.18\n");
    add_script("/home/me/.pyenv/versions/3.9.18/bin/pip",
               "#!/home/me/.pyenv/versions/3.9.18/bin/python3.9\n");
    world_file(world,
               "/home/me/.pyenv/versions/3.9.18/lib/python3.9/site-packages/pip-23.0.1.dist-info/METADATA",
               "");
    expect("pip.version", "23.0.1");
}

Test(package_managers, bears_any_failure)
{
    unsigned long most = 1;
    for (unsigned long n = 0; n <= most; n++) {
        tear_down();
        set_up();
        world_link(world, "/opt/bin/npm", "/opt/n/node_modules/npm/bin/npm-cli.js");
        add_script("/opt/n/node_modules/npm/bin/npm-cli.js", "#!/usr/bin/env node\n");
        world_file(world, "/opt/n/node_modules/npm/package.json", "{\"name\":\"npm\",\"version\":\"1.2.3\"}");
        add_script("/opt/bin/pip", "#!/srv/v/bin/python3.11\n");
        world_file(world, "/opt/lib/python3.11/site-packages/pip-1.0.dist-info/METADATA", "");
        world_fail_at(world, n, ENVFP_REASON_DENIED);
        world_collect(world, "package_managers");
        const char *npm = world_string(world, RT, "npm.version"),
                   *pip = world_string(world, RT, "pip.version");
        cr_expect(!npm || strcmp(npm, "1.2.3") == 0, "%lu: %s", n, npm);
        cr_expect(!pip || strcmp(pip, "1.0") == 0, "%lu: %s", n, pip);
        if (n == 0)
            most = world_operations(world);
    }
}
