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

Test(node, takes_the_version_of_debians_package)
{
    world_program(world, "/usr/bin/node", "", 0);
    world_file(world, "/var/lib/dpkg/status",
               "Package: libnode108\nStatus: install ok installed\nVersion: 9.9.9\n\n"
               "Package: nodejs\nStatus: install ok installed\nVersion: 1:18.20.4+dfsg-1~deb12u1\n\n");
    world_collect(world, "node");
    cr_assert_str_eq(world_string(world, RT, "node.version"), "18.20.4");
}

Test(node, takes_no_package_for_a_program_of_ones_own)
{
    world_program(world, "/usr/local/bin/node", "", 0);
    world_file(world, "/var/lib/dpkg/status",
               "Package: nodejs\nStatus: install ok installed\nVersion: 18.20.4+dfsg-1\n\n");
    world_collect(world, "node");
    cr_assert_str_eq(world_gap(world, RT, "node.version"), "unsupported");
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

Test(node, says_that_a_package_file_makes_no_sense)
{
    static const char *const broken[] = {
        "",
        "{\"name\":\"x\"",
        "{\"name\":\"x\",\"version\":01}",
        "{\"author\":\"\xff\",\"name\":\"x\",\"version\":\"1\"}",
        "{\"name\":\"x\",}",
        "{\"name\":\"x\",\"main\":1,\"main\":2}",
    };
    static const char *const fine[] = {
        "{\"name\":\"x\"}",
        "[]",
        "\xef\xbb\xbf{\"name\":\"x\",\"\\u0076ersion\":\"1\",",
    };
    for (size_t i = 0; i < sizeof broken / sizeof *broken + sizeof fine / sizeof *fine; i++) {
        bool whole = i >= sizeof broken / sizeof *broken;
        const char *text = whole ? fine[i - sizeof broken / sizeof *broken] : broken[i];
        struct world *here = world_new();
        world_file(here, "/usr/lib/node_modules/x/package.json", text);
        world_collect(here, "node");
        const char *gap = world_gap(here, RT, "node/*");
        cr_expect(whole ? !gap : gap && strcmp(gap, "malformed") == 0, "%s: %s", text, gap);
        cr_expect_eq(world_string(here, RT, "node/x") != NULL, strstr(text, "\"1\",") != NULL, "%s", text);
        world_free(here);
    }
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

static const char header[] = "#define NODE_MAJOR_VERSION 22\n#define NODE_MINOR_VERSION 1\n"
                             "#define NODE_PATCH_VERSION 0\n#define NODE_MODULE_VERSION 127\n";

Test(node, sees_through_fnms_links)
{
    world_variable(world, "HOME", "/home/me");
    world_variable(world, "PATH", "/run/user/1000/fnm_multishells/812_17/bin");
    world_link(world, "/run/user/1000/fnm_multishells/812_17",
               "/home/me/.local/share/fnm/node-versions/v22.1.0/installation");
    world_program(world, "/home/me/.local/share/fnm/node-versions/v22.1.0/installation/bin/node", "\177ELF",
                  4);
    world_file(world,
               "/home/me/.local/share/fnm/node-versions/v22.1.0/installation/include/node/node_version.h",
               header);
    world_collect(world, "node");
    cr_assert_str_eq(world_string(world, ENVFP_LAYER_RUNTIMES, "node.version"), "22.1.0");
    cr_assert_str_eq(world_string(world, ENVFP_LAYER_RUNTIMES, "node.module_abi"), "127");
    cr_assert_str_eq(world_string(world, ENVFP_LAYER_RUNTIMES, "node.path"),
                     "~/.local/share/fnm/node-versions/v22.1.0/installation/bin/node");
}

Test(node, lists_its_own_prefix_alone)
{
    world_variable(world, "PATH", "/opt/node/bin");
    world_variable(world, "NPM_CONFIG_PREFIX", "/srv/npm");
    world_program(world, "/opt/node/bin/node", "\177ELF", 4);
    world_file(world, "/opt/node/include/node/node_version.h", header);
    world_file(world, "/opt/node/lib/node_modules/npm/package.json",
               "{\"name\":\"npm\",\"version\":\"10.5.1\"}");
    world_file(world, "/srv/npm/lib/node_modules/own/package.json",
               "{\"name\":\"own\",\"version\":\"1.0.0\"}");
    world_file(world, "/usr/local/lib/node_modules/not/package.json",
               "{\"name\":\"not\",\"version\":\"1.0.0\"}");
    world_collect(world, "node");
    cr_assert_str_eq(world_string(world, ENVFP_LAYER_RUNTIMES, "node/npm"), "10.5.1");
    cr_assert_str_eq(world_string(world, ENVFP_LAYER_RUNTIMES, "node/own"), "1.0.0");
    cr_assert_null(world_string(world, ENVFP_LAYER_RUNTIMES, "node/not"));
}
