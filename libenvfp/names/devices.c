/* SPDX-License-Identifier: MIT */
/* udev's properties of the live machine's devices, by libudev: names from its hardware database. */
#include "names/names.h"

#ifdef ENVFP_WITH_UDEV
#include <libudev.h>
#include <string.h>
#include <unistd.h>

/* Where udev keeps what it knows of each device. Without it, in most containers, libudev would ask for every device
 * and find nothing. */
#define DATABASE "/run/udev/data"

/* Of USB the devices, not their interfaces. */
static bool is_wanted(struct udev_device *device)
{
    const char *subsystem = udev_device_get_subsystem(device), *type = udev_device_get_devtype(device);
    return !subsystem || strcmp(subsystem, "usb") != 0 || (type && strcmp(type, "usb_device") == 0);
}

/* Everything else costs milliseconds and says little about what programs can use. */
static struct udev_enumerate *list_devices(struct udev *udev)
{
    static const char *const subsystems[] = {"pci", "block", "net", "usb"};
    struct udev_enumerate *listing = udev_enumerate_new(udev);
    for (size_t i = 0; listing && i < sizeof subsystems / sizeof *subsystems; i++)
        udev_enumerate_add_match_subsystem(listing, subsystems[i]);
    if (listing && udev_enumerate_scan_devices(listing) >= 0)
        return listing;
    udev_enumerate_unref(listing);
    return NULL;
}

bool envfp__names_devices(const char *const *keys, size_t count, names_tell *tell, void *self)
{
    static const char virtual[] = "/sys/devices/virtual/"; /* of these there may be hundreds */
    if (access(DATABASE, F_OK) != 0)
        return false;
    struct udev *udev = udev_new();
    struct udev_enumerate *listing = udev ? list_devices(udev) : NULL;
    struct udev_list_entry *entry = listing ? udev_enumerate_get_list_entry(listing) : NULL;
    for (; entry; entry = udev_list_entry_get_next(entry)) {
        const char *path = udev_list_entry_get_name(entry);
        if (strncmp(path, virtual, sizeof virtual - 1) == 0)
            continue;
        struct udev_device *device = udev_device_new_from_syspath(udev, path);
        for (size_t i = 0; device && is_wanted(device) && i < count; i++) {
            const char *value = udev_device_get_property_value(device, keys[i]);
            if (value)
                tell(self, udev_device_get_syspath(device), keys[i], value);
        }
        udev_device_unref(device);
    }
    bool told = listing != NULL;
    udev_enumerate_unref(listing);
    udev_unref(udev);
    return told;
}
#else
bool envfp__names_devices(const char *const *keys, size_t count, names_tell *tell, void *self)
{
    (void)keys, (void)count, (void)tell, (void)self;
    return false;
}
#endif
