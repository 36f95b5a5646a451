/* SPDX-License-Identifier: MIT */
/*
 * What a run is asked for. Much of the library is needed only where somebody asks for it: the functions that do so stand
 * in files of their own and leave what they need here, so that a program which never calls them does not link it.
 */
#ifndef ENVFP_PROBE_H
#define ENVFP_PROBE_H

#include "facts/facts.h"
#include "source/source.h"
#include "source/trace.h"

enum operand { OPERAND_SELF, OPERAND_PID, OPERAND_ROOT, OPERAND_RECORD };

struct collect;

/* As source/system.h says. */
struct probe_recorder {
    enum envfp_status (*start)(struct source_common *common, const struct source *inner, int directory,
                               bool bare, struct view layers, const char *project, struct source *recorder);
    bool (*finish)(const struct source *recorder);
};

/* As source/trace.h says. */
struct probe_tracer {
    void (*start)(struct trace *trace, const struct source *source, struct arena *kept);
    void (*told)(struct trace *trace, size_t asker, size_t declarer);
    void (*finish)(struct trace *trace);
    void (*end)(struct trace *trace);
};

struct envfp_probe {
    struct arena arena;
    enum operand operand;
    uint32_t pid;
    const char *directory, *project;
    uint32_t layers;
    bool detail, allow_remote;
    uint64_t deadline, limits[3];
    const char *const *environment;
    size_t environment_count;
    struct facts app;
    int recording;
    const struct envfp_names *names;
    /* What only some runs need; each NULL where it is not asked for. */
    enum envfp_status (*open)(const struct envfp_probe *probe, struct source_common *common,
                              struct source *source); /* of another operand than `self` */
    void (*read_project)(struct collect *collect);
    void (*read_process)(struct collect *collect);
    const struct probe_recorder *recorder;
    const struct probe_tracer *tracer;
    struct aside (*aside)(size_t index);
};

/* Out of memory once is no reason to refuse the next call. */
static inline enum envfp_status probe_memory_status(struct envfp_probe *probe)
{
    bool failed = probe->arena.failed;
    probe->arena.failed = false;
    return failed ? ENVFP_NO_MEMORY : ENVFP_OK;
}

static inline bool probe_are_texts(const char *const *texts, size_t count)
{
    for (size_t i = 0; texts && i < count; i++)
        if (!texts[i])
            return false;
    return texts || count == 0;
}

#endif
