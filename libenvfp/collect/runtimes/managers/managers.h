/* SPDX-License-Identifier: MIT */
/* A part of what managers hold. */
#ifndef ENVFP_COLLECT_RUNTIMES_MANAGERS_MANAGERS_H
#define ENVFP_COLLECT_RUNTIMES_MANAGERS_MANAGERS_H

#include "collect/collect.h"

/* Environments that are not in force: of conda, virtualenvwrapper, Poetry, and of pipx' and uv's programs. */
void envfp__managers_environments(struct collect *collect);

#endif
