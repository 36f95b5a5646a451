/* SPDX-License-Identifier: MIT */
#include "source/device_keys.h"

#include "source/guid.h"

const char *const envfp__device_keys[] = {
    "DEVTYPE",
    "DRIVER",
    "ID_BUS",
    "ID_MODEL_FROM_DATABASE",
    "ID_PCI_CLASS_FROM_DATABASE",
    "ID_PCI_SUBCLASS_FROM_DATABASE",
    "ID_TYPE",
    "ID_VENDOR_FROM_DATABASE",
    "SUBSYSTEM",
};

const size_t envfp__device_key_count = sizeof envfp__device_keys / sizeof *envfp__device_keys;

bool envfp__device_key_is_told(struct view key)
{
    for (size_t i = 0; i < envfp__device_key_count; i++)
        if (view_is(key, envfp__device_keys[i]))
            return true;
    return false;
}

struct view envfp__device_place(struct arena *arena, struct view path)
{
    size_t name = envfp__view_find(path, VIEW("/net/"));
    struct view kept = name == SIZE_MAX ? path : view_take(path, name + 4);
    return envfp__arena_copy(arena, envfp__guid_mask(arena, kept));
}
