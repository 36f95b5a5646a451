/* SPDX-License-Identifier: MIT */
/* Who asks: what his file declares counts, and what those declare that he uses. */
#ifndef ENVFP_TESTS_AT_WORK_H
#define ENVFP_TESTS_AT_WORK_H

#include "source/source.h"

/* Lets a collector be at work, by its name in the table; a wrong one ends the test. */
void at_work(struct source_common *common, const char *collector);

#endif
