/* SPDX-License-Identifier: MIT */
#ifdef DECLARING

COLLECTOR(0, LIVE)

SEEN("/dev/mdesc")
LINES("/proc/ppc64/lparcfg", lparcfg)
NAMES("/proc/xen/", all)
LINES("/proc/xen/capabilities", words)
NAMES("/sys/bus/platform/devices/", platform)
NAMES("/sys/bus/xen/drivers/", all)
SEEN("/sys/class/vlds/{sp,ctrl}")
SEEN("/sys/devices/platform/arm-cca-dev")
LINES("/sys/devices/system/cpu/svm", number)
LINES("/sys/firmware/uv/prot_virt_guest", number)
NAMES("/sys/hypervisor/", all)
LINES("/sys/hypervisor/properties/features", number)
LINES("/sys/hypervisor/{type,guest_type}", words)
LINES("/sys/hypervisor/uuid", xen_uuid)

FACT("lparcfg.processors", STRING, CONTEXT, INFORMS, MACHINE, "", "/proc/ppc64/lparcfg",
     "arch/powerpc/platforms/pseries/lparcfg.c",
     "Whether a partition of POWER owns its processors (`dedicated`) or draws on a pool (`shared`).")
FACT("sysfs_hypervisor.bus_xen", BOOLEAN, CONTEXT, INFORMS, MACHINE, "", "/sys/bus/xen/drivers", "",
     "Whether there are Xen's paravirtual devices.")
FACT("sysfs_hypervisor.dom0", BOOLEAN, HASHED, ALTERS, MACHINE, "", "/sys/hypervisor",
     "Documentation/ABI/stable/sysfs-hypervisor-xen", "Whether this is Xen's controlling domain.")
FACT("sysfs_hypervisor.ec2", BOOLEAN, CONTEXT, INFORMS, MACHINE, "", "/sys/hypervisor",
     "Documentation/ABI/stable/sysfs-hypervisor-xen",
     "Whether the guest's identifier begins as Amazon's do; the rest of it is never looked at.")
FACT("sysfs_hypervisor.guest_type", STRING, CONTEXT, INFORMS, MACHINE, "", "/sys/hypervisor/guest_type",
     "Documentation/ABI/testing/sysfs-hypervisor-xen", "How Xen runs this guest: PV, HVM or PVH.")
FACT("sysfs_hypervisor.ldoms_control", BOOLEAN, CONTEXT, INFORMS, MACHINE, "", "/sys/class/vlds", "",
     "Whether this domain of a SPARC machine controls the others.")
FACT("sysfs_hypervisor.mdesc", BOOLEAN, CONTEXT, INFORMS, MACHINE, "", "/dev/mdesc", "",
     "Whether a SPARC hypervisor describes this machine.")
FACT("sysfs_hypervisor.platform", SET, CONTEXT, INFORMS, MACHINE, "", "/sys/bus/platform/devices", "",
     "Devices that only virtual machines have, where there is no CPUID: QEMU's door to its firmware "
     "(`fw-cfg`), virtual devices in memory (`virtio-mmio`).")
FACT("sysfs_hypervisor.proc_xen", STRING, CONTEXT, INFORMS, MACHINE, "", "/proc/xen", "",
     "Role that Xen's old interface shows.")
FACT("sysfs_hypervisor.realm", BOOLEAN, CONTEXT, INFORMS, MACHINE, "", "/sys/devices/platform/arm-cca-dev",
     "", "Whether this is a realm of Arm's Confidential Compute Architecture.")
FACT("sysfs_hypervisor.secure_guest", BOOLEAN, CONTEXT, INFORMS, MACHINE, "", "",
     "/sys/firmware/uv/prot_virt_guest; /sys/devices/system/cpu/svm",
     "Whether this is a protected guest of s390 or POWER.")
FACT("sysfs_hypervisor.type", STRING, HASHED, ALTERS, MACHINE, "", "/sys/hypervisor",
     "Documentation/ABI/stable/sysfs-hypervisor-xen", "Hypervisor that the kernel itself talks to.")

#else
#include "source/keep.h"

enum { AMAZON_LENGTH = sizeof "ec2" - 1 };

/* Platform devices that only virtual machines have, by the start or end of their names. */
static const struct {
    char start[9], end[13], mark[12];
} platform_marks[] = {
    {"QEMU0002", "", "fw-cfg"},          {"", ".fw-cfg", "fw-cfg"},      {"LNRO0005", "", "virtio-mmio"},
    {"", ".virtio_mmio", "virtio-mmio"}, {"", ".virtio", "virtio-mmio"},
};

/* Empty where it is another device. */
static struct view platform_mark(struct view name)
{
    for (size_t i = 0; i < sizeof platform_marks / sizeof *platform_marks; i++)
        if (view_starts(name, view_of(platform_marks[i].start)) &&
            view_ends(name, view_of(platform_marks[i].end)))
            return view_of(platform_marks[i].mark);
    return VIEW("");
}

static bool keep_name_platform(struct view name)
{
    return platform_mark(name).length > 0;
}

static bool is_amazon(struct view start)
{
    return view_is(start, "ec2") || view_is(start, "EC2");
}

/* Xen's guests on EC2 are recognised by the start of their UUID. The rest identifies one guest, and is not kept. */
static bool keep_xen_uuid(const struct source *source, struct view line, struct text *out)
{
    struct view start = view_take(line, AMAZON_LENGTH);
    (void)source;
    envfp__text_add(out, is_amazon(start) ? start : VIEW("?"));
    return false;
}

static bool is_processor_mode(struct view line, struct view *value)
{
    struct view key;
    return view_split(line, '=', &key, value) && view_is(key, "shared_processor_mode");
}

/* Keeps the lines about a partition's processors. The same file has its name and number, and the machine's serial
 * number. */
static bool keep_lparcfg(const struct source *source, struct view line, struct text *out)
{
    struct view value;
    return is_processor_mode(line, &value) ? envfp__keep_words(source, line, out) : true;
}

#define LAYER HYPERVISOR
#define OWNER sysfs_hypervisor
#define DECLARES "collect/hypervisor/sysfs_hypervisor.c"
#include "collect/declare.h"

#include "collect/collect.h"

/* XENFEAT_dom0 in Linux's include/xen/interface/features.h */
#define FEATURE_DOM0 11

static bool has_entry(const struct source_entry *entries, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (view_is(entries[i].name, name))
            return true;
    return false;
}

static void collect_type(struct collect *c, bool properties)
{
    struct view text;
    enum envfp_reason reason = source_read_line(c->source, c->scratch, "/sys/hypervisor/type", &text);
    fact_gap(c, "sysfs_hypervisor.type", reason);
    if (reason == ENVFP_REASON_NONE && text.length)
        fact_string(c, "sysfs_hypervisor.type", text);
    uint64_t features;
    if (!properties)
        return;
    reason = source_read_line(c->source, c->scratch, "/sys/hypervisor/properties/features", &text);
    fact_gap(c, "sysfs_hypervisor.dom0", reason);
    if (reason == ENVFP_REASON_NONE && envfp__view_number(text, 16, &features))
        fact_boolean(c, "sysfs_hypervisor.dom0", features >> FEATURE_DOM0 & 1);
}

/* EC2 on Xen: the UUID begins with "ec2". Nothing else of it is compared, and none of it is shown. */
static void compare_uuid(struct collect *c)
{
    struct view start;
    if (source_read_start(c->source, "/sys/hypervisor/uuid", AMAZON_LENGTH, &start) == ENVFP_REASON_NONE &&
        is_amazon(start))
        fact_boolean(c, "sysfs_hypervisor.ec2", true);
}

static void collect_sysfs(struct collect *c)
{
    struct source_entry *entries;
    size_t count;
    enum envfp_reason reason = source_list(c->source, c->scratch, "/sys/hypervisor", &entries, &count);
    fact_gap(c, "sysfs_hypervisor.*", reason);
    if (reason != ENVFP_REASON_NONE)
        return;
    if (has_entry(entries, count, "type"))
        collect_type(c, has_entry(entries, count, "properties"));
    if (has_entry(entries, count, "guest_type"))
        envfp__collect_attribute(c, "sysfs_hypervisor.guest_type", "/sys/hypervisor/guest_type");
    if (has_entry(entries, count, "uuid"))
        compare_uuid(c);
}

static void collect_proc_xen(struct collect *c)
{
    struct source_entry *entries;
    size_t count;
    struct view text;
    if (source_list(c->source, c->scratch, "/proc/xen", &entries, &count) != ENVFP_REASON_NONE)
        return;
    bool control = has_entry(entries, count, "capabilities") &&
                   source_read(c->source, "/proc/xen/capabilities", &text) == ENVFP_REASON_NONE &&
                   view_has(text, VIEW("control_d"));
    fact_string(c, "sysfs_hypervisor.proc_xen", control ? VIEW("control_d") : VIEW("guest"));
}

/* The Xen bus exists in every kernel that can be a Xen guest; drivers register on it only in guests. */
static void collect_bus(struct collect *c)
{
    struct source_entry *entries;
    size_t count;
    if (source_list(c->source, c->scratch, "/sys/bus/xen/drivers", &entries, &count) == ENVFP_REASON_NONE &&
        count > 0)
        fact_boolean(c, "sysfs_hypervisor.bus_xen", true);
}

static void set_if_there(struct collect *c, const char *key, const char *path)
{
    struct source_stat stat;
    if (source_stat(c->source, path, &stat) == ENVFP_REASON_NONE)
        fact_boolean(c, key, true);
}

/*
 * The kernel's platform devices are named after nodes of the device tree ("9020000.fw-cfg") or of ACPI ("QEMU0002:00").
 * They help where CPUID and DMI show nothing and a container does not see the device tree.
 */
static void collect_platform(struct collect *c)
{
    struct source_entry *entries;
    size_t count;
    struct bag found = {0};
    enum envfp_reason reason =
        source_list(c->source, c->scratch, "/sys/bus/platform/devices", &entries, &count);
    fact_gap(c, "sysfs_hypervisor.platform", reason);
    if (reason != ENVFP_REASON_NONE)
        return;
    for (size_t i = 0; i < count; i++) {
        struct view mark = platform_mark(entries[i].name);
        if (mark.length)
            envfp__bag_add(c, &found, mark);
    }
    if (found.count)
        fact_set(c, "sysfs_hypervisor.platform", found.items, found.count);
}

static void collect_flag(struct collect *c, const char *key, const char *path)
{
    struct view text;
    if (source_read_line(c->source, c->scratch, path, &text) == ENVFP_REASON_NONE)
        fact_boolean(c, key, view_is(text, "1"));
}

/* The device of SPARC's hypervisor. The control domain also has channels to the hypervisor and to the service
 * processor. */
static void collect_ldoms(struct collect *c)
{
    struct source_stat stat;
    set_if_there(c, "sysfs_hypervisor.mdesc", "/dev/mdesc");
    if (source_stat(c->source, "/sys/class/vlds/sp", &stat) == ENVFP_REASON_NONE)
        set_if_there(c, "sysfs_hypervisor.ldoms_control", "/sys/class/vlds/ctrl");
}

/*
 * Whether a partition of POWER owns its processors or shares a pool (arch/powerpc/platforms/pseries/lparcfg.c).
 * The serial number and the partition's name and number, also there, identify one machine; they are passed
 * over.
 */
static void collect_partition(struct collect *c)
{
    struct view rest, line, value;
    enum envfp_reason reason = source_read(c->source, "/proc/ppc64/lparcfg", &rest);
    fact_gap(c, "lparcfg.processors", reason);
    if (reason != ENVFP_REASON_NONE)
        return;
    while (view_cut(&rest, '\n', &line))
        if (is_processor_mode(line, &value))
            fact_string(c, "lparcfg.processors", view_is(value, "1") ? VIEW("shared") : VIEW("dedicated"));
}

/* What the kernel shows of its hypervisor: mostly Xen's, and that of other architectures than x86. */
void envfp__collect_sysfs_hypervisor(struct collect *c)
{
    static const char *const trees[] = {"aarch64", "arm", "riscv", "loongarch"};
    struct source_uname names = {0};
    collect_sysfs(c);
    struct troubles before =
        troubles_start(c); /* the rest is context: signs, of which a missing one says nothing */
    source_uname(c->source, c->scratch, &names);
    collect_proc_xen(c);
    collect_bus(c);
    for (size_t i = 0; i < sizeof trees / sizeof *trees; i++)
        if (view_starts(names.machine, view_of(trees[i])))
            collect_platform(c);
    if (view_starts(names.machine, VIEW("sparc")))
        collect_ldoms(c);
    if (view_starts(names.machine, VIEW("aarch64")))
        set_if_there(c, "sysfs_hypervisor.realm", "/sys/devices/platform/arm-cca-dev");
    if (view_starts(names.machine, VIEW("s390")))
        collect_flag(c, "sysfs_hypervisor.secure_guest", "/sys/firmware/uv/prot_virt_guest");
    if (view_starts(names.machine, VIEW("ppc"))) {
        collect_partition(c);
        collect_flag(c, "sysfs_hypervisor.secure_guest", "/sys/devices/system/cpu/svm");
    }
    (void)troubles_end(c, before);
}

#endif
