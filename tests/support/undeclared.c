/* SPDX-License-Identifier: MIT */
#include "undeclared.h"

#include "collect/collect.h"

#include <stdio.h>
#include <stdlib.h>

static const char *const operations[] = {"open",  "list", "link",     "stat",  "cpuid",
                                         "uname", "auxv", "variable", "probe", "devices"};

static void note(const char *file, const char *collector, const char *operation, const char *name)
{
    FILE *out = fopen(file, "a");
    if (!out)
        return;
    (void)fprintf(out, "%s %s %s\n", collector, operation, name);
    (void)fclose(out);
}

static size_t asked(void *state, const struct source_question *question)
{
    const struct undeclared *undeclared = state;
    const struct source_common *common = undeclared->common;
    const char *file = getenv("ENVFP_UNDECLARED");
    if (common->at_work >= envfp__collector_count ||
        envfp__source_is_declared(common, question->operation, question->name))
        return 0;
    const char *collector = envfp__collectors[common->at_work].name;
    if (file)
        note(file, collector, operations[question->operation], question->name);
    else
        undeclared->found(collector, operations[question->operation], question->name);
    return 0;
}

static void closed(void *state, size_t number, uint64_t bytes, enum envfp_reason trouble)
{
    (void)state, (void)number, (void)bytes, (void)trouble;
}

void undeclared_watch(struct undeclared *undeclared, struct source_watch *watch, struct source_common *common,
                      void (*found)(const char *collector, const char *operation, const char *name))
{
    *undeclared = (struct undeclared){common, found};
    *watch = (struct source_watch){undeclared, asked, closed};
    common->watch = watch;
}
