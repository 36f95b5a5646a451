/* SPDX-License-Identifier: MIT */
/*
 * Settings files of tools: which of their keys are told, and in which form a value may be shown. A key counts as the tool
 * has it: of several files the one that is asked first, within a file the last line.
 */
#ifndef ENVFP_COLLECT_SETTINGS_H
#define ENVFP_COLLECT_SETTINGS_H

#include "collect/collect.h"
#include "source/keep_parts.h"

/* A key that is told, with its section in front: "global.index-url"; `*` stands for any run of bytes. */
struct setting {
    char key[40];
    uint8_t form; /* enum variable_form */
};

/* How a file is written. */
enum settings_syntax {
    SETTINGS_ENVIRONMENT, /* NAME=value; a line that does not begin with a capital letter is none */
    SETTINGS_NPM,         /* key = value, comments # and ; at a line's start, no sections */
    SETTINGS_PYTHON, /* configparser's: [section], key = value or key: value, longer values on indented lines */
    SETTINGS_PHP /* key = value ; comment. Sections for one host or path do not count, others mean nothing */
};

struct settings_text {
    struct view rest;
    enum settings_syntax syntax;
    struct view section, key, value; /* of the line at hand; a quoted value has no quotes */
};

bool envfp__settings_next(struct settings_text *text);

/* What counts. */
struct settings {
    struct collect *c;
    const struct setting *list;
    size_t count;
    struct bag keys, values;
    size_t held; /* of those the ones that files before this one had */
    bool full;   /* there were more than SETTINGS_MOST */
};

#define SETTINGS_OF(list) (list), sizeof(list) / sizeof *(list)

/* Starts a file: what came before it stays. */
void envfp__settings_start(struct settings *settings);
/* A value as it may be shown, where the key is listed. An empty one says nothing. */
void envfp__settings_take(struct settings *settings, struct view key, struct view value);
/* A whole file. */
void envfp__settings_read(struct settings *settings, enum settings_syntax syntax, struct view content);
/* Reads a file, which a variable may name: HIDDEN where no row is for it. No file is no failure, nor is what is none. */
enum envfp_reason envfp__settings_file(struct settings *settings, enum settings_syntax syntax,
                                       const char *path);
/* Adds each as a member of the inventory. */
void envfp__settings_tell(const struct settings *settings, const char *inventory);
/* The value that counts, as it may be shown; empty where there is none. */
struct view envfp__settings_get(const struct settings *settings, const char *key);

/* What a recording has of a file: the listed keys, with their values as they may be shown. */
bool envfp__settings_keep(const struct source *source, const struct setting *list, size_t count,
                          enum settings_syntax syntax, struct view text, struct text *out);
/* A line `key = value` of a listed key; nothing for others. */
void envfp__settings_keep_one(const struct source *source, const struct setting *list, size_t count,
                              struct view key, struct view value, const char *quote, struct text *out);
/* The row of a key, or NULL. */
const struct setting *envfp__settings_row(const struct setting *list, size_t count, struct view key);

#endif
