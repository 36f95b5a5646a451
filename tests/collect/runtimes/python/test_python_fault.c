/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "elf_image.h"
#include "world.h"

#define RT ENVFP_LAYER_RUNTIMES
#define FAULT "python.virtualenv_fault"

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

TestSuite(python_fault, .init = set_up, .fini = tear_down);

static void add_python(const char *path, uint64_t number)
{
    size_t length;
    unsigned char *bytes = elf_image_make(
        &(struct elf_image){.wide = true, .machine = 62, .symbol = "Py_Version", .number = number}, &length);
    world_program(world, path, bytes, length);
    free(bytes);
}

static const char *fault(void)
{
    world_collect(world, "python");
    return world_string(world, RT, FAULT);
}

static void add_dangling(const char *prefix_python, const char *cfg)
{
    add_python("/usr/bin/python3.11", 0x030b02f0);
    world_link(world, "/usr/bin/python3", "python3.11");
    world_link(world, prefix_python, "/root/.local/share/uv/python/cpython-3.12.1-linux/bin/python3.12");
    world_file(world, cfg, "home = /root/.local/share/uv/python/cpython-3.12.1-linux/bin\nuv = 0.5.1\n");
}

Test(python_fault, an_activated_environment_whose_python_is_gone)
{
    add_dangling("/srv/v/bin/python3", "/srv/v/pyvenv.cfg");
    world_variable(world, "PATH", "/usr/bin:/bin");
    cr_expect_null(fault());
    world_variable(world, "VIRTUAL_ENV", "/srv/v/");
    cr_expect_str_eq(fault(), "interpreter gone");
    cr_expect_str_eq(world_string(world, RT, "python.version"), "3.11.2");
    cr_expect_str_eq(world_string(world, RT, "python.variable.virtual_env"), "elsewhere");
    world_variable(world, "VIRTUAL_ENV", "/srv/removed");
    cr_expect_str_eq(fault(), "interpreter gone");
}

/* As images set it, without the variable. */
Test(python_fault, an_environment_of_path_alone)
{
    add_dangling("/opt/venv/bin/python", "/opt/venv/pyvenv.cfg");
    world_variable(world, "PATH", "/opt/venv/bin:/usr/bin:/bin");
    cr_expect_str_eq(fault(), "interpreter gone");
    world_variable(world, "PATH", "/usr/bin:/bin:/opt/venv/bin"); /* never asked */
    cr_expect_null(fault());
    world_variable(world, "PATH", "/opt/tool/bin:/usr/bin"); /* no environment */
    cr_expect_null(fault());
}

Test(python_fault, nothing_starts_at_all)
{
    world_link(world, "/opt/venv/bin/python3", "/usr/local/bin/python3");
    world_file(world, "/opt/venv/pyvenv.cfg", "home = /usr/local/bin\n");
    world_variable(world, "PATH", "/opt/venv/bin");
    cr_expect_str_eq(fault(), "interpreter gone");
    cr_expect_null(world_string(world, RT, "python.version"));
}

Test(python_fault, a_copy_whose_installation_is_gone)
{
    add_python("/srv/v/bin/python3", 0x030c01f0);
    world_file(world, "/srv/v/pyvenv.cfg", "home = /opt/py/bin\nversion = 3.12.1\n");
    world_variable(world, "PATH", "/srv/v/bin");
    cr_expect_str_eq(fault(), "installation gone");
    world_directory(world, "/opt/py/bin");
    cr_expect_null(fault());
}

Test(python_fault, made_for_another_version)
{
    static const char *const cases[][2] = {
        {"version = 3.11.2\n", NULL},
        {"version_info = 3.11.9.final.0\n", NULL},
        {"version = 3.10.4\n", "made for 3.10, not for 3.11"},
        {"version_info = 3.12.1.final.0\nuv = 0.5\n", "made for 3.12, not for 3.11"},
        {"version = secret\n", NULL},
        {"", NULL},
    };
    add_python("/usr/bin/python3.11", 0x030b02f0);
    world_link(world, "/srv/v/bin/python3", "/usr/bin/python3.11");
    world_variable(world, "PATH", "/srv/v/bin:/usr/bin");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        world_file(world, "/srv/v/pyvenv.cfg", cases[i][0]);
        const char *got = fault();
        cr_expect(cases[i][1] ? got && strcmp(got, cases[i][1]) == 0 : !got, "%zu: %s", i, got);
        cr_expect_str_eq(world_string(world, RT, "python.version"), "3.11.2");
    }
}

Test(python_fault, what_cannot_be_seen_is_no_fault)
{
    add_dangling("/srv/v/bin/python3", "/srv/v/pyvenv.cfg");
    world_error(world, "/srv/v/bin", ENVFP_REASON_DENIED);
    world_variable(world, "PATH", "/usr/bin:/bin");
    world_variable(world, "VIRTUAL_ENV", "/srv/v");
    cr_expect_null(fault());
    cr_expect_str_eq(world_gap(world, RT, FAULT), "denied");
    cr_expect_str_eq(world_string(world, RT, "python.version"), "3.11.2");
}
