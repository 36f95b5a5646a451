/* SPDX-License-Identifier: MIT */
#include "collect/collect.h"
#include "fingerprint.h"
#include "form/digest.h"
#include "judge/judge.h"
#include "source/system.h"

#include <errno.h>
#include <time.h>

enum operand { OPERAND_SELF, OPERAND_PID, OPERAND_ROOT, OPERAND_RECORD };

struct envfp_probe {
    struct arena arena;
    enum operand operand;
    uint32_t pid;
    const char *directory, *project;
    uint32_t layers;
    bool detail, allow_remote, process;
    uint64_t deadline, limits[3];
    const char *const *environment;
    size_t environment_count;
    struct facts app;
    int recording;
};

#define PROBE_MEMORY_MOST ((size_t)64 << 20)

/* Room for what any collector needs, reused by all of them: of a large block only the pages that are used
 * cost something. Freeing one also tells glibc's malloc not to hand back a heap of this size each time
 * (mallopt(3), M_TRIM_THRESHOLD), whose pages the next collection would have to fault in again. */
#define SCRATCH_SIZE ((size_t)768 << 10)
#define LIVE_LAYERS                                                                                          \
    (1U << ENVFP_LAYER_HARDWARE | 1U << ENVFP_LAYER_HYPERVISOR | 1U << ENVFP_LAYER_KERNEL |                  \
     1U << ENVFP_LAYER_CONTAINER | 1U << ENVFP_LAYER_SANDBOX)

/* ---- Options ----------------------------------------------------------------------------------------------- */

enum envfp_status envfp_probe_new(const struct envfp_allocator *allocator, struct envfp_probe **probe)
{
    if (!probe)
        return ENVFP_BAD_ARGUMENT;
    *probe = NULL;
    if (allocator && (!allocator->allocate || !allocator->release))
        return ENVFP_BAD_ARGUMENT;
    struct arena arena;
    envfp__arena_init(&arena, allocator, PROBE_MEMORY_MOST);
    struct envfp_probe *made = envfp__arena_alloc(&arena, sizeof *made);
    if (!made)
        return ENVFP_NO_MEMORY;
    *made = (struct envfp_probe){.arena = arena,
                                 .layers = ENVFP_LAYERS_ALL,
                                 .limits = {(uint64_t)256 << 20, 65536, (uint64_t)64 << 20},
                                 .recording = -1};
    envfp__facts_init(&made->app, &made->arena);
    *probe = made;
    return ENVFP_OK;
}

void envfp_probe_free(struct envfp_probe *probe)
{
    if (!probe)
        return;
    struct arena arena = probe->arena; /* the probe lies in its own arena */
    envfp__arena_release(&arena);
}

/* Out of memory once is no reason to refuse the next call. */
static enum envfp_status memory_status(struct envfp_probe *probe)
{
    bool failed = probe->arena.failed;
    probe->arena.failed = false;
    return failed ? ENVFP_NO_MEMORY : ENVFP_OK;
}

enum envfp_status envfp_probe_set_operand(struct envfp_probe *probe, const char *operand)
{
    if (!probe || !operand)
        return ENVFP_BAD_ARGUMENT;
    struct view text = view_of(operand);
    uint64_t pid;
    if (view_is(text, "self")) {
        probe->operand = OPERAND_SELF;
        return ENVFP_OK;
    }
    if (view_starts(text, VIEW("pid:"))) {
        if (!envfp__view_number(view_skip(text, 4), 10, &pid) || pid == 0 || pid > INT32_MAX)
            return ENVFP_BAD_ARGUMENT;
        probe->operand = OPERAND_PID;
        probe->pid = (uint32_t)pid;
        return ENVFP_OK;
    }
    bool root = view_starts(text, VIEW("root:")), record = view_starts(text, VIEW("record:"));
    struct view directory = view_skip(text, root ? 5 : 7);
    if ((!root && !record) || directory.length == 0)
        return ENVFP_BAD_ARGUMENT;
    struct view copy = envfp__arena_copy(&probe->arena, directory);
    enum envfp_status status = memory_status(probe);
    if (status == ENVFP_OK) {
        probe->operand = root ? OPERAND_ROOT : OPERAND_RECORD;
        probe->directory = copy.text;
    }
    return status;
}

enum envfp_status envfp_probe_set_layers(struct envfp_probe *probe, uint32_t mask)
{
    if (!probe || mask == 0 || (mask & ~ENVFP_LAYERS_ALL))
        return ENVFP_BAD_ARGUMENT;
    probe->layers = mask;
    return ENVFP_OK;
}

enum envfp_status envfp_probe_set_project(struct envfp_probe *probe, const char *directory)
{
    if (!probe || (directory && directory[0] != '/'))
        return ENVFP_BAD_ARGUMENT;
    if (!directory) {
        probe->project = NULL;
        return ENVFP_OK;
    }
    struct view copy = envfp__arena_copy(&probe->arena, view_of(directory));
    enum envfp_status status = memory_status(probe);
    if (status == ENVFP_OK)
        probe->project = copy.text;
    return status;
}

void envfp_probe_set_detail(struct envfp_probe *probe, bool detail)
{
    probe->detail = detail;
}

void envfp_probe_set_remote(struct envfp_probe *probe, bool allow)
{
    probe->allow_remote = allow;
}

void envfp_probe_set_deadline(struct envfp_probe *probe, uint64_t nanoseconds)
{
    probe->deadline = nanoseconds;
}

enum envfp_status envfp_probe_set_limit(struct envfp_probe *probe, enum envfp_limit limit, uint64_t value)
{
    if (!probe || (unsigned)limit >= sizeof probe->limits / sizeof *probe->limits || value == 0)
        return ENVFP_BAD_ARGUMENT;
    probe->limits[limit] = value;
    return ENVFP_OK;
}

enum envfp_status envfp_probe_set_environ(struct envfp_probe *probe, const char *const *entries, size_t count)
{
    if (!probe || (!entries && count))
        return ENVFP_BAD_ARGUMENT;
    const char **copies = envfp__arena_array(&probe->arena, count, sizeof *copies);
    for (size_t i = 0; copies && i < count; i++) {
        if (!entries[i])
            return ENVFP_BAD_ARGUMENT;
        copies[i] = envfp__arena_copy(&probe->arena, view_of(entries[i])).text;
    }
    enum envfp_status status = memory_status(probe);
    if (status == ENVFP_OK) {
        probe->environment = copies;
        probe->environment_count = count;
    }
    return status;
}

void envfp_probe_set_process(struct envfp_probe *probe, bool process)
{
    probe->process = process;
}

void envfp_probe_set_recording(struct envfp_probe *probe, int directory)
{
    probe->recording = directory;
}

/* ---- Facts of the embedding program ---------------------------------------------------------------------------- */

static bool is_app_key(const char *key)
{
    struct view text = view_of(key);
    bool reserved = view_starts(text, VIEW("process")) &&
                    (text.length == 7 || text.text[7] == '.' || text.text[7] == '/');
    return envfp__text_is_key(text) && !reserved;
}

/* A fact was added at the end: an earlier one of its key goes. */
static enum envfp_status added(struct envfp_probe *probe)
{
    struct section *section = &probe->app.sections[ENVFP_LAYER_APP];
    enum envfp_status status = memory_status(probe);
    if (status != ENVFP_OK || section->count == 0)
        return status;
    struct envfp_fact *last = &section->facts[section->count - 1];
    for (size_t i = 0; i + 1 < section->count; i++)
        if (view_equal(section->facts[i].key, last->key)) {
            section->facts[i] = *last;
            section->count--;
            break;
        }
    return ENVFP_OK;
}

enum envfp_status envfp_probe_add_string(struct envfp_probe *probe, const char *key, const char *value)
{
    if (!probe || !key || !value || !is_app_key(key))
        return ENVFP_BAD_ARGUMENT;
    envfp__facts_string(&probe->app, ENVFP_LAYER_APP, key, view_of(value));
    return added(probe);
}

enum envfp_status envfp_probe_add_integer(struct envfp_probe *probe, const char *key, int64_t value)
{
    if (!probe || !key || !is_app_key(key) || value >= INT64_C(1) << 53 || value <= -(INT64_C(1) << 53))
        return ENVFP_BAD_ARGUMENT;
    envfp__facts_integer(&probe->app, ENVFP_LAYER_APP, key, value);
    return added(probe);
}

enum envfp_status envfp_probe_add_boolean(struct envfp_probe *probe, const char *key, bool value)
{
    if (!probe || !key || !is_app_key(key))
        return ENVFP_BAD_ARGUMENT;
    envfp__facts_boolean(&probe->app, ENVFP_LAYER_APP, key, value);
    return added(probe);
}

enum envfp_status envfp_probe_add_set(struct envfp_probe *probe, const char *key, const char *const *items,
                                      size_t count)
{
    if (!probe || !key || (!items && count) || !is_app_key(key))
        return ENVFP_BAD_ARGUMENT;
    struct view *views = envfp__arena_array(&probe->arena, count, sizeof *views);
    for (size_t i = 0; views && i < count; i++) {
        if (!items[i])
            return ENVFP_BAD_ARGUMENT;
        views[i] = view_of(items[i]);
    }
    if (views)
        envfp__facts_set(&probe->app, ENVFP_LAYER_APP, key, views, count);
    return added(probe);
}

/* ---- A run --------------------------------------------------------------------------------------------------- */

struct run {
    const struct envfp_probe *probe;
    struct envfp_fingerprint *made;
    size_t memory;              /* that all arenas of the run may still take */
    struct arena work, scratch; /* for the length of the run; emptied behind each collector */
    struct source_common common;
    struct source source, recorder;
    bool bare; /* files without a running system */
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
    switch (probe->operand) {
    case OPERAND_SELF:
        return envfp__source_live(&run->common,
                                  &(struct source_options){probe->environment, probe->environment_count},
                                  &run->source);
    case OPERAND_PID: return envfp__source_pid(&run->common, probe->pid, &run->source);
    case OPERAND_ROOT:
    case OPERAND_RECORD: break;
    }
    return envfp__source_root(&run->common, probe->directory, probe->operand == OPERAND_RECORD, &run->source);
}

static void close_source(const struct run *run)
{
    if (!run->source.ops)
        return;
    if (run->probe->operand == OPERAND_SELF)
        envfp__source_live_close(&run->source);
    else if (run->probe->operand == OPERAND_PID)
        envfp__source_pid_close(&run->source);
    else
        envfp__source_root_close(&run->source);
}

/* Layers that can be looked at: nothing below the C library in a bare directory. */
static uint32_t visible_layers(const struct run *run)
{
    return run->bare ? run->probe->layers & ~LIVE_LAYERS : run->probe->layers;
}

static bool is_needed(const struct run *run, const struct collector *collector)
{
    if (collector->layer == ENVFP_LAYER_APP)
        return run->probe->process && run->probe->operand == OPERAND_SELF;
    if (run->bare && !collector->from_files)
        return false;
    return (visible_layers(run) & (1U << collector->layer | collector->serves)) != 0;
}

static void collect_all(struct run *run, const struct source *source)
{
    for (size_t i = 0; i < envfp__collector_count; i++) {
        const struct collector *collector = &envfp__collectors[i];
        if (!is_needed(run, collector))
            continue;
        struct collect collect = {source, &run->made->facts, &run->scratch, collector->layer};
        collector->run(&collect);
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

/* Facts that were collected for another layer's verdict, of layers nobody asked for, go again. */
static void drop_unasked(struct run *run)
{
    for (unsigned i = 0; i < ENVFP_LAYER_COUNT; i++) {
        struct section *section = &run->made->facts.sections[i];
        bool asked = (run->probe->layers & 1U << i) != 0;
        if (asked && (visible_layers(run) & 1U << i))
            continue;
        section->count = section->gap_count = 0;
        section->status = asked ? ENVFP_LAYER_HIDDEN : ENVFP_LAYER_SKIPPED;
    }
}

/* A recording tells which folder was asked for when it was made. Another one must be there. */
static enum envfp_status find_project(struct run *run)
{
    struct source_stat stat;
    struct view recorded;
    run->common.project = run->probe->project;
    if (!(visible_layers(run) & 1U << ENVFP_LAYER_RUNTIMES))
        run->common.project = NULL;
    else if (!run->probe->project && run->probe->operand == OPERAND_RECORD &&
             source_probe(&run->source, &run->work, "project", &recorded) == ENVFP_REASON_NONE &&
             view_starts(recorded, VIEW("/")))
        run->common.project = envfp__arena_copy(&run->work, recorded).text;
    if (!run->common.project)
        return ENVFP_OK;
    enum envfp_reason reason = source_stat(&run->source, run->common.project, &stat);
    bool none =
        reason == ENVFP_REASON_ABSENT || (reason == ENVFP_REASON_NONE && stat.type != SOURCE_DIRECTORY);
    struct view resolved;
    if (none && !run->probe->project)
        run->common.project = NULL;
    else if (reason == ENVFP_REASON_NONE &&
             source_resolve(&run->source, &run->work, run->common.project, &resolved) == ENVFP_REASON_NONE)
        run->common.project = envfp__arena_copy(&run->work, resolved).text;
    return none && run->probe->project ? ENVFP_NOT_FOUND : ENVFP_OK;
}

static enum envfp_status run_collectors(struct run *run)
{
    const struct source *source = &run->source;
    enum envfp_status status = find_project(run);
    if (status == ENVFP_OK && run->probe->recording >= 0) {
        status = envfp__source_record(&run->common, &run->source, run->probe->recording, &run->recorder);
        source = &run->recorder;
    }
    if (status != ENVFP_OK)
        return status;
    collect_all(run, source);
    if (run->probe->recording >= 0 && !envfp__source_record_finish(source))
        status = ENVFP_IO;
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

/* A program in WebAssembly's system interface sees files and nothing of the machine; a recording of one, or of a bare
 * directory, has it among its probes. */
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
    envfp__source_common_init(&run->common, &run->work);
    run->common.file_limit = probe->limits[ENVFP_LIMIT_FILE_BYTES];
    run->common.entry_limit = probe->limits[ENVFP_LIMIT_ENTRIES];
    run->common.deadline = deadline_from_now(probe->deadline);
    run->common.detail = probe->detail;
    run->common.allow_remote = probe->allow_remote;
    enum envfp_status status = open_source(run);
    run->bare = status == ENVFP_OK && (probe->operand == OPERAND_ROOT || shows_files_alone(run));
    return status;
}

enum envfp_status envfp_probe_run(const struct envfp_probe *probe, struct envfp_fingerprint **fingerprint)
{
    if (!fingerprint)
        return ENVFP_BAD_ARGUMENT;
    *fingerprint = NULL;
    if (!probe)
        return ENVFP_BAD_ARGUMENT;
    int error = errno;
    struct run run = {.probe = probe};
    enum envfp_status status = start_run(&run);
    if (status == ENVFP_OK)
        status = run_collectors(&run);
    close_source(&run);
    envfp__arena_release(&run.scratch);
    envfp__arena_release(&run.work);
    if (run.made)
        run.made->arena.shared = NULL; /* it outlives the run */
    if (status == ENVFP_OK)
        *fingerprint = run.made;
    else
        envfp_fingerprint_free(run.made);
    errno = error;
    return status;
}

enum envfp_status envfp_line_copy(char **line)
{
    if (!line)
        return ENVFP_BAD_ARGUMENT;
    *line = NULL;
    struct envfp_probe *probe;
    struct envfp_fingerprint *here = NULL;
    enum envfp_status status = envfp_probe_new(NULL, &probe);
    if (status == ENVFP_OK)
        status = envfp_probe_run(probe, &here);
    if (status == ENVFP_OK)
        status = envfp_fingerprint_copy_form(here, ENVFP_FORM_LINE, line, NULL);
    envfp_fingerprint_free(here);
    envfp_probe_free(probe);
    return status;
}
