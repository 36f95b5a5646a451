/* SPDX-License-Identifier: MIT */
#include "probe.h"

#include "names/names.h"

#include <errno.h>

#define PROBE_MEMORY_MOST ((size_t)64 << 20)

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
    if (probe)
        probe->detail = detail;
}

enum envfp_status envfp_probe_set_names(struct envfp_probe *probe, const struct envfp_names *names)
{
    if (!probe || (names && names->abi != ENVFP_NAMES_ABI))
        return ENVFP_BAD_ARGUMENT;
    probe->names = names;
    return ENVFP_OK;
}

void envfp_probe_set_remote(struct envfp_probe *probe, bool allow)
{
    if (probe)
        probe->allow_remote = allow;
}

void envfp_probe_set_trace(struct envfp_probe *probe, bool trace)
{
    if (probe)
        probe->trace = trace;
}

void envfp_probe_set_deadline(struct envfp_probe *probe, uint64_t nanoseconds)
{
    if (probe)
        probe->deadline = nanoseconds;
}

enum envfp_status envfp_probe_set_limit(struct envfp_probe *probe, enum envfp_limit limit, uint64_t value)
{
    if (!probe || (unsigned)limit >= sizeof probe->limits / sizeof *probe->limits || value == 0)
        return ENVFP_BAD_ARGUMENT;
    probe->limits[limit] = value;
    return ENVFP_OK;
}

static bool are_texts(const char *const *texts, size_t count)
{
    for (size_t i = 0; texts && i < count; i++)
        if (!texts[i])
            return false;
    return texts || count == 0;
}

enum envfp_status envfp_probe_set_environ(struct envfp_probe *probe, const char *const *entries, size_t count)
{
    if (!probe || !are_texts(entries, count))
        return ENVFP_BAD_ARGUMENT;
    const char **copies = envfp__arena_array(&probe->arena, count, sizeof *copies);
    for (size_t i = 0; copies && i < count; i++)
        copies[i] = envfp__arena_copy(&probe->arena, view_of(entries[i])).text;
    enum envfp_status status = memory_status(probe);
    if (status == ENVFP_OK) {
        probe->environment = copies;
        probe->environment_count = count;
    }
    return status;
}

void envfp_probe_set_process(struct envfp_probe *probe, bool process)
{
    if (probe)
        probe->process = process;
}

void envfp_probe_set_recording(struct envfp_probe *probe, int directory)
{
    if (probe)
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

static size_t app_count(const struct envfp_probe *probe)
{
    return probe->app.sections[ENVFP_LAYER_APP].count;
}

/* A fact was added behind the first `before`: it replaces an earlier one of its key. Where memory ran out, half a
 * fact may have been added, and is taken back. */
static enum envfp_status added(struct envfp_probe *probe, size_t before)
{
    struct section *section = &probe->app.sections[ENVFP_LAYER_APP];
    enum envfp_status status = memory_status(probe);
    if (status != ENVFP_OK)
        section->count = before;
    if (section->count == before)
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
    size_t before = app_count(probe);
    envfp__facts_string(&probe->app, ENVFP_LAYER_APP, key, view_of(value));
    return added(probe, before);
}

enum envfp_status envfp_probe_add_integer(struct envfp_probe *probe, const char *key, int64_t value)
{
    if (!probe || !key || !is_app_key(key) || value >= INT64_C(1) << 53 || value <= -(INT64_C(1) << 53))
        return ENVFP_BAD_ARGUMENT;
    size_t before = app_count(probe);
    envfp__facts_integer(&probe->app, ENVFP_LAYER_APP, key, value);
    return added(probe, before);
}

enum envfp_status envfp_probe_add_boolean(struct envfp_probe *probe, const char *key, bool value)
{
    if (!probe || !key || !is_app_key(key))
        return ENVFP_BAD_ARGUMENT;
    size_t before = app_count(probe);
    envfp__facts_boolean(&probe->app, ENVFP_LAYER_APP, key, value);
    return added(probe, before);
}

enum envfp_status envfp_probe_add_set(struct envfp_probe *probe, const char *key, const char *const *items,
                                      size_t count)
{
    if (!probe || !key || !are_texts(items, count) || !is_app_key(key))
        return ENVFP_BAD_ARGUMENT;
    size_t before = app_count(probe);
    struct view *views = envfp__arena_array(&probe->arena, count, sizeof *views);
    for (size_t i = 0; views && i < count; i++)
        views[i] = view_of(items[i]);
    if (views)
        envfp__facts_set(&probe->app, ENVFP_LAYER_APP, key, views, count);
    return added(probe, before);
}

/* ---- The line ------------------------------------------------------------------------------------ */

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
