/* SPDX-License-Identifier: MIT */
#include "collect/collect.h"

struct row {
    const char *key, *path;
};

static const struct row rows[] = {
    {"thp.defrag", "/sys/kernel/mm/transparent_hugepage/defrag"},
    {"thp.enabled", "/sys/kernel/mm/transparent_hugepage/enabled"},
    {"thp.shmem_enabled", "/sys/kernel/mm/transparent_hugepage/shmem_enabled"},
};

/* "always [madvise] never": the word in brackets. */
static bool chosen(struct view line, struct view *word)
{
    size_t open = view_find_byte(line, '[');
    if (open == SIZE_MAX)
        return false;
    *word = view_skip(line, open + 1);
    size_t close = view_find_byte(*word, ']');
    *word = view_take(*word, close);
    return close != SIZE_MAX && close > 0;
}

void envfp__collect_thp(struct collect *c)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct view line, word;
        enum envfp_reason reason = source_read_line(c->source, c->scratch, rows[i].path, &line);
        if (reason == ENVFP_REASON_NONE && chosen(line, &word))
            fact_string(c, rows[i].key, word);
        else
            fact_gap(c, rows[i].key, reason == ENVFP_REASON_NONE ? ENVFP_REASON_MALFORMED : reason);
    }
}
