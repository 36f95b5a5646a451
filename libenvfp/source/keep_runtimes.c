/* SPDX-License-Identifier: MIT */
/* Languages' files, and those of their version managers. */
#ifdef DECLARING

/* ---- Version managers ---- */
LINES("$ASDF/.tool-versions", tool_versions)
TEXT("$XDG_CONFIG_HOME/mise/config.toml", mise)
LINES("$PREFIX/.info/version", release_line)
LINES("$ROOT/version", wanted_words)
TEXT("$NVM_DIR/alias/**", alias)
TEXT("$VOLTA_HOME/tools/user/platform.json", platform)
LINES("$VIRTUAL_ENV/pyvenv.cfg", pyvenv)
TEXT("$RUSTUP_HOME/settings.toml", rustup)
LINES("$CARGO_HOME/.crates.toml", crates)
NAMES("$DIR/versions/", all)
NAMES("$DIR/versions/node/", all)
NAMES("$DIR/installs/*/", all)
NAMES("$FNM_DIR/node-versions/", all)
NAMES("$VOLTA_HOME/tools/image/node/", all)
NAMES("$DATA/uv/python/", all)
NAMES("$DATA/uv/tools/", all)
NAMES("$DIR/envs/", all)
NAMES("$DIR/venvs/", all)
NAMES("$DIR/virtualenvs/", all)
NAMES("$HOME/.virtualenvs/", all)
NAMES("$RUSTUP_HOME/toolchains/", all)
NAMES("$HOME/.sdkman/candidates/java/", all)
NAMES("$HOME/.ghcup/ghc/", all)
NAMES("$HOME/.julia/juliaup/", all)
NAMES("$HOME/.rvm/rubies/", all)
NAMES("$HOME/.rubies/", all)
NAMES("$HOME/sdk/", all)
/* Go's, .NET's */
NAMES("$GOMODCACHE/golang.org/", toolchain)
/* ---- Python ---- */
LINES("$SITE/METADATA", metadata)
LINES("$SITE/PKG-INFO", metadata)
LINES("$SITE/*.egg-info", metadata)
LINES("$SITE/INSTALLER", installer)
TEXT("$SITE/direct_url.json", direct_url)
LINES("$SITE/*.pth", pth)
LINES("$PREFIX/patchlevel.h", fields)
TEXT("$PREFIX/build-details.json", build_details)
TAKEN("$PREFIX/libpython*.so*")
TAKEN("$PREFIX/libpypy*.so*")
NAMES("$PREFIX/{site,dist}-packages/", python)
NAMES("$PREFIX/conda-meta/", conda)
NAMES("$PREFIX/lib/rustlib/*/lib/", rlib)
NAMES("$PREFIX/{lib,lib64}/", library)
/* ---- Node.js ---- */
TEXT("$DIR/package.json", package)
LINES("$PREFIX/node_version.h", fields)
NAMES("$DIR/node_modules/", all)
NAMES("$DIR/node_modules/@*/", all)
NAMES("/usr/share/nodejs/", all)
NAMES("/usr/share/nodejs/@*/", all)
/* ---- Others ---- */
TEXT("$PREFIX/version.json", cuda_json)
LINES("$PREFIX/version.txt", cuda_text)
LINES("$PREFIX/include/cuda.h", fields)
LINES("$PREFIX/VERSION", release_line)
LINES("$PREFIX/ocaml/caml/version.h", fields)
TEXT("$PREFIX/.opam-switch/switch-state", switch)
LINES("$PREFIX/releases/start_erl.data", release_line)
LINES("$PREFIX/releases/*/OTP_VERSION", release_line)
LINES("$PREFIX/ebin/elixir.app", elixir)
TAKEN("$PREFIX/lib/gcc/*/*/crtbegin.o")
NAMES("$PREFIX/lib/gcc/", all)
NAMES("$PREFIX/lib/gcc/*/", number)
NAMES("$PREFIX/{lib,lib64}/clang/", number)
LINES("$JAVA_HOME/release", fields)
NAMES("/usr/lib/jvm/", all)
LINES("$PREFIX/include/julia/julia_version.h", fields)
TAKEN("$PREFIX/liblua*.so*")
LINES("$PREFIX/Config.pm", fields)
NAMES("$PREFIX/lib/perl5/", number)
NAMES("$PREFIX/lib/perl5/*/", triple)
LINES("$PREFIX/php_version.h", fields)
NAMES("/etc/php**/", ini)
NAMES("$PREFIX/etc/{php/conf.d,conf.d}/", ini)
LINES("$LIBRARY/DESCRIPTION", description)
NAMES("$R_HOME/{library,site-library}/", all)
NAMES("$R_LIBS/renv/library/R-*/", all)
/* and where R itself puts what a person installs */
NAMES("$R_LIBS/R/*-library/*/", all)
TAKEN("$PREFIX/libruby*.so*")
NAMES("$GEM_HOME/specifications/", gemspec)
NAMES("$GEM_HOME/specifications/default/", gemspec)
TAKEN("$PREFIX/libcfg_if-*.rlib")
NAMES("$PREFIX/lib/rustlib/", triple)
NAMES("$DOTNET/shared/", all)
NAMES("$DOTNET/shared/*/", number)
LINES("$PREFIX/include/wasmedge/version.h", fields)
LINES("$PREFIX/include/{wasmer,wasmtime}.h", fields)

#else
#include "source/keep_parts.h"

#define LAYER APP
#define OWNER keep_runtimes
#define DECLARES "source/keep_runtimes.c"
#include "collect/declare.h"

#endif
