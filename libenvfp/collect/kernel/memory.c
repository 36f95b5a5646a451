/* SPDX-License-Identifier: MIT */
#ifdef DECLARING

COLLECTOR(0, LIVE)

LINES("/proc/swaps", swaps)
NAMES("/sys/kernel/mm/hugepages/", all)
LINES("/sys/kernel/mm/hugepages/hugepages-*/nr_hugepages", number)
LINES("/sys/kernel/mm/{ksm/run,lru_gen/enabled}", number)
LINES("/sys/module/zswap/parameters/enabled", words)

FACT("memory.huge_page_sizes", SET, HASHED, ALTERS, VM, "", "/sys/kernel/mm/hugepages",
     "Documentation/admin-guide/mm/hugetlbpage.rst", "Sizes of huge pages that a program may ask for.")
FACT("memory.huge_pages", SET, CONTEXT, ALTERS, HOST_SETTING, "", "/sys/kernel/mm/hugepages",
     "Documentation/admin-guide/mm/hugetlbpage.rst",
     "Huge pages set aside, by size; how many there are depends on what memory was free. Where detail "
     "is asked for.")
FACT("memory.ksm", STRING, CONTEXT, INFORMS, HOST_SETTING, "", "/sys/kernel/mm/ksm/run",
     "Documentation/admin-guide/mm/ksm.rst",
     "Whether the kernel merges equal pages (1); daemons turn it on by load. Where detail is asked "
     "for.")
FACT("memory.lru_gen", STRING, CONTEXT, INFORMS, HOST_SETTING, "", "/sys/kernel/mm/lru_gen/enabled",
     "Documentation/admin-guide/mm/multigen_lru.rst",
     "Parts of the multi-generational LRU in use: what is thrown out when memory is short. Where "
     "detail is asked for.")
FACT("memory.page_size", INTEGER, HASHED, BREAKS, VM, "bytes", "", "sysconf(3), _SC_PAGESIZE",
     "Size of a memory page; programs and allocators built for another size fail.")
FACT("memory.signal_stack", INTEGER, CONTEXT, BREAKS, MACHINE, "bytes", "",
     "getauxval(3), AT_MINSIGSTKSZ; Documentation/arch/x86/elf_auxvec.rst",
     "Least stack that a signal handler needs on this processor and kernel; programs with stacks of a "
     "fixed size overflow it.")
FACT("memory.swap", SET, CONTEXT, INFORMS, NOTHING, "", "/proc/swaps", "proc(5)",
     "What is swapped to now, by kind (zram, partition, file); where detail is asked for.")
FACT("memory.zswap", STRING, CONTEXT, INFORMS, HOST_SETTING, "", "/sys/module/zswap/parameters/enabled",
     "Documentation/admin-guide/mm/zswap.rst",
     "Whether pages are compressed before they are swapped out; where detail is asked for.")

#else
#include "source/keep.h"

/* Keeps the kinds of swap space: names of devices and files identify the machine. */
static bool keep_swaps(const struct source *source, struct view line, struct text *out)
{
    struct view end, rest = envfp__keep_body(line, &end), name, type;
    (void)source;
    if (!view_cut_word(&rest, &name) || view_is(name, "Filename") || !view_cut_word(&rest, &type))
        return true;
    envfp__text_add(out, view_starts(name, VIEW("/dev/zram")) ? VIEW("/dev/zram ") : VIEW("/_ "));
    envfp__text_add(out, view_is(type, "file") ? VIEW("file") : VIEW("partition"));
    envfp__text_add(out, end);
    return true;
}

#define LAYER KERNEL
#define OWNER memory
#define DECLARES "collect/kernel/memory.c"
#include "collect/declare.h"

#include "collect/collect.h"

/* Pages set aside, by size: "2048kB=512". */
static void add_reserved(struct collect *c, const struct bag *sizes)
{
    struct bag reserved = {0};
    for (size_t i = 0; i < sizes->count; i++) {
        const char *path =
            source_path(c->scratch, "/sys/kernel/mm/hugepages/hugepages-", sizes->items[i], "/nr_hugepages");
        struct view line;
        enum envfp_reason reason =
            path ? source_read_line(c->source, c->scratch, path, &line) : ENVFP_REASON_ABSENT;
        if (reason == ENVFP_REASON_NONE && line.length && !view_is(line, "0"))
            envfp__bag_add(
                c, &reserved,
                envfp__arena_join(c->scratch, (struct view[]){sizes->items[i], VIEW("="), line}, 3));
        fact_gap(c, "memory.huge_pages", reason);
    }
    if (reserved.count)
        fact_set(c, "memory.huge_pages", reserved.items, reserved.count);
}

/* /proc/swaps: what is swapped to, by kind: "zram", "partition", "file". Devices and paths are the machine's own. */
static void add_swap(struct collect *c)
{
    struct view text, line, name, type;
    struct bag kinds = {0};
    enum envfp_reason reason = source_read(c->source, "/proc/swaps", &text);
    while (reason == ENVFP_REASON_NONE && view_cut(&text, '\n', &line)) {
        if (!view_cut_word(&line, &name) || view_is(name, "Filename") || !view_cut_word(&line, &type))
            continue;
        envfp__bag_add(c, &kinds,
                       view_starts(name, VIEW("/dev/zram")) ? VIEW("zram")
                       : view_is(type, "file")              ? VIEW("file")
                                                            : VIEW("partition"));
    }
    if (kinds.count)
        fact_set(c, "memory.swap", kinds.items, kinds.count);
    fact_gap(c, "memory.swap", reason);
}

/* The least stack for a signal handler: it grows with the processor's registers, beyond the old constant SIGSTKSZ. */
static void add_signal_stack(struct collect *c)
{
    struct view text;
    uint64_t bytes;
    if (source_auxv(c->source, c->scratch, "AT_MINSIGSTKSZ", &text) == ENVFP_REASON_NONE &&
        envfp__view_number(text, 16, &bytes) && bytes < 1U << 30)
        fact_integer(c, "memory.signal_stack", (int64_t)bytes);
}

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
        if (view_ends(entries[i].name, VIEW("kB")) && view_cut_start(&entries[i].name, VIEW("hugepages-")))
            envfp__bag_add(c, &sizes, entries[i].name);
    if (sizes.count)
        fact_set(c, "memory.huge_page_sizes", sizes.items, sizes.count);
    if (c->source->common->detail)
        add_reserved(c, &sizes);
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
    add_signal_stack(c);
    add_huge_pages(c);
    if (!c->source->common->detail)
        return;
    add_swap(c);
    envfp__collect_attribute(c, "memory.ksm", "/sys/kernel/mm/ksm/run");
    envfp__collect_attribute(c, "memory.lru_gen", "/sys/kernel/mm/lru_gen/enabled");
    envfp__collect_attribute(c, "memory.zswap", "/sys/module/zswap/parameters/enabled");
}

#endif
