/* SPDX-License-Identifier: MIT */
#ifndef ENVFP_FORM_DOCUMENT_H
#define ENVFP_FORM_DOCUMENT_H

#include "fingerprint.h"

/* The number of this layout of documents (their member "envfp"). */
#define ENVFP_DOCUMENT_FORMAT 1

/* Append the document and a line feed. The canonical one is JCS; `pretty` is for reading. */
void envfp__document_write(const struct envfp_fingerprint *fingerprint, bool pretty, struct text *text);

#endif
