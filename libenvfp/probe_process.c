/* SPDX-License-Identifier: MIT */
/* Whether a run looks at the program of its own process. */
#include "collect/app/process.h"
#include "probe.h"

void envfp_probe_set_process(struct envfp_probe *probe, bool process)
{
    if (probe)
        probe->read_process = process ? envfp__process_collect : NULL;
}
