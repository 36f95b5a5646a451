/* SPDX-License-Identifier: MIT */
#include "at_work.h"

#include "collect/collect.h"

#include <stdio.h>
#include <stdlib.h>

void at_work(struct source_common *common, const char *collector)
{
    for (size_t i = 0; i < envfp__collector_count; i++)
        if (strcmp(envfp__collectors[i].name, collector) == 0) {
            common->at_work = i;
            return;
        }
    fprintf(stderr, "no collector: %s\n", collector);
    abort();
}
