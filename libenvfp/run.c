/* SPDX-License-Identifier: MIT */
/* One collection: open the source, let the collectors look, judge, digest. */
#include "base/cancel.h"
#include "collect/collect.h"
#include "fingerprint.h"
#include "form/digest.h"
#include "judge/judge.h"
#include "probe.h"
#include "source/system.h"

#include <errno.h>
#include <time.h>

/* The arena that collectors use as scratch memory, one after the other. A large block costs only the pages that are
 * used. Freeing such a block also raises glibc's M_TRIM_THRESHOLD (mallopt(3)), so that its malloc keeps the pages and
 * the next collection need not fault them in again. */
#define SCRATCH_SIZE ((size_t)768 << 10)
#define LIVE_LAYERS                                                                                          \
    (1U << ENVFP_LAYER_HARDWARE | 1U << ENVFP_LAYER_HYPERVISOR | 1U << ENVFP_LAYER_KERNEL |                  \
     1U << ENVFP_LAYER_CONTAINER | 1U << ENVFP_LAYER_SANDBOX)

struct run {
    const struct envfp_probe *probe;
    struct envfp_fingerprint *made;
    size_t memory;              /* bytes that all arenas of the run may still take */
    struct arena work, scratch; /* `work` lives as long as the run; `scratch` until a collector ends */
    struct source_common common;
    struct source source, recorder;
    struct shared shared;
    struct trace trace; /* where it is asked for */
    size_t facts_noted[ENVFP_SECTION_COUNT], gaps_noted[ENVFP_SECTION_COUNT];
    bool bare;       /* files without a running system */
    uint32_t layers; /* that were asked for and, in a replay, recorded */
};

static uint64_t deadline_from_now(uint64_t nanoseconds)
{
    struct timespec now;
    if (nanoseconds == 0)
        return 0;
    clock_gettime(CLOCK_MONOTONIC, &now);
    uint64_t start = (uint64_t)now.tv_sec * 1000000000U + (uint64_t)now.tv_nsec;
    return nanoseconds > UINT64_MAX - start ? UINT64_MAX : start + nanoseconds;
}

static enum envfp_status open_source(struct run *run)
{
    const struct envfp_probe *probe = run->probe;
    if (probe->open)
        return probe->open(probe, &run->common, &run->source);
    return envfp__source_live(
        &run->common, &(struct source_options){probe->environment, probe->environment_count}, &run->source);
}

/* The layers that can be collected: in a bare directory none below the C library. */
static uint32_t visible_layers(const struct run *run)
{
    return run->bare ? run->layers & ~LIVE_LAYERS : run->layers;
}

static bool is_needed(const struct run *run, const struct collector *collector)
{
    if (collector->layer == ENVFP_LAYER_APP)
        return run->probe->read_process && run->probe->operand == OPERAND_SELF;
    const struct declaration *declaration = envfp__collector_declares(collector);
    if (run->bare && !declaration->from_files)
        return false;
    return (visible_layers(run) & (1U << collector->layer | declaration->serves)) != 0;
}

static void note_teller(struct run *run, size_t collector, unsigned layer, struct view key)
{
    const struct envfp_entry *entry = envfp__registry_find((enum envfp_layer)layer, key);
    if (entry)
        run->probe->tracer->told(&run->trace, collector, entry_declaration(entry)->declarer);
}

/* For a trace: whose facts a collector has told, mostly its own alone. */
static void note_tellers(struct run *run, size_t collector)
{
    for (unsigned i = 0; i < ENVFP_SECTION_COUNT; i++) {
        const struct section *section = &run->made->facts.sections[i];
        for (; run->facts_noted[i] < section->count; run->facts_noted[i]++)
            note_teller(run, collector, i, section->facts[run->facts_noted[i]].key);
        for (; run->gaps_noted[i] < section->gap_count; run->gaps_noted[i]++)
            note_teller(run, collector, i, section->gaps[run->gaps_noted[i]].key);
    }
}

static void collect_all(struct run *run, const struct source *source)
{
    for (size_t i = 0; i < envfp__collector_count; i++) {
        const struct collector *collector = &envfp__collectors[i];
        if (!is_needed(run, collector))
            continue;
        envfp__collector_run(collector, &(struct collect){.source = source,
                                                          .shared = &run->shared,
                                                          .facts = &run->made->facts,
                                                          .scratch = &run->scratch});
        if (run->probe->tracer)
            note_tellers(run, i);
        if (run->scratch.failed)
            run->work.failed = true;
        envfp__arena_reset(&run->scratch);
    }
}

/* The embedding program's facts, copied: the probe may be gone before the fingerprint. */
static void add_app_facts(struct run *run)
{
    struct facts *facts = &run->made->facts;
    const struct section *from = &run->probe->app.sections[ENVFP_LAYER_APP];
    for (size_t i = 0; i < from->count; i++) {
        struct envfp_fact fact = from->facts[i];
        fact.key = envfp__arena_copy(facts->arena, fact.key);
        if (fact.type == ENVFP_STRING) {
            fact.value.string = envfp__arena_copy(facts->arena, fact.value.string);
        } else if (fact.type == ENVFP_SET) {
            struct view *items = envfp__arena_array(facts->arena, fact.value.set.count, sizeof *items);
            for (size_t j = 0; items && j < fact.value.set.count; j++)
                items[j] = envfp__arena_copy(facts->arena, fact.value.set.items[j]);
            fact.value.set.items = items;
        }
        envfp__facts_append(facts, ENVFP_LAYER_APP, &fact);
    }
}

/* Drops the facts of layers that were not asked for and were collected only for another layer's verdict. */
static void drop_unasked(struct run *run)
{
    for (unsigned i = 0; i < ENVFP_LAYER_COUNT; i++) {
        struct section *section = &run->made->facts.sections[i];
        bool asked = (run->layers & 1U << i) != 0;
        if (asked && (visible_layers(run) & 1U << i))
            continue;
        section->count = section->gap_count = 0;
        section->status = asked ? ENVFP_LAYER_HIDDEN : ENVFP_LAYER_SKIPPED;
    }
}

/* In a replay, leaves out the layers that the recording was not asked for: nothing says what they were like. */
static void find_layers(struct run *run)
{
    struct view names, name;
    run->layers = run->probe->layers;
    if (run->probe->operand != OPERAND_RECORD ||
        source_probe(&run->source, &run->work, "layers", &names) != ENVFP_REASON_NONE)
        return;
    uint32_t recorded = 0;
    while (view_cut(&names, ',', &name))
        for (unsigned i = 0; i < ENVFP_LAYER_COUNT; i++)
            if (view_is(name, envfp_layer_name((enum envfp_layer)i)))
                recorded |= 1U << i;
    run->layers &= recorded;
}

/* The names of the run's layers, joined by commas, for a recording of it; nothing where they are all, and a word that is
 * no layer where they are none. */
static struct view layers_to_record(struct run *run)
{
    struct text names = {.arena = &run->work};
    for (unsigned i = 0; i < ENVFP_LAYER_COUNT && run->layers != ENVFP_LAYERS_ALL; i++) {
        if (!(run->layers & 1U << i))
            continue;
        envfp__text_add(&names, names.length ? VIEW(",") : VIEW(""));
        envfp__text_add(&names, view_of(envfp_layer_name((enum envfp_layer)i)));
    }
    return run->layers ? envfp__text_view(&names) : VIEW("none");
}

/* Takes the project's folder from the probe or, in a replay, from the recording. A folder that the caller named must
 * exist. */
static enum envfp_status find_project(struct run *run)
{
    struct source_stat stat;
    struct view recorded;
    run->shared.project = run->probe->project;
    run->shared.read_project = run->probe->read_project;
    run->shared.read_process = run->probe->read_process;
    if (!(visible_layers(run) & 1U << ENVFP_LAYER_RUNTIMES))
        run->shared.project = NULL;
    else if (!run->probe->project && run->probe->operand == OPERAND_RECORD &&
             source_probe(&run->source, &run->work, "project", &recorded) == ENVFP_REASON_NONE &&
             view_starts(recorded, VIEW("/")))
        run->shared.project = envfp__arena_copy(&run->work, recorded).text;
    if (!run->shared.project)
        return ENVFP_OK;
    enum envfp_reason reason = source_stat(&run->source, run->shared.project, &stat);
    bool none =
        reason == ENVFP_REASON_ABSENT || (reason == ENVFP_REASON_NONE && stat.type != SOURCE_DIRECTORY);
    struct view resolved;
    if (none && !run->probe->project)
        run->shared.project = NULL;
    else if (reason == ENVFP_REASON_NONE &&
             source_resolve(&run->source, &run->work, run->shared.project, &resolved) == ENVFP_REASON_NONE)
        run->shared.project = envfp__arena_copy(&run->work, resolved).text;
    return none && run->probe->project ? ENVFP_NOT_FOUND : ENVFP_OK;
}

static enum envfp_status run_collectors(struct run *run)
{
    const struct source *source = &run->source;
    const struct envfp_probe *probe = run->probe;
    if (probe->tracer)
        probe->tracer->start(&run->trace, source, &run->made->arena);
    enum envfp_status status = find_project(run);
    if (status == ENVFP_OK && probe->recorder) {
        status = probe->recorder->start(&run->common, &run->source, probe->recording, run->bare,
                                        layers_to_record(run), run->shared.project, &run->recorder);
        source = &run->recorder;
    }
    if (status != ENVFP_OK)
        return status;
    collect_all(run, source);
    if (probe->recorder && !probe->recorder->finish(source))
        status = ENVFP_IO;
    if (probe->tracer)
        probe->tracer->finish(&run->trace);
    struct facts *facts = &run->made->facts;
    add_app_facts(run);
    envfp__facts_seal(facts);
    uint32_t app = facts->sections[ENVFP_LAYER_APP].count ? 1U << ENVFP_LAYER_APP : 0;
    envfp__judge(facts, visible_layers(run) | app);
    envfp__facts_seal(facts);
    drop_unasked(run);
    envfp__digest_facts(facts, run->made->digest);
    return run->work.failed || facts->arena->failed ? ENVFP_NO_MEMORY : status;
}

/* Whether only files are visible: a program under WASI sees no machine, and neither does a recording made by one or
 * made of a bare directory, which notes that among its probes. */
static bool shows_files_alone(struct run *run)
{
    struct view running;
    return source_probe(&run->source, &run->work, "running", &running) == ENVFP_REASON_NONE &&
           view_is(running, "no");
}

static enum envfp_status start_run(struct run *run)
{
    const struct envfp_probe *probe = run->probe;
    uint64_t memory = probe->limits[ENVFP_LIMIT_MEMORY];
    run->memory = memory < SIZE_MAX ? (size_t)memory : SIZE_MAX;
    envfp__arena_init(&run->work, &probe->arena.allocator, run->memory);
    envfp__arena_init(&run->scratch, &probe->arena.allocator, run->memory);
    envfp__arena_reserve(&run->scratch, SCRATCH_SIZE);
    run->made = envfp__fingerprint_new(&probe->arena.allocator, run->memory);
    if (!run->made)
        return ENVFP_NO_MEMORY;
    run->memory -= run->made->arena.held;
    run->work.shared = run->scratch.shared = run->made->arena.shared = &run->memory;
    run->made->collector = "envfp " ENVFP_VERSION;
    envfp__source_common_init(&run->common, &envfp__declarers, &run->work);
    run->common.aside = probe->aside;
    run->common.file_limit = probe->limits[ENVFP_LIMIT_FILE_BYTES];
    run->common.entry_limit = probe->limits[ENVFP_LIMIT_ENTRIES];
    run->common.deadline = deadline_from_now(probe->deadline);
    run->common.detail = probe->detail;
    run->common.allow_remote = probe->allow_remote;
    run->common.names = probe->names;
    enum envfp_status status = open_source(run);
    run->bare = status == ENVFP_OK && (probe->operand == OPERAND_ROOT || shows_files_alone(run));
    if (status == ENVFP_OK)
        find_layers(run);
    return status;
}

enum envfp_status envfp_probe_run(const struct envfp_probe *probe, struct envfp_fingerprint **fingerprint)
{
    if (!fingerprint)
        return ENVFP_BAD_ARGUMENT;
    *fingerprint = NULL;
    if (!probe)
        return ENVFP_BAD_ARGUMENT;
    int error = errno, cancel = cancel_hold();
    struct run run = {.probe = probe};
    enum envfp_status status = start_run(&run);
    if (status == ENVFP_OK)
        status = run_collectors(&run);
    if (probe->tracer)
        probe->tracer->end(&run.trace);
    envfp__source_release(&run.recorder);
    envfp__source_release(&run.source);
    envfp__arena_release(&run.scratch);
    envfp__arena_release(&run.work);
    if (run.made) {
        run.made->arena.shared = NULL; /* it outlives the run */
        run.made->steps = run.trace.steps;
        run.made->step_count = run.trace.count;
    }
    if (status == ENVFP_OK)
        *fingerprint = run.made;
    else
        envfp_fingerprint_free(run.made);
    cancel_allow(cancel);
    errno = error;
    return status;
}
