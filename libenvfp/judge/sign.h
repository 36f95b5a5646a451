/* SPDX-License-Identifier: MIT */
/* A sign: one fact that speaks for something, as the judges' tables hold it. */
#ifndef ENVFP_JUDGE_SIGN_H
#define ENVFP_JUDGE_SIGN_H

#include "facts/facts.h"

struct sign {
    enum envfp_layer layer;
    const char *key;
    const char *item; /* a set's member, or part of a string; NULL: any value */
};

bool envfp__sign_shows(const struct facts *facts, const struct sign *sign);

/* bubblewrap leaves no name. Its signs: a root directory that is a folder of a tmpfs, or a nosuid root together with
 * no-new-privileges, which it always sets. */
bool envfp__sign_bubblewrap(const struct facts *facts);

/* Facts that a verdict rests on, as "layer:key". */
struct evidence {
    struct view items[32];
    size_t count;
};

void envfp__evidence_add(const struct facts *facts, struct evidence *evidence, enum envfp_layer layer,
                         const char *key);
void envfp__evidence_write(struct facts *facts, const struct evidence *evidence, enum envfp_layer layer);

#endif
