/* SPDX-License-Identifier: MIT */
/* What the languages' collectors share. Nothing is started: files, symbols and constants alone. */
#ifndef ENVFP_COLLECT_RUNTIME_H
#define ENVFP_COLLECT_RUNTIME_H

#include "collect/runtimes/shims/shim.h"
#include "elf/elf.h"
#include "source/declared.h"

struct runtime {
    const char *path;             /* as PATH leads to it */
    struct view resolved, prefix; /* behind links; two directories above */
};

/* The program that PATH would start, and its path as a fact. Where that cannot be told, the version is a gap. */
bool envfp__language_find(struct collect *collect, const struct envfp_language *language,
                          struct runtime *runtime);

/* The same for a program that version managers hold with another language: npm comes with Node. */
bool envfp__language_find_with(struct collect *collect, const struct envfp_language *language,
                               const struct envfp_language *owner, struct runtime *runtime);

/* Whether rows of any directory fit where a link or a file's text leads: not in /proc and /sys. */
static inline bool runtime_may_see(struct view path)
{
    return envfp__declared_fits("$ANY/**", path);
}

/* A program or a library behind links: HIDDEN where its name is none that is declared. */
enum envfp_reason envfp__runtime_open(struct collect *collect, const char *path, struct source_file *file);

/* source_read, source_read_start and source_list, of files that hashed facts come from: a failure that is not absence
 * is remembered, and becomes a gap of every key that is named at the end. */
enum envfp_reason envfp__runtime_note(struct collect *collect, enum envfp_reason reason);
enum envfp_reason envfp__runtime_read(struct collect *collect, const char *path, struct view *text);
enum envfp_reason envfp__runtime_start(struct collect *collect, const char *path, size_t most,
                                       struct view *text);
enum envfp_reason envfp__runtime_entries(struct collect *collect, const char *path,
                                         struct source_entry **entries, size_t *count);
void envfp__runtime_end(struct collect *collect, const char *key, const char *inventory);

/* A fact, or a gap: `unsupported` where the version is empty, `malformed` where it has not the form of one. */
void envfp__runtime_version(struct collect *collect, const char *key, struct view version);

/* A fact of words and numbers; `malformed` where there is anything else among them. */
void envfp__runtime_value(struct collect *collect, const char *key, struct view value);

/* Digits and dots at the start: "3.1.2" of "3.1.2p20"; empty where it does not begin so. */
struct view envfp__runtime_number(struct view text);

/* The version that a directory of the path is named after: "/opt/zig-linux-x86_64-0.11.0/zig". */
struct view envfp__runtime_path_version(struct view path);

/* What the package or the folder around a program says: package.json of npm's, else the path. */
struct view envfp__runtime_packaged(struct collect *collect, const struct runtime *runtime);

/* The value behind a key at the start of a line: `KEY="value"`, `key => 'value',`, `Key: value`, or behind
 * "#define ". */
bool envfp__runtime_field(struct view text, const char *key, struct view *value);

/* The same of a file, copied; empty where it has none. */
struct view envfp__runtime_file_field(struct collect *collect, const char *path, const char *key);

/* A file's only line, copied; empty where there is none. */
struct view envfp__runtime_line(struct collect *collect, const char *path);

/* The number behind a mark among the constants of an ELF file, or among a small file's first 64 KiB. */
struct view envfp__runtime_constant(struct collect *collect, const char *path, const char *mark);
struct view envfp__runtime_mark(struct collect *collect, const char *path, const char *mark);

/* A directory that a variable names, or one below the home directory; NULL where there is neither. */
const char *envfp__runtime_directory(struct collect *collect, const char *variable, const char *below_home);

/* Context: the names of a directory's folders as members. */
void envfp__runtime_installed(struct collect *collect, const char *inventory, const char *gap,
                              const char *directory);

#endif
