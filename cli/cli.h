/* SPDX-License-Identifier: MIT */
/* The command: a thin layer over include/envfp.h, which is all of the library that it sees. */
#ifndef ENVFP_CLI_H
#define ENVFP_CLI_H

#include "envfp.h"

#include <stdio.h>

/* Exit statuses, as diff(1) and cmp(1) have them. */
enum { EXIT_SAME = 0, EXIT_DIFFERS = 1, EXIT_TROUBLE = 2 };

#define WIDTH 100
#define OPERANDS_MAX 64
#define IGNORES_MAX 256

/* ---- Options (options.c) ------------------------------------------------------------------------- */

enum {
    OPTION_FORM = 1 << 0,
    OPTION_LAYERS = 1 << 1,
    OPTION_OUTPUT = 1 << 2,
    OPTION_JSON = 1 << 3,
    OPTION_ALL = 1 << 4,
    OPTION_QUIET = 1 << 5,
    OPTION_IGNORE = 1 << 6,
    OPTION_MARKDOWN = 1 << 7,
    OPTION_PROJECT = 1 << 8,
    OPTION_READS = 1 << 9,
    OPTION_TRACE = 1 << 10,
    OPTION_TRY_CALLS = 1 << 11
};

struct options {
    unsigned given; /* mask of the above */
    enum envfp_form form;
    uint32_t layers; /* all of them where none were named */
    const char *output;
    const char *project; /* as given, or NULL */
    const char *ignores[IGNORES_MAX];
    size_t ignore_count;
    const char *operands[OPERANDS_MAX];
    size_t operand_count;
};

struct command {
    const char *name;
    unsigned options;   /* that it takes */
    size_t least, most; /* operands */
    const char *usage, *help;
    int (*run)(const struct options *options);
};

/* Read a command's arguments, its name first. Returns false where the command must stop: help was printed, or an error
 * was reported. `*status` is then the exit status. */
bool options_parse(const struct command *command, int count, char **arguments, struct options *options,
                   int *status);

/* ---- The commands -------------------------------------------------------------------------------- */

int command_show(const struct options *options);
int command_collect(const struct options *options);
int command_diff(const struct options *options);
int command_explain(const struct options *options);
int command_record(const struct options *options);

/* ---- Environments (environment.c) ---------------------------------------------------------------- */

/* Whether an operand names something to collect from, not a file that was written before. */
bool environment_is_live(const char *operand);
/* The fingerprint that an operand names, or NULL after an error message. A message also says where a file's digests do
 * not agree with its facts: such a fingerprint may be shown, and the command fails. `project`: the folder whose lock files are
 * read, or NULL; `recording`: a directory to write a recording into, or -1. */
struct envfp_fingerprint *environment_load(const char *operand, uint32_t layers, const char *project,
                                           int recording);
/* The same of this process's environment, with the system calls that a filter refuses, which are tried. */
struct envfp_fingerprint *environment_try_calls(const char *operand, uint32_t layers, const char *project);
/* The same of an environment that is collected now, with each step of the collection. */
struct envfp_fingerprint *environment_trace(const char *operand, uint32_t layers, const char *project);

/* ---- What is no environment (foreign.c, foreign_file.c) ------------------------------------------- */

#define FOREIGN_UNPACK                                                                                       \
    "; unpack it (umoci unpack, or podman load, create and export) and name that folder as root:DIR"

enum foreign {
    FOREIGN_NONE,
    FOREIGN_DOUBTFUL,  /* a root that holds no sign of an environment */
    FOREIGN_RECORDING, /* record: is what makes it one */
    FOREIGN_REFUSED    /* something else */
};

struct page;
/* Describes in words, to follow "FOLDER: ", a folder that was given as the root of a file system. */
enum foreign foreign_folder(const char *path, struct page *why);
/* Whether a file system that may wait for another machine or program is mounted below the open folder. */
bool folder_may_wait(int folder);
/* Describes an open file that was given as a fingerprint and is none; NULL where the kind of file is not known. */
const char *foreign_file(int file);

/* ---- What is no whole fingerprint (damage.c) ------------------------------------------------------- */

/* What stands in bytes that are no fingerprint and were meant to be one. */
const char *damage_name(const char *bytes, size_t length);
/* Describes a damaged token behind the whole one that was read; NULL where there is none. */
const char *damage_after(const struct envfp_fingerprint *read, const char *bytes, size_t length);

/* ---- Output (output.c) --------------------------------------------------------------------------- */

/* "envfp: what: why" on standard error; always EXIT_TROUBLE. */
int complain(const char *what, const char *why);
int complain_status(const char *what, enum envfp_status status);

/* What the output device supports: a terminal, or a file or pipe in its place. */
struct style {
    bool utf8, colour;
    unsigned width;
};

struct style style_of(FILE *stream);
/* Escape sequences; empty without colour. */
const char *style_bold(struct style style);
const char *style_dim(struct style style);
const char *style_layer(struct style style, enum envfp_layer_status status);
const char *style_plain(struct style style);

/* A growing line or page. Out of memory ends the command with a message. */
struct page {
    struct style style;
    char *bytes;
    size_t length, capacity;
};

void page_add(struct page *page, const char *words);
void page_add_bytes(struct page *page, const char *bytes, size_t length);
void page_number(struct page *page, long long number);
/* Text from the world, made harmless for a terminal, cut to `width` columns. */
void page_text(struct page *page, const char *text, size_t width);
void page_value(struct page *page, const struct envfp_fact *fact, size_t width);
/* JSON's text, or a part of it, with escapes for what is not printable: the same JSON. */
void page_json_escaped(struct page *page, const char *text, size_t length);
/* "name":"text", or null for NULL, and what stands behind it. */
void page_json(struct page *page, const char *name, const char *text, const char *behind);
void page_json_text(struct page *page, const char *text);
/* Blanks up to `column` (from 0) of the last line, at least one where `column` is not 0. */
void page_pad(struct page *page, size_t column);
/* A paragraph, broken between words, each line behind `indent` blanks. */
void page_wrap(struct page *page, const char *text, size_t indent);
/* Columns that the page's last line takes so far. */
size_t page_column(const struct page *page);
void page_free(struct page *page);

/* Write to `path`, or to standard output where it is NULL; EXIT_SAME, or EXIT_TROUBLE after a message. */
int write_bytes(const char *path, const char *bytes, size_t length);
int write_page(struct page *page, const char *path);

/* ---- What there is to say of a layer (telling.c) -------------------------------------------------- */

/* Appends the layer's most telling facts, joined by commas, as many as fit into `width` columns. */
void telling_add(struct page *page, const struct envfp_fingerprint *fingerprint, enum envfp_layer layer,
                 size_t width);
/* One sentence on what a layer says and where it is read from. */
const char *telling_layer(enum envfp_layer layer);
/* The layer of a name or two-letter code, or -1. */
int layer_by_name(const char *name, size_t length);

/* The 7 characters of a layer's group in short tokens, or "" (show.c). */
struct groups {
    char text[ENVFP_LAYER_COUNT][8];
};
struct groups groups_of(const struct envfp_fingerprint *fingerprint);

/* The registry as a page of documentation (facts.c). */
void facts_markdown(struct page *page);

/* ---- What is explained (question.c) ----------------------------------------------------------------- */

struct question {
    const char *key;                             /* without "LAYER:" */
    uint32_t layers;                             /* where to look */
    const char *asked;                           /* as given */
    const struct envfp_fingerprint *fingerprint; /* or NULL */
};

/* Whether a key is one of a collector's. */
bool question_names_collector(const struct envfp_entry *entry, const char *collector);
/* Whether no key was given: everything is asked for. */
bool question_is_all(const struct question *question);
/* Whether an entry is the key's, or one of the layer or collector that is named in its place. */
bool question_matches(const struct question *question, const struct envfp_entry *entry);
/* Says that there is no such key, and which was meant; EXIT_TROUBLE. */
int question_unknown(const struct question *question);
/* A named line; nothing without a text. */
void explain_line(struct page *page, const char *name, const char *text);
/* The fact's value in the question's fingerprint, or why there is none. */
void explain_value(struct page *page, const struct question *question, enum envfp_layer layer,
                   const char *key);
/* The gap that stands for a key, or NULL. */
const struct envfp_gap *find_gap(const struct envfp_fingerprint *fingerprint, enum envfp_layer layer,
                                 const char *key);

/* What was asked for a question's sake, onto an empty page (trace.c). */
int command_trace(const struct options *options, struct question *question, struct page *page);
/* What a collection may read, in the form that is asked for, onto an empty page (reads.c). */
int command_reads(const struct options *options, struct page *page);

#endif
