/* SPDX-License-Identifier: MIT */
#ifdef DECLARING

COLLECTOR(CT, LIVE)
USES(pci)

LINES("/proc/meminfo", meminfo)
LINES("/sys/bus/virtio/devices/*/features", words)

FACT("memory.hugepage_kib", INTEGER, CONTEXT, INFORMS, NOTHING, "KiB", "/proc/meminfo", "proc_meminfo(5)",
     "Default size of huge pages.")
FACT("memory.size_class", STRING, HASHED, ALTERS, MACHINE, "", "/proc/meminfo", "proc_meminfo(5)",
     "Memory built in, to the next usual size above: garbage collectors and caches take their default "
     "sizes from it.")

#else
#include "source/keep_rows.h"

static bool keep_meminfo(const struct source *source, struct view line, struct text *out)
{
    static const char *const keys[] = {"MemTotal", "Hugepagesize", "Balloon"};
    struct view key, value;
    return view_split(line, ':', &key, &value) && keep_is_one(key, keys, KEEP_COUNT(keys))
               ? envfp__keep_words(source, line, out)
               : true;
}

#define LAYER HARDWARE
#define OWNER ram
#define DECLARES "collect/hardware/ram.c"
#include "collect/declare.h"

#include "collect/collect.h"

#define VIRTIO "/sys/bus/virtio/devices"

/* MemTotal is less than the memory built in, by what firmware, graphics and the kernel keep for themselves, and differs
 * by a few pages from boot to boot. The class is the next larger of the sizes that memory is sold in (1, 1.5, 2, 3, 4,
 * 6, 8, 12 ...), so that neither changes it. */
static uint64_t size_class(uint64_t kib)
{
    uint64_t power = UINT64_C(1) << 10; /* 1 MiB */
    while (power < kib && power < UINT64_C(1) << 52)
        power *= 2;
    return power / 4 * 3 >= kib ? power / 4 * 3 : power;
}

static struct view class_text(struct collect *c, uint64_t kib)
{
    struct text text = {.arena = c->scratch};
    bool gib = kib >= UINT64_C(1) << 20 && kib % (UINT64_C(1) << 20) == 0;
    envfp__text_add_number(&text, (int64_t)(gib ? kib >> 20 : kib >> 10));
    envfp__text_add(&text, view_of(gib ? " GiB" : " MiB"));
    return envfp__text_view(&text);
}

static bool find_kib(struct view rest, struct view name, uint64_t *kib)
{
    struct view line, key, value;
    while (view_cut(&rest, '\n', &line)) {
        if (!view_split(line, ':', &key, &value) || !view_equal(key, name))
            continue;
        struct view word;
        return view_cut_word(&value, &word) && envfp__view_number(word, 10, kib) && *kib < UINT64_C(1) << 50;
    }
    return false;
}

/* VIRTIO_BALLOON_F_DEFLATE_ON_OOM, by its place in the file. */
enum { DEFLATE_ON_OOM = 2 };

/* Whether a guest's balloon reduces MemTotal. A balloon that gives pages back before a process is killed for want of
 * memory does not. */
static bool is_taken_out(struct collect *c)
{
    struct source_entry *entries;
    size_t count;
    if (source_list(c->source, c->scratch, VIRTIO, &entries, &count) != ENVFP_REASON_NONE)
        return false;
    for (size_t i = 0; i < count; i++) {
        struct view text;
        const char *modalias = source_path(c->scratch, VIRTIO "/", entries[i].name, "/modalias");
        const char *features = source_path(c->scratch, VIRTIO "/", entries[i].name, "/features");
        if (modalias && features && source_read(c->source, modalias, &text) == ENVFP_REASON_NONE &&
            view_starts(text, VIEW("virtio:d00000005v")))
            return source_read(c->source, features, &text) == ENVFP_REASON_NONE &&
                   text.length > DEFLATE_ON_OOM && text.text[DEFLATE_ON_OOM] == '0';
    }
    return false;
}

void envfp__collect_ram(struct collect *c)
{
    struct view content;
    uint64_t kib;
    enum envfp_reason reason = source_read(c->source, "/proc/meminfo", &content);
    if (reason != ENVFP_REASON_NONE) {
        fact_gap(c, "memory.*", reason);
        return;
    }
    uint64_t hugepage = 0, balloon = 0;
    (void)find_kib(content, VIEW("Hugepagesize"), &hugepage);
    (void)find_kib(content, VIEW("Balloon"), &balloon);
    if (!find_kib(content, VIEW("MemTotal"), &kib) || kib == 0)
        fact_gap(c, "memory.size_class", ENVFP_REASON_MALFORMED);
    else /* pages lent to the host come back */
        fact_string(c, "memory.size_class",
                    class_text(c, size_class(kib + (balloon && is_taken_out(c) ? balloon : 0))));
    if (hugepage)
        fact_integer(c, "memory.hugepage_kib", (int64_t)hugepage);
}

#endif
