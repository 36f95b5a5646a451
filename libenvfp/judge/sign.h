/* SPDX-License-Identifier: MIT */
/* Signs: facts that speak for something, as the judges' tables and the table of isolations have them. */
#ifndef ENVFP_JUDGE_SIGN_H
#define ENVFP_JUDGE_SIGN_H

#include "facts/facts.h"
#include "isolation/isolation.h"

struct sign {
    enum envfp_layer layer;
    const char *key;
    const char *item; /* a set's member, or part of a string; NULL: any value */
};

bool envfp__sign_shows(const struct facts *facts, const struct sign *sign);

/* The fact by which a sign of an isolation is told. */
struct sign envfp__sign_fact(const struct isolation_sign *sign);
/* Whether it shows, with what must be there beside it, and weighs anything. */
bool envfp__isolation_shows(const struct facts *facts, const struct isolation_sign *sign);
/* bubblewrap says nothing of itself where its root is no tmpfs's folder: then nothing is mounted with set-user-id, beside
 * no-new-privileges, which it always sets. */
bool envfp__sign_bubblewrap(const struct facts *facts);

/* Facts that a verdict rests on, as "layer:key", each once. */
struct evidence {
    struct view items[32];
    size_t count;
};

void envfp__evidence_add(const struct facts *facts, struct evidence *evidence, enum envfp_layer layer,
                         const char *key);
void envfp__evidence_write(struct facts *facts, const struct evidence *evidence, enum envfp_layer layer);

#endif
