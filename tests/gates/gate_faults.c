/* SPDX-License-Identifier: MIT */
/*
 * A failed read is never a guess. A collection runs once; then again with its n-th system call failing, with a read
 * giving less than there is, with the deadline passing at the n-th look at the clock, and within small limits. Each
 * hashed fact must then be what it was, or be covered by a gap, and no other may appear. The same holds of what a
 * recording tells that was written meanwhile, unless it was refused.
 *
 *   gate_faults                           a sample, in some seconds: part of make check
 *   gate_faults --all [ENV [PROJECT]]...  every call with every errno: make check-faults
 *   gate_faults --recorded ENV            what a recording tells that is written meanwhile
 */
#include "collection.h"
#include "faults.h"
#include "fingerprint.h"
#include "report.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define MACHINES "tests/machines"
#define SAMPLE 2500 /* runs of one kind in one world, where not all are made */
#define LINES 300   /* of different losses that are shown */

static const struct {
    int number;
    const char *name;
} errors[] = {{EACCES, "EACCES"}, {EIO, "EIO"}, {EINTR, "EINTR"}, {EMFILE, "EMFILE"}, {ENOMEM, "ENOMEM"}};

#define ERRORS (sizeof errors / sizeof *errors)

struct world {
    const char *operand, *project; /* the second may be NULL */
    struct envfp_fingerprint *whole;
    size_t hashed;
    bool all, detail;
    bool records; /* facts are those of a recording that the collection writes */
};

struct sweep {
    const struct world *world;
    const char *name;
    bool always; /* what comes without being asked for is no loss (nothing failed) */
    unsigned long runs, refused, silent, altered, leaks;
    size_t *gapped; /* facts covered by a gap, for each run */
    size_t capacity, largest, most_lost;
    char worst[sizeof faults_seen.failed];
    char lines[LINES][512];
    size_t line_count;
};

/* ---- One run ---------------------------------------------------------------------------------------------- */

struct asked {
    uint64_t deadline, limit;
    enum envfp_limit which;
};

static enum envfp_status collect(const struct world *world, const struct asked *asked,
                                 struct envfp_fingerprint **made);

/* What the recording tells, without faults. */
static void replay(const char *folder, struct envfp_fingerprint **made)
{
    struct world recorded = {0};
    char operand[64];
    (void)snprintf(operand, sizeof operand, "record:%s", folder);
    recorded.operand = operand;
    envfp_fingerprint_free(*made);
    if (collect(&recorded, &(struct asked){0}, made) != ENVFP_OK)
        *made = NULL; /* nothing is told: no recording is better than a wrong one, but it was called one */
}

static enum envfp_status collect(const struct world *world, const struct asked *asked,
                                 struct envfp_fingerprint **made)
{
    char folder[] = "/dev/shm/envfp-faults-XXXXXX"; /* in memory: there are thousands */
    int into = -1;
    struct envfp_probe *probe;
    *made = NULL;
    enum envfp_status status = envfp_probe_new(NULL, &probe);
    if (status != ENVFP_OK)
        return status;
    status = envfp_probe_set_operand(probe, world->operand);
    if (status == ENVFP_OK && world->project)
        status = envfp_probe_set_project(probe, world->project);
    envfp_probe_set_detail(probe, world->detail);
    if (world->records && mkdtemp(folder)) {
        into = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        envfp_probe_set_recording(probe, into);
    }
    envfp_probe_set_deadline(probe, asked->deadline);
    if (status == ENVFP_OK && asked->limit)
        status = envfp_probe_set_limit(probe, asked->which, asked->limit);
    if (status == ENVFP_OK)
        status = envfp_probe_run(probe, made);
    if (into >= 0)
        (void)close(into);
    faults_stop();
    envfp_probe_free(probe);
    if (into >= 0) {
        if (status == ENVFP_OK)
            replay(folder, made);
        collection_remove(folder);
    }
    return status;
}

static bool has_gap(const struct section *section, struct view start, const char *rest)
{
    for (size_t i = 0; i < section->gap_count; i++) {
        struct view key = section->gaps[i].key;
        if (view_starts(key, start) && view_is(view_skip(key, start.length), rest))
            return true;
    }
    return false;
}

/* A gap covers its own key, everything behind `name.*` and every member behind `name` and a slash. */
static bool is_covered(const struct section *section, struct view key)
{
    if (section->gap_count == 0)
        return false;
    if (has_gap(section, key, ""))
        return true;
    for (size_t i = 0; i < key.length; i++) {
        if ((key.text[i] == '.' || key.text[i] == '/') && has_gap(section, view_take(key, i + 1), "*"))
            return true;
        if (key.text[i] == '/')
            break;
    }
    return false;
}

/* Facts that are missing or other ones: in silence, or covered by a gap; of these, those that have another value. */
struct losses {
    size_t silent, covered, altered;
    struct view first; /* of the silent ones */
    const char *how;
};

static void note(struct losses *losses, const struct section *section, struct view key, const char *how)
{
    if (is_covered(section, key)) {
        losses->covered++;
        if (how[0] == 'i' && how[3] == 'l') /* is lost */
            return;
        losses->altered++;
        if (losses->silent == 0) {
            losses->first = key;
            losses->how = how;
        }
        return;
    }
    if (losses->silent++ == 0) {
        losses->first = key;
        losses->how = how;
    }
}

static void compare_section(const struct section *before, const struct section *after, struct losses *losses)
{
    size_t i = 0, j = 0;
    while (i < before->count || j < after->count) {
        const struct envfp_fact *a = i < before->count ? &before->facts[i] : NULL;
        const struct envfp_fact *b = j < after->count ? &after->facts[j] : NULL;
        int order = !a ? 1 : !b ? -1 : view_compare(a->key, b->key);
        i += order <= 0;
        j += order >= 0;
        const struct envfp_fact *either = order <= 0 ? a : b;
        if (!a && !b)
            break;
        if (either->class != ENVFP_HASHED)
            continue;
        if (order < 0)
            note(losses, after, a->key, "is lost");
        else if (order > 0)
            note(losses, after, b->key, "is invented");
        else if (!envfp__facts_value_equal(a, b))
            note(losses, after, a->key, "has changed");
    }
}

static void compare(const struct envfp_fingerprint *before, const struct envfp_fingerprint *after,
                    struct losses *losses)
{
    *losses = (struct losses){0};
    for (unsigned i = 0; i < ENVFP_LAYER_COUNT; i++)
        compare_section(&before->facts.sections[i], &after->facts.sections[i], losses);
}

/* ---- Sums ----------------------------------------------------------------------------------------------------- */

static void add_line(struct sweep *sweep, const char *error, const struct losses *losses)
{
    char line[512];
    (void)snprintf(line, sizeof line, "%.250s %s: %.*s %s (%zu in all)", faults_seen.failed, error,
                   (int)view_take(losses->first, 180).length, losses->first.text, losses->how,
                   losses->silent);
    for (size_t i = 0; i < sweep->line_count; i++)
        if (strcmp(sweep->lines[i], line) == 0)
            return;
    if (sweep->world->all && sweep->line_count < LINES)
        printf("# %s: %s\n", sweep->name, line);
    if (sweep->line_count < LINES)
        memcpy(sweep->lines[sweep->line_count++], line, sizeof line);
}

static void count_gapped(struct sweep *sweep, size_t covered)
{
    if (sweep->runs >= sweep->capacity) {
        size_t capacity = sweep->capacity ? sweep->capacity * 2 : 1024;
        size_t *room = realloc(sweep->gapped, capacity * sizeof *room);
        if (!room)
            abort();
        sweep->gapped = room;
        sweep->capacity = capacity;
    }
    sweep->gapped[sweep->runs] = covered;
    if (covered > sweep->largest) {
        sweep->largest = covered;
        (void)snprintf(sweep->worst, sizeof sweep->worst, "%s", faults_seen.failed);
    }
}

static void attempt(struct sweep *sweep, const struct faults *faults, const struct asked *asked,
                    const char *error)
{
    struct envfp_fingerprint *made;
    struct losses losses;
    faults_start(faults);
    enum envfp_status status = collect(sweep->world, asked, &made);
    if (asked->limit || asked->deadline)
        (void)snprintf(faults_seen.failed, sizeof faults_seen.failed, "%s %llu",
                       asked->limit ? "limit" : "deadline",
                       (unsigned long long)(asked->limit      ? asked->limit
                                            : faults->late_at ? faults->late_at
                                                              : asked->deadline));
    sweep->leaks += faults_seen.open != 0;
    if (status != ENVFP_OK) {
        sweep->refused++; /* an error has no facts */
        return;
    }
    if (!made) { /* a recording that is none */
        sweep->silent++;
        add_line(sweep, error, &(struct losses){.how = "makes no recording, and says so to nobody"});
        return;
    }
    compare(sweep->world->whole, made, &losses);
    count_gapped(sweep, losses.covered);
    sweep->runs++;
    if (losses.silent || losses.altered) {
        sweep->silent += losses.silent > 0;
        sweep->altered += losses.altered > 0;
        add_line(sweep, error, &losses);
        if (losses.silent > sweep->most_lost)
            sweep->most_lost = losses.silent;
    }
    envfp_fingerprint_free(made);
}

static int compare_sizes(const void *a, const void *b)
{
    const size_t *first = a, *second = b;
    return (*first > *second) - (*first < *second);
}

static void finish(struct sweep *sweep)
{
    if (sweep->runs)
        qsort(sweep->gapped, sweep->runs, sizeof *sweep->gapped, compare_sizes);
    size_t nothing = 0;
    while (nothing < sweep->runs && sweep->gapped[nothing] == 0)
        nothing++;
    size_t some = sweep->runs - nothing, median = some ? sweep->gapped[nothing + some / 2] : 0;
    printf("# %-24s %-16s %6lu runs, %4lu refused, %5lu lose in silence (most %zu), %lu alter, %6zu gap: "
           "median %zu, "
           "largest %zu of %zu"
           " (%s)\n",
           sweep->world->operand, sweep->name, sweep->runs, sweep->refused, sweep->silent, sweep->most_lost,
           sweep->altered, some, median, sweep->largest, sweep->world->hashed, sweep->worst);
    for (size_t i = 0; i < sweep->line_count && !sweep->world->all; i++)
        printf("# %s\n", sweep->lines[i]);
    report(sweep->silent == 0, "%s: %s: no fact is lost or changed in silence", sweep->world->operand,
           sweep->name);
    report(sweep->altered == 0, "%s: %s: no fact has another value under a gap", sweep->world->operand,
           sweep->name);
    report(sweep->leaks == 0, "%s: %s: what was opened is closed", sweep->world->operand, sweep->name);
    (void)fflush(stdout);
    free(sweep->gapped);
}

/* ---- Sweeps --------------------------------------------------------------------------------------------------- */

/* The same choice each time: an even one, moved by a fixed start. */
static unsigned long step_of(const struct world *world, unsigned long all)
{
    unsigned long most = world->records ? SAMPLE / 10 : SAMPLE; /* each is two, and writes */
    return world->all || all <= most ? 1 : all / most + 1;
}

static void sweep_errors(const struct world *world, unsigned long calls)
{
    unsigned long step = step_of(world, calls * ERRORS);
    for (size_t i = 0; i < ERRORS; i++) {
        struct sweep sweep = {.world = world, .name = errors[i].name};
        for (unsigned long n = 1 + i % step; n <= calls; n += step)
            attempt(&sweep, &(struct faults){.fail_at = n, .error = errors[i].number}, &(struct asked){0},
                    errors[i].name);
        finish(&sweep);
    }
    struct sweep sweep = {.world = world, .name = "EMFILE onwards"};
    for (unsigned long n = 1; n <= calls; n += step)
        attempt(&sweep, &(struct faults){.fail_at = n, .error = EMFILE, .onwards = true}, &(struct asked){0},
                "EMFILE onwards");
    finish(&sweep);
}

/* Files end up shorter than they are by one byte, in the middle, at a line's end, at a page's. */
static void sweep_reads(const struct world *world, unsigned long reads)
{
    static const size_t lengths[] = {1, 2, 3, 7, 16, 64, 100, 512, 1000, 4096, 8192};
    struct sweep sweep = {.world = world, .name = "short reads"};
    size_t *known = calloc(reads + 1, sizeof *known);
    for (unsigned long n = 1; known && n <= reads; n++)
        known[n] = faults_read_length(n);
    unsigned long step = step_of(world, reads * 8);
    for (unsigned long n = 1; known && n <= reads; n += step) {
        for (size_t i = 0; i < sizeof lengths / sizeof *lengths && lengths[i] < known[n]; i++)
            attempt(&sweep, &(struct faults){.shorten_at = n, .shorten_to = lengths[i]}, &(struct asked){0},
                    "short");
        for (size_t i = 1; i < 4 && known[n] > 4; i++)
            attempt(&sweep,
                    &(struct faults){.shorten_at = n, .shorten_to = i < 3 ? known[n] - i : known[n] / 2},
                    &(struct asked){0}, "short");
    }
    free(known);
    finish(&sweep);
}

static void sweep_deadlines(const struct world *world, unsigned long looks)
{
    struct sweep ticks = {.world = world, .name = "deadline, ticks"};
    unsigned long step = step_of(world, looks);
    for (unsigned long n = 2; n <= looks; n += step) {
        attempt(&ticks, &(struct faults){.late_at = n}, &(struct asked){.deadline = UINT64_C(10000000000)},
                "late");
        (void)snprintf(faults_seen.failed, sizeof faults_seen.failed, "look %lu", n);
    }
    finish(&ticks);
    struct sweep wall = {.world = world, .name = "deadline, time"};
    for (uint64_t deadline = 10000; deadline <= 10000000; deadline += deadline / (world->all ? 50 : 8))
        attempt(&wall, &(struct faults){0}, &(struct asked){.deadline = deadline}, "late");
    finish(&wall);
}

static void sweep_limits(const struct world *world)
{
    static const char *const names[] = {"file bytes", "entries", "memory"};
    for (unsigned which = ENVFP_LIMIT_FILE_BYTES; which <= ENVFP_LIMIT_MEMORY; which++) {
        struct sweep sweep = {.world = world, .name = names[which]};
        for (uint64_t limit = 1; limit <= (uint64_t)16 << 20; limit += 1 + limit / (world->all ? 40 : 4)) {
            attempt(&sweep, &(struct faults){0},
                    &(struct asked){.limit = limit, .which = (enum envfp_limit)which}, "limit");
            if (which == ENVFP_LIMIT_ENTRIES && limit > 65536)
                break;
        }
        finish(&sweep);
    }
}

static size_t count_hashed(const struct envfp_fingerprint *fingerprint)
{
    size_t count = 0;
    for (unsigned i = 0; i < ENVFP_LAYER_COUNT; i++)
        for (size_t j = 0; j < fingerprint->facts.sections[i].count; j++)
            count += fingerprint->facts.sections[i].facts[j].class == ENVFP_HASHED;
    return count;
}

static void sweep_world(const struct world *asked)
{
    struct world world = *asked;
    const char *operand = world.operand;
    struct envfp_fingerprint *again = NULL;
    struct losses losses = {0};
    faults_start(&(struct faults){0});
    enum envfp_status status = collect(&world, &(struct asked){0}, &world.whole);
    if (!report(status == ENVFP_OK, "%s: works: %s", operand, envfp_status_text(status)) || !world.whole)
        return;
    world.hashed = count_hashed(world.whole);
    unsigned long calls = faults_seen.calls, reads = faults_seen.reads;
    printf("# %s%s%s: %lu calls that can fail, %lu reads of files on disk, %zu hashed facts\n", operand,
           world.detail ? ", in detail" : "", world.records ? ", recorded" : "", calls, reads, world.hashed);
    sweep_reads(&world, reads);
    sweep_errors(&world, calls);
    faults_start(&(struct faults){0});
    status = collect(&world, &(struct asked){.deadline = UINT64_C(10000000000)}, &again);
    unsigned long looks = faults_seen.looks;
    if (status == ENVFP_OK)
        compare(world.whole, again, &losses);
    report(status == ENVFP_OK && losses.silent + losses.covered == 0, "%s: the world has stayed as it was",
           operand);
    sweep_deadlines(&world, looks);
    sweep_limits(&world);
    envfp_fingerprint_free(again);
    envfp_fingerprint_free(world.whole);
}

/* ---- Worlds --------------------------------------------------------------------------------------------------- */

static void sweep_machine(const char *name, bool all)
{
    char operand[512];
    (void)snprintf(operand, sizeof operand, "record:%s/%s/root", MACHINES, name);
    if (access(operand + sizeof "record:" - 1, R_OK) != 0)
        return;
    sweep_world(&(struct world){.operand = operand, .all = all});
    sweep_world(&(struct world){.operand = operand, .records = true, .detail = true});
}

static void sweep_machines(void)
{
    DIR *directory = opendir(MACHINES);
    for (const struct dirent *entry; directory && (entry = readdir(directory));)
        if (entry->d_name[0] != '.')
            sweep_machine(entry->d_name, true);
    if (directory)
        (void)closedir(directory);
}

static void sweep_own(bool all)
{
    char operand[32];
    sweep_world(&(struct world){.operand = "self", .all = all});
    if (!all)
        return;
    sweep_world(&(struct world){.operand = "self", .detail = true, .all = true});
    sweep_world(&(struct world){.operand = "self", .records = true, .detail = true});
    (void)snprintf(operand, sizeof operand, "pid:%ld", (long)getpid());
    sweep_world(&(struct world){.operand = operand, .all = all});
    char *directory = collection_record(), record[4200];
    if (report(directory != NULL, "record this machine")) {
        (void)snprintf(record, sizeof record, "record:%s", directory);
        sweep_world(&(struct world){.operand = record, .all = all});
        collection_remove(directory);
    }
    free(directory);
}

int main(int count, char **arguments)
{
    bool all = count > 1 && strcmp(arguments[1], "--all") == 0;
    int first = all ? 2 : 1;
    if (first + 1 < count && strcmp(arguments[first], "--recorded") == 0) {
        sweep_world(
            &(struct world){.operand = arguments[first + 1], .records = true, .detail = true, .all = all});
        return report_end();
    }
    if (first < count) {
        sweep_world(&(struct world){.operand = arguments[first],
                                    .project = first + 1 < count ? arguments[first + 1] : NULL,
                                    .all = all});
        return report_end();
    }
    sweep_own(all);
    if (all)
        sweep_machines();
    else
        sweep_machine("firecracker-debian12", false);
    return report_end();
}
