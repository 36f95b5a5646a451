/* SPDX-License-Identifier: MIT */
#ifndef ENVFP_COLLECT_RUNTIMES_LANGUAGES_JAVA_SECURITY_H
#define ENVFP_COLLECT_RUNTIMES_LANGUAGES_JAVA_SECURITY_H

#include "collect/collect.h"

/* The trust store of the Java in that home, and what its connections refuse. */
void envfp__java_security(struct collect *collect, struct view home);

#endif
