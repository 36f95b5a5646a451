/* SPDX-License-Identifier: MIT */
/* What a recording keeps of languages' files: forms that several share. */
#ifndef ENVFP_COLLECT_RUNTIMES_KEPT_H
#define ENVFP_COLLECT_RUNTIMES_KEPT_H

#include "source/keep_parts.h"

/* What rows call it. */
#define keep_release_line envfp__keep_release_line

/* Words of a line that have the form of versions: VERSION, OTP_VERSION and their like. */
bool envfp__keep_release_line(const struct source *source, struct view line, struct text *out);

/* A line as envfp__runtime_field reads it: `#define NAME "VALUE"`, `NAME="VALUE"`, `name => 'value',`. */
struct kept_field {
    struct view name, value;
    bool define;
    char quote; /* 0 where there is none */
};

/* Whether a line is one of those `names`, which stand between blanks, with a value behind it. */
bool envfp__keep_cut_field(struct view line, const char *names, struct kept_field *field);
/* Adds it; a version has the words that have the form of one, another value those that could not be a path or a key. */
void envfp__keep_add_field(const struct kept_field *field, struct text *out);
/* Both, for a form that has nothing else to keep. */
bool envfp__keep_field(struct view line, const char *names, struct text *out);

/* The number that a text begins with, cut where no version is as long. */
struct view envfp__keep_number_of(struct view text);
/* A mark, and the number behind it; true as long as there was none. */
bool envfp__keep_mark(struct view line, const char *mark, struct text *out);

/* A member's key, with what stands before it; an object as a member's value, and its end. `first`: whether the object at
 * hand is still empty. */
void envfp__keep_json_key(struct text *out, bool *first, const char *key);
void envfp__keep_json_open(struct text *out, bool *first, const char *key);
void envfp__keep_json_close(struct text *out, bool *first);
void envfp__keep_json_member(struct text *out, bool *first, const char *key, struct view value);

#endif
