/* SPDX-License-Identifier: MIT */
/*
 * What a recording keeps of software's files: the first byte chooses a row by a path that it fits, the rest is the text.
 * Kept twice is kept once, and nothing of it holds a byte that no text has.
 */
#include "world.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const paths[] = {
    "/h/.tool-versions",
    "/h/.config/mise/config.toml",
    "/h/.pyenv/version",
    "/h/.nvm/alias/default",
    "/h/.volta/tools/user/platform.json",
    "/v/pyvenv.cfg",
    "/h/.rustup/settings.toml",
    "/h/.cargo/.crates.toml",
    "/s/a.dist-info/METADATA",
    "/s/a.dist-info/INSTALLER",
    "/s/a.dist-info/direct_url.json",
    "/s/a.pth",
    "/u/include/python3.12/patchlevel.h",
    "/u/lib/python3.14/build-details.json",
    "/u/lib/node_modules/a/package.json",
    "/c/version.json",
    "/c/version.txt",
    "/c/VERSION",
    "/o/.opam-switch/switch-state",
    "/e/ebin/elixir.app",
    "/j/release",
    "/r/library/a/DESCRIPTION",
    "/p/.terraform.lock.hcl",
    "/p/Cargo.lock",
    "/p/Gemfile.lock",
    "/p/Manifest.toml",
    "/p/Pipfile.lock",
    "/p/bun.lock",
    "/p/composer.lock",
    "/p/conda-lock.yml",
    "/p/deno.lock",
    "/p/environment.yml",
    "/p/flake.lock",
    "/p/go.mod",
    "/p/go.sum",
    "/p/gradle.lockfile",
    "/p/mix.lock",
    "/p/package-lock.json",
    "/p/packages.lock.json",
    "/p/pdm.lock",
    "/p/pnpm-lock.yaml",
    "/p/poetry.lock",
    "/p/pubspec.lock",
    "/p/pylock.toml",
    "/p/renv.lock",
    "/p/uv.lock",
    "/p/yarn.lock",
    "/p/.python-version",
    "/p/mise.toml",
    "/p/rust-toolchain.toml",
    "/p/.sdkmanrc",
    "/p/global.json",
    "/p/pyproject.toml",
    "/p/vendor/composer/installed.json",
    "/p/vendor/modules.txt",
    "/p/requirements.txt",
    "/b/python3",
};

static struct world *make(const char *home)
{
    struct world *world = world_new();
    world_project(world, "/p");
    world_directory(world, "/p");
    world_variable(world, "HOME", home);
    return world;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const char *path = paths[data[0] % (sizeof paths / sizeof *paths)];
    struct arena arena;
    envfp__arena_init(&arena, NULL, SIZE_MAX);
    struct text once = {.arena = &arena}, twice = {.arena = &arena};
    struct world *world = make("/h"), *recording = make("/~");
    world_keep_text(world, path, (struct view){(const char *)data + 1, size - 1}, &once);
    struct view kept = envfp__text_view(&once);
    world_keep_text(recording, path, kept, &twice);
    if (!view_equal(kept, envfp__text_view(&twice)))
        abort();
    if (!view_starts(kept, VIEW("\177ELF")) && view_find_byte(kept, '\0') != SIZE_MAX)
        abort();
    world_free(world);
    world_free(recording);
    envfp__arena_release(&arena);
    return 0;
}
