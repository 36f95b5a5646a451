/* SPDX-License-Identifier: MIT */
/* What the languages' collectors share. Nothing is started: files, symbols and constants alone. */
#ifndef ENVFP_COLLECT_RUNTIME_H
#define ENVFP_COLLECT_RUNTIME_H

#include "collect/program.h"
#include "elf/elf.h"

struct runtime {
    const char *path;             /* as PATH leads to it */
    struct view resolved, prefix; /* behind links; two directories above */
};

/* The program that PATH would start, its path as the fact `path_key`. Where that cannot be told, `version_key` is
 * a gap. */
bool envfp__language_find(struct collect *collect, const char *program, const char *path_key,
                          const char *version_key, struct runtime *runtime);

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

/* Whether one version is above another, number by number. */
bool envfp__runtime_above(struct view a, struct view b);

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
