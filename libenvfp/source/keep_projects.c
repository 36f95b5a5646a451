/* SPDX-License-Identifier: MIT */
/* What a project pins and wants, what is installed beside it; last the programs and directories that variables name. */
#include "source/keep_parts.h"

#define WHOLE(pattern, line)                                                                                 \
    {                                                                                                        \
        pattern, KEEP_WHOLE, line, NULL                                                                      \
    }
#define PROGRAM(pattern)                                                                                     \
    {                                                                                                        \
        pattern, KEEP_PROGRAM, envfp__keep_shim, NULL                                                        \
    }
#define NAMES(pattern, name)                                                                                 \
    {                                                                                                        \
        pattern, KEEP_PRESENCE, NULL, name                                                                   \
    }

const struct keep envfp__keep_projects[] = {
    /* ---- Locks ---- */
    WHOLE("$PROJECT/.terraform.lock.hcl", envfp__keep_lock_terraform),
    WHOLE("$PROJECT/Cargo.lock", envfp__keep_lock_cargo),
    WHOLE("$PROJECT/Gemfile.lock", envfp__keep_lock_gemfile),
    WHOLE("$PROJECT/Manifest.toml", envfp__keep_lock_julia),
    WHOLE("$PROJECT/Pipfile.lock", envfp__keep_lock_pipfile),
    WHOLE("$PROJECT/bun.lock", envfp__keep_lock_bun),
    WHOLE("$PROJECT/composer.lock", envfp__keep_lock_composer),
    WHOLE("$PROJECT/conda-lock.yml", envfp__keep_lock_conda),
    WHOLE("$PROJECT/deno.lock", envfp__keep_lock_deno),
    WHOLE("$PROJECT/environment.yml", envfp__keep_lock_environment),
    WHOLE("$PROJECT/flake.lock", envfp__keep_lock_flake),
    WHOLE("$PROJECT/go.mod", envfp__keep_lock_gomod),
    WHOLE("$PROJECT/go.sum", envfp__keep_lock_gosum),
    WHOLE("$PROJECT/gradle.lockfile", envfp__keep_lock_gradle),
    WHOLE("$PROJECT/mix.lock", envfp__keep_lock_mix),
    WHOLE("$PROJECT/npm-shrinkwrap.json", envfp__keep_lock_npm),
    WHOLE("$PROJECT/package-lock.json", envfp__keep_lock_npm),
    WHOLE("$PROJECT/packages.lock.json", envfp__keep_lock_nuget),
    WHOLE("$PROJECT/pdm.lock", envfp__keep_lock_pdm),
    WHOLE("$PROJECT/pnpm-lock.yaml", envfp__keep_lock_pnpm),
    WHOLE("$PROJECT/node_modules/.pnpm/lock.yaml", envfp__keep_lock_pnpm),
    WHOLE("$PROJECT/poetry.lock", envfp__keep_lock_poetry),
    WHOLE("$PROJECT/pubspec.lock", envfp__keep_lock_pubspec),
    WHOLE("$PROJECT/pylock.toml", envfp__keep_lock_pylock),
    WHOLE("$PROJECT/renv.lock", envfp__keep_lock_renv),
    WHOLE("$PROJECT/uv.lock", envfp__keep_lock_uv),
    WHOLE("$PROJECT/yarn.lock", envfp__keep_lock_yarn),
    /* ---- Which versions it wants ---- */
    {"$PROJECT/.{go,java,lua,node,perl,php,python,ruby}-version", KEEP_LINES, envfp__keep_wanted_words, NULL},
    {"$PROJECT/.nvmrc", KEEP_LINES, envfp__keep_wanted_words, NULL},
    WHOLE("$PROJECT/mise.toml", envfp__keep_mise),
    WHOLE("$PROJECT/.mise.toml", envfp__keep_mise),
    WHOLE("$PROJECT/rust-toolchain.toml", envfp__keep_rust_toolchain),
    WHOLE("$PROJECT/rust-toolchain", envfp__keep_rust_toolchain),
    {"$PROJECT/.sdkmanrc", KEEP_LINES, envfp__keep_sdkman, NULL},
    WHOLE("$PROJECT/global.json", envfp__keep_global),
    WHOLE("$PROJECT/pyproject.toml", envfp__keep_pyproject),
    /* ---- What is installed ---- */
    WHOLE("$PROJECT/vendor/composer/installed.json", envfp__keep_installed),
    {"$PROJECT/vendor/modules.txt", KEEP_LINES, envfp__keep_modules, NULL},
    NAMES("$PROJECT/vendor/bundle/ruby/", envfp__keep_name_number),
    NAMES("$PROJECT/vendor/bundle/ruby/*/gems/", NULL),
    /* ---- Requirements, which include each other under these names ---- */
    WHOLE("$PROJECT/*.{txt,in,pip}", envfp__keep_lock_requirements),
    WHOLE("$PROJECT/{requirements,constraints}*", envfp__keep_lock_requirements),
    /* ---- Wherever PATH leads ---- */
    PROGRAM("$PATH/{python,pypy,graalpy,node,php,lua,ruby}*"),
    PROGRAM("$PATH/libnode.so*"),
    {NULL, KEEP_PRESENCE, NULL, NULL},
};
