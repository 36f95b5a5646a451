/* SPDX-License-Identifier: MIT */
/* Sets the collector on whose behalf a source is asked: only what its file declares, and the files that it USES, may be
 * read. */
#ifndef ENVFP_TESTS_AT_WORK_H
#define ENVFP_TESTS_AT_WORK_H

#include "source/source.h"

/* Puts a collector to work, by its name in the table; an unknown name ends the test. */
void at_work(struct source_common *common, const char *collector);

#endif
