/* SPDX-License-Identifier: MIT */
#ifdef DECLARING

COLLECTOR(0, LIVE)

FACT("udev/*", STRING, CONTEXT, INFORMS, NOTHING, "", "", "libudev; hwdb(7)",
     "What the hardware database calls a device; only where detail is asked for.")

#else
#define LAYER HARDWARE
#define OWNER udev
#define DECLARES "collect/hardware/udev.c"
#include "collect/declare.h"

#include "collect/collect.h"

/*
 * The names that udev's hardware database has for devices: context, only where detail is asked for. A device is listed
 * by kind and name, not by address, so that two of one kind are one member.
 */
struct device {
    struct view path, subsystem, vendor, model, class, type, bus, driver;
};

static void take(struct device *device, struct view key, struct view value)
{
    const struct {
        const char *key;
        struct view *value;
    } wanted[] = {
        {"SUBSYSTEM", &device->subsystem},
        {"ID_VENDOR_FROM_DATABASE", &device->vendor},
        {"ID_MODEL_FROM_DATABASE", &device->model},
        {"ID_PCI_SUBCLASS_FROM_DATABASE", &device->class},
        {"ID_TYPE", &device->type},
        {"ID_BUS", &device->bus},
        {"DRIVER", &device->driver},
    };
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        if (view_is(key, wanted[i].key))
            *wanted[i].value = value;
}

static void add_word(struct text *text, struct view word)
{
    if (word.length == 0)
        return;
    if (text->length)
        envfp__text_add_byte(text, ' ');
    envfp__text_add(text, word);
}

static void show(struct collect *c, const struct device *device)
{
    struct text name = {.arena = c->scratch}, what = {.arena = c->scratch};
    add_word(&name, device->vendor);
    add_word(&name, device->model);
    if (device->subsystem.length == 0 || name.length == 0)
        return;
    add_word(&what, device->class);
    add_word(&what, device->bus);
    add_word(&what, device->type);
    add_word(&what, device->driver);
    struct view pieces[] = {device->subsystem, VIEW(": "), envfp__text_view(&name)};
    fact_member(c, "udev", envfp__arena_join(c->scratch, pieces, 3), envfp__text_view(&what));
}

void envfp__collect_udev(struct collect *c)
{
    struct source_device *list;
    size_t count;
    struct device device = {.path = {0}};
    if (!c->source->common->detail ||
        source_devices(c->source, c->scratch, &list, &count) != ENVFP_REASON_NONE)
        return;
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || !view_equal(list[i].path, device.path)) {
            show(c, &device);
            device = (struct device){.path = list[i].path};
        }
        take(&device, list[i].key, list[i].value);
    }
    show(c, &device);
}

#endif
