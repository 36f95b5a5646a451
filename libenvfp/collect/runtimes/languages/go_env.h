/* SPDX-License-Identifier: MIT */
#ifndef ENVFP_COLLECT_RUNTIMES_LANGUAGES_GO_ENV_H
#define ENVFP_COLLECT_RUNTIMES_LANGUAGES_GO_ENV_H

#include "collect/settings.h"

/* What go is told, by names of variables; `prefix`: the toolchain's root. Fails where a file could not be read. */
enum envfp_reason envfp__go_settings(struct collect *collect, struct view prefix, struct settings *settings);

#endif
