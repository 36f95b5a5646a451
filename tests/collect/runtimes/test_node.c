/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "elf_image.h"
#include "world.h"

#define RT ENVFP_LAYER_RUNTIMES

static struct world *world;

static void set_up(void)
{
    world = world_new();
}

static void tear_down(void)
{
    world_free(world);
}

TestSuite(node, .init = set_up, .fini = tear_down);
TestSuite(managers, .init = set_up, .fini = tear_down);

Test(node, reads_header_and_global_packages)
{
    world_program(world, "/usr/bin/node", "", 0);
    world_file(
        world, "/usr/include/node/node_version.h",
        "#define NODE_MAJOR_VERSION 20\n#define NODE_MINOR_VERSION 11\n#define NODE_PATCH_VERSION 1\n");
    world_file(world, "/usr/lib/node_modules/npm/package.json", "{\"version\":\"10.2.4\",\"name\":\"npm\"}");
    world_file(world, "/usr/lib/node_modules/@scope/tool/package.json",
               "{\"name\":\"@scope/tool\",\"version\":\"1.0.0\"}");
    world_file(world, "/usr/lib/node_modules/.package-lock.json", "{}");
    world_file(world, "/usr/share/nodejs/semver/package.json", "{\"name\":\"semver\",\"version\":\"7\"}");
    world_collect(world, "node");
    cr_assert_str_eq(world_string(world, RT, "node.version"), "20.11.1");
    cr_assert_str_eq(world_string(world, RT, "node/npm"), "10.2.4");
    cr_assert_str_eq(world_string(world, RT, "node/@scope/tool"), "1.0.0");
    cr_assert_str_eq(world_string(world, RT, "node/semver"), "7");
}

Test(node, reads_long_package_files)
{
    char text[20000];
    memset(text, ' ', sizeof text);
    memcpy(text, "{\"name\":\"big\",\"files\":[", 23);
    snprintf(text + 15000, 100, "],\"version\":\"3.2.1\"}");
    world_file(world, "/usr/lib/node_modules/big/package.json", text);
    world_collect(world, "node");
    cr_assert_str_eq(world_string(world, RT, "node/big"), "3.2.1");
}

Test(node, takes_the_version_from_a_managers_path)
{
    world_variable(world, "HOME", "/home/me");
    world_variable(world, "PATH", "/home/me/.nvm/versions/node/v18.19.0/bin");
    world_program(world, "/home/me/.nvm/versions/node/v18.19.0/bin/node", "", 0);
    world_collect(world, "node");
    cr_assert_str_eq(world_string(world, RT, "node.version"), "18.19.0");
    cr_assert_str_eq(world_string(world, RT, "node.path"), "~/.nvm/versions/node/v18.19.0/bin/node");
}

Test(node, searches_the_executable_last)
{
    static const char constants[] = "node.js/vx\0node.js/v16.20.2";
    size_t length;
    unsigned char *bytes = elf_image_make(
        &(struct elf_image){
            .wide = true, .machine = 62, .constants = constants, .constants_length = sizeof constants},
        &length);
    world_program(world, "/usr/local/bin/node", bytes, length);
    world_collect(world, "node");
    cr_assert_str_eq(world_string(world, RT, "node.version"), "16.20.2");
    free(bytes);
}

Test(node, says_when_it_cannot_tell)
{
    world_program(world, "/usr/bin/nodejs", "x", 1);
    world_collect(world, "node");
    cr_assert_str_eq(world_gap(world, RT, "node.version"), "unsupported");
}

Test(managers, lists_versions)
{
    world_variable(world, "HOME", "/home/me");
    world_file(world, "/home/me/.pyenv/versions/3.10.4/bin/python", "");
    world_file(world, "/home/me/.nvm/versions/node/v20.1.0/bin/node", "");
    world_collect(world, "managers");
    cr_assert_str_eq(world_string(world, RT, "pyenv/3.10.4"), "3.10.4");
    cr_assert_str_eq(world_string(world, RT, "nvm/20.1.0"), "20.1.0");
    cr_assert_eq(envfp__facts_find(world_facts(world), RT, "pyenv/3.10.4")->class, ENVFP_CONTEXT);
}
