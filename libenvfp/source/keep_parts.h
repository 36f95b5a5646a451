/* SPDX-License-Identifier: MIT */
/* Forms of words that the rows share with the collectors that show the same words: what is shown live and what is shown
 * of a recording must agree. */
#ifndef ENVFP_SOURCE_KEEP_PARTS_H
#define ENVFP_SOURCE_KEEP_PARTS_H

#include "source/keep.h"

/* ---- Words (keep_words.c) ----------------------------------------------------------------------------------------- */

/* Letters and digits that follow each other are few enough to be a name or a number: keys and tokens are longer. */
bool envfp__keep_is_short(struct view word);
/* Words, each as it is where it is a name, a number, a hash that says so or an address, which loses user, password,
 * query and what in its path looks like a token; else "?". */
struct view envfp__keep_name(struct arena *arena, struct view text);
/* The same for texts that are not names: words that mix letters and digits must look like those in versions and
 * platforms. */
struct view envfp__keep_detail(struct arena *arena, struct view text);
/* A number, a version, a name: nothing that could be a path, an address or a key. */
bool envfp__keep_is_value(struct view word);
/* A text whose runs of letters and digits are names that may end in a number, or begin with one: no key. */
bool envfp__keep_is_plain_name(struct view word);
/* Whether a word is a version as languages' own files say theirs. */
bool envfp__keep_is_release(struct view word);
/* A commit's hash or a content's, in full or cut, and the name of a version control: "git". */
bool envfp__keep_is_commit(struct view text);
bool envfp__keep_is_control(struct view text);
/* A name or a version as JSON holds it, by the same rule; "?" where a quote, a backslash or a control stands in it. */
struct view envfp__keep_string(struct arena *arena, struct view text);
/* A version as a package's own record says it: one word of what versions are written with; else "?". */
struct view envfp__keep_one_version(struct arena *arena, struct view text);
/* Where a package came from: an address without user, password, query and fragment; empty where it is none. */
struct view envfp__keep_origin(struct arena *arena, struct view address);
/* JSON's string with quotes, as it stood between them; "?" where a control or a quote stands in it. */
void envfp__keep_json_string(struct view raw, struct text *out);

/* A word that asks for a version: unchanged where it has the form of one, or where a version manager has a folder of
 * that name. Otherwise a placeholder that has neither but is read the same way: "/?", "?://?", "?/?", ".?" or "?"
 * (collect/project/kept_wanted.c). */
struct view envfp__keep_wanted(const struct source *source, struct arena *arena, struct view text);

/* ---- Values (shown_forms.c) --------------------------------------------------------------------------------------- */

/* What may be shown of a value of this form; `recorded`: what a recording has of it. */
struct view envfp__source_show(const struct source *source, struct arena *arena, enum variable_form form,
                               struct view value, bool recorded);
bool envfp__keep_is_harmless_word(struct view value);
/* "java.base/java.lang=ALL-UNNAMED" */
bool envfp__keep_is_switch_path(struct view value);
/* An environment module's name, "openmpi/4.1.6": no path. */
bool envfp__keep_is_module(struct view name);

typedef bool keep_line(const struct source *source, struct view line, struct text *out);

/* ---- Lines that version managers read (collect/project/kept_versions.c), package.json (node_kept.c) ------------------ */

/* The word of the language, or of its package manager, that version managers call by this name; NULL for other names. */
const char *envfp__tool_language(struct view name);

keep_line envfp__keep_wanted_words, envfp__keep_tool_versions, envfp__keep_sdkman, envfp__keep_package;

/* ---- Rows whose formats the project's readers know (collect/project/kept.c) ----------------------------- */

keep_line envfp__keep_mise, envfp__keep_rust_toolchain, envfp__keep_rustup, envfp__keep_pyproject,
    envfp__keep_global, envfp__keep_installed, envfp__keep_modules;

/* ---- Paths (keep_text.c) ---------------------------------------------------------------------------------------------- */

/* Whether the text holds only bytes of paths: no blank, no comment, no setting, no address. */
bool envfp__keep_is_path(struct view element);
/* An absolute path of a folder. */
bool envfp__keep_is_folder(struct view element);

/* ---- What rows call all of them -------------------------------------------------------------------------------------- */

#define keep_cpus envfp__keep_cpus
#define keep_global envfp__keep_global
#define keep_installed envfp__keep_installed
#define keep_mise envfp__keep_mise
#define keep_modules envfp__keep_modules
#define keep_package envfp__keep_package
#define keep_pyproject envfp__keep_pyproject
#define keep_rust_toolchain envfp__keep_rust_toolchain
#define keep_rustup envfp__keep_rustup
#define keep_sdkman envfp__keep_sdkman
#define keep_text envfp__keep_text
#define keep_tool_versions envfp__keep_tool_versions
#define keep_wanted_words envfp__keep_wanted_words

#endif
