/* SPDX-License-Identifier: MIT */
/* A collector tells what its own file declares, and nothing else: so no fact has two authors. */
#ifndef ENVFP_TESTS_OWN_H
#define ENVFP_TESTS_OWN_H

#include "collect/collect.h"

/* The key of a gap among `facts`, all of which the collector has added, that stands for none of its facts; or what was
 * refused among them. NULL where there is neither. */
const char *own_stranger(const struct collector *collector, const struct facts *facts);

#endif
