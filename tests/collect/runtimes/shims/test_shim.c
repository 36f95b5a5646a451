/* SPDX-License-Identifier: MIT */
/* Stand-ins of version managers, followed by each manager's rules. pyenv's own cases are in test_python.c. */
#include <criterion/criterion.h>
#include <string.h>

#include "kept.h"
#include "world.h"

#define RT ENVFP_LAYER_RUNTIMES

static struct world *world;

static void set_up(void)
{
    world = world_new();
    world_variable(world, "HOME", "/home/me");
}

static void tear_down(void)
{
    world_free(world);
}

TestSuite(shim, .init = set_up, .fini = tear_down);

static void add_script(const char *path, const char *text)
{
    world_program(world, path, text, strlen(text));
}

/* Node names its version in its path where there is no header. */
static void add_node(const char *path)
{
    world_program(world, path,
                  "\x7f"
                  "ELF",
                  4);
}

static void expect(const char *version)
{
    world_collect(world, "node");
    const char *found = world_string(world, RT, "node.version");
    cr_expect(version ? found && strcmp(found, version) == 0 : !found, "%s", found ? found : "nothing");
}

static const char asdf_shim[] =
    "#!/usr/bin/env bash\n# asdf-plugin: nodejs 20.11.1\n# asdf-plugin: nodejs 18.19.0\n"
    "exec /home/me/.asdf/bin/asdf exec \"node\" \"$@\" # asdf_allow: ' asdf '\n";

static void add_asdf(void)
{
    world_variable(world, "PATH", "/home/me/.asdf/shims:/usr/bin");
    add_script("/home/me/.asdf/shims/node", asdf_shim);
    add_node("/home/me/.asdf/installs/nodejs/20.11.1/bin/node");
    add_node("/home/me/.asdf/installs/nodejs/18.19.0/bin/node");
    add_node("/opt/node/v16.1.0/bin/node");
    world_link(world, "/usr/bin/node", "/opt/node/v16.1.0/bin/node");
}

Test(shim, asdf_by_the_global_file)
{
    add_asdf();
    world_file(world, "/home/me/.tool-versions", "python 3.12.1\nnodejs 18.19.0 # lts\n");
    expect("18.19.0");
}

Test(shim, asdf_by_the_variable)
{
    add_asdf();
    world_file(world, "/home/me/.tool-versions", "nodejs 18.19.0\n");
    world_variable(world, "ASDF_NODEJS_VERSION", "20.11.1");
    expect("20.11.1");
}

Test(shim, asdf_hands_over_to_the_system)
{
    add_asdf();
    world_file(world, "/home/me/.tool-versions", "nodejs system\n");
    expect("16.1.0");
}

/* asdf fails where no version is set: nothing is made up. */
Test(shim, asdf_without_a_version)
{
    add_asdf();
    expect(NULL);
    cr_expect_str_eq(world_gap(world, RT, "node.version"), "unsupported");
}

Test(shim, asdf_does_not_lead_out)
{
    add_asdf();
    world_file(world, "/home/me/.tool-versions", "nodejs ../../../../opt/node/v16.1.0\n");
    expect(NULL);
}

static void add_mise(void)
{
    world_variable(world, "PATH", "/home/me/.local/share/mise/shims");
    world_program(world, "/home/me/.local/bin/mise",
                  "\x7f"
                  "ELF",
                  4);
    world_link(world, "/home/me/.local/share/mise/shims/node", "/home/me/.local/bin/mise");
    add_node("/home/me/.local/share/mise/installs/node/20.11.1/bin/node");
    add_node("/home/me/.local/share/mise/installs/node/22.3.0/bin/node");
    world_link(world, "/home/me/.local/share/mise/installs/node/lts", "./20.11.1");
}

Test(shim, mise_by_its_file)
{
    static const char *const files[][2] = {
        {"[tools]\nnode = \"20\"\n", "20.11.1"},
        {"[settings]\nnode = \"22\"\n[tools]\npython = \"3\"\nnode = [\"22.3.0\", \"20\"]\n", "22.3.0"},
        {"[tools]\nnodejs = { version = \"lts\" } # comment\n", "20.11.1"},
        {"[tools]\nnode = \"16\"\n", NULL},
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        tear_down();
        set_up();
        add_mise();
        world_file(world, "/home/me/.config/mise/config.toml", files[i][0]);
        expect(files[i][1]);
    }
}

Test(shim, mise_by_variable_and_asdfs_file)
{
    add_mise();
    world_file(world, "/home/me/.tool-versions", "nodejs 22.3.0\n");
    expect("22.3.0");
    world_variable(world, "MISE_NODE_VERSION", "20.11.1");
    expect("20.11.1");
}

Test(shim, volta)
{
    world_variable(world, "PATH", "/home/me/.volta/bin");
    world_program(world, "/home/me/.volta/bin/volta-shim",
                  "\x7f"
                  "ELF",
                  4);
    world_link(world, "/home/me/.volta/bin/node", "volta-shim");
    add_node("/home/me/.volta/tools/image/node/20.11.1/bin/node");
    expect(NULL);
    cr_expect_str_eq(world_gap(world, RT, "node.version"), "unsupported");
    world_file(
        world, "/home/me/.volta/tools/user/platform.json",
        "{\n  \"node\": {\n    \"runtime\": \"20.11.1\",\n    \"npm\": null\n  },\n  \"yarn\": null\n}");
    expect("20.11.1");
}

Test(shim, nodenv)
{
    world_variable(world, "PATH", "/home/me/.nodenv/shims");
    add_script("/home/me/.nodenv/shims/node",
               "#!/usr/bin/env bash\nexport NODENV_ROOT=\"/home/me/.nodenv\"\n"
               "exec \"/home/me/.nodenv/libexec/nodenv\" exec \"$program\" \"$@\"\n");
    add_node("/home/me/.nodenv/versions/20.11.1/bin/node");
    world_file(world, "/home/me/.nodenv/version", "20.11.1\n");
    expect("20.11.1");
}

Test(shim, a_script_that_nobody_knows)
{
    world_variable(world, "PATH", "/opt/bin:/usr/bin");
    add_script("/opt/bin/node", "#!/bin/sh\nexec docker run node \"$@\"\n");
    add_node("/usr/bin/node");
    expect(NULL);
    cr_expect_str_eq(world_gap(world, RT, "node.version"), "unsupported");
}

Test(shim, bears_any_failure)
{
    for (unsigned long n = 1; n < 40; n++) {
        tear_down();
        set_up();
        add_mise();
        world_file(world, "/home/me/.config/mise/config.toml", "[tools]\nnode = \"20\"\n");
        world_fail_at(world, n, ENVFP_REASON_BUSY);
        world_collect(world, "node");
        cr_expect(world_string(world, RT, "node.version") || world_facts(world)->sections[RT].gap_count,
                  "operation %lu", n);
    }
}

Test(shim, finds_what_snap_starts)
{
    world_variable(world, "PATH", "/snap/bin");
    world_program(world, "/usr/bin/snap", "\177ELF", 4);
    world_link(world, "/snap/bin/node", "/usr/bin/snap");
    world_collect(world, "node");
    cr_assert_str_eq(world_gap(world, ENVFP_LAYER_RUNTIMES, "node.version"), "unsupported");
    world_program(world, "/snap/node/current/bin/node", "\177ELF", 4);
    world_file(world, "/snap/node/current/include/node/node_version.h",
               "#define NODE_MAJOR_VERSION 20\n#define NODE_MINOR_VERSION 1\n#define NODE_PATCH_VERSION 2\n");
    world_collect(world, "node");
    cr_assert_str_eq(world_string(world, ENVFP_LAYER_RUNTIMES, "node.version"), "20.1.2");
}

/* ---- A project's own files, where its folder is named ---- */

Test(shim, a_projects_file_counts_with_its_folder_only)
{
    add_asdf();
    world_file(world, "/home/me/.tool-versions", "nodejs 18.19.0\n");
    world_file(world, "/home/me/src/.tool-versions", "ruby 3.2\nnodejs 20.11.1\n");
    world_directory(world, "/home/me/src/app");
    expect("18.19.0");
    world_project(world, "/home/me/src/app");
    expect("20.11.1");
    world_variable(world, "ASDF_NODEJS_VERSION", "18.19.0");
    expect("18.19.0");
}

Test(shim, mise_by_a_projects_file)
{
    add_mise();
    world_file(world, "/home/me/.config/mise/config.toml", "[tools]\nnode = \"20\"\n");
    world_file(world, "/home/me/src/.tool-versions", "nodejs 20.11.1\n");
    world_project(world, "/home/me/src");
    expect("20.11.1");
    world_file(world, "/home/me/src/mise.toml", "[tools]\nnode = { version = \"22.3.0\" }\n");
    expect("22.3.0");
}

Test(shim, nodenv_by_a_projects_file)
{
    world_variable(world, "PATH", "/home/me/.nodenv/shims");
    add_script("/home/me/.nodenv/shims/node", "#!/usr/bin/env bash\nexport NODENV_ROOT=\"/home/me/.nodenv\"\n"
                                              "exec \"/home/me/.nodenv/libexec/nodenv\" exec \"$program\"\n");
    add_node("/home/me/.nodenv/versions/20.11.1/bin/node");
    add_node("/home/me/.nodenv/versions/18.19.0/bin/node");
    world_file(world, "/home/me/.nodenv/version", "20.11.1\n");
    world_file(world, "/srv/app/.node-version", "# ours\n18.19.0\n");
    world_project(world, "/srv/app");
    expect("18.19.0");
}

Test(shim, volta_by_a_projects_file)
{
    world_variable(world, "PATH", "/home/me/.volta/bin");
    world_program(world, "/home/me/.volta/bin/volta-shim",
                  "\x7f"
                  "ELF",
                  4);
    world_link(world, "/home/me/.volta/bin/node", "volta-shim");
    add_node("/home/me/.volta/tools/image/node/18.19.0/bin/node");
    world_file(world, "/srv/app/package.json", "{\"volta\":{\"node\":\"18.19.0\"}}");
    world_project(world, "/srv/app");
    expect("18.19.0");
}

/* ---- What is not looked at ------------------------------------------------------------------------------------ */

/* The same Node behind another directory, which does not answer; each world is collected once. */
static void expect_behind(const char *path, const char *silent, bool remote)
{
    world_variable(world, "PATH", path);
    add_node("/opt/node/v16.1.0/bin/node");
    world_error(world, silent, ENVFP_REASON_REMOTE);
    world_collect(world, "node");
    const char *gap = world_gap(world, RT, "node.*"), *packages = world_gap(world, RT, "node/*");
    cr_expect(remote ? gap && strcmp(gap, "remote") == 0 : !gap, "%s", gap ? gap : "nothing");
    cr_expect(remote ? packages && strcmp(packages, "remote") == 0 : !packages);
    cr_expect_eq(!world_string(world, RT, "node.version"), remote);
}

Test(shim, a_directory_of_another_machine_may_hold_it)
{
    expect_behind("/home/me/bin:/opt/node/v16.1.0/bin", "/home/me/bin/node", true);
}

Test(shim, a_directory_of_another_machine_comes_later)
{
    expect_behind("/opt/node/v16.1.0/bin:/home/me/bin", "/home/me/bin/node", false);
}

Test(shim, windows_directories_hold_none)
{
    expect_behind("/mnt/c/Windows:/opt/node/v16.1.0/bin", "/mnt/c/Windows/node", false);
}

Test(shim, a_choice_of_another_machine_is_not_known)
{
    add_asdf();
    world_error(world, "/home/me/.tool-versions", ENVFP_REASON_REMOTE);
    world_collect(world, "node");
    const char *gap = world_gap(world, RT, "node.*");
    cr_expect(gap && strcmp(gap, "remote") == 0, "%s", gap ? gap : "nothing");
    cr_expect_null(world_string(world, RT, "node.version"));
}

/* ---- A project's files that cannot be followed ------------------------------------------------------------------ */

static void put_nodenv(void)
{
    world_variable(world, "PATH", "/home/me/.nodenv/shims");
    add_script("/home/me/.nodenv/shims/node", "#!/usr/bin/env bash\nexport NODENV_ROOT=\"/home/me/.nodenv\"\n"
                                              "exec \"/home/me/.nodenv/libexec/nodenv\" exec \"$program\"\n");
    add_node("/home/me/.nodenv/versions/20.11.1/bin/node");
    world_file(world, "/home/me/.nodenv/version", "20.11.1\n");
    world_directory(world, "/srv/app");
    world_project(world, "/srv/app");
}

static void expect_gap(const char *reason)
{
    world_collect(world, "node");
    const char *gap = world_gap(world, RT, "node.version"), *all = world_gap(world, RT, "node.*");
    cr_expect_null(world_string(world, RT, "node.version"));
    cr_expect(gap && strcmp(gap, reason) == 0, "%s", gap ? gap : "nothing");
    cr_expect_null(all);
}

Test(shim, a_projects_link_out_leaves_the_version_open)
{
    put_nodenv();
    world_link(world, "/srv/app/.node-version", "/etc/shadow");
    world_file(world, "/srv/.node-version", "20.11.1\n");
    world_file(world, "/etc/shadow", "20.11.1\n");
    expect_gap("hidden");
}

Test(shim, a_projects_fifo_leaves_the_version_open)
{
    put_nodenv();
    world_other(world, "/srv/app/.node-version");
    expect_gap("unsupported");
}

Test(shim, a_projects_word_is_one_component)
{
    put_nodenv();
    add_node("/home/me/other/bin/node");
    world_file(world, "/srv/app/.node-version", "../../other\n");
    expect_gap("malformed");
}

Test(shim, a_projects_word_is_a_version_or_stands_there)
{
    put_nodenv();
    world_file(world, "/srv/app/.node-version", "hunter2\n");
    expect_gap("malformed");
}

Test(shim, a_projects_word_that_stands_there)
{
    world_refuses(world);
    put_nodenv();
    world_link(world, "/home/me/.nodenv/versions/ours", "20.11.1");
    world_file(world, "/srv/app/.node-version", "ours\n");
    expect("20.11.1");
}

Test(shim, a_projects_link_inside_is_followed)
{
    put_nodenv();
    add_node("/home/me/.nodenv/versions/18.19.0/bin/node");
    world_link(world, "/srv/app/.node-version", "versions/node");
    world_file(world, "/srv/app/versions/node", "18.19.0\n");
    expect("18.19.0");
}

Test(shim, asdf_leaves_open_what_a_project_hides)
{
    add_asdf();
    world_file(world, "/home/me/.tool-versions", "nodejs 18.19.0\n");
    world_link(world, "/srv/app/.tool-versions", "../x");
    world_project(world, "/srv/app");
    expect_gap("hidden");
}

Test(shim, mise_leaves_open_what_a_project_hides)
{
    add_mise();
    world_file(world, "/srv/app/.tool-versions", "nodejs 20.11.1\n");
    world_link(world, "/srv/app/mise.toml", "/etc/shadow");
    world_project(world, "/srv/app");
    expect_gap("hidden");
}

Test(shim, mise_takes_no_path_of_a_project)
{
    world_refuses(world);
    add_mise();
    world_file(world, "/srv/app/mise.toml", "[tools]\nnode = \"path:/opt/node\"\n");
    world_project(world, "/srv/app");
    expect_gap("unsupported");
}

Test(shim, volta_follows_no_other_file)
{
    world_refuses(world);
    world_variable(world, "PATH", "/home/me/.volta/bin");
    world_program(world, "/home/me/.volta/bin/volta-shim",
                  "\x7f"
                  "ELF",
                  4);
    world_link(world, "/home/me/.volta/bin/node", "volta-shim");
    world_file(world, "/home/me/.volta/tools/user/platform.json", "{\"node\":{\"runtime\":\"18.19.0\"}}");
    add_node("/home/me/.volta/tools/image/node/18.19.0/bin/node");
    world_file(world, "/srv/app/package.json", "{\"volta\":{\"extends\":\"../../etc/package.json\"}}");
    world_project(world, "/srv/app");
    expect_gap("unsupported");
}

Test(shim, volta_takes_no_file_that_makes_no_sense)
{
    world_variable(world, "PATH", "/home/me/.volta/bin");
    world_program(world, "/home/me/.volta/bin/volta-shim",
                  "\x7f"
                  "ELF",
                  4);
    world_link(world, "/home/me/.volta/bin/node", "volta-shim");
    world_file(world, "/home/me/.volta/tools/user/platform.json", "{\"node\":{\"runtime\":\"18.19.0\"}}");
    add_node("/home/me/.volta/tools/image/node/18.19.0/bin/node");
    world_file(world, "/srv/app/package.json", "{\"scripts\":[,],\"volta\":{\"node\":\"18.19.0\"}}");
    world_project(world, "/srv/app");
    expect_gap("malformed");
}

/* ---- What a recording keeps -------------------------------------------------------------------------------------- */

#define TOKEN "ghp_0123456789abcdefABCDEFghijkl0123"

Test(shim, files_of_managers_keep_versions)
{
    kept_is("node", "/root/.tool-versions",
            "# mine\nnodejs 20.11.1 system # why\nterraform 1.5\nruby ref:joe\n",
            "#\nnodejs 20.11.1 system#\n?\nruby ?\n");
    kept_is("python", "/root/.pyenv/version", "my-env\nsecret-env\n3.12 3.11\n", "my-env\n?\n3.12 3.11\n");
    kept_is("node", "/root/.config/mise/config.toml",
            "[env]\nTOKEN = \"" TOKEN "\"\n[tools]\nnode = { version = \"20\", postinstall = \"curl " TOKEN
            "\" }\n"
            "python = [\"3.12\", \"3.11\"]\nacme = \"1\"\n",
            "[tools]\nnode = [\"20\"]\npython = [\"3.12\", \"3.11\"]\n");
    kept_is("node", "/root/.volta/tools/user/platform.json",
            "{\"node\":{\"runtime\":\"20.11.1\",\"npm\":null},\"t\":\"x\"}",
            "{\"node\":{\"runtime\":\"20.11.1\"}}\n");
}

/* The script of any language's program, also of those that nothing else is read of. */
Test(shim, scripts_keep_whose_they_are)
{
    static const char script[] = "#!/usr/bin/env bash\nset -e\nexport TOKEN=" TOKEN
                                 "\n  exec \"/root/.pyenv/libexec/pyenv\" exec \"$p\"\n";
    static const char *const programs[][2] = {
        {"python", "python3"}, {"node", "nodejs"}, {"ruby", "ruby"}, {"r", "R"},
        {"go", "go"},          {"plain", "iwasm"}, {"plain", "zig"}};
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
        char path[64] = "/root/.my/shims/";
        kept_is(programs[i][0], strcat(path, programs[i][1]), script, "#!\n\n\n exec  pyenv\n");
    }
}
