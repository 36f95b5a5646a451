/* SPDX-License-Identifier: MIT */
/* Languages' files, and those of their version managers. */
#include "source/keep_parts.h"

#define FILES(pattern, line)                                                                                 \
    {                                                                                                        \
        pattern, KEEP_LINES, line, NULL                                                                      \
    }
#define WHOLE(pattern, line)                                                                                 \
    {                                                                                                        \
        pattern, KEEP_WHOLE, line, NULL                                                                      \
    }
#define TAKEN(pattern)                                                                                       \
    {                                                                                                        \
        pattern, KEEP_TAKEN, NULL, NULL                                                                      \
    }
#define NAMES(pattern, name)                                                                                 \
    {                                                                                                        \
        pattern, KEEP_PRESENCE, NULL, name                                                                   \
    }

const struct keep envfp__keep_runtimes[] = {
    /* ---- Version managers ---- */
    FILES("$ASDF/.tool-versions", envfp__keep_tool_versions),
    WHOLE("$XDG_CONFIG_HOME/mise/config.toml", envfp__keep_mise),
    FILES("$PREFIX/.info/version", envfp__keep_release_line),
    FILES("$ROOT/version", envfp__keep_wanted_words),
    WHOLE("$NVM_DIR/alias/**", envfp__keep_alias),
    WHOLE("$VOLTA_HOME/tools/user/platform.json", envfp__keep_platform),
    FILES("$VIRTUAL_ENV/pyvenv.cfg", envfp__keep_pyvenv),
    WHOLE("$RUSTUP_HOME/settings.toml", envfp__keep_rustup),
    FILES("$CARGO_HOME/.crates.toml", envfp__keep_crates),
    NAMES("$DIR/versions/", NULL),
    NAMES("$DIR/versions/node/", NULL),
    NAMES("$DIR/installs/*/", NULL),
    NAMES("$FNM_DIR/node-versions/", NULL),
    NAMES("$VOLTA_HOME/tools/image/node/", NULL),
    NAMES("$DATA/uv/python/", NULL),
    NAMES("$DATA/uv/tools/", NULL),
    NAMES("$DIR/envs/", NULL),
    NAMES("$DIR/venvs/", NULL),
    NAMES("$DIR/virtualenvs/", NULL),
    NAMES("$HOME/.virtualenvs/", NULL),
    NAMES("$RUSTUP_HOME/toolchains/", NULL),
    NAMES("$HOME/.sdkman/candidates/java/", NULL),
    NAMES("$HOME/.ghcup/ghc/", NULL),
    NAMES("$HOME/.julia/juliaup/", NULL),
    NAMES("$HOME/.rvm/rubies/", NULL),
    NAMES("$HOME/.rubies/", NULL),
    NAMES("$HOME/sdk/", NULL), /* Go's, .NET's */
    NAMES("$GOMODCACHE/golang.org/", envfp__keep_name_toolchain),
    /* ---- Python ---- */
    FILES("$SITE/METADATA", envfp__keep_metadata),
    FILES("$SITE/PKG-INFO", envfp__keep_metadata),
    FILES("$SITE/*.egg-info", envfp__keep_metadata),
    FILES("$SITE/INSTALLER", envfp__keep_installer),
    WHOLE("$SITE/direct_url.json", envfp__keep_direct_url),
    FILES("$SITE/*.pth", envfp__keep_pth),
    FILES("$PREFIX/patchlevel.h", envfp__keep_fields),
    WHOLE("$PREFIX/build-details.json", envfp__keep_build_details),
    TAKEN("$PREFIX/libpython*.so*"),
    TAKEN("$PREFIX/libpypy*.so*"),
    NAMES("$PREFIX/{site,dist}-packages/", envfp__keep_name_python),
    NAMES("$PREFIX/conda-meta/", envfp__keep_name_conda),
    NAMES("$PREFIX/lib/rustlib/*/lib/", envfp__keep_name_rlib),
    NAMES("$PREFIX/{lib,lib64}/", envfp__keep_name_library),
    /* ---- Node.js ---- */
    WHOLE("$DIR/package.json", envfp__keep_package),
    FILES("$PREFIX/node_version.h", envfp__keep_fields),
    NAMES("$DIR/node_modules/", NULL),
    NAMES("$DIR/node_modules/@*/", NULL),
    NAMES("/usr/share/nodejs/", NULL),
    NAMES("/usr/share/nodejs/@*/", NULL),
    /* ---- Others ---- */
    WHOLE("$PREFIX/version.json", envfp__keep_cuda_json),
    FILES("$PREFIX/version.txt", envfp__keep_cuda_text),
    FILES("$PREFIX/include/cuda.h", envfp__keep_fields),
    FILES("$PREFIX/VERSION", envfp__keep_release_line),
    FILES("$PREFIX/ocaml/caml/version.h", envfp__keep_fields),
    WHOLE("$PREFIX/.opam-switch/switch-state", envfp__keep_switch),
    FILES("$PREFIX/releases/start_erl.data", envfp__keep_release_line),
    FILES("$PREFIX/releases/*/OTP_VERSION", envfp__keep_release_line),
    FILES("$PREFIX/ebin/elixir.app", envfp__keep_elixir),
    TAKEN("$PREFIX/lib/gcc/*/*/crtbegin.o"),
    NAMES("$PREFIX/lib/gcc/", NULL),
    NAMES("$PREFIX/lib/gcc/*/", envfp__keep_name_number),
    NAMES("$PREFIX/{lib,lib64}/clang/", envfp__keep_name_number),
    FILES("$JAVA_HOME/release", envfp__keep_fields),
    NAMES("/usr/lib/jvm/", NULL),
    FILES("$PREFIX/include/julia/julia_version.h", envfp__keep_fields),
    TAKEN("$PREFIX/liblua*.so*"),
    FILES("$PREFIX/Config.pm", envfp__keep_fields),
    NAMES("$PREFIX/lib/perl5/", envfp__keep_name_number),
    NAMES("$PREFIX/lib/perl5/*/", envfp__keep_name_triple),
    FILES("$PREFIX/php_version.h", envfp__keep_fields),
    NAMES("/etc/php**/", envfp__keep_name_ini),
    NAMES("$PREFIX/etc/{php/conf.d,conf.d}/", envfp__keep_name_ini),
    FILES("$LIBRARY/DESCRIPTION", envfp__keep_description),
    NAMES("$R_HOME/{library,site-library}/", NULL),
    NAMES("$R_LIBS/renv/library/R-*/", NULL), /* and where R itself puts what a person installs */
    NAMES("$R_LIBS/R/*-library/*/", NULL),
    TAKEN("$PREFIX/libruby*.so*"),
    NAMES("$GEM_HOME/specifications/", envfp__keep_name_gemspec),
    NAMES("$GEM_HOME/specifications/default/", envfp__keep_name_gemspec),
    TAKEN("$PREFIX/libcfg_if-*.rlib"),
    NAMES("$PREFIX/lib/rustlib/", envfp__keep_name_triple),
    NAMES("$DOTNET/shared/", NULL),
    NAMES("$DOTNET/shared/*/", envfp__keep_name_number),
    FILES("$PREFIX/include/wasmedge/version.h", envfp__keep_fields),
    FILES("$PREFIX/include/{wasmer,wasmtime}.h", envfp__keep_fields),
    {NULL, KEEP_PRESENCE, NULL, NULL},
};
