/* SPDX-License-Identifier: MIT */
/* The project whose lock files a run reads. */
#include "collect/project/project.h"
#include "probe.h"

enum envfp_status envfp_probe_set_project(struct envfp_probe *probe, const char *directory)
{
    if (!probe || (directory && directory[0] != '/'))
        return ENVFP_BAD_ARGUMENT;
    if (!directory) {
        probe->project = NULL;
        return ENVFP_OK;
    }
    struct view copy = envfp__arena_copy(&probe->arena, view_of(directory));
    enum envfp_status status = probe_memory_status(probe);
    if (status == ENVFP_OK) {
        probe->project = copy.text;
        probe->read_project = envfp__project_collect;
    }
    return status;
}
