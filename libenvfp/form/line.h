/* SPDX-License-Identifier: MIT */
#ifndef ENVFP_FORM_LINE_H
#define ENVFP_FORM_LINE_H

#include "fingerprint.h"

#define LINE_SIZE_MAX 480

/* Write the line form, no line feed and no NUL; returns its length, 0 where the fingerprint has no long
 * token. */
size_t envfp__line_write(const struct envfp_fingerprint *fingerprint, char line[LINE_SIZE_MAX]);

#endif
