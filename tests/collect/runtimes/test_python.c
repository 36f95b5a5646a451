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
    world_variable(world, "HOME", "/home/me");
}

static void tear_down(void)
{
    world_free(world);
}

TestSuite(python, .init = set_up, .fini = tear_down);

static void add_python(struct world *to, const char *path, uint64_t number)
{
    size_t length;
    unsigned char *bytes = elf_image_make(
        &(struct elf_image){
            .wide = true, .machine = 62, .symbol = number ? "Py_Version" : NULL, .number = number},
        &length);
    world_program(to, path, bytes, length);
    free(bytes);
}

static void add_dist(struct world *to, const char *directory, const char *name, const char *version)
{
    char path[512], text[512];
    snprintf(path, sizeof path, "%s/%s-%s.dist-info/METADATA", directory, name, version);
    snprintf(text, sizeof text, "Metadata-Version: 2.1\nName: %s\nVersion: %s\n\nName: no\nVersion: 0\n",
             name, version);
    world_file(to, path, text);
}

static void add_debian(struct world *to)
{
    add_python(to, "/usr/bin/python3.11", 0x030b02f0);
    world_link(to, "/usr/bin/python3", "python3.11");
    world_link(to, "/bin", "usr/bin");
    add_dist(to, "/usr/lib/python3/dist-packages", "Foo_.Bar", "1.0");
    world_file(to, "/usr/lib/python3/dist-packages/six-1.16.0.egg-info", "Name: six\nVersion: 1.16.0\n");
    world_file(to, "/usr/lib/python3/dist-packages/old-2.egg-info/PKG-INFO", "Name: old\nVersion: 2\n");
    world_file(to, "/usr/lib/python3/dist-packages/empty.dist-info/RECORD", "");
    add_dist(to, "/usr/local/lib/python3.11/dist-packages", "local", "3");
    add_dist(to, "/home/me/.local/lib/python3.11/site-packages", "mine", "4");
}

Test(python, reads_debians)
{
    add_debian(world);
    world_collect(world, "python");
    cr_assert_str_eq(world_string(world, RT, "python.version"), "3.11.2");
    cr_assert_str_eq(world_string(world, RT, "python.implementation"), "cpython");
    cr_assert_str_eq(world_string(world, RT, "python/foo-bar"), "1.0");
    cr_assert_str_eq(world_string(world, RT, "python/six"), "1.16.0");
    cr_assert_str_eq(world_string(world, RT, "python/old"), "2");
    cr_assert_str_eq(world_string(world, RT, "python/local"), "3");
    cr_assert_str_eq(world_string(world, RT, "python/mine"), "4");
    cr_assert_null(world_string(world, RT, "python/no"));
    cr_assert_eq(world_boolean(world, RT, "python.virtualenv"), -1);
}

Test(python, leaves_the_user_site_out_when_told)
{
    add_debian(world);
    world_variable(world, "PYTHONNOUSERSITE", "1");
    world_collect(world, "python");
    cr_assert_null(world_string(world, RT, "python/mine"));
    cr_assert_str_eq(world_string(world, RT, "python.variable.nousersite"), "1");
}

Test(python, shows_versions_side_by_side)
{
    add_debian(world);
    add_dist(world, "/usr/local/lib/python3.11/dist-packages", "six", "1.17");
    world_collect(world, "python");
    cr_assert_str_eq(world_set(world, RT, "python/six"), "1.16.0 1.17");
}

static void add_venv(const char *cfg)
{
    add_debian(world);
    world_variable(world, "PATH", "/srv/app/bin:/usr/bin:/bin");
    world_link(world, "/srv/app/bin/python3", "/usr/bin/python3.11");
    world_file(world, "/srv/app/pyvenv.cfg", cfg);
    add_dist(world, "/srv/app/lib/python3.11/site-packages", "flask", "3.0");
    world_link(world, "/srv/app/lib64", "lib");
}

Test(python, sees_only_a_closed_environment)
{
    add_venv("home = /usr/bin\ninclude-system-site-packages = false\nversion = 3.11.2\n");
    world_collect(world, "python");
    cr_assert_eq(world_boolean(world, RT, "python.virtualenv"), 1);
    cr_assert_str_eq(world_string(world, RT, "python.virtualenv_tool"), "venv");
    cr_assert_str_eq(world_string(world, RT, "python.version"), "3.11.2");
    cr_assert_str_eq(world_string(world, RT, "python/flask"), "3.0");
    cr_assert_null(world_string(world, RT, "python/six"));
    cr_assert_null(world_string(world, RT, "python/mine"));
}

Test(python, sees_through_an_open_environment)
{
    add_venv(
        "home = /usr/bin\nuv = 0.5.1\nversion_info = 3.11.2.final.0\ninclude-system-site-packages = true\n");
    world_collect(world, "python");
    cr_assert_str_eq(world_string(world, RT, "python.virtualenv_tool"), "uv");
    cr_assert_eq(world_boolean(world, RT, "python.system_site_packages"), 1);
    cr_assert_str_eq(world_string(world, RT, "python/flask"), "3.0");
    cr_assert_str_eq(world_string(world, RT, "python/six"), "1.16.0");
}

static const char shim[] =
    "#!/usr/bin/env bash\nexec \"/home/me/.pyenv/libexec/pyenv\" exec \"$program\" \"$@\"\n";

static void add_pyenv(void)
{
    add_debian(world);
    world_variable(world, "PATH", "/home/me/.pyenv/shims:/usr/bin");
    world_program(world, "/home/me/.pyenv/shims/python3", shim, sizeof shim - 1);
    add_python(world, "/home/me/.pyenv/versions/3.9.18/bin/python3.9", 0);
    world_link(world, "/home/me/.pyenv/versions/3.9.18/bin/python3", "python3.9");
    world_file(world, "/home/me/.pyenv/versions/3.9.18/include/python3.9/patchlevel.h",
               "/* */\n#define PY_VERSION      \t\"3.9.18\"\n");
    add_python(world, "/home/me/.pyenv/versions/3.12.9/bin/python3", 0x030c09f0);
    add_python(world, "/home/me/.pyenv/versions/3.12.10/bin/python3", 0x030c0ac2);
}

Test(python, looks_behind_pyenvs_shims)
{
    static const char *const cases[][3] = {
        {"3.9.18\n", NULL, "3.9.18"},
        {"3.12\n", NULL, "3.12.10rc2"},
        {"missing\n3.9.18\n", NULL, "3.9.18"},
        {"system\n", NULL, "3.11.2"},
        {"3.9.18\n", "3.12.9:3.9.18", "3.12.9"},
        {"../../../usr\n", NULL, "3.11.2"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        tear_down();
        set_up();
        add_pyenv();
        world_file(world, "/home/me/.pyenv/version", cases[i][0]);
        if (cases[i][1])
            world_variable(world, "PYENV_VERSION", cases[i][1]);
        world_collect(world, "python");
        const char *got = world_string(world, RT, "python.version");
        cr_assert(got && strcmp(got, cases[i][2]) == 0, "%zu: %s", i, got);
    }
}

Test(python, says_what_it_cannot_follow)
{
    add_debian(world);
    world_variable(world, "PATH", "/opt/bin:/usr/bin");
    world_program(world, "/opt/bin/python3", "#!/bin/sh\nexec something\n", 25);
    world_collect(world, "python");
    cr_assert_str_eq(world_gap(world, RT, "python.version"), "unsupported");
    cr_assert_null(world_string(world, RT, "python/six"));
}

Test(python, reads_conda)
{
    world_variable(world, "PATH", "/opt/conda/bin");
    add_python(world, "/opt/conda/bin/python3.12", 0x030c01f0);
    world_link(world, "/opt/conda/bin/python3", "python3.12");
    world_file(world, "/opt/conda/conda-meta/libgcc-ng-13.2.0-h807b86a_5.json", "{}");
    world_file(world, "/opt/conda/conda-meta/history", "");
    world_collect(world, "python");
    cr_assert_str_eq(world_string(world, RT, "conda/libgcc-ng"), "13.2.0 h807b86a_5");
    cr_assert_eq(world_boolean(world, RT, "conda.active"), 1);
}

Test(python, lists_images_without_python)
{
    add_dist(world, "/usr/lib/python3.6/site-packages", "pip", "9.0");
    world_collect(world, "python");
    cr_assert_str_eq(world_string(world, RT, "python/pip"), "9.0");
    cr_assert_null(world_string(world, RT, "python.version"));
}

Test(python, bears_any_failure)
{
    unsigned long most = 1;
    for (unsigned long n = 0; n <= most; n++) {
        struct world *broken = world_new();
        add_debian(broken);
        world_fail_at(broken, n, ENVFP_REASON_DENIED);
        world_collect(broken, "python");
        if (n == 0)
            most = world_operations(broken);
        world_free(broken);
    }
}
