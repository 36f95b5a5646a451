/* SPDX-License-Identifier: MIT */
#include "source/named.h"

#include "names/names.h"
#include "source/device_keys.h"
#include "source/live.h"

/* Longer than any name that libcpuid has. */
#define CODENAME_MOST 65

static bool ask(void *self, uint32_t leaf, uint32_t subleaf, uint32_t registers[4])
{
    return envfp__machine_cpuid(self, 0, leaf, subleaf, registers) == ENVFP_REASON_NONE;
}

enum envfp_reason envfp__named_processor(const struct envfp_names *names, struct arena *arena,
                                         struct view *name)
{
    char bytes[CODENAME_MOST] = "";
    if (!names || !names->processor(ask, NULL, bytes, sizeof bytes))
        return ENVFP_REASON_ABSENT;
    *name = envfp__arena_copy(arena, (struct view){bytes, strnlen(bytes, sizeof bytes)});
    return ENVFP_REASON_NONE;
}

struct found {
    struct arena *arena;
    struct source_device *list;
    size_t count, capacity;
};

static void tell(void *self, const char *place, const char *key, const char *value)
{
    struct found *found = self;
    if (!envfp__device_key_is_told(view_of(key)))
        return;
    struct source_device *room =
        envfp__arena_grow(found->arena, found->list, found->count, &found->capacity, sizeof *room);
    if (!room)
        return;
    found->list = room;
    room[found->count++] = (struct source_device){envfp__device_place(found->arena, view_of(place)),
                                                  envfp__arena_copy(found->arena, view_of(key)),
                                                  envfp__arena_copy(found->arena, view_of(value))};
}

enum envfp_reason envfp__named_devices(const struct envfp_names *names, struct arena *arena,
                                       struct source_device **devices, size_t *count)
{
    struct found found = {.arena = arena};
    if (!names || !names->devices(envfp__device_keys, envfp__device_key_count, tell, &found))
        return ENVFP_REASON_ABSENT;
    *devices = found.list;
    *count = found.count;
    return ENVFP_REASON_NONE;
}
