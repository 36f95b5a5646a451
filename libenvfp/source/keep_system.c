/* SPDX-License-Identifier: MIT */
/* The machine, its processors and devices, and what lies below it. */
#ifdef DECLARING
#define CPUS "/sys/devices/system/cpu/"
#define TREE "/proc/device-tree/"
#define NVIDIA "/proc/driver/nvidia/"
#define KFD "/sys/class/kfd/kfd/topology/nodes/"

LINES("/proc/cpuinfo", cpuinfo)
LINES("/proc/meminfo", meminfo)
LINES("/proc/sysinfo", sysinfo)
LINES("/proc/ppc64/lparcfg", lparcfg)
LINES("/proc/bus/pci/devices", pci)
NAMES("/proc/xen/", all)
LINES("/proc/xen/capabilities", words)
LINES(NVIDIA "version", gpu_version)
NAMES(NVIDIA "gpus/", all)
LINES(NVIDIA "gpus/*/information", gpu)
NAMES(NVIDIA "capabilities/", instances)
NAMES(NVIDIA "capabilities/*/mig/", instances)
NAMES(TREE, tree)
TEXT(TREE "{model,compatible,hypervisor/compatible}", device_tree)
NAMES(CPUS, processor)
LINES(CPUS "{online,svm}", cpus)
LINES(CPUS "cpu*/online", cpus)
LINES(CPUS "cpu*/topology/*", cpus)
LINES(CPUS "cpu*/cache/index*/{shared_cpu_list,shared_cpu_map}", cpus)
LINES(CPUS "cpu*/cache/index*/{level,size,type}", words)
LINES(CPUS "cpu*/regs/identification/midr_el1", number)
LINES("/sys/devices/{cpu_core,cpu_atom,cpu_lowpower}/cpus", cpus)
NAMES("/sys/devices/system/node/", node)
LINES("/sys/devices/system/node/online", cpus)
NAMES("/sys/devices/soc0/", soc)
LINES("/sys/devices/soc0/{family,machine,revision,soc_id}", text)
NAMES("/sys/class/dmi/id/", dmi)
LINES("/sys/class/dmi/id/chassis_asset_tag", asset_tag)
LINES(
    "/sys/class/dmi/id/"
    "{bios,board,chassis,ec,product,sys}_{date,release,vendor,version,name,type,firmware_release,family,sku}",
    text)
NAMES("/sys/devices/virtual/dmi/id/", dmi)
LINES("/sys/devices/virtual/dmi/id/chassis_asset_tag", asset_tag)
LINES(
    "/sys/devices/virtual/dmi/id/"
    "{bios,board,chassis,ec,product,sys}_{date,release,vendor,version,name,type,firmware_release,family,sku}",
    text)
NAMES("/sys/bus/pci/devices/", all)
LINES("/sys/bus/pci/devices/*/{modalias,removable}", words)
NAMES("/sys/bus/virtio/devices/", all)
LINES("/sys/bus/virtio/devices/*/modalias", words)
LINES("/sys/bus/virtio/devices/*/features", words)
NAMES("/sys/bus/{xen/devices,xen/drivers,ccw/drivers,ap/devices,usb/devices}/", all)
NAMES("/sys/bus/ccw/drivers/*/", all)
LINES("/sys/bus/ap/devices/*/type", words)
LINES("/sys/bus/usb/devices/*/modalias", words)
NAMES("/sys/bus/platform/devices/", platform)
NAMES("/sys/block/", disk)
LINES("/sys/block/*/{size,queue/rotational}", number)
LINES("/sys/block/*/device/model", text)
NAMES("/sys/class/drm/", graphics)
NAMES("/dev/{dri,accel}/", graphics)
NAMES(KFD, all)
LINES(KFD "*/properties", node)
LINES("/sys/module/*/version", words)
NAMES("/sys/hypervisor/", all)
LINES("/sys/hypervisor/uuid", xen_uuid)
LINES("/sys/hypervisor/properties/features", number)
LINES("/sys/hypervisor/{type,guest_type}", words)
LINES("/sys/firmware/uv/prot_virt_guest", number)

#else
#include "source/asset_tag.h"
#include "source/keep_rows.h"

/* ---- /proc ---------------------------------------------------------------------------------------------------------- */

/* The keys that the collector of processors knows; serial numbers have others. */
static const char *const cpuinfo_keys[] = {
    "processor",
    "vendor_id",
    "cpu family",
    "model",
    "model name",
    "stepping",
    "microcode",
    "physical id",
    "core id",
    "siblings",
    "cpu cores",
    "package",
    "core",
    "flags",
    "Features",
    "CPU implementer",
    "CPU architecture",
    "CPU variant",
    "CPU part",
    "CPU revision",
    "Processor",
    "Hardware",
    "cpu",
    "revision",
    "platform",
    "machine",
    "features",
    "isa",
    "uarch",
    "mvendorid",
    "marchid",
    "mimpid",
    "system type",
    "cpu model",
    "ASEs implemented",
    "CPU Family",
    "Model Name",
    "CPU Revision",
    "ISA",
    "type",
    "cpucaps",
    "cpu variation",
    "cpu revision",
    "cpu type",
    "cpu flags",
    "CPU",
    "vendor",
    "family",
    "arch",
    "C-SKY CPU model",
    "CPU-Family",
    "platform string",
    "ncpus active",
    "cpus active",
    "CPU count",
};

/* "processor 0: version = FF,  identification = 0123AB,  machine = 2964", of which the machine's type counts, and
 * "processor [0]: ARC HS38 R2.1 (ARCv2 ISA)". */
static void add_numbered(struct view key, struct view value, struct text *out)
{
    struct view number = view_skip(key, 10), word;
    size_t at = envfp__view_find(value, VIEW("machine = "));
    uint64_t processor;
    bool arc = view_starts(number, VIEW("[")) && view_ends(number, VIEW("]"));
    if (arc)
        number = view_take(view_skip(number, 1), number.length - 2);
    if (!view_starts(key, VIEW("processor ")) || !envfp__view_number(number, 10, &processor))
        return;
    envfp__text_add(out, key);
    envfp__text_add(out, VIEW(": "));
    if (arc)
        envfp__keep_plain(value, out);
    value = view_skip(value, at == SIZE_MAX ? value.length : at + 10);
    if (!arc && view_cut_word(&value, &word)) {
        envfp__text_add(out, VIEW("machine = "));
        envfp__keep_plain(word, out);
    }
    envfp__text_add_byte(out, '\n');
}

static bool keep_cpuinfo(const struct source *source, struct view line, struct text *out)
{
    struct view end, key, value, body = envfp__keep_body(line, &end);
    (void)source;
    if (!view_split(body, ':', &key, &value))
        return true;
    if (!keep_is_one(key, cpuinfo_keys, KEEP_COUNT(cpuinfo_keys))) {
        add_numbered(key, value, out);
        return true;
    }
    envfp__text_add(out, key);
    envfp__text_add(out, VIEW("\t: "));
    envfp__keep_plain(value, out);
    envfp__text_add(out, end);
    return true;
}

/* Lines whose key is one of a list, with numbers and words for values. */
static bool listed(const struct source *source, struct view line, char separator, const char *const *keys,
                   size_t count, struct text *out)
{
    struct view key, value;
    return view_split(line, separator, &key, &value) && keep_is_one(key, keys, count)
               ? envfp__keep_words(source, line, out)
               : true;
}

static bool keep_meminfo(const struct source *source, struct view line, struct text *out)
{
    static const char *const keys[] = {"MemTotal", "Hugepagesize", "Balloon"};
    return listed(source, line, ':', keys, KEEP_COUNT(keys), out);
}

/* A partition's name and number, and its machine's serial number, stand beside how it gets processors. */
static bool keep_lparcfg(const struct source *source, struct view line, struct text *out)
{
    static const char *const keys[] = {"shared_processor_mode"};
    return listed(source, line, '=', keys, KEEP_COUNT(keys), out);
}

/* s390's partitions and virtual machines by number and program, without their names and serial numbers. */
static bool keep_sysinfo(const struct source *source, struct view line, struct text *out)
{
    struct view key, value;
    (void)source;
    if (!view_split(line, ':', &key, &value))
        return true;
    if (view_is(key, "LPAR Number")) {
        envfp__text_add(out, VIEW("LPAR Number: 0\n"));
    } else if (view_starts(key, VIEW("VM")) && view_ends(key, VIEW("Control Program"))) {
        envfp__keep_plain(view_take(key, 4), out);
        envfp__text_add(out, VIEW(" Control Program: "));
        envfp__keep_plain(value, out);
        envfp__text_add_byte(out, '\n');
    }
    return true;
}

/* The older list of PCI devices by their ids and drivers: the second word and the eighteenth. */
static bool keep_pci(const struct source *source, struct view line, struct text *out)
{
    struct view end, body = envfp__keep_body(line, &end), word;
    for (size_t i = 0; view_cut_word(&body, &word); i++) {
        if (i)
            envfp__text_add_byte(out, '\t');
        (void)envfp__keep_words(source, i == 1 || i == 17 ? word : VIEW("0"), out);
    }
    envfp__text_add(out, end);
    return true;
}

/* NVIDIA's cards: their names, not their UUIDs. */
static bool keep_gpu(const struct source *source, struct view line, struct text *out)
{
    return view_starts(line, VIEW("Model:")) ? envfp__keep_text(source, line, out) : true;
}

/* Behind the make of NVIDIA's module stand whoever built it, where, when and with which compiler. */
static bool keep_gpu_version(const struct source *source, struct view line, struct text *out)
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
static bool keep_node(const struct source *source, struct view line, struct text *out)
{
    return view_starts(line, VIEW("gfx_target_version ")) ? envfp__keep_words(source, line, out) : true;
}

/* ---- Identifiers ----------------------------------------------------------------------------------------------------- */

/* An identifier of one machine, unless a cloud gives it to all of its own. */
static bool keep_asset_tag(const struct source *source, struct view line, struct text *out)
{
    struct view tag = view_trim(line);
    (void)source;
    if (view_ends(tag, VIEW(".zstack.io")))
        tag = VIEW(".zstack.io");
    envfp__text_add(out, envfp__asset_tag_cloud(tag).length ? tag : VIEW("?"));
    envfp__text_add_byte(out, '\n');
    return false;
}

/* Xen's guests on EC2 are told by how their identifier begins; the rest names one of them. */
static bool keep_xen_uuid(const struct source *source, struct view line, struct text *out)
{
    struct view start = view_take(line, 3);
    (void)source;
    envfp__text_add(out, view_is(start, "ec2") || view_is(start, "EC2") ? start : VIEW("?"));
    return false;
}

/* Properties of the device tree are texts that end with a NUL each. */
static bool keep_device_tree(const struct source *source, struct view text, struct text *out)
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

/* ---- Names in directories ---------------------------------------------------------------------------------------------- */

static bool keep_name_processor(struct view name)
{
    return view_starts(name, VIEW("cpu"));
}

static bool keep_name_node(struct view name)
{
    return view_starts(name, VIEW("node"));
}

static bool keep_name_dmi(struct view name)
{
    static const char *const names[] = {
        "bios_date",       "bios_release",        "bios_vendor",       "bios_version", "board_name",
        "board_vendor",    "board_version",       "chassis_asset_tag", "chassis_type", "chassis_vendor",
        "chassis_version", "ec_firmware_release", "product_family",    "product_name", "product_sku",
        "product_version", "sys_vendor"};
    return keep_is_one(name, names, KEEP_COUNT(names));
}

static bool keep_name_tree(struct view name)
{
    static const char *const starts[] = {
        "model", "compatible", "hypervisor", "fw-cfg", "ibm,partition-name", "hmc-managed?", "chosen"};
    return keep_starts(name, starts, KEEP_COUNT(starts)) && name.length <= 64;
}

static bool keep_name_soc(struct view name)
{
    static const char *const names[] = {"family", "machine", "revision", "soc_id"};
    return keep_is_one(name, names, KEEP_COUNT(names));
}

static bool keep_name_platform(struct view name)
{
    static const char *const ends[] = {".fw-cfg", ".virtio_mmio", ".virtio"};
    for (size_t i = 0; i < KEEP_COUNT(ends); i++)
        if (view_ends(name, view_of(ends[i])))
            return true;
    return view_starts(name, VIEW("QEMU0002")) || view_starts(name, VIEW("LNRO0005"));
}

static bool keep_name_disk(struct view name)
{
    static const char *const starts[] = {"dasd", "mmcblk", "nvme", "pmem", "sd", "vd", "xvd"};
    return keep_starts(name, starts, KEEP_COUNT(starts));
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

#define LAYER APP
#define OWNER keep_system
#define DECLARES "source/keep_system.c"
#include "collect/declare.h"

#endif
