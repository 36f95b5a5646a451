/* SPDX-License-Identifier: MIT */
/* The trace that a run keeps. */
#include "probe.h"
#include "registry/registry.h"

void envfp_probe_set_trace(struct envfp_probe *probe, bool trace)
{
    static const struct probe_tracer tracer = {envfp__trace_start, envfp__trace_told, envfp__trace_finish,
                                               envfp__trace_end};
    if (!probe)
        return;
    probe->tracer = trace ? &tracer : NULL;
    probe->aside = envfp__registry_aside;
}
