/* SPDX-License-Identifier: MIT */
#ifdef DECLARING

COLLECTOR(0, LIVE)

FACT("thp.defrag", STRING, HASHED, ALTERS, VM, "", "/sys/kernel/mm/transparent_hugepage/defrag",
     "Documentation/admin-guide/mm/transhuge.rst",
     "Whether a page fault may wait for memory to be compacted: latency.")
FACT("thp.enabled", STRING, HASHED, ALTERS, VM, "", "/sys/kernel/mm/transparent_hugepage/enabled",
     "Documentation/admin-guide/mm/transhuge.rst",
     "Transparent huge pages: memory use and speed of large heaps.")
FACT("thp.shmem_enabled", STRING, HASHED, INFORMS, VM, "",
     "/sys/kernel/mm/transparent_hugepage/shmem_enabled", "Documentation/admin-guide/mm/transhuge.rst",
     "Transparent huge pages for shared memory.")
FACT("thp.sizes", SET, CONTEXT, ALTERS, VM, "", "/sys/kernel/mm/transparent_hugepage/hugepages-*/enabled",
     "Documentation/admin-guide/mm/transhuge.rst",
     "Sizes of transparent huge pages below the largest that are in use; where detail is asked for.")

#else
#define LAYER KERNEL
#define OWNER thp
#define DECLARES "collect/kernel/thp.c"
#include "collect/declare.h"

#include "collect/kernel/features.h"

struct row {
    const char *key, *path;
};

static const struct row rows[] = {
    {"thp.defrag", "/sys/kernel/mm/transparent_hugepage/defrag"},
    {"thp.enabled", "/sys/kernel/mm/transparent_hugepage/enabled"},
    {"thp.shmem_enabled", "/sys/kernel/mm/transparent_hugepage/shmem_enabled"},
};

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

/* Sizes between a page and the largest have switches of their own: "64kB=inherit". */
static void add_sizes(struct collect *c)
{
    static const char path[] = "/sys/kernel/mm/transparent_hugepage/";
    struct source_entry *entries;
    size_t count;
    struct bag sizes = {0};
    enum envfp_reason reason =
        source_list(c->source, c->scratch, "/sys/kernel/mm/transparent_hugepage", &entries, &count);
    for (size_t i = 0; reason == ENVFP_REASON_NONE && i < count; i++) {
        struct view name = entries[i].name, line, word;
        if (!view_starts(name, VIEW("hugepages-")) || !view_ends(name, VIEW("kB")))
            continue;
        const char *file = source_path(c->scratch, path, name, "/enabled");
        enum envfp_reason one =
            file ? source_read_line(c->source, c->scratch, file, &line) : ENVFP_REASON_ABSENT;
        if (one == ENVFP_REASON_NONE && envfp__kernel_chosen(line, &word) && !view_is(word, "never"))
            envfp__bag_add(
                c, &sizes,
                envfp__arena_join(c->scratch,
                                  (struct view[]){view_skip(name, sizeof "hugepages-" - 1), VIEW("="), word},
                                  3));
        else if (one != ENVFP_REASON_NONE && one != ENVFP_REASON_ABSENT)
            reason = one;
    }
    if (reason == ENVFP_REASON_NONE && sizes.count)
        fact_set(c, "thp.sizes", sizes.items, sizes.count);
    fact_gap(c, "thp.sizes", reason);
}

void envfp__collect_thp(struct collect *c)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct view line, word;
        enum envfp_reason reason = source_read_line(c->source, c->scratch, rows[i].path, &line);
        if (reason == ENVFP_REASON_NONE && envfp__kernel_chosen(line, &word))
            fact_string(c, rows[i].key, word);
        else
            fact_gap(c, rows[i].key, reason == ENVFP_REASON_NONE ? ENVFP_REASON_MALFORMED : reason);
    }
    if (c->source->common->detail)
        add_sizes(c);
}

#endif
