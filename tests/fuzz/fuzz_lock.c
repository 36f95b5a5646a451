/* SPDX-License-Identifier: MIT */
/*
 * A project's files: the first byte chooses the name, the rest is the content, twice: as the lock itself, and as what
 * is installed beside it. Whatever they hold, the collector ends, within bounds, and a gap gives no pin.
 */
#include "world.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const names[] = {
    ".terraform.lock.hcl",
    "Cargo.lock",
    "Gemfile.lock",
    "Manifest.toml",
    "Pipfile.lock",
    "bun.lock",
    "composer.lock",
    "conda-lock.yml",
    "deno.lock",
    "environment.yml",
    "flake.lock",
    "go.mod",
    "go.sum",
    "gradle.lockfile",
    "mix.lock",
    "npm-shrinkwrap.json",
    "package-lock.json",
    "packages.lock.json",
    "pdm.lock",
    "pnpm-lock.yaml",
    "poetry.lock",
    "pubspec.lock",
    "pylock.toml",
    "renv.lock",
    "requirements.txt",
    "uv.lock",
    "yarn.lock",
    "package.json",
    ".tool-versions",
    "mise.toml",
    ".sdkmanrc",
    "rust-toolchain.toml",
    "pyproject.toml",
    "global.json",
    ".nvmrc",
};

/* Where a lock is a gap, nothing of it may be told. */
static void check(struct world *world, const char *name)
{
    const struct section *section = &world_facts(world)->sections[ENVFP_LAYER_RUNTIMES];
    struct arena arena;
    envfp__arena_init(&arena, NULL, SIZE_MAX);
    const char *key = source_path(&arena, "project.digest/", view_of(name), "");
    const char *start = source_path(&arena, "project.pins/", view_of(name), ":");
    bool gap = world_gap(world, ENVFP_LAYER_RUNTIMES, key) != NULL;
    for (size_t i = 0; i < section->count; i++)
        if (gap &&
            (view_is(section->facts[i].key, key) || view_starts(section->facts[i].key, view_of(start))))
            abort();
    envfp__arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const char *name = names[data[0] % (sizeof names / sizeof *names)];
    struct arena arena;
    envfp__arena_init(&arena, NULL, SIZE_MAX);
    struct world *world = world_new();
    world_refuses(
        world); /* that a recording tells the same is asked of texts that somebody wrote, in the unit tests */
    world_project(world, "/p");
    world_bytes(world, source_path(&arena, "/p/", view_of(name), ""), data + 1, size - 1);
    world_bytes(world, "/p/.pdm-python", data + 1, size - 1);
    world_bytes(world, "/p/.venv/pyvenv.cfg", data + 1, size - 1);
    world_bytes(world, "/p/vendor/modules.txt", data + 1, size - 1);
    world_bytes(world, "/p/vendor/composer/installed.json", data + 1, size - 1);
    world_bytes(world, "/p/node_modules/b/package.json", data + 1, size - 1);
    world_file(world, "/p/node_modules/a/package.json", "{\"version\":\"1\"}");
    if (data[0] & 0x80) /* where packages lie in a store */
        world_file(world, "/p/node_modules/.pnpm/a@1.0.0/node_modules/a/package.json",
                   "{\"version\":\"1.0.0\"}");
    world_uname(world, "Linux", "6.1", "#1", "x86_64");
    world_file(world, "/lib64/ld-linux-x86-64.so.2", "");
    world_directory(world, "/p/.venv/lib/python3.12/site-packages/a-1.0.dist-info");
    world_directory(world, "/p/vendor/bundle/ruby/3.2.0/gems/a-1.0");
    world_collect(world, "project");
    check(world, name);
    world_free(world);
    envfp__arena_release(&arena);
    return 0;
}
