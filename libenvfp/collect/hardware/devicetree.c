/* SPDX-License-Identifier: MIT */
#ifdef DECLARING

COLLECTOR(HV, LIVE)

FACT("devicetree.compatible", SET, CONTEXT, INFORMS, NOTHING, "", "/proc/device-tree/compatible",
     "Devicetree Specification",
     "Boards that this one is compatible with. Context, as /sys/firmware is masked in containers.")
FACT("devicetree.hypervisor", SET, CONTEXT, INFORMS, NOTHING, "", "/proc/device-tree/hypervisor/compatible",
     "", "The hypervisor that firmware announces.")
FACT("devicetree.marks", SET, CONTEXT, INFORMS, NOTHING, "", "/proc/device-tree", "",
     "Signs of virtual machines among the tree's nodes.")
FACT("devicetree.model", STRING, CONTEXT, INFORMS, NOTHING, "", "/proc/device-tree/model",
     "Devicetree Specification", "The board's name.")
FACT("soc.family", STRING, HASHED, INFORMS, MACHINE, "", "/sys/devices/soc0",
     "Documentation/ABI/testing/sysfs-devices-soc", "Family of the system on a chip.")
FACT("soc.machine", STRING, HASHED, INFORMS, MACHINE, "", "/sys/devices/soc0",
     "Documentation/ABI/testing/sysfs-devices-soc", "The board, as the driver of its chip names it.")
FACT("soc.revision", STRING, HASHED, INFORMS, MACHINE, "", "/sys/devices/soc0",
     "Documentation/ABI/testing/sysfs-devices-soc", "Revision of the chip: errata differ by it.")
FACT("soc.soc_id", STRING, HASHED, INFORMS, MACHINE, "", "/sys/devices/soc0",
     "Documentation/ABI/testing/sysfs-devices-soc", "Which system on a chip it is.")

#else
#define LAYER HARDWARE
#define OWNER devicetree
#define DECLARES "collect/hardware/devicetree.c"
#include "collect/declare.h"

#include "collect/collect.h"
#include "source/keep.h"

#define TREE "/proc/device-tree/"

/* Properties are strings that end with a NUL each. */
static enum envfp_reason read_strings(struct collect *c, const char *path, struct bag *strings)
{
    struct view rest, string;
    enum envfp_reason reason = source_read_start(c->source, path, 4096, &rest);
    while (view_cut(&rest, '\0', &string)) {
        string = view_trim(string);
        if (string.length)
            envfp__bag_add(c, strings, envfp__keep_text_of(c->scratch, string));
    }
    return reason;
}

static void collect_set(struct collect *c, const char *key, const char *path)
{
    struct bag strings = {0};
    fact_gap(c, key, read_strings(c, path, &strings));
    if (strings.count)
        fact_set(c, key, strings.items, strings.count);
}

static bool name_starts(const struct source_entry *entries, size_t count, struct view start)
{
    for (size_t i = 0; i < count; i++)
        if (view_starts(entries[i].name, start))
            return true;
    return false;
}

/* What chip and board it is, by the chip's driver: below /sys/devices, which nobody masks. Its
 * serial_number is left alone. */
static void collect_soc(struct collect *c)
{
    static const char *const attributes[] = {"family", "machine", "revision", "soc_id"};
    struct source_entry *entries;
    size_t count;
    enum envfp_reason reason = source_list(c->source, c->scratch, "/sys/devices/soc0", &entries, &count);
    fact_gap(c, "soc.*", reason);
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < sizeof attributes / sizeof *attributes; j++)
            if (view_is(entries[i].name, attributes[j]))
                envfp__collect_attribute(c, source_path(c->scratch, "soc.", entries[i].name, ""),
                                         source_path(c->scratch, "/sys/devices/soc0/", entries[i].name, ""));
}

/*
 * Firmware's description of ARM, POWER and RISC-V machines. It lies below /sys/firmware, which Docker
 * masks: all of it is context. Only what names a kind of machine is read, never a serial number or a
 * partition's name.
 */
void envfp__collect_devicetree(struct collect *c)
{
    struct source_entry *entries;
    size_t count;
    collect_soc(c);
    enum envfp_reason reason = source_list(c->source, c->scratch, "/proc/device-tree", &entries, &count);
    if (reason != ENVFP_REASON_NONE) {
        fact_gap(c, "devicetree.*", reason);
        return;
    }
    if (name_starts(entries, count, VIEW("model"))) {
        struct bag strings = {0};
        fact_gap(c, "devicetree.model", read_strings(c, TREE "model", &strings));
        if (strings.count)
            fact_string(c, "devicetree.model", strings.items[0]);
    }
    if (name_starts(entries, count, VIEW("compatible")))
        collect_set(c, "devicetree.compatible", TREE "compatible");
    if (name_starts(entries, count, VIEW("hypervisor")))
        collect_set(c, "devicetree.hypervisor", TREE "hypervisor/compatible");
    struct bag marks = {0};
    if (name_starts(entries, count, VIEW("fw-cfg")))
        envfp__bag_add(c, &marks, VIEW("fw-cfg"));
    if (name_starts(entries, count, VIEW("ibm,partition-name")))
        envfp__bag_add(c, &marks, VIEW("partition"));
    if (name_starts(entries, count, VIEW("hmc-managed?")))
        envfp__bag_add(c, &marks, VIEW("hmc-managed"));
    struct source_stat stat;
    if (name_starts(entries, count, VIEW("chosen")) &&
        source_stat(c->source, TREE "chosen/qemu,graphic-width", &stat) == ENVFP_REASON_NONE)
        envfp__bag_add(c, &marks, VIEW("qemu-graphics"));
    if (marks.count)
        fact_set(c, "devicetree.marks", marks.items, marks.count);
}

#endif
