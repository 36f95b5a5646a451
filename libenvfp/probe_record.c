/* SPDX-License-Identifier: MIT */
/* The recording that a run writes. */
#include "probe.h"
#include "registry/registry.h"
#include "source/system.h"

void envfp_probe_set_recording(struct envfp_probe *probe, int directory)
{
    static const struct probe_recorder recorder = {envfp__source_record, envfp__source_record_finish};
    if (!probe)
        return;
    probe->recording = directory;
    probe->recorder = directory >= 0 ? &recorder : NULL;
    probe->aside = envfp__registry_aside;
}
