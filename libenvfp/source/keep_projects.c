/* SPDX-License-Identifier: MIT */
/* What a project pins and wants, what is installed beside it; last the programs and directories that variables name. */
#ifdef DECLARING

/* ---- Locks ---- */
TEXT("$PROJECT/.terraform.lock.hcl", lock_terraform)
TEXT("$PROJECT/Cargo.lock", lock_cargo)
TEXT("$PROJECT/Gemfile.lock", lock_gemfile)
TEXT("$PROJECT/Manifest.toml", lock_julia)
TEXT("$PROJECT/Pipfile.lock", lock_pipfile)
TEXT("$PROJECT/bun.lock", lock_bun)
TEXT("$PROJECT/composer.lock", lock_composer)
TEXT("$PROJECT/conda-lock.yml", lock_conda)
TEXT("$PROJECT/deno.lock", lock_deno)
TEXT("$PROJECT/environment.yml", lock_environment)
TEXT("$PROJECT/flake.lock", lock_flake)
TEXT("$PROJECT/go.mod", lock_gomod)
TEXT("$PROJECT/go.sum", lock_gosum)
TEXT("$PROJECT/gradle.lockfile", lock_gradle)
TEXT("$PROJECT/mix.lock", lock_mix)
TEXT("$PROJECT/npm-shrinkwrap.json", lock_npm)
TEXT("$PROJECT/package-lock.json", lock_npm)
TEXT("$PROJECT/packages.lock.json", lock_nuget)
TEXT("$PROJECT/pdm.lock", lock_pdm)
TEXT("$PROJECT/pnpm-lock.yaml", lock_pnpm)
TEXT("$PROJECT/node_modules/.pnpm/lock.yaml", lock_pnpm)
TEXT("$PROJECT/poetry.lock", lock_poetry)
TEXT("$PROJECT/pubspec.lock", lock_pubspec)
TEXT("$PROJECT/pylock.toml", lock_pylock)
TEXT("$PROJECT/renv.lock", lock_renv)
TEXT("$PROJECT/uv.lock", lock_uv)
TEXT("$PROJECT/yarn.lock", lock_yarn)
/* ---- Which versions it wants ---- */
LINES("$PROJECT/.{go,java,lua,node,perl,php,python,ruby}-version", wanted_words)
LINES("$PROJECT/.nvmrc", wanted_words)
TEXT("$PROJECT/mise.toml", mise)
TEXT("$PROJECT/.mise.toml", mise)
TEXT("$PROJECT/rust-toolchain.toml", rust_toolchain)
TEXT("$PROJECT/rust-toolchain", rust_toolchain)
LINES("$PROJECT/.sdkmanrc", sdkman)
TEXT("$PROJECT/global.json", global)
TEXT("$PROJECT/pyproject.toml", pyproject)
/* ---- What is installed ---- */
TEXT("$PROJECT/vendor/composer/installed.json", installed)
LINES("$PROJECT/vendor/modules.txt", modules)
NAMES("$PROJECT/vendor/bundle/ruby/", number)
NAMES("$PROJECT/vendor/bundle/ruby/*/gems/", all)
/* ---- Requirements, which include each other under these names ---- */
TEXT("$PROJECT/*.{txt,in,pip}", lock_requirements)
TEXT("$PROJECT/{requirements,constraints}*", lock_requirements)
/* ---- Wherever PATH leads ---- */
PROGRAM("$PATH/{python,pypy,graalpy,node,php,lua,ruby}*", shim)
PROGRAM("$PATH/libnode.so*", shim)

#else
#include "source/keep_parts.h"

#define LAYER APP
#define OWNER keep_projects
#define DECLARES "source/keep_projects.c"
#include "collect/declare.h"

#endif
