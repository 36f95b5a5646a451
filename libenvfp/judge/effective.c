/* SPDX-License-Identifier: MIT */
/*
 * How many CPUs and how much memory this process may use: the least of what the machine has and of all that limits it,
 * and which of these decides. Thread pools and caches are sized by one of them, mostly by another one. Of what could not
 * be read nothing is guessed: the least is then a gap.
 */
#ifdef DECLARING

FACT("effective.cpus", STRING, DERIVED, ALTERS, POLICY, "CPUs", "",
     "cpu.logical, process.cpus_allowed, limits.*",
     "CPUs that this process may keep busy: thread pools and builds that start more threads are throttled.")
FACT("effective.cpus_by", STRING, DERIVED, INFORMS, POLICY, "", "",
     "cpu.logical, process.cpus_allowed, limits.*",
     "What decides that: machine, cpuset, affinity (taskset) or quota (a cgroup's share of time).")
FACT("effective.memory", STRING, DERIVED, ALTERS, POLICY, "bytes", "",
     "memory.size_class, limits.memory, rlimits.as",
     "Memory that this process may use: above it allocations fail, or the kernel kills the program.")
FACT("effective.memory_by", STRING, DERIVED, INFORMS, POLICY, "", "",
     "memory.size_class, limits.memory, rlimits.as",
     "What decides that: machine, cgroup or address-space (ulimit -v).")

#else
#define LAYER CONTAINER
#define OWNER judge_effective
#define DECLARES "judge/effective.c"
#include "collect/declare.h"

#include "base/text.h"
#include "judge/judge.h"

#define HARDWARE ENVFP_LAYER_HARDWARE
#define CONTAINER ENVFP_LAYER_CONTAINER
#define SANDBOX ENVFP_LAYER_SANDBOX

struct bound {
    const char *key;
    const char *by;
    uint64_t unit; /* what its number is multiplied with; 0: behind it stands MiB or GiB */
    enum envfp_layer layer;
    bool machine; /* always there where the layer could be seen */
};

/* The first of those that are equal decides. CPUs in thousandths, as quotas are told: "1500m". */
static const struct bound cpus[] = {
    {"cpu.logical", "machine", 1000, HARDWARE, true},
    {"limits.cpus", "cpuset", 1000, CONTAINER, false},
    {"process.cpus_allowed", "affinity", 1000, SANDBOX, false},
    {"limits.cpu", "quota", 1, CONTAINER, false},
};

static const struct bound memory[] = {
    {"memory.size_class", "machine", 0, HARDWARE, true},
    {"limits.memory", "cgroup", 1, CONTAINER, false},
    {"rlimits.as", "address-space", 1, SANDBOX, false},
};

struct least {
    uint64_t number;
    const char *by;
    enum envfp_reason reason; /* why it cannot be told */
    bool machine;             /* what the machine has is known */
};

static uint64_t unit_of(struct view unit)
{
    return view_is(unit, "GiB") ? UINT64_C(1) << 30 : view_is(unit, "MiB") ? UINT64_C(1) << 20 : 0;
}

/* False where the fact sets no bound ("unlimited"). */
static bool number_of(const struct envfp_fact *fact, const struct bound *bound, uint64_t *number)
{
    uint64_t unit = bound->unit;
    struct view text = fact->type == ENVFP_STRING ? fact->value.string : VIEW(""), word;
    if (fact->type == ENVFP_INTEGER) {
        *number = fact->value.integer > 0 ? (uint64_t)fact->value.integer : 0;
    } else {
        if (view_ends(text, VIEW("m")))
            text.length--;
        if (!view_cut_word(&text, &word) || !envfp__view_number(word, 10, number))
            return false;
        unit = unit ? unit : unit_of(view_trim(text));
    }
    if (*number == 0 || unit == 0 || *number > UINT64_MAX / unit)
        return false;
    *number *= unit;
    return true;
}

/* The gap of the key, or of all keys that begin with its first word. */
static const struct envfp_gap *gap_of(const struct facts *facts, const struct bound *bound)
{
    struct view word = view_of(bound->key);
    const struct envfp_gap *gap = envfp__facts_find_gap(facts, bound->layer, bound->key);
    word = view_take(word, view_find_byte(word, '.'));
    const struct view pieces[] = {word, VIEW(".*")};
    return gap ? gap
               : envfp__facts_find_gap(facts, bound->layer, envfp__arena_join(facts->arena, pieces, 2).text);
}

static struct least least_of(const struct facts *facts, const struct bound *bounds, size_t count)
{
    struct least least = {.number = UINT64_MAX, .reason = ENVFP_REASON_NONE};
    for (size_t i = 0; i < count; i++) {
        const struct envfp_fact *fact = envfp__facts_find(facts, bounds[i].layer, bounds[i].key);
        const struct envfp_gap *gap = fact ? NULL : gap_of(facts, &bounds[i]);
        uint64_t number;
        if (gap && least.reason == ENVFP_REASON_NONE)
            least.reason = gap->reason;
        if (!fact || !number_of(fact, &bounds[i], &number))
            continue;
        least.machine |= bounds[i].machine;
        if (number < least.number) {
            least.number = number;
            least.by = bounds[i].by;
        }
    }
    return least;
}

/* "2", "1.5", "0.25" */
static struct view thousandths(struct arena *arena, uint64_t number)
{
    struct text text = {.arena = arena};
    uint64_t rest = number % 1000;
    envfp__text_add_number(&text, (int64_t)(number / 1000));
    if (rest) {
        envfp__text_add_byte(&text, '.');
        for (uint64_t digit = 100; rest; rest %= digit, digit /= 10)
            envfp__text_add_byte(&text, (char)('0' + rest / digit));
    }
    return envfp__text_view(&text);
}

static struct view whole(struct arena *arena, uint64_t number)
{
    struct text text = {.arena = arena};
    envfp__text_add_number(&text, (int64_t)(number & INT64_MAX));
    return envfp__text_view(&text);
}

static void tell(struct facts *facts, const struct least *least, struct view value, const char *key,
                 const char *by_key)
{
    if (least->reason != ENVFP_REASON_NONE) {
        envfp__facts_gap(facts, CONTAINER, key, least->reason);
        envfp__facts_gap(facts, CONTAINER, by_key, least->reason);
    } else if (least->machine) {
        envfp__facts_string(facts, CONTAINER, key, value);
        envfp__facts_string(facts, CONTAINER, by_key, view_of(least->by));
    }
}

void envfp__judge_effective(struct facts *facts)
{
    /* What is told is found again only after the facts were sealed: so both before either. */
    struct least busy = least_of(facts, cpus, sizeof cpus / sizeof *cpus);
    struct least used = least_of(facts, memory, sizeof memory / sizeof *memory);
    tell(facts, &busy, thousandths(facts->arena, busy.number), "effective.cpus", "effective.cpus_by");
    tell(facts, &used, whole(facts->arena, used.number), "effective.memory", "effective.memory_by");
}

#endif
