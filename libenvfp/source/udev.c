/* SPDX-License-Identifier: MIT */
/* udev's properties of the live machine's devices, by libudev: names from its hardware database. */
#include "source/live.h"

#ifdef ENVFP_WITH_UDEV
#include <libudev.h>

#include "source/device_keys.h"

struct found {
    struct arena *arena;
    struct source_device *list;
    size_t count, capacity;
};

/* Of USB the devices, not their interfaces. */
static bool is_wanted(struct udev_device *device)
{
    const char *subsystem = udev_device_get_subsystem(device), *type = udev_device_get_devtype(device);
    return !subsystem || !view_is(view_of(subsystem), "usb") ||
           (type && view_is(view_of(type), "usb_device"));
}

static void add_properties(struct found *found, struct udev_device *device)
{
    struct view path = envfp__device_place(found->arena, view_of(udev_device_get_syspath(device)));
    for (size_t i = 0; i < envfp__device_key_count; i++) {
        const char *value = udev_device_get_property_value(device, envfp__device_keys[i]);
        if (!value)
            continue;
        struct source_device *room =
            envfp__arena_grow(found->arena, found->list, found->count, &found->capacity, sizeof *room);
        if (!room)
            return;
        found->list = room;
        room[found->count++] = (struct source_device){path, view_of(envfp__device_keys[i]),
                                                      envfp__arena_copy(found->arena, view_of(value))};
    }
}

enum envfp_reason envfp__udev_devices(void *self, struct arena *arena, struct source_device **devices,
                                      size_t *count)
{
    (void)self;
    /* Everything else costs milliseconds and says little about what programs can use. */
    static const char *const subsystems[] = {"pci", "block", "net", "usb"};
    struct found found = {.arena = arena};
    struct udev *udev = udev_new();
    struct udev_enumerate *listing = udev ? udev_enumerate_new(udev) : NULL;
    for (size_t i = 0; listing && i < sizeof subsystems / sizeof *subsystems; i++)
        udev_enumerate_add_match_subsystem(listing, subsystems[i]);
    bool scanned = listing && udev_enumerate_scan_devices(listing) >= 0;
    struct udev_list_entry *entry = scanned ? udev_enumerate_get_list_entry(listing) : NULL;
    for (; entry; entry = udev_list_entry_get_next(entry)) {
        const char *path = udev_list_entry_get_name(entry);
        /* Virtual devices say nothing about the machine, and there may be hundreds. */
        if (view_starts(view_of(path), VIEW("/sys/devices/virtual/")))
            continue;
        struct udev_device *device = udev_device_new_from_syspath(udev, path);
        if (device && is_wanted(device))
            add_properties(&found, device);
        udev_device_unref(device);
    }
    udev_enumerate_unref(listing);
    udev_unref(udev);
    *devices = found.list;
    *count = found.count;
    return scanned ? ENVFP_REASON_NONE : ENVFP_REASON_ABSENT;
}
#else
enum envfp_reason envfp__udev_devices(void *self, struct arena *arena, struct source_device **devices,
                                      size_t *count)
{
    (void)self;
    (void)arena;
    (void)devices;
    (void)count;
    return ENVFP_REASON_ABSENT;
}
#endif
