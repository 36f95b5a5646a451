/* SPDX-License-Identifier: MIT */
/* Checks that a collector adds only facts that its own file declares, so that no fact has two authors. */
#ifndef ENVFP_TESTS_OWN_H
#define ENVFP_TESTS_OWN_H

#include "collect/collect.h"

/* Among `facts`, all added by one collector: the key of a gap that covers none of its declared facts, or a note that
 * facts were refused. NULL where all is well. */
const char *own_stranger(const struct collector *collector, const struct facts *facts);

#endif
