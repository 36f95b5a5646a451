/* SPDX-License-Identifier: MIT */
/*
 * Two fingerprints compared: a merge walk over sorted facts gives changes, changes and digests give each
 * layer's verdict, and these give the headline, the advice and the texts.
 */
#ifndef ENVFP_DIFF_H
#define ENVFP_DIFF_H

#include "fingerprint.h"

struct envfp_change {
    enum envfp_layer layer;
    enum envfp_change_kind kind;
    enum envfp_class class;
    enum envfp_impact impact;
    enum envfp_pin pin;
    struct view key;
    uint32_t collector_length; /* of the key's first word */
    const struct envfp_fact *before, *after;
};

/* What stands for one layer. */
struct layer_diff {
    enum envfp_verdict verdict;
    bool compared;       /* was asked for, and at least one side has observed it */
    bool open;           /* undecided, although one side has observed it */
    bool ignored;        /* a difference was left out on request */
    size_t first, count; /* its changes */
    size_t differing[3]; /* hashed changes by impact, without those in `untold` */
    size_t untold;       /* hashed changes of which one side is not known */
    size_t beside;       /* changes of context and verdicts */
};

/* What stands for the programs' own runtimes. */
struct runtime_diff {
    enum envfp_verdict verdict;
    bool compared;       /* both sides have one */
    size_t differing[3]; /* hashed changes by impact, without those in `untold` */
    size_t untold;
};

struct ignore {
    struct ignore *next;
    struct view start; /* a key, or what it begins with */
    bool prefix;
    uint32_t layers;
};

struct envfp_diff {
    struct arena arena;
    const struct envfp_fingerprint *a, *b;
    struct ignore *ignores;
    uint32_t mask;
    struct envfp_change *changes;
    size_t count, capacity;
    struct layer_diff layers[ENVFP_SECTION_COUNT];
    struct runtime_diff runtime;
    enum envfp_verdict verdict;
    enum envfp_pin pin;
    const char *headline, *advice; /* the second may be NULL */
    const char *names[2];          /* of the sides, harmless; NULL where none was given */
};

#define DIFF_GROUP 20 /* characters of the longest group that a token may have */

/* compare.c: changes and verdict of one layer. */
void envfp__diff_layer(struct envfp_diff *diff, enum envfp_layer layer);
/* verdict.c: what the digests, statuses and changes of a layer say together. */
void envfp__diff_judge(struct envfp_diff *diff, enum envfp_layer layer);
/* Whether a pattern to ignore may cover facts in a layer's digest. */
bool envfp__diff_may_ignore(const struct envfp_diff *diff, enum envfp_layer layer);
bool envfp__diff_is_ignored(const struct envfp_diff *diff, enum envfp_layer layer, struct view key);
/* Whether two digests are the same as far as both are known; false where one is empty. Hexadecimal digests and groups
 * of tokens compare with each other. */
bool envfp__diff_digest_equal(const char *a, const char *b);
/* The first DIFF_GROUP * 5 bits of a digest in hexadecimal, or the group itself; empty for none. */
void envfp__diff_group(const char *digest, char group[DIFF_GROUP + 1]);
/* Whether a fingerprint was read from a token and holds no facts. */
bool envfp__diff_is_token(const struct envfp_fingerprint *fingerprint);

/* runtime.c: the verdict on the programs' own runtimes, from what was found of the app section. */
void envfp__diff_runtime(struct envfp_diff *diff);
bool envfp__diff_is_runtime(const struct envfp_change *change);
/* The weakest isolation that pins differences of at least an impact. */
enum envfp_pin envfp__diff_runtime_pin(const struct envfp_diff *diff, enum envfp_impact least);
/* Appends how they differ, to be followed by what is around them; false where they do not. */
bool envfp__diff_say_runtime(const struct envfp_diff *diff, struct text *out);

/* name.c: what a side is called, 0 for the first one. */
const char *envfp__diff_name(const struct envfp_diff *diff, unsigned side);

/* order.c: of a changed version, whether the second side's is newer. */
enum envfp_order envfp__diff_order(const struct envfp_change *change);
/* Appends "3 newer, 2 older in NAME" between `start` and `end`; nothing where no version has an order. */
void envfp__diff_say_orders(struct text *out, struct view name, const char *start, const size_t by_order[3],
                            const char *end);

/* impact.c: sets the change's impact, from its registry row and its values. */
void envfp__diff_weigh(struct envfp_change *change);

/* headline.c and advice.c: sentences, into the diff's arena. */
void envfp__diff_headline(struct envfp_diff *diff);
void envfp__diff_advice(struct envfp_diff *diff);
/* The highest impact among differences of the layers, and the lowest layer that has it; false where no
 * layer differs. */
bool envfp__diff_worst(const struct envfp_diff *diff, enum envfp_layer *layer, enum envfp_impact *impact);
/* Whether a layer has a difference of more impact than `informs`. */
bool envfp__diff_layer_matters(const struct envfp_diff *diff, enum envfp_layer layer);
/* The weakest isolation that pins the layer's differences of at least an impact. */
enum envfp_pin envfp__diff_layer_pin(const struct envfp_diff *diff, enum envfp_layer layer,
                                     enum envfp_impact least);

/* "kernel, libc and packages": the layers in a mask. */
void envfp__diff_say_layers(struct text *out, uint32_t mask);

/* phrase.c: what differs in a layer, in a few words: "glibc 2.36 here, 2.31 there". */
void envfp__diff_phrases(const struct envfp_diff *diff, enum envfp_layer layer, enum envfp_impact impact,
                         struct text *out);
/* "packages" for dpkg, "Python distributions" for python...; `one` for the singular. */
const char *envfp__diff_noun(struct view inventory, bool one);

/* fault.c: says the gravest definite fault that one side alone has; false where there is none. */
bool envfp__diff_fault(const struct envfp_diff *diff, struct text *out);

/* show.c: values for people, with escapes for all that a terminal would act on, cut to `width` columns. */
void envfp__diff_show_text(struct text *out, struct view text, size_t width);
void envfp__diff_show_value(struct text *out, const struct envfp_fact *fact, size_t width);
size_t envfp__diff_columns(struct view text);
void envfp__diff_show_count(struct text *out, size_t count, const char *one, const char *many);
void envfp__diff_pad(struct text *out, size_t from, size_t column);

#endif
