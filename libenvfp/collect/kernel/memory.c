/* SPDX-License-Identifier: MIT */
#include "collect/collect.h"

/* "hugepages-2048kB", each a size that mmap's MAP_HUGETLB can ask for. */
static void add_huge_pages(struct collect *c)
{
    static const char path[] = "/sys/kernel/mm/hugepages";
    struct source_entry *entries;
    size_t count;
    struct bag sizes = {0};
    enum envfp_reason reason = source_list(c->source, c->scratch, path, &entries, &count);
    if (reason != ENVFP_REASON_NONE) {
        fact_gap(c, "memory.huge_page_sizes", reason);
        return;
    }
    for (size_t i = 0; i < count; i++)
        if (view_starts(entries[i].name, VIEW("hugepages-")) && view_ends(entries[i].name, VIEW("kB")))
            envfp__bag_add(c, &sizes, view_skip(entries[i].name, sizeof "hugepages-" - 1));
    if (sizes.count)
        fact_set(c, "memory.huge_page_sizes", sizes.items, sizes.count);
}

void envfp__collect_memory(struct collect *c)
{
    struct view text;
    uint64_t bytes;
    enum envfp_reason reason = source_probe(c->source, c->scratch, "page_size", &text);
    if (reason != ENVFP_REASON_NONE)
        fact_gap(c, "memory.page_size", reason);
    else if (!envfp__view_number(text, 10, &bytes) || bytes > (1U << 30))
        fact_gap(c, "memory.page_size", ENVFP_REASON_MALFORMED);
    else
        fact_integer(c, "memory.page_size", (int64_t)bytes);
    add_huge_pages(c);
}
