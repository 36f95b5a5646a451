/* SPDX-License-Identifier: MIT */
#include "world.h"

#include <criterion/criterion.h>
#include <string.h>

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

TestSuite(cargo, .init = set_up, .fini = tear_down);

static void is(const char *key, const char *value)
{
    const char *got = world_string(world, RT, key);
    cr_expect(value ? got && strcmp(got, value) == 0 : !got, "%s: %s", key, got ? got : "nothing");
}

Test(cargo, the_nearest_file_wins)
{
    world_directory(world, "/srv/app/crate");
    world_project(world, "/srv/app/crate");
    world_file(world, "/srv/app/crate/.cargo/config.toml",
               "[build]\nrustflags = [\"-C\", \"target-cpu=native\"]\n");
    world_file(world, "/srv/app/.cargo/config",
               "build.rustflags = \"-Cpanic=abort\"\n[target.x86_64-unknown-linux-gnu]\nlinker = \"clang\"\n"
               "[target.'cfg(unix)']\nrunner = \"hunter2\"\n");
    world_file(world, "/home/me/.cargo/config.toml",
               "[net]\noffline = true # note\n[registries.own]\ntoken = "
               "\"hunter2\"\n[target.x86_64-unknown-linux-gnu]\n"
               "linker = \"gcc\"\n[http]\nproxy = \"http://joe:hunter2@h\"\n");
    world_collect(world, "cargo");
    is("cargo.setting/build.rustflags", "-C target-cpu=native");
    is("cargo.setting/target.x86_64-unknown-linux-gnu.linker", "clang");
    is("cargo.setting/target.other.runner", "set");
    is("cargo.setting/net.offline", "true");
    is("cargo.setting/http.proxy", "http");
}

Test(cargo, a_persons_file_counts_where_rust_is_or_a_project)
{
    world_file(world, "/home/me/.cargo/config.toml", "[build]\ntarget = \"wasm32-wasip1\"\n");
    world_collect(world, "cargo");
    is("cargo.setting/build.target", NULL);
    world_directory(world, "/srv/app");
    world_project(world, "/srv/app");
    world_collect(world, "cargo");
    is("cargo.setting/build.target", "wasm32-wasip1");
}

Test(cargo, variables_are_told)
{
    world_variable(world, "RUSTFLAGS", "-Ctarget-cpu=native --cfg acme");
    world_variable(world, "CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_RUSTFLAGS", "-Clink-arg=-fuse-ld=lld");
    world_variable(world, "CARGO_PROFILE_RELEASE_LTO", "fat");
    world_variable(world, "CARGO_REGISTRY_TOKEN", "hunter2");
    world_collect(world, "cargo");
    is("cargo.variable/RUSTFLAGS", "-Ctarget-cpu=native --cfg ?");
    is("cargo.variable/CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_RUSTFLAGS", "-Clink-arg=-fuse-ld=lld");
    is("cargo.variable/CARGO_PROFILE_RELEASE_LTO", "fat");
    is("cargo.variable/CARGO_REGISTRY_TOKEN", NULL);
}

Test(cargo, what_cannot_be_read_is_a_gap)
{
    world_directory(world, "/srv/app");
    world_project(world, "/srv/app");
    world_file(world, "/home/me/.cargo/config.toml", "[build]\ntarget = \"x86_64-unknown-none\"\n");
    world_file(world, "/srv/app/.cargo/config.toml", "[build\n");
    world_collect(world, "cargo");
    cr_expect_str_eq(world_gap(world, RT, "cargo.setting/*"), "malformed");
    is("cargo.setting/build.target", NULL);
    world_error(world, "/srv/app/.cargo/config.toml", ENVFP_REASON_DENIED);
    world_collect(world, "cargo");
    cr_expect_str_eq(world_gap(world, RT, "cargo.setting/*"), "denied");
}
