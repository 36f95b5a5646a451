/* SPDX-License-Identifier: MIT */
/* What go is told, in the order in which `go env` takes it: variables, the user's file, the toolchain's. */
#include "world.h"

#include <criterion/criterion.h>
#include <string.h>

#define RT ENVFP_LAYER_RUNTIMES

static struct world *world;

static void set_up(void)
{
    world = world_new();
    world_variable(world, "HOME", "/home/me");
    world_variable(world, "PATH", "/usr/local/go/bin");
    world_program(world, "/usr/local/go/bin/go", "x", 1);
    world_file(world, "/usr/local/go/VERSION", "go1.22.0\n");
    world_file(world, "/usr/local/go/go.env",
               "# defaults\nGOPROXY=https://proxy.golang.org,direct\nGOTOOLCHAIN=auto\n");
}

static void tear_down(void)
{
    world_free(world);
}

TestSuite(go_env, .init = set_up, .fini = tear_down);

static void is(const char *key, const char *value)
{
    const char *got = world_string(world, RT, key);
    cr_expect(value ? got && strcmp(got, value) == 0 : !got, "%s: %s", key, got ? got : "nothing");
}

Test(go_env, the_toolchain_has_defaults)
{
    world_collect(world, "go");
    is("go.version", "1.22.0");
    is("go.variable.toolchain", "auto");
    is("go.setting/GOPROXY", "?");
    is("go.variable.flags", NULL);
}

Test(go_env, the_users_file_wins_over_the_toolchains)
{
    world_file(world, "/home/me/.config/go/env",
               "CGO_ENABLED=0\nGOTOOLCHAIN=go1.23.4\nGOFLAGS=-mod=vendor\nGOPROXY=off\n"
               "GOAUTH=netrc hunter2\nGOPRIVATE=corp.example\n");
    world_collect(world, "go");
    is("go.version", "1.23.4");
    is("go.setting/CGO_ENABLED", "0");
    is("go.setting/GOPROXY", "off");
    is("go.setting/GOPRIVATE", "set");
    is("go.setting/GOAUTH", NULL);
    is("go.variable.flags", "-mod=vendor");
}

Test(go_env, a_variable_wins_over_both_unless_it_is_empty)
{
    world_file(world, "/home/me/.config/go/env", "CGO_ENABLED=0\nGOAMD64=v3\n");
    world_variable(world, "CGO_ENABLED", "1");
    world_variable(world, "GOAMD64", "");
    world_collect(world, "go");
    is("go.setting/CGO_ENABLED", "1");
    is("go.setting/GOAMD64", "v3");
}

Test(go_env, the_file_may_be_elsewhere_or_off)
{
    world_file(world, "/home/me/.config/go/env", "GOOS=plan9\n");
    world_file(world, "/home/me/settings/go/env", "GOOS=windows\n");
    world_file(world, "/etc/goenv", "GOOS=darwin\n");
    world_variable(world, "XDG_CONFIG_HOME", "/home/me/settings");
    world_collect(world, "go");
    is("go.setting/GOOS", "windows");
    world_variable(world, "GOENV", "/etc/goenv");
    world_collect(world, "go");
    is("go.setting/GOOS", "darwin");
    world_variable(world, "GOENV", "off");
    world_collect(world, "go");
    is("go.setting/GOOS", NULL);
    is("go.variable.toolchain", "auto");
}

Test(go_env, a_file_that_cannot_be_read_leaves_the_version_open)
{
    world_file(world, "/home/me/.config/go/env", "GOTOOLCHAIN=go1.23.4\n");
    world_error(world, "/home/me/.config/go/env", ENVFP_REASON_DENIED);
    world_collect(world, "go");
    is("go.version", NULL);
    static const char *const keys[] = {"go.version", "go.setting/*", "go.variable.flags",
                                       "go.variable.toolchain"};
    for (size_t i = 0; i < 4; i++)
        cr_expect_str_eq(world_gap(world, RT, keys[i]), "denied", "%s", keys[i]);
}

Test(go_env, a_folder_or_device_is_no_file)
{
    world_other(world, "/dev/null");
    world_variable(world, "GOENV", "/dev/null");
    world_collect(world, "go");
    is("go.version", "1.22.0");
    world_file(world, "/home/me/.ssh/id_rsa", "GOOS=linux\n");
    world_variable(world, "GOENV", "/home/me/.ssh/id_rsa");
    world_collect(world, "go");
    is("go.setting/GOOS", NULL);
    cr_expect_str_eq(world_gap(world, RT, "go.version"), "hidden");
}
