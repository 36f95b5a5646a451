/* SPDX-License-Identifier: MIT */
#ifndef ENVFP_FORM_DIGEST_H
#define ENVFP_FORM_DIGEST_H

#include "facts/facts.h"

/* Collector and layer digests of every section whose status has one, into the sections; the root digest
 * into `root` (hex and a NUL). Facts must be sealed and judged. */
void envfp__digest_facts(struct facts *facts, char root[65]);

/* Collector digests that a reader computed while it read; `end` is the number of facts digested. A digest is used where
 * the section has exactly as many facts of that collector. */
struct digest_known {
    struct collector_digest *collectors;
    size_t count, capacity;
};

/* As envfp__digest_facts; `known` has one for each section. */
void envfp__digest_facts_known(struct facts *facts, const struct digest_known *known, char root[65]);

/* The eight layers sorted by name, as the members of a JSON object stand. */
extern const unsigned char envfp__digest_layer_order[ENVFP_LAYER_COUNT];

/* Whether a layer with this status has a digest. */
static inline bool digest_has(enum envfp_layer_status status)
{
    return status <= ENVFP_LAYER_PARTIAL;
}

#endif
