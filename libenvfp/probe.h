/* SPDX-License-Identifier: MIT */
/* What a run is asked for. */
#ifndef ENVFP_PROBE_H
#define ENVFP_PROBE_H

#include "facts/facts.h"

enum operand { OPERAND_SELF, OPERAND_PID, OPERAND_ROOT, OPERAND_RECORD };

struct envfp_probe {
    struct arena arena;
    enum operand operand;
    uint32_t pid;
    const char *directory, *project;
    uint32_t layers;
    bool detail, allow_remote, process, trace;
    uint64_t deadline, limits[3];
    const char *const *environment;
    size_t environment_count;
    struct facts app;
    int recording;
    const struct envfp_names *names;
};

#endif
