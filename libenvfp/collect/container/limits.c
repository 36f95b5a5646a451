/* SPDX-License-Identifier: MIT */
/*
 * Limits that cgroups put on this process, as it sees them through the mount at /sys/fs/cgroup. A limit
 * counts wherever it stands between the process's own group and the mount's root; a level that the mount
 * does not show (a container without a cgroup namespace) is passed over. Only what limits is recorded.
 */
#include "collect/container/limits.h"

enum { DEEPEST = 24, PATH_MOST = 1024 }; /* levels; bytes of a group's path */

/* From this on a number of bytes is the kernel's way to say "none". */
static const uint64_t no_limit = (uint64_t)1 << 62;

struct place {
    const char *base; /* where the controller's hierarchy is mounted */
    struct view path; /* the process's group in it */
    bool unified;
};

static bool list_has(struct view list, struct view word)
{
    struct view item;
    while (view_cut(&list, ',', &item))
        if (view_equal(item, word))
            return true;
    return false;
}

/* The hierarchy that a controller is in: its own (v1), else the unified one. */
static struct place place_of(struct collect *c, struct view cgroups, const char *controller)
{
    struct place place = {NULL, {0}, false};
    struct view line;
    while (view_cut(&cgroups, '\n', &line)) {
        struct view number, names;
        if (!view_cut(&line, ':', &number) || !view_cut(&line, ':', &names))
            continue;
        if (list_has(names, view_of(controller)))
            return (struct place){source_path(c->scratch, "/sys/fs/cgroup/", view_of(controller), ""), line,
                                  false};
        if (view_is(number, "0") && names.length == 0)
            place = (struct place){"/sys/fs/cgroup", line, true};
    }
    return place;
}

/* The next level up; false above the root. */
static bool climb(struct view *path)
{
    if (path->length == 0)
        return false;
    size_t end = path->length - 1;
    while (end > 0 && path->text[end] != '/')
        end--;
    *path = view_take(*path, end);
    return true;
}

static struct view start_of(struct place place)
{
    struct view path = place.path;
    while (path.length && path.text[path.length - 1] == '/')
        path.length--;
    return path;
}

/* A group outside of the namespace's root begins with "/..": what the namespace shows is not its own. */
static bool is_outside(struct view path)
{
    return view_is(path, "/..") || view_starts(path, VIEW("/../"));
}

static enum envfp_reason read_at(struct collect *c, struct place place, struct view path, const char *name,
                                 struct view *line)
{
    if (is_outside(place.path))
        return ENVFP_REASON_HIDDEN;
    if (start_of(place).length > PATH_MOST)
        return ENVFP_REASON_TRUNCATED;
    struct view pieces[] = {view_of(place.base), path, VIEW("/"), view_of(name)};
    struct view full = envfp__arena_join(c->scratch, pieces, 4);
    return full.length ? source_read_line(c->source, c->scratch, full.text, line) : ENVFP_REASON_TRUNCATED;
}

static void add_number(struct collect *c, const char *key, uint64_t number, const char *unit)
{
    struct text text = {.arena = c->scratch};
    envfp__text_add_number(&text, (int64_t)number);
    envfp__text_add(&text, view_of(unit));
    fact_string(c, key, envfp__text_view(&text));
}

/* The smallest number that `name` holds on any level, and which; false with the gap noted. */
static bool smallest(struct collect *c, struct place place, const char *name, const char *key,
                     uint64_t *least, struct view *where)
{
    struct view path = start_of(place), line;
    for (unsigned level = 0;; level++) {
        enum envfp_reason reason =
            level < DEEPEST ? read_at(c, place, path, name, &line) : ENVFP_REASON_TRUNCATED;
        uint64_t number;
        if (reason == ENVFP_REASON_NONE && envfp__view_number(line, 10, &number) && number < *least) {
            *least = number;
            *where = path;
        }
        if (reason != ENVFP_REASON_NONE && reason != ENVFP_REASON_ABSENT) {
            fact_gap(c, key, reason);
            return false;
        }
        if (!climb(&path))
            break;
    }
    return true;
}

/* What goes with a memory limit, on the level that it stands on: where reclaim begins to slow the program
 * down, and how much swap there is beyond it (version 1 counts memory and swap together). */
static void add_beside_memory(struct collect *c, struct place place, struct view where, uint64_t memory)
{
    struct view line;
    uint64_t number;
    if (place.unified && read_at(c, place, where, "memory.high", &line) == ENVFP_REASON_NONE &&
        envfp__view_number(line, 10, &number) && number < memory)
        add_number(c, "limits.memory_high", number, "");
    enum envfp_reason reason =
        read_at(c, place, where, place.unified ? "memory.swap.max" : "memory.memsw.limit_in_bytes", &line);
    if (reason != ENVFP_REASON_NONE) {
        fact_gap(c, "limits.swap", reason); /* absent where swap is not accounted for */
        return;
    }
    uint64_t least = place.unified ? 0 : memory;
    if (envfp__view_number(line, 10, &number) && number >= least && number < no_limit)
        add_number(c, "limits.swap", number - least, "");
}

static void add_memory(struct collect *c, struct view cgroups)
{
    struct place place = place_of(c, cgroups, "memory");
    struct view where = VIEW("");
    uint64_t least = no_limit;
    if (!place.base ||
        !smallest(c, place, place.unified ? "memory.max" : "memory.limit_in_bytes", "limits.memory", &least,
                  &where) ||
        least >= no_limit)
        return;
    add_number(c, "limits.memory", least, "");
    add_beside_memory(c, place, where, least);
}

/* "QUOTA PERIOD" or "max PERIOD" (v2); quota and period in two files, -1 for none (v1). */
static enum envfp_reason read_quota(struct collect *c, struct place place, struct view path, uint64_t *quota,
                                    uint64_t *period)
{
    struct view line, word;
    enum envfp_reason reason = read_at(c, place, path, place.unified ? "cpu.max" : "cpu.cfs_quota_us", &line);
    if (reason != ENVFP_REASON_NONE)
        return reason;
    if (!view_cut_word(&line, &word) || !envfp__view_number(word, 10, quota))
        return ENVFP_REASON_ABSENT;
    if (!place.unified && (reason = read_at(c, place, path, "cpu.cfs_period_us", &line)) != ENVFP_REASON_NONE)
        return reason;
    return envfp__view_number(view_trim(line), 10, period) && *period > 0 && *quota < UINT64_MAX / 1000
               ? ENVFP_REASON_NONE
               : ENVFP_REASON_MALFORMED;
}

static void add_cpu(struct collect *c, struct view cgroups)
{
    struct place place = place_of(c, cgroups, "cpu");
    struct view path = start_of(place);
    uint64_t least = UINT64_MAX, quota, period;
    for (unsigned level = 0; place.base; level++) {
        enum envfp_reason reason =
            level < DEEPEST ? read_quota(c, place, path, &quota, &period) : ENVFP_REASON_TRUNCATED;
        if (reason == ENVFP_REASON_NONE && quota * 1000 / period < least)
            least = quota * 1000 / period;
        if (reason != ENVFP_REASON_NONE && reason != ENVFP_REASON_ABSENT) {
            fact_gap(c, "limits.cpu", reason);
            return;
        }
        if (!climb(&path))
            break;
    }
    if (least != UINT64_MAX)
        add_number(c, "limits.cpu", least, "m");
}

/* Only at the root of what is seen: the true root group has no such file, so there it is a container's.
 * systemd gives every session and service a number that follows the machine's memory: no limit of interest. */
static void add_pids(struct collect *c, struct view cgroups)
{
    struct place place = place_of(c, cgroups, "pids");
    struct view line;
    uint64_t number;
    if (!place.base)
        return;
    enum envfp_reason reason = read_at(c, place, VIEW(""), "pids.max", &line);
    if (reason == ENVFP_REASON_NONE && envfp__view_number(line, 10, &number))
        add_number(c, "limits.pids", number, "");
    else
        fact_gap(c, "limits.pids", reason);
}

static uint64_t count_cpus(struct view list)
{
    struct view range;
    uint64_t total = 0;
    while (view_cut(&list, ',', &range)) {
        struct view low = range, high = range;
        uint64_t from, to;
        view_split(range, '-', &low, &high);
        if (!envfp__view_number(low, 10, &from) || !envfp__view_number(high, 10, &to) || to < from ||
            to > 1U << 20)
            return 0;
        total += to - from + 1;
    }
    return total;
}

/* How many CPUs the group may use, where that is fewer than there are. */
static void add_cpus(struct collect *c, struct view cgroups)
{
    struct place place = place_of(c, cgroups, "cpuset");
    struct view path = start_of(place), line;
    enum envfp_reason reason = ENVFP_REASON_ABSENT;
    for (unsigned level = 0; place.base; level++) {
        if (level == DEEPEST) {
            reason = ENVFP_REASON_TRUNCATED;
            break;
        }
        reason =
            read_at(c, place, path, place.unified ? "cpuset.cpus.effective" : "cpuset.effective_cpus", &line);
        if (reason == ENVFP_REASON_ABSENT && !place.unified) /* before Linux 3.17 */
            reason = read_at(c, place, path, "cpuset.cpus", &line);
        if (reason != ENVFP_REASON_ABSENT || !climb(&path))
            break;
    }
    uint64_t allowed = reason == ENVFP_REASON_NONE ? count_cpus(line) : 0;
    if (reason != ENVFP_REASON_NONE)
        fact_gap(c, "limits.cpus", reason);
    else if (allowed &&
             source_read_line(c->source, c->scratch, "/sys/devices/system/cpu/online", &line) ==
                 ENVFP_REASON_NONE &&
             allowed < count_cpus(line))
        add_number(c, "limits.cpus", allowed, "");
}

void envfp__limits_collect(struct collect *c, struct view cgroups)
{
    add_memory(c, cgroups);
    add_cpu(c, cgroups);
    add_pids(c, cgroups);
    add_cpus(c, cgroups);
}
