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

enum envfp_status envfp_probe_set_layers(struct envfp_probe *probe, uint32_t mask)
{
    if (!probe || mask == 0 || (mask & ~ENVFP_LAYERS_ALL))
        return ENVFP_BAD_ARGUMENT;
    probe->layers = mask;
    return ENVFP_OK;
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

enum envfp_status envfp_probe_set_environ(struct envfp_probe *probe, const char *const *entries, size_t count)
{
    if (!probe || !probe_are_texts(entries, count))
        return ENVFP_BAD_ARGUMENT;
    const char **copies = envfp__arena_array(&probe->arena, count, sizeof *copies);
    for (size_t i = 0; copies && i < count; i++)
        copies[i] = envfp__arena_copy(&probe->arena, view_of(entries[i])).text;
    enum envfp_status status = probe_memory_status(probe);
    if (status == ENVFP_OK) {
        probe->environment = copies;
        probe->environment_count = count;
    }
    return status;
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
