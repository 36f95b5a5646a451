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
}

static void tear_down(void)
{
    world_free(world);
}

TestSuite(managers, .init = set_up, .fini = tear_down);

static void expect(const char *const rows[][2], size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *got = world_string(world, RT, rows[i][0]);
        if (rows[i][1])
            cr_expect(got && strcmp(got, rows[i][1]) == 0, "%s: %s", rows[i][0], got);
        else
            cr_expect_null(got, "%s: %s", rows[i][0], got);
    }
}

static void add_versions(void)
{
    static const char *const directories[] = {
        "/home/me/.asdf/installs/nodejs/20.1.0",
        "/home/me/.asdf/installs/python/3.12.1",
        "/home/me/.local/share/fnm/node-versions/v22.1.0/installation",
        "/home/me/.local/share/mise/installs/node/20.2.0",
        "/home/me/.local/share/mise/installs/python/3.11.4",
        "/home/me/.local/share/uv/python/cpython-3.12.3-linux-x86_64-gnu",
        "/home/me/.local/share/uv/python/.temp",
        "/home/me/.nodenv/versions/18.1.0",
        "/home/me/.nvm/versions/node/v20.11.1",
        "/home/me/.pyenv/versions/3.9.18",
        "/home/me/.volta/tools/image/node/20.3.0",
        "/usr/local/n/versions/node/20.4.0",
    };
    for (size_t i = 0; i < sizeof directories / sizeof *directories; i++)
        world_directory(world, directories[i]);
    world_link(world, "/home/me/.local/share/mise/installs/node/20", "20.2.0");
    world_file(world, "/home/me/.nvm/versions/node/.cache", "");
    world_file(world, "/home/me/.nvm/alias/default", "lts/*\n");
    world_file(world, "/home/me/.nvm/alias/lts/*", "lts/iron\n");
    world_file(world, "/home/me/.nvm/alias/lts/iron", "v20.11.1\n");
    world_link(world, "/home/me/.local/share/fnm/aliases/default",
               "/home/me/.local/share/fnm/node-versions/v22.1.0/installation");
}

Test(managers, list_what_they_hold)
{
    static const char *const rows[][2] = {
        {"asdf_node/20.1.0", "20.1.0"},
        {"asdf_python/3.12.1", "3.12.1"},
        {"fnm/22.1.0", "22.1.0"},
        {"fnm.default", "22.1.0"},
        {"mise_node/20", NULL},
        {"mise_node/20.2.0", "20.2.0"},
        {"mise_python/3.11.4", "3.11.4"},
        {"nodenv/18.1.0", "18.1.0"},
        {"nvm/20.11.1", "20.11.1"},
        {"nvm.default", "20.11.1"},
        {"pyenv/3.9.18", "3.9.18"},
        {"volta/20.3.0", "20.3.0"},
        {"n/20.4.0", "20.4.0"},
        {"uv_python/.temp", NULL},
        {"uv_python/cpython-3.12.3-linux-x86_64-gnu", "cpython-3.12.3-linux-x86_64-gnu"},
    };
    add_versions();
    world_source(world)->common->detail = true;
    world_collect(world, "managers");
    expect(rows, sizeof rows / sizeof *rows);
}

Test(managers, take_no_other_word_for_a_version)
{
    static const char *const targets[] = {"/opt/v1secret-leak/x",
                                          "/v9leak/node-versions/v2leakword/installation"};
    for (size_t i = 0; i < 2; i++) {
        struct world *other = world_new();
        world_variable(other, "HOME", "/home/me");
        world_source(other)->common->detail = true;
        world_link(other, "/home/me/.local/share/fnm/aliases/default", targets[i]);
        world_collect(other, "managers");
        cr_expect_null(world_string(other, ENVFP_LAYER_RUNTIMES, "fnm.default"));
        world_free(other);
    }
}

Test(managers, list_two_without_detail)
{
    static const char *const rows[][2] = {
        {"nvm/20.11.1", "20.11.1"}, {"pyenv/3.9.18", "3.9.18"}, {"fnm/22.1.0", NULL}, {"nvm.default", NULL}};
    add_versions();
    world_collect(world, "managers");
    expect(rows, sizeof rows / sizeof *rows);
}

Test(managers, go_where_their_variables_point)
{
    static const char *const rows[][2] = {
        {"nvm/18.1.0", "18.1.0"}, {"uv_python/pypy-3.10", "pypy-3.10"}, {"fnm/22.1.0", "22.1.0"}};
    world_variable(world, "NVM_DIR", "/srv/nvm");
    world_variable(world, "UV_PYTHON_INSTALL_DIR", "/srv/uv");
    world_variable(world, "XDG_DATA_HOME", "/srv/data");
    world_directory(world, "/srv/nvm/versions/node/v18.1.0");
    world_directory(world, "/srv/uv/pypy-3.10");
    world_directory(world, "/srv/data/fnm/node-versions/v22.1.0");
    world_source(world)->common->detail = true;
    world_collect(world, "managers");
    expect(rows, sizeof rows / sizeof *rows);
}

static void add_program(const char *directory, const char *metadata)
{
    char path[256];
    snprintf(path, sizeof path, "%s/pyvenv.cfg", directory);
    world_file(world, path, "home = /usr/bin\nversion = 3.11.2\n");
    snprintf(path, sizeof path, "%s/lib/python3.11/site-packages/%s/METADATA", directory, metadata);
    world_file(world, path, "Name: x\nVersion: 1\n");
}

Test(managers, list_environments_with_what_is_in_them)
{
    static const char *const rows[][2] = {
        {"pipx/black-doc", "24.1.0"},  {"uv_tool/ruff", "0.4.1"},       {"virtualenvwrapper/site", "3.11.2"},
        {"poetry_env/demo", "3.12.1"}, {"conda_env/science", "3.12.2"}, {"conda_env/tools", "no Python"},
        {"pipx/empty", NULL},
    };
    add_program("/home/me/.local/share/pipx/venvs/black-doc", "black_doc-24.1.0.dist-info");
    add_program("/home/me/.local/share/pipx/venvs/empty", "other-1.dist-info");
    add_program("/home/me/.local/share/uv/tools/ruff", "ruff-0.4.1.dist-info");
    add_program("/home/me/.virtualenvs/site", "x-1.dist-info");
    world_file(world, "/home/me/.cache/pypoetry/virtualenvs/demo-8eX5kQ2w-py3.12/pyvenv.cfg",
               "version_info = 3.12.1.final.0\n");
    world_file(world, "/home/me/miniforge3/envs/science/conda-meta/python-3.12.2-hab00c5b_0_cpython.json",
               "{}");
    world_file(world, "/home/me/miniforge3/envs/tools/conda-meta/python_abi-3.12-4_cp312.json", "{}");
    world_source(world)->common->detail = true;
    world_collect(world, "managers");
    expect(rows, sizeof rows / sizeof *rows);
}

Test(managers, list_ones_own_packages_of_node)
{
    static const char *const rows[][2] = {{"pnpm_global/serve", "14.2.0"}, {"yarn_global/@x/y", "2.0.0"}};
    world_file(world, "/home/me/.local/share/pnpm/global/5/node_modules/serve/package.json",
               "{\"name\":\"serve\",\"version\":\"14.2.0\"}");
    world_file(world, "/home/me/.config/yarn/global/node_modules/@x/y/package.json",
               "{\"name\":\"@x/y\",\"version\":\"2.0.0\"}");
    world_source(world)->common->detail = true;
    world_collect(world, "managers");
    expect(rows, sizeof rows / sizeof *rows);
}

Test(managers, leave_a_remote_home_alone)
{
    add_versions();
    world_error(world, "/home/me", ENVFP_REASON_REMOTE);
    world_error(world, "/home/me/.pyenv/versions", ENVFP_REASON_REMOTE);
    world_collect(world, "managers");
    cr_assert_str_eq(world_gap(world, RT, "pyenv/*"), "remote");
    cr_assert_null(world_string(world, RT, "pyenv/3.9.18"));
}

Test(managers, bear_any_failure)
{
    unsigned long most = 1;
    for (unsigned long n = 0; n <= most; n++) {
        tear_down();
        set_up();
        add_versions();
        add_program("/home/me/.local/share/uv/tools/ruff", "ruff-0.4.1.dist-info");
        world_source(world)->common->detail = true;
        world_fail_at(world, n, ENVFP_REASON_DENIED);
        world_collect(world, "managers");
        if (n == 0)
            most = world_operations(world);
    }
}
