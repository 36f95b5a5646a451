/* SPDX-License-Identifier: MIT */
/* What a run looks at, if not at its own process. */
#include "collect/project/project.h"
#include "probe.h"
#include "source/system.h"

static enum envfp_status open_pid(const struct envfp_probe *probe, struct source_common *common,
                                  struct source *source)
{
    return envfp__source_pid(common, probe->pid, source);
}

static enum envfp_status open_root(const struct envfp_probe *probe, struct source_common *common,
                                   struct source *source)
{
    return envfp__source_root(common, probe->directory, probe->operand == OPERAND_RECORD, source);
}

enum envfp_status envfp_probe_set_operand(struct envfp_probe *probe, const char *operand)
{
    if (!probe || !operand)
        return ENVFP_BAD_ARGUMENT;
    struct view text = view_of(operand);
    uint64_t pid;
    if (view_is(text, "self")) {
        probe->operand = OPERAND_SELF;
        probe->open = NULL;
        return ENVFP_OK;
    }
    if (view_starts(text, VIEW("pid:"))) {
        if (!envfp__view_number(view_skip(text, 4), 10, &pid) || pid == 0 || pid > INT32_MAX)
            return ENVFP_BAD_ARGUMENT;
        probe->operand = OPERAND_PID;
        probe->open = open_pid;
        probe->pid = (uint32_t)pid;
        return ENVFP_OK;
    }
    bool root = view_starts(text, VIEW("root:")), record = view_starts(text, VIEW("record:"));
    struct view directory = view_skip(text, root ? 5 : 7);
    if ((!root && !record) || directory.length == 0)
        return ENVFP_BAD_ARGUMENT;
    struct view copy = envfp__arena_copy(&probe->arena, directory);
    enum envfp_status status = probe_memory_status(probe);
    if (status == ENVFP_OK) {
        probe->operand = root ? OPERAND_ROOT : OPERAND_RECORD;
        probe->open = open_root;
        if (record) /* which may be of one with a project */
            probe->read_project = envfp__project_collect;
        probe->directory = copy.text;
    }
    return status;
}
