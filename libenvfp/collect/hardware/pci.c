/* SPDX-License-Identifier: MIT */
#define DEVICES "/sys/bus/pci/devices"

#ifdef DECLARING

COLLECTOR(HV, LIVE)

NAMES("/dev/{dri,accel}/", graphics)
SEEN("/dev/{nvidia,neuron,hl,apex_}*")
SEEN("/dev/tenstorrent/*")
SEEN("/dev/kfd")
LINES("/proc/bus/pci/devices", listed)
NAMES("/proc/driver/nvidia/capabilities/", instances)
NAMES("/proc/driver/nvidia/capabilities/*/mig/", instances)
NAMES("/proc/driver/nvidia/gpus/", all)
LINES("/proc/driver/nvidia/gpus/*/information", nvidia_card)
LINES("/proc/driver/nvidia/version", nvidia_version)
NAMES("/sys/bus/ap/devices/", all)
SEEN("/sys/bus/ap/devices/*/driver")
LINES("/sys/bus/ap/devices/*/type", words)
NAMES("/sys/bus/ccw/drivers/", all)
NAMES("/sys/bus/ccw/drivers/*/", all)
NAMES(DEVICES "/", all)
SEEN(DEVICES "/*/{driver,physfn}")
LINES(DEVICES "/*/{modalias,removable}", words)
NAMES("/sys/bus/virtio/devices/", all)
SEEN("/sys/bus/virtio/devices/*/driver")
LINES("/sys/bus/virtio/devices/*/modalias", words)
NAMES("/sys/bus/xen/devices/", all)
SEEN("/sys/bus/xen/devices/*/driver")
NAMES("/sys/class/drm/", graphics)
SEEN("/sys/class/drm/*/device/driver")
NAMES("/sys/class/kfd/kfd/topology/nodes/", all)
LINES("/sys/class/kfd/kfd/topology/nodes/*/properties", amd_node)
LINES("/sys/module/*/version", words)

FACT("accelerator.instances", INTEGER, CONTEXT, INFORMS, NOTHING, "instances",
     "/proc/driver/nvidia/capabilities", "",
     "Instances that NVIDIA's cards are divided into (MIG); only where detail is asked for.")
FACT("accelerator.kinds", SET, CONTEXT, INFORMS, NOTHING, "", "", "/sys/bus/pci/devices; /sys/class/drm",
     "Graphics and accelerators that compute, with their number; display adapters of server boards and "
     "virtual machines are none. What is hashed stands in `pci/*` and `driver/*`.")
FACT("accelerator.models", SET, CONTEXT, INFORMS, NOTHING, "", "/proc/driver/nvidia/gpus/*/information", "",
     "Names of NVIDIA's cards that the process is shown; only where detail is asked for.")
FACT("accelerator.nodes", SET, CONTEXT, INFORMS, NOTHING, "", "/dev", "",
     "Nodes of accelerators that the process finds: a container sees every card in sysfs and may use "
     "those whose nodes it was given. Empty where it was given none.")
FACT("accelerator.nvidia_module", STRING, CONTEXT, INFORMS, NOTHING, "", "/proc/driver/nvidia/version", "",
     "Make of NVIDIA's kernel module, `open` or `closed`: they support different cards and features.")
FACT("accelerator.targets", SET, CONTEXT, INFORMS, NOTHING, "",
     "/sys/class/kfd/kfd/topology/nodes/*/properties", "",
     "Instruction sets of AMD's graphics, as compilers name them; denied where the device is not "
     "handed in.")
FACT("ap/*", STRING, CONTEXT, INFORMS, NOTHING, "", "/sys/bus/ap/devices",
     "Documentation/arch/s390/vfio-ap.rst",
     "A type of cryptographic card on s390, with its driver and number; they are assigned while the "
     "system runs.")
FACT("ccw/*", STRING, CONTEXT, INFORMS, NOTHING, "", "/sys/bus/ccw/drivers",
     "Documentation/arch/s390/driver-model.rst",
     "Channel devices of s390 by driver; operators give and take them while the system runs.")
FACT("driver/*", STRING, HASHED, BREAKS, MACHINE, "", "/sys/module/*/version",
     "Documentation/ABI/stable/sysfs-module",
     "Version of the kernel driver of graphics, an accelerator or InfiniBand, where it is built apart "
     "from the kernel: user-space libraries of another version refuse to work.")
FACT("pci/*", STRING, HASHED, ALTERS, MACHINE, "", "/sys/bus/pci/devices",
     "Documentation/ABI/testing/sysfs-bus-pci",
     "A kind of PCI device (vendor:device:class) with the driver bound to it and how many there are: "
     "accelerators, network and storage.")
FACT("pci_listed/*", STRING, CONTEXT, INFORMS, NOTHING, "", "/proc/bus/pci/devices", "",
     "PCI devices (vendor:device) by the older list, where sysfs is out of reach.")
FACT("pci_virtual/*", STRING, CONTEXT, INFORMS, NOTHING, "", "/sys/bus/pci/devices",
     "Documentation/ABI/testing/sysfs-bus-pci",
     "The same of virtual functions and removable devices, which come and go.")
FACT("virtio/*", STRING, HASHED, ALTERS, MACHINE, "", "/sys/bus/virtio/devices",
     "Virtual I/O Device (VIRTIO) standard, section 5",
     "A kind of virtio device, by its number in the standard, with driver and number, on machines "
     "where virtio does not go over PCI.")
FACT("xen/*", STRING, HASHED, ALTERS, MACHINE, "", "/sys/bus/xen/devices", "drivers/xen/xenbus of Linux",
     "A kind of device on Xen's own bus, with driver and number.")

#else
#include "source/keep_rows.h"

/* The words of a line of /proc/bus/pci/devices: address, ids, interrupt, seven start addresses, seven sizes, driver. */
enum { LISTED_IDS = 1, LISTED_DRIVER = 17 };

static bool keep_listed(const struct source *source, struct view line, struct text *out)
{
    struct view end, body = envfp__keep_body(line, &end), word;
    for (size_t i = 0; view_cut_word(&body, &word); i++) {
        if (i)
            envfp__text_add_byte(out, '\t');
        (void)envfp__keep_words(source, i == LISTED_IDS || i == LISTED_DRIVER ? word : VIEW("0"), out);
    }
    envfp__text_add(out, end);
    return true;
}

/* NVIDIA's cards: their names, not their UUIDs. */
static bool keep_nvidia_card(const struct source *source, struct view line, struct text *out)
{
    return view_starts(line, VIEW("Model:")) ? envfp__keep_text(source, line, out) : true;
}

/* Keeps the kind of NVIDIA's module (open or closed); behind it stand builder, place, date and compiler. */
static bool keep_nvidia_version(const struct source *source, struct view line, struct text *out)
{
    (void)source;
    if (!view_starts(line, VIEW("NVRM version:")))
        envfp__text_add_byte(out, '?');
    else
        envfp__text_add(out, view_has(line, VIEW("Open Kernel Module"))
                                 ? VIEW("NVRM version: Open Kernel Module\n")
                                 : VIEW("NVRM version:\n"));
    return false;
}

/* AMD's compute nodes: what code they run, not their unique identifier. */
static bool keep_amd_node(const struct source *source, struct view line, struct text *out)
{
    return view_starts(line, VIEW("gfx_target_version ")) ? envfp__keep_words(source, line, out) : true;
}

static bool keep_name_graphics(struct view name)
{
    return view_starts(name, VIEW("card")) || view_starts(name, VIEW("renderD")) ||
           view_starts(name, VIEW("accel"));
}

static bool keep_name_instances(struct view name)
{
    return view_starts(name, VIEW("gpu")) || view_starts(name, VIEW("gi"));
}

#define LAYER HARDWARE
#define OWNER pci
#define DECLARES "collect/hardware/pci.c"
#include "collect/declare.h"

#include "collect/hardware/parts.h"
#include "source/guid.h"

/* Numbers of vendor and device have eight digits, four of which are in use. */
static const struct modalias_part parts[] = {
    {"pci:v", 4, 4, false}, {"d", 4, 4, false}, {"bc", 0, 2, false}, {"sc", 0, 2, true}};

#define ID "8086:1237:"

/* Hyper-V puts devices that are handed through on PCI domains of their own, below a channel that is named
 * by a GUID: ".../47505500-0001-0000-3130-444531334632/pcid1f2:00/d1f2:00:02.0". */
static bool is_handed_through(struct view path)
{
    size_t host = envfp__view_find(path, VIEW("/pci"));
    return host != SIZE_MAX && host > 36 && envfp__text_is_uuid(view_skip(view_take(path, host), host - 36));
}

/* Azure removes the fast path of a network card while it services the host, and gives it back later. */
static bool is_fast_path(struct collect *c, struct view name, const char *class)
{
    struct view path;
    const char *device = source_path(c->scratch, DEVICES "/", name, "");
    return device && class[0] == '0' && class[1] == '2' && !view_starts(name, VIEW("0000:")) &&
           source_link(c->source, c->scratch, device, &path) == ENVFP_REASON_NONE && is_handed_through(path);
}

/* Whether a device may come and go while the machine stays the same. On a root bus function 0 stays; other functions
 * may be virtual functions of a graphics unit or an accelerator in the processor. */
static bool is_passing(struct collect *c, struct view name, const char *class)
{
    struct view text, bus = view_skip(name, view_find_byte(name, ':'));
    bool root = view_starts(bus, VIEW(":00:"));
    if (is_fast_path(c, name, class))
        return true;
    if (root && view_ends(name, VIEW(".0")))
        return false;
    const char *physical = source_path(c->scratch, DEVICES "/", name, "/physfn");
    if (physical && source_link(c->source, c->scratch, physical, &text) == ENVFP_REASON_NONE)
        return true;
    const char *removable = root ? NULL : source_path(c->scratch, DEVICES "/", name, "/removable");
    return removable && source_read(c->source, removable, &text) == ENVFP_REASON_NONE &&
           view_starts(text, VIEW("removable"));
}

static enum envfp_reason read_device(struct collect *c, struct kinds *kinds, struct view name)
{
    char member[sizeof ID "0600"];
    struct view text, driver;
    const char *modalias = source_path(c->scratch, DEVICES "/", name, "/modalias");
    if (!modalias)
        return ENVFP_REASON_NONE;
    enum envfp_reason reason = source_read(c->source, modalias, &text);
    if (reason != ENVFP_REASON_NONE)
        return reason;
    if (!envfp__kinds_modalias(text, parts, sizeof parts / sizeof *parts, member))
        return ENVFP_REASON_MALFORMED;
    reason = envfp__kinds_driver(c, DEVICES "/", name, &driver);
    if (reason != ENVFP_REASON_NONE)
        return reason;
    struct troubles before = troubles_start(c);
    bool passing = is_passing(c, name, member + sizeof ID - 1);
    reason = troubles_end(c, before);
    if (reason == ENVFP_REASON_NONE)
        envfp__kinds_add(c, kinds, passing ? "pci_virtual" : "pci", view_of(member), driver);
    return reason;
}

/* The list in /proc/bus/pci (address, ids, resources, driver), read where sysfs is out of reach. It has neither classes
 * nor virtual functions, so it cannot replace hashed facts; as context it shows the devices of a hypervisor. */
static void read_proc(struct collect *c, struct kinds *kinds)
{
    struct view rest, line;
    if (source_read(c->source, "/proc/bus/pci/devices", &rest) != ENVFP_REASON_NONE)
        return;
    while (view_cut(&rest, '\n', &line)) {
        struct view field, ids = {0}, driver = {0};
        for (size_t i = 0; view_cut_word(&line, &field); i++) {
            if (i == LISTED_IDS)
                ids = field;
            if (i == LISTED_DRIVER)
                driver = field;
        }
        if (ids.length == 8)
            envfp__kinds_add(
                c, kinds, "pci_listed",
                envfp__arena_join(c->scratch,
                                  (struct view[]){view_take(ids, 4), VIEW(":"), view_skip(ids, 4)}, 3),
                driver);
    }
}

/* Counts devices by type and driver and leaves addresses out, so that renumbered slots make no difference. */
void envfp__collect_pci(struct collect *c)
{
    struct source_entry *entries;
    struct kinds kinds = {0};
    size_t count;
    enum envfp_reason reason = source_list(c->source, c->scratch, DEVICES, &entries, &count);
    enum envfp_reason unseen = source_is_failure(reason) ? reason : ENVFP_REASON_NONE;
    fact_gap(c, "pci/*", reason);
    if (reason != ENVFP_REASON_NONE)
        read_proc(c, &kinds);
    for (size_t i = 0; i < count; i++) {
        reason = read_device(c, &kinds, entries[i].name);
        if (reason != ENVFP_REASON_NONE && reason != ENVFP_REASON_ABSENT)
            fact_gap(c, "pci/*", unseen = reason);
        kinds.uncertain = kinds.uncertain || kind_may_be_any(reason);
    }
    if (kinds.truncated)
        fact_gap(c, "pci/*", unseen = ENVFP_REASON_TRUNCATED);
    /* A device that was not seen may be an accelerator, with a driver, or carry virtio's. */
    fact_gap(c, "accelerator.kinds", unseen);
    fact_gap(c, "driver/*", unseen);
    envfp__accelerators_collect(c, &kinds, unseen);
    envfp__kinds_show(c, &kinds);
    envfp__buses_collect(c, &kinds, unseen);
}

#endif
