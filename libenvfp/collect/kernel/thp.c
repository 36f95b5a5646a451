/* SPDX-License-Identifier: MIT */
#define THP "/sys/kernel/mm/transparent_hugepage"

#ifdef DECLARING

COLLECTOR(0, LIVE)

NAMES(THP "/", all)
LINES(THP "/{defrag,enabled,shmem_enabled}", words)
LINES(THP "/hugepages-*/enabled", words)

FACT("thp.defrag", STRING, HASHED, ALTERS, HOST_SETTING, "", "/sys/kernel/mm/transparent_hugepage/defrag",
     "Documentation/admin-guide/mm/transhuge.rst",
     "Whether a page fault may wait for memory to be compacted: latency.")
FACT("thp.enabled", STRING, HASHED, ALTERS, HOST_SETTING, "", "/sys/kernel/mm/transparent_hugepage/enabled",
     "Documentation/admin-guide/mm/transhuge.rst",
     "Transparent huge pages: memory use and speed of large heaps.")
FACT("thp.shmem_enabled", STRING, HASHED, INFORMS, HOST_SETTING, "",
     "/sys/kernel/mm/transparent_hugepage/shmem_enabled", "Documentation/admin-guide/mm/transhuge.rst",
     "Transparent huge pages for shared memory.")
FACT("thp.sizes", SET, CONTEXT, ALTERS, HOST_SETTING, "",
     "/sys/kernel/mm/transparent_hugepage/hugepages-*/enabled", "Documentation/admin-guide/mm/transhuge.rst",
     "Sizes of transparent huge pages below the largest that are in use; where detail is asked for.")

#else
#define LAYER KERNEL
#define OWNER thp
#define DECLARES "collect/kernel/thp.c"
#include "collect/declare.h"

#include "collect/kernel/features.h"

bool envfp__kernel_chosen(struct view line, struct view *word)
{
    size_t open = view_find_byte(line, '[');
    if (open == SIZE_MAX)
        return false;
    *word = view_skip(line, open + 1);
    size_t close = view_find_byte(*word, ']');
    *word = view_take(*word, close);
    return close != SIZE_MAX && close > 0;
}

/* Each size between a page and the largest has a setting of its own: "64kB=inherit". */
static void add_sizes(struct collect *c)
{
    struct source_entry *entries;
    size_t count;
    struct bag sizes = {0};
    enum envfp_reason reason = source_list(c->source, c->scratch, THP, &entries, &count);
    for (size_t i = 0; reason == ENVFP_REASON_NONE && i < count; i++) {
        struct view size = entries[i].name, line, word;
        if (!view_ends(size, VIEW("kB")) || !view_cut_start(&size, VIEW("hugepages-")))
            continue;
        const char *file = source_path(c->scratch, THP "/", entries[i].name, "/enabled");
        enum envfp_reason one =
            file ? source_read_line(c->source, c->scratch, file, &line) : ENVFP_REASON_ABSENT;
        if (one == ENVFP_REASON_NONE && envfp__kernel_chosen(line, &word) && !view_is(word, "never"))
            envfp__bag_add(c, &sizes,
                           envfp__arena_join(c->scratch, (struct view[]){size, VIEW("="), word}, 3));
        else if (one != ENVFP_REASON_NONE && one != ENVFP_REASON_ABSENT)
            reason = one;
    }
    if (reason == ENVFP_REASON_NONE && sizes.count)
        fact_set(c, "thp.sizes", sizes.items, sizes.count);
    fact_gap(c, "thp.sizes", reason);
}

static void add_choice(struct collect *c, const char *key, const char *path)
{
    struct view line, word;
    enum envfp_reason reason = source_read_line(c->source, c->scratch, path, &line);
    if (reason == ENVFP_REASON_NONE && envfp__kernel_chosen(line, &word))
        fact_string(c, key, word);
    else
        fact_gap(c, key, reason == ENVFP_REASON_NONE ? ENVFP_REASON_MALFORMED : reason);
}

void envfp__collect_thp(struct collect *c)
{
    for (const struct envfp_entry *row = declared.facts; row < declared.facts + FACT_COUNT; row++)
        if (row->type == ENVFP_STRING)
            add_choice(c, entry_key(row), entry_text(row, row->path));
    if (c->source->common->detail)
        add_sizes(c);
}

#endif
