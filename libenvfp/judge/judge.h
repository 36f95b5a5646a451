/* SPDX-License-Identifier: MIT */
/*
 * From facts to verdicts: pure functions over sealed facts. A verdict is a derived fact that names the facts it rests
 * on; it is never hashed, so that a better rule changes no digest.
 */
#ifndef ENVFP_JUDGE_H
#define ENVFP_JUDGE_H

#include "facts/facts.h"

/* What a layer's judge says of it: OBSERVED (there is one), NONE (looked, there is none) or UNKNOWN. */
enum envfp_layer_status envfp__judge_hardware(struct facts *facts);
enum envfp_layer_status envfp__judge_hypervisor(struct facts *facts);
enum envfp_layer_status envfp__judge_container(struct facts *facts);
/* Bounds of CPUs and memory: a part of the container's. */
void envfp__judge_effective(struct facts *facts);
enum envfp_layer_status envfp__judge_sandbox(struct facts *facts);

/* The isolation stack from the bottom up, made from verdicts and facts alone. */
void envfp__judge_stack(struct facts *facts);

/* All verdicts, the status of every layer in the mask `collected` (others keep theirs), the stack. */
void envfp__judge(struct facts *facts, uint32_t collected);

#endif
