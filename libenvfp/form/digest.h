/* SPDX-License-Identifier: MIT */
#ifndef ENVFP_FORM_DIGEST_H
#define ENVFP_FORM_DIGEST_H

#include "facts/facts.h"

/* Collector and layer digests of every section whose status has one, into the sections; the root digest
 * into `root` (hex and a NUL). Facts must be sealed and judged. */
void envfp__digest_facts(struct facts *facts, char root[65]);

/* Whether a status stands with a digest. */
static inline bool digest_has(enum envfp_layer_status status)
{
    return status <= ENVFP_LAYER_PARTIAL;
}

#endif
