/* SPDX-License-Identifier: MIT */
/* Packages of Node.js. */
#ifndef ENVFP_COLLECT_RUNTIMES_LANGUAGES_NODE_H
#define ENVFP_COLLECT_RUNTIMES_LANGUAGES_NODE_H

#include "collect/collect.h"

/* INVENTORY/NAME of each package in a folder of them; `@scope` holds more. */
void envfp__node_modules(struct collect *collect, const char *inventory, const char *directory);

#endif
