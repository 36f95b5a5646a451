/* SPDX-License-Identifier: MIT */
/* Forms of words that software's rows share with the collectors that show them: what is told live is told of a
 * recording, too. */
#ifndef ENVFP_SOURCE_KEEP_PARTS_H
#define ENVFP_SOURCE_KEEP_PARTS_H

#include "source/keep.h"

/* ---- Words (keep_words.c) ----------------------------------------------------------------------------------------- */

/* Letters and digits that follow each other are few enough to be a name or a number: keys and tokens are longer. */
bool envfp__keep_is_short(struct view word);
/* Words, each as it is where it is a name, a number, a hash that says so or an address, which loses user, password,
 * query and what in its path looks like a token; else "?". */
struct view envfp__keep_name(struct arena *arena, struct view text);
/* The same of what is no name: words in which letters and digits mix must be such as versions and platforms have. */
struct view envfp__keep_detail(struct arena *arena, struct view text);
/* A number, a version, a name: nothing that could be a path, an address or a key. */
bool envfp__keep_is_value(struct view word);
/* An alias of nvm's: a version or another alias; else "?" or its like. */
struct view envfp__keep_alias_name(const struct source *source, struct arena *arena, struct view text);
/* Whether a word is a version as languages' own files say theirs. */
bool envfp__keep_is_release(struct view word);
/* What installed a package: itself, or "?" where it is no word. */
struct view envfp__keep_installer_name(struct view line);
/* Whether managers call a language so. */
bool envfp__keep_is_tool(struct view name);
/* A name or a version as JSON holds it, by the same rule; "?" where a quote, a backslash or a control stands in it. */
struct view envfp__keep_string(struct arena *arena, struct view text);
/* A version as a package's own record says it: one word of what versions are written with; else "?". */
struct view envfp__keep_one_version(struct arena *arena, struct view text);
/* The name of a distribution of Python's; else "?". */
struct view envfp__keep_python_name(struct view text);
/* Which build of Java it is, without who built it for himself and where: "17-internal+0-adhoc._". */
struct view envfp__keep_java_build(struct arena *arena, struct view build);
/* Where a package came from: an address without user, password, query and fragment; empty where it is none. */
struct view envfp__keep_origin(struct arena *arena, struct view address);
/* JSON's string with quotes, as it stood between them; "?" where a control or a quote stands in it. */
void envfp__keep_json_string(struct view raw, struct text *out);

/* What asks for a version, as it is where it has the form of one or where a manager has a folder of that name; else
 * something that has not, and leads as far: "/?", "?://?", "?/?", ".?" or "?" (collect/project/kept_wanted.c). */
struct view envfp__keep_wanted(const struct source *source, struct arena *arena, struct view text);

/* ---- Rows of version managers (keep_managers.c) -------------------------------------------------------------------- */

typedef bool keep_line(const struct source *source, struct view line, struct text *out);

keep_line envfp__keep_wanted_words, envfp__keep_tool_versions, envfp__keep_sdkman, envfp__keep_shim,
    envfp__keep_platform, envfp__keep_alias, envfp__keep_pyvenv;

/* ---- Rows of languages (keep_languages.c) --------------------------------------------------------------------------- */

keep_line envfp__keep_release_line, envfp__keep_fields, envfp__keep_description, envfp__keep_metadata,
    envfp__keep_installer, envfp__keep_pth, envfp__keep_crates, envfp__keep_cuda_json, envfp__keep_cuda_text,
    envfp__keep_elixir, envfp__keep_switch, envfp__keep_build_details, envfp__keep_direct_url,
    envfp__keep_package;

/* ---- Names of directories (keep_names.c) ------------------------------------------------------------------------------ */

typedef bool keep_name(struct view name);

keep_name envfp__keep_name_number, envfp__keep_name_triple, envfp__keep_name_rlib, envfp__keep_name_ini,
    envfp__keep_name_gemspec, envfp__keep_name_conda, envfp__keep_name_toolchain, envfp__keep_name_library,
    envfp__keep_name_python, envfp__keep_name_any;

/* ---- Rows whose formats the project's readers know (collect/project/kept.c, lock_kept.c) ----------------------------- */

keep_line envfp__keep_mise, envfp__keep_rust_toolchain, envfp__keep_rustup, envfp__keep_pyproject,
    envfp__keep_global, envfp__keep_installed, envfp__keep_modules;
keep_line envfp__keep_lock_npm, envfp__keep_lock_composer, envfp__keep_lock_pipfile, envfp__keep_lock_nuget,
    envfp__keep_lock_renv, envfp__keep_lock_flake, envfp__keep_lock_bun, envfp__keep_lock_deno,
    envfp__keep_lock_poetry, envfp__keep_lock_uv, envfp__keep_lock_pdm, envfp__keep_lock_cargo,
    envfp__keep_lock_pylock, envfp__keep_lock_julia, envfp__keep_lock_pnpm, envfp__keep_lock_yarn,
    envfp__keep_lock_pubspec, envfp__keep_lock_conda, envfp__keep_lock_environment,
    envfp__keep_lock_requirements, envfp__keep_lock_gomod, envfp__keep_lock_gosum, envfp__keep_lock_gemfile,
    envfp__keep_lock_mix, envfp__keep_lock_gradle, envfp__keep_lock_terraform;

/* ---- Packages (keep_lists.c, keep_packages.c) --------------------------------------------------------------------------- */

/* A name, a version or an architecture as lists of packages have it: no blank, no slash, no mail address. */
bool envfp__keep_package_word(struct view word);
/* Gentoo's slots and flags, of one line; what is neither is "?". */
struct view envfp__keep_property(struct arena *arena, struct view line);
/* Which revision of a snap, or which of Flatpak's branches and commits, a link names; "?" where it names none. The path
 * is the link's; empty where links there may lead anywhere. */
struct view envfp__keep_package_link(struct view path, struct view target);

/* ---- What the loader is told (keep_libc.c) ---------------------------------------------------------------------------- */

/* An absolute path of a folder; of musl's, also a relative or an empty one; a library, by its path or its name, or
 * nothing. What is none of these is shown as "?". */
bool envfp__keep_is_folder(struct view element);
bool envfp__keep_is_relative_folder(struct view element);
bool envfp__keep_is_preload(struct view element);
/* Where files stand that ld.so.conf includes: elsewhere they have names that their owners gave them. */
bool envfp__keep_is_conf_folder(struct view folder);
/* An edition of the zones' data: "2025b". */
bool envfp__keep_is_edition(struct view word);

/* ---- Stores (keep_names.c) -------------------------------------------------------------------------------------------- */

/* Whether what stands behind a store's hash is a whole system, whose name is its host's, or one of its units. */
bool envfp__keep_is_host(struct view name);
/* A path in which each such name is one of nobody: the hash tells them apart. */
struct view envfp__keep_store_path(struct arena *arena, struct view path);

/* ---- What rows call all of them -------------------------------------------------------------------------------------- */

#define keep_alias envfp__keep_alias
#define keep_android envfp__keep_android
#define keep_apk envfp__keep_apk
#define keep_appstream envfp__keep_appstream
#define keep_build_details envfp__keep_build_details
#define keep_bundle envfp__keep_bundle
#define keep_cgroup envfp__keep_cgroup
#define keep_cmdline envfp__keep_cmdline
#define keep_conf envfp__keep_conf
#define keep_configuration envfp__keep_configuration
#define keep_configuration_packed envfp__keep_configuration_packed
#define keep_cos envfp__keep_cos
#define keep_cpus envfp__keep_cpus
#define keep_crates envfp__keep_crates
#define keep_crux envfp__keep_crux
#define keep_cuda_json envfp__keep_cuda_json
#define keep_cuda_text envfp__keep_cuda_text
#define keep_description envfp__keep_description
#define keep_direct_url envfp__keep_direct_url
#define keep_dpkg envfp__keep_dpkg
#define keep_elixir envfp__keep_elixir
#define keep_fields envfp__keep_fields
#define keep_global envfp__keep_global
#define keep_guix envfp__keep_guix
#define keep_installed envfp__keep_installed
#define keep_installer envfp__keep_installer
#define keep_lock_bun envfp__keep_lock_bun
#define keep_lock_cargo envfp__keep_lock_cargo
#define keep_lock_composer envfp__keep_lock_composer
#define keep_lock_conda envfp__keep_lock_conda
#define keep_lock_deno envfp__keep_lock_deno
#define keep_lock_environment envfp__keep_lock_environment
#define keep_lock_flake envfp__keep_lock_flake
#define keep_lock_gemfile envfp__keep_lock_gemfile
#define keep_lock_gomod envfp__keep_lock_gomod
#define keep_lock_gosum envfp__keep_lock_gosum
#define keep_lock_gradle envfp__keep_lock_gradle
#define keep_lock_julia envfp__keep_lock_julia
#define keep_lock_mix envfp__keep_lock_mix
#define keep_lock_npm envfp__keep_lock_npm
#define keep_lock_nuget envfp__keep_lock_nuget
#define keep_lock_pdm envfp__keep_lock_pdm
#define keep_lock_pipfile envfp__keep_lock_pipfile
#define keep_lock_pnpm envfp__keep_lock_pnpm
#define keep_lock_poetry envfp__keep_lock_poetry
#define keep_lock_pubspec envfp__keep_lock_pubspec
#define keep_lock_pylock envfp__keep_lock_pylock
#define keep_lock_renv envfp__keep_lock_renv
#define keep_lock_requirements envfp__keep_lock_requirements
#define keep_lock_terraform envfp__keep_lock_terraform
#define keep_lock_uv envfp__keep_lock_uv
#define keep_lock_yarn envfp__keep_lock_yarn
#define keep_manifest_columns envfp__keep_manifest_columns
#define keep_manifest_names envfp__keep_manifest_names
#define keep_metadata envfp__keep_metadata
#define keep_mise envfp__keep_mise
#define keep_modules envfp__keep_modules
#define keep_mountinfo envfp__keep_mountinfo
#define keep_name_any envfp__keep_name_any
#define keep_name_conda envfp__keep_name_conda
#define keep_name_conf envfp__keep_name_conf
#define keep_name_gemspec envfp__keep_name_gemspec
#define keep_name_ini envfp__keep_name_ini
#define keep_name_library envfp__keep_name_library
#define keep_name_number envfp__keep_name_number
#define keep_name_python envfp__keep_name_python
#define keep_name_rlib envfp__keep_name_rlib
#define keep_name_toolchain envfp__keep_name_toolchain
#define keep_name_triple envfp__keep_name_triple
#define keep_package envfp__keep_package
#define keep_platform envfp__keep_platform
#define keep_pth envfp__keep_pth
#define keep_pyproject envfp__keep_pyproject
#define keep_pyvenv envfp__keep_pyvenv
#define keep_release_line envfp__keep_release_line
#define keep_rust_toolchain envfp__keep_rust_toolchain
#define keep_rustup envfp__keep_rustup
#define keep_sdkman envfp__keep_sdkman
#define keep_shim envfp__keep_shim
#define keep_snap envfp__keep_snap
#define keep_switch envfp__keep_switch
#define keep_text envfp__keep_text
#define keep_tool_versions envfp__keep_tool_versions
#define keep_wanted_words envfp__keep_wanted_words
#define keep_xbps envfp__keep_xbps

#endif
