/* SPDX-License-Identifier: MIT */
/*
 * Disks and USB devices: context, only where detail is asked for. They are plugged in and taken away, and PCI reports
 * their controllers. Network interfaces are left to PCI, USB and virtio: their list belongs to a namespace, and their
 * names may hold MAC addresses.
 */
#define BLOCK "/sys/block"
#define USB "/sys/bus/usb/devices"

#ifdef DECLARING

COLLECTOR(0, LIVE)

NAMES(BLOCK "/", disk)
LINES(BLOCK "/*/device/model", text)
LINES(BLOCK "/*/{size,queue/rotational}", number)
NAMES(USB "/", all)
SEEN(USB "/*/driver")
LINES(USB "/*/modalias", words)

FACT("block/*", STRING, CONTEXT, INFORMS, NOTHING, "", "/sys/block", "Documentation/ABI/stable/sysfs-block",
     "A kind of disk with model, medium and size; only where detail is asked for, since disks are "
     "attached and taken away.")
FACT("usb/*", STRING, CONTEXT, INFORMS, NOTHING, "", "/sys/bus/usb/devices",
     "Documentation/ABI/testing/sysfs-bus-usb",
     "A kind of USB interface (vendor:product:class) with its driver and number; only where detail is "
     "asked for.")

#else
#include "source/keep_rows.h"

/* Kinds of disks by the start of their names; other block devices are no disks of their own. */
static const char disks[][2][8] = {
    {"dasd", "dasd"}, {"mmcblk", "mmc"}, {"nvme", "nvme"}, {"pmem", "pmem"},
    {"sd", "scsi"},   {"vd", "virtio"},  {"xvd", "xen"},
};

static struct view disk_kind(struct view name)
{
    for (size_t i = 0; i < sizeof disks / sizeof *disks; i++)
        if (view_starts(name, view_of(disks[i][0])))
            return view_of(disks[i][1]);
    return VIEW("");
}

static bool keep_name_disk(struct view name)
{
    return disk_kind(name).length > 0;
}

#define LAYER HARDWARE
#define OWNER peripherals
#define DECLARES "collect/hardware/peripherals.c"
#include "collect/declare.h"

#include "collect/hardware/kinds.h"

#define DEVICES_MOST 256

/* "usb:v046DpC52Bd1211dc00dsc00dp00ic03isc01ip01in00": vendor, product and an interface's class. */
static const struct modalias_part parts[] = {{"usb:v", 0, 4, false}, {"p", 0, 4, false}, {"ic", 0, 2, false}};

static void read_interface(struct collect *c, struct kinds *kinds, struct view name)
{
    char member[sizeof "046d:c52b:03"];
    struct view text, driver;
    const char *modalias = source_path(c->scratch, USB "/", name, "/modalias");
    if (modalias && source_read(c->source, modalias, &text) == ENVFP_REASON_NONE &&
        envfp__kinds_modalias(text, parts, sizeof parts / sizeof *parts, member) &&
        envfp__kinds_driver(c, USB "/", name, &driver) == ENVFP_REASON_NONE)
        envfp__kinds_add(c, kinds, "usb", view_of(member), driver);
}

static void collect_usb(struct collect *c)
{
    struct source_entry *entries;
    struct kinds kinds = {0};
    size_t count, read = 0;
    enum envfp_reason reason = source_list(c->source, c->scratch, USB, &entries, &count);
    fact_gap(c, "usb/*", reason);
    for (size_t i = 0; i < count && !kinds.truncated; i++) {
        /* Interfaces are named like "1-4.2:1.0"; those of the root hubs, "1-0:1.0", are in every machine and are
         * skipped. */
        size_t colon = view_find_byte(entries[i].name, ':');
        if (colon == SIZE_MAX || view_ends(view_take(entries[i].name, colon), VIEW("-0")))
            continue;
        kinds.truncated = read++ == DEVICES_MOST;
        if (!kinds.truncated)
            read_interface(c, &kinds, entries[i].name);
    }
    if (kinds.truncated)
        fact_gap(c, "usb/*", ENVFP_REASON_TRUNCATED);
    envfp__kinds_show(c, &kinds);
}

/* ---- Disks --------------------------------------------------------------------------------------- */

static struct view read_word(struct collect *c, struct view name, const char *attribute)
{
    struct view text = {0};
    const char *path = source_path(c->scratch, BLOCK "/", name, attribute);
    if (!path || source_read_line(c->source, c->scratch, path, &text) != ENVFP_REASON_NONE)
        return VIEW("");
    return text;
}

static void add_part(struct text *text, struct view part)
{
    if (text->length && part.length)
        envfp__text_add(text, VIEW(", "));
    envfp__text_add(text, part);
}

/* "Samsung SSD 980 PRO 1TB, solid, 1000 GB": sectors are always of 512 bytes here. */
static void read_disk(struct collect *c, struct kinds *kinds, struct view kind, struct view name)
{
    struct text what = {.arena = c->scratch};
    struct view sectors = read_word(c, name, "/size"), turns = read_word(c, name, "/queue/rotational");
    uint64_t number;
    add_part(&what, envfp__keep_text_of(c->scratch, read_word(c, name, "/device/model")));
    /* A guest cannot know what its virtual disk is stored on. */
    if (turns.length && !view_is(kind, "virtio") && !view_is(kind, "xen"))
        add_part(&what, view_is(turns, "1") ? VIEW("rotating") : VIEW("solid"));
    if (envfp__view_number(sectors, 10, &number) && number < UINT64_C(1) << 52) {
        uint64_t bytes = number * 512, unit = bytes < 1000000000 ? 1000000 : 1000000000;
        struct text size = {.arena = c->scratch};
        envfp__text_add_number(&size, (int64_t)(bytes / unit));
        envfp__text_add(&size, unit == 1000000 ? VIEW(" MB") : VIEW(" GB"));
        add_part(&what, envfp__text_view(&size));
    }
    envfp__kinds_add(c, kinds, "block", kind, envfp__text_view(&what));
}

static void collect_block(struct collect *c)
{
    struct source_entry *entries;
    struct kinds kinds = {0};
    size_t count, read = 0;
    enum envfp_reason reason = source_list(c->source, c->scratch, BLOCK, &entries, &count);
    fact_gap(c, "block/*", reason);
    for (size_t i = 0; i < count && !kinds.truncated; i++) {
        struct view kind = disk_kind(entries[i].name);
        if (kind.length == 0 || view_has(entries[i].name, VIEW("boot")))
            continue; /* loop devices, mappings, zram; a card's boot partitions */
        kinds.truncated = read++ == DEVICES_MOST;
        if (!kinds.truncated)
            read_disk(c, &kinds, kind, entries[i].name);
    }
    if (kinds.truncated)
        fact_gap(c, "block/*", ENVFP_REASON_TRUNCATED);
    envfp__kinds_show(c, &kinds);
}

void envfp__collect_peripherals(struct collect *c)
{
    if (!c->source->common->detail)
        return;
    collect_block(c);
    collect_usb(c);
}

#endif
