/* SPDX-License-Identifier: MIT */
#define SOC "/sys/devices/soc0"
#define TREE "/proc/device-tree"

#ifdef DECLARING

COLLECTOR(HV, LIVE)

NAMES(TREE "/", tree)
SEEN(TREE "/chosen/qemu,graphic-width")
TEXT(TREE "/{model,compatible,hypervisor/compatible}", strings)
NAMES(SOC "/", soc)
LINES(SOC "/{family,machine,revision,soc_id}", text)

FACT("devicetree.compatible", SET, CONTEXT, INFORMS, NOTHING, "", "/proc/device-tree/compatible",
     "Devicetree Specification",
     "Boards that this one is compatible with. Context, as /sys/firmware is masked in containers.")
FACT("devicetree.hypervisor", SET, CONTEXT, INFORMS, NOTHING, "", "/proc/device-tree/hypervisor/compatible",
     "", "The hypervisor that firmware announces.")
FACT("devicetree.marks", SET, CONTEXT, INFORMS, NOTHING, "", "/proc/device-tree", "",
     "Signs of virtual machines among the tree's nodes.")
FACT("devicetree.model", STRING, CONTEXT, INFORMS, NOTHING, "", "/proc/device-tree/model",
     "Devicetree Specification", "The board's name.")
FACT("soc.family", STRING, HASHED, INFORMS, MACHINE, "", "/sys/devices/soc0/family",
     "Documentation/ABI/testing/sysfs-devices-soc", "Family of the system on a chip.")
FACT("soc.machine", STRING, HASHED, INFORMS, MACHINE, "", "/sys/devices/soc0/machine",
     "Documentation/ABI/testing/sysfs-devices-soc", "The board, as the driver of its chip names it.")
FACT("soc.revision", STRING, HASHED, INFORMS, MACHINE, "", "/sys/devices/soc0/revision",
     "Documentation/ABI/testing/sysfs-devices-soc", "Revision of the chip: errata differ by it.")
FACT("soc.soc_id", STRING, HASHED, INFORMS, MACHINE, "", "/sys/devices/soc0/soc_id",
     "Documentation/ABI/testing/sysfs-devices-soc", "Which system on a chip it is.")

#else
#include "collect/collectors.h"
#include "source/keep_rows.h"

/* Nodes and properties that only virtual machines and partitions have. */
static const struct {
    char start[19], mark[12];
} marks[] = {
    {"fw-cfg", "fw-cfg"},
    {"ibm,partition-name", "partition"},
    {"hmc-managed?", "hmc-managed"},
};

static bool keep_name_tree(struct view name)
{
    static const char *const others[] = {"model", "compatible", "hypervisor", "chosen"};
    bool kept = keep_starts(name, others, KEEP_COUNT(others));
    for (size_t i = 0; i < KEEP_COUNT(marks); i++)
        kept = kept || view_starts(name, view_of(marks[i].start));
    return kept && name.length <= 64;
}

/* The fact for a file of the chip's driver; none for its serial number. */
static const struct envfp_entry *find_row(struct view name)
{
    const struct declaration *declaration = envfp__declares_devicetree();
    const struct envfp_entry *row = declared_facts(declaration), *end = row + declaration->fact_count;
    for (; row < end; row++) {
        struct view path = view_of(entry_text(row, row->path));
        if (view_cut_start(&path, VIEW(SOC "/")) && view_equal(path, name))
            return row;
    }
    return NULL;
}

static bool keep_name_soc(struct view name)
{
    return find_row(name) != NULL;
}

/* Properties are strings that end with a NUL each. */
static bool keep_strings(const struct source *source, struct view text, struct text *out)
{
    struct view piece;
    (void)source;
    for (bool first = true; view_cut(&text, '\0', &piece); first = false) {
        if (!first)
            envfp__text_add_byte(out, '\0');
        envfp__keep_plain(piece, out);
    }
    return false;
}

#define LAYER HARDWARE
#define OWNER devicetree
#define DECLARES "collect/hardware/devicetree.c"
#include "collect/declare.h"

#include "collect/collect.h"

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

/* The chip and board as the chip's driver shows them below /sys/devices, which container engines do not mask. */
static void collect_soc(struct collect *c)
{
    struct source_entry *entries;
    size_t count;
    enum envfp_reason reason = source_list(c->source, c->scratch, SOC, &entries, &count);
    fact_gap(c, "soc.*", reason);
    for (size_t i = 0; i < count; i++) {
        const struct envfp_entry *row = find_row(entries[i].name);
        if (row)
            envfp__collect_attribute(c, entry_key(row), entry_text(row, row->path));
    }
}

static void collect_marks(struct collect *c, const struct source_entry *entries, size_t count)
{
    struct bag found = {0};
    struct source_stat stat;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (name_starts(entries, count, view_of(marks[i].start)))
            envfp__bag_add(c, &found, view_of(marks[i].mark));
    if (name_starts(entries, count, VIEW("chosen")) &&
        source_stat(c->source, TREE "/chosen/qemu,graphic-width", &stat) == ENVFP_REASON_NONE)
        envfp__bag_add(c, &found, VIEW("qemu-graphics"));
    if (found.count)
        fact_set(c, "devicetree.marks", found.items, found.count);
}

/*
 * The device tree of ARM, POWER and RISC-V machines. It lies below /sys/firmware, which Docker masks, so all of it is
 * context. Only properties that name a kind of machine are read, never a serial number or a partition's name.
 */
void envfp__collect_devicetree(struct collect *c)
{
    struct source_entry *entries;
    size_t count;
    collect_soc(c);
    enum envfp_reason reason = source_list(c->source, c->scratch, TREE, &entries, &count);
    if (reason != ENVFP_REASON_NONE) {
        fact_gap(c, "devicetree.*", reason);
        return;
    }
    if (name_starts(entries, count, VIEW("model"))) {
        struct bag strings = {0};
        fact_gap(c, "devicetree.model", read_strings(c, TREE "/model", &strings));
        if (strings.count)
            fact_string(c, "devicetree.model", strings.items[0]);
    }
    if (name_starts(entries, count, VIEW("compatible")))
        collect_set(c, "devicetree.compatible", TREE "/compatible");
    if (name_starts(entries, count, VIEW("hypervisor")))
        collect_set(c, "devicetree.hypervisor", TREE "/hypervisor/compatible");
    collect_marks(c, entries, count);
}

#endif
