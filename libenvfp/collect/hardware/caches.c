/* SPDX-License-Identifier: MIT */
#include "collect/hardware/topology.h"

#define LEVELS 4
#define INDEXES 16 /* caches of one CPU that are looked at */
#define SIZES 16   /* different sizes of one level */

enum { DATA, INSTRUCTION, KINDS };

struct level {
    uint64_t sizes[SIZES]; /* KiB */
    size_t count;
    bool cut;
};

static const char *const names[LEVELS][KINDS] = {
    {"cache.l1d_kib", "cache.l1i_kib"},
    {"cache.l2_kib", NULL},
    {"cache.l3_kib", NULL},
    {"cache.l4_kib", NULL},
};

static enum envfp_reason read_text(struct collect *c, unsigned cpu, unsigned index, const char *name,
                                   struct view *text)
{
    char folder[] = "/cache/index00/";
    char *digits = folder + sizeof "/cache/index" - 1;
    if (index >= 10)
        *digits++ = (char)('0' + index / 10);
    *digits++ = (char)('0' + index % 10);
    *digits++ = '/';
    *digits = '\0';
    const char *path = source_path(c->scratch, folder, view_of(name), "");
    return path ? source_read(c->source, envfp__topology_path(c, cpu, path), text) : ENVFP_REASON_TRUNCATED;
}

/* "48K", "30720K", "2M". */
static bool parse_size(struct view text, uint64_t *kib)
{
    text = view_trim(text);
    bool mega = view_ends(text, VIEW("M"));
    if (!mega && !view_ends(text, VIEW("K")))
        return false;
    if (!envfp__view_number(view_take(text, text.length - 1), 10, kib) || *kib > UINT32_MAX)
        return false;
    if (mega)
        *kib *= 1024;
    return *kib > 0;
}

static void add_size(struct level *level, uint64_t kib)
{
    for (size_t i = 0; i < level->count; i++)
        if (level->sizes[i] == kib)
            return;
    if (level->count < SIZES)
        level->sizes[level->count++] = kib;
    else
        level->cut = true;
}

/* Reads one cache of one CPU; ABSENT behind the last one. `widest` is set to the CPUs that share it. */
static enum envfp_reason read_cache(struct collect *c, unsigned cpu, unsigned index,
                                    struct level levels[LEVELS][KINDS], struct cpuset *widest)
{
    struct view text;
    uint64_t level, kib;
    struct cpuset sharing;
    enum envfp_reason reason = read_text(c, cpu, index, "level", &text);
    if (reason != ENVFP_REASON_NONE)
        return reason;
    if (!envfp__view_number(view_trim(text), 10, &level) || level < 1)
        return ENVFP_REASON_MALFORMED;
    if (level > LEVELS)
        return ENVFP_REASON_NONE;
    int kind = DATA;
    struct troubles before = troubles_start(c);
    if (level == 1 && read_text(c, cpu, index, "type", &text) == ENVFP_REASON_NONE &&
        view_starts(text, VIEW("Instruction")))
        kind = INSTRUCTION;
    /* Firmware that says nothing about a cache leaves its size out. */
    if (read_text(c, cpu, index, "size", &text) == ENVFP_REASON_NONE && parse_size(text, &kib))
        add_size(&levels[level - 1][kind], kib);
    if ((read_text(c, cpu, index, "shared_cpu_list", &text) == ENVFP_REASON_NONE &&
         envfp__cpuset_parse_list(text, &sharing)) ||
        (read_text(c, cpu, index, "shared_cpu_map", &text) == ENVFP_REASON_NONE &&
         envfp__cpuset_parse_map(text, &sharing)))
        cpuset_join(widest, &sharing);
    return troubles_end(c, before);
}

static void sort_sizes(struct level *level)
{
    for (size_t i = 1; i < level->count; i++)
        for (size_t j = i; j > 0 && level->sizes[j] < level->sizes[j - 1]; j--) {
            uint64_t swap = level->sizes[j];
            level->sizes[j] = level->sizes[j - 1];
            level->sizes[j - 1] = swap;
        }
}

static void show_level(struct collect *c, const char *key, struct level *level)
{
    struct bag bag = {0};
    if (!key || level->count == 0)
        return;
    if (level->cut) {
        fact_gap(c, key, ENVFP_REASON_TRUNCATED);
        return;
    }
    sort_sizes(level);
    for (size_t i = 0; i < level->count; i++) {
        struct text text = {.arena = c->scratch};
        envfp__text_add_number(&text, (int64_t)level->sizes[i]);
        envfp__bag_add(c, &bag, envfp__text_view(&text));
    }
    fact_set(c, key, bag.items, bag.count);
}

/*
 * Reading four files for each cache of each CPU would cost thousands of system calls on a large server. So only one
 * core below each last-level cache is read, since the cores there are alike; on a hybrid processor each core is read.
 */
void envfp__caches_collect(struct collect *c, const struct cpuset *online, const struct cpuset *cores,
                           bool mixed)
{
    struct level levels[LEVELS][KINDS] = {{{{0}, 0, false}}};
    struct cpuset seen = {{0}};
    for (unsigned cpu = 0; (cpu = cpuset_next(online, cpu)) < CPUSET_MOST; cpu++) {
        if (mixed ? !cpuset_has(cores, cpu) : cpuset_has(&seen, cpu))
            continue;
        for (unsigned index = 0; index <= INDEXES; index++) {
            enum envfp_reason reason = read_cache(c, cpu, index, levels, &seen);
            if (reason == ENVFP_REASON_ABSENT)
                break;
            if (reason == ENVFP_REASON_NONE && index == INDEXES)
                reason = ENVFP_REASON_TRUNCATED;
            if (reason != ENVFP_REASON_NONE) {
                fact_gap(c, "cache.*", reason);
                return;
            }
        }
    }
    for (size_t level = 0; level < LEVELS; level++)
        for (size_t kind = 0; kind < KINDS; kind++)
            show_level(c, names[level][kind], &levels[level][kind]);
}
