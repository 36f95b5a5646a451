/* SPDX-License-Identifier: MIT */
/*
 * Devices of machines without PCI: virtio over memory-mapped registers (Firecracker, QEMU's microvm) and over channels
 * (s390), Xen's bus, and s390's own devices. Hyper-V's bus is not read: its devices' names hold MAC addresses, and its
 * firmware identifies the machine anyway.
 */
#include "collect/hardware/parts.h"

#define VIRTIO "/sys/bus/virtio/devices"
#define XEN "/sys/bus/xen/devices"
#define CCW "/sys/bus/ccw/drivers"
#define AP "/sys/bus/ap/devices"

/* A processor beside this one, there while its firmware runs (drivers/remoteproc). */
#define VIRTIO_REMOTE 7
#define VIRTIO_DIGITS 8

/* "virtio:d00000001v00001AF4": the device's number in the virtio standard. */
static enum envfp_reason read_virtio(struct collect *c, struct kinds *kinds, struct view name)
{
    struct view text, driver = {0};
    uint64_t number;
    const char *path = source_path(c->scratch, VIRTIO "/", name, "/modalias");
    if (!path)
        return ENVFP_REASON_NONE;
    enum envfp_reason reason = source_read(c->source, path, &text);
    if (reason != ENVFP_REASON_NONE)
        return reason;
    if (!view_cut_start(&text, VIEW("virtio:d")) || text.length < VIRTIO_DIGITS ||
        !envfp__view_number(view_take(text, VIRTIO_DIGITS), 16, &number))
        return ENVFP_REASON_MALFORMED;
    reason =
        number == VIRTIO_REMOTE ? ENVFP_REASON_ABSENT : envfp__kinds_driver(c, VIRTIO "/", name, &driver);
    if (reason != ENVFP_REASON_NONE)
        return reason;
    struct text member = {.arena = c->scratch};
    envfp__text_add_number(&member, (int64_t)number);
    envfp__kinds_add(c, kinds, "virtio", envfp__text_view(&member), driver);
    return ENVFP_REASON_NONE;
}

/* "vif-0", "vbd-51712": the kind stands in the name. */
static enum envfp_reason read_xen(struct collect *c, struct kinds *kinds, struct view name)
{
    struct view driver;
    enum envfp_reason reason = envfp__kinds_driver(c, XEN "/", name, &driver);
    if (reason == ENVFP_REASON_NONE)
        envfp__kinds_add(c, kinds, "xen", view_take(name, view_find_byte(name, '-')), driver);
    return reason;
}

/* Cryptographic cards by their type ("CEX7C"); their queues follow from them. */
static enum envfp_reason read_ap(struct collect *c, struct kinds *kinds, struct view name)
{
    struct view type, driver = {0};
    const char *path = source_path(c->scratch, AP "/", name, "/type");
    if (!path || !view_starts(name, VIEW("card")))
        return ENVFP_REASON_ABSENT;
    enum envfp_reason reason = source_read_line(c->source, c->scratch, path, &type);
    if (reason == ENVFP_REASON_NONE)
        reason = envfp__kinds_driver(c, AP "/", name, &driver);
    if (reason == ENVFP_REASON_NONE && type.length)
        envfp__kinds_add(c, kinds, "ap", type, driver);
    return reason;
}

/* Channel devices are counted in their drivers' folders and not read one by one: a partition of an s390 may see
 * thousands. */
static enum envfp_reason read_ccw(struct collect *c, struct kinds *kinds, struct view name)
{
    struct source_entry *entries;
    size_t count;
    const char *folder = source_path(c->scratch, CCW "/", name, "");
    if (!folder)
        return ENVFP_REASON_NONE;
    enum envfp_reason reason = source_list(c->source, c->scratch, folder, &entries, &count);
    for (size_t i = 0; i < count; i++)
        if (view_find_byte(entries[i].name, '.') != SIZE_MAX) /* "0.0.1234" */
            envfp__kinds_add(c, kinds, "ccw", name, name);
    return reason;
}

typedef enum envfp_reason (*reader)(struct collect *c, struct kinds *kinds, struct view name);

static void collect_bus(struct collect *c, const char *folder, const char *key, reader read)
{
    struct source_entry *entries;
    struct kinds kinds = {0};
    size_t count;
    enum envfp_reason reason = source_list(c->source, c->scratch, folder, &entries, &count);
    fact_gap(c, key, reason);
    for (size_t i = 0; i < count; i++) {
        enum envfp_reason why = read(c, &kinds, entries[i].name);
        if (why != ENVFP_REASON_NONE && why != ENVFP_REASON_ABSENT)
            fact_gap(c, key, why);
        kinds.uncertain = kinds.uncertain || kind_may_be_any(why);
    }
    if (kinds.truncated)
        fact_gap(c, key, ENVFP_REASON_TRUNCATED);
    envfp__kinds_show(c, &kinds);
}

void envfp__buses_collect(struct collect *c, const struct kinds *pci, enum envfp_reason unseen)
{
    bool over_pci = false; /* virtio over PCI: the PCI collector has reported these devices */
    for (size_t i = 0; i < pci->count; i++)
        over_pci = over_pci || view_starts(pci->items[i].member, VIEW("1af4:"));
    if (unseen != ENVFP_REASON_NONE)
        fact_gap(c, "virtio/*", unseen);
    else if (!over_pci)
        collect_bus(c, VIRTIO, "virtio/*", read_virtio);
    collect_bus(c, XEN, "xen/*", read_xen);
    struct source_uname names;
    enum envfp_reason reason = source_uname(c->source, c->scratch, &names);
    fact_gap(c, "ccw/*", reason);
    fact_gap(c, "ap/*", reason);
    if (reason != ENVFP_REASON_NONE || !view_starts(names.machine, VIEW("s390")))
        return;
    collect_bus(c, CCW, "ccw/*", read_ccw);
    collect_bus(c, AP, "ap/*", read_ap);
}
