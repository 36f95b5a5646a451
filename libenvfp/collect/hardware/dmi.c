/* SPDX-License-Identifier: MIT */
#define CLASS "/sys/class/dmi/id"
#define DEVICE                                                                                               \
    "/sys/devices/virtual/dmi/id" /* the directory itself, since copies of trees often lose the link */
#define ATTRIBUTES                                                                                           \
    "{bios_date,bios_release,bios_vendor,bios_version,board_name,board_vendor,board_version,chassis_type,"   \
    "chassis_vendor,chassis_version,ec_firmware_release,product_family,product_name,product_sku,"            \
    "product_version,sys_vendor}"

#ifdef DECLARING

COLLECTOR(HV, LIVE)

NAMES(CLASS "/", attribute)
LINES(CLASS "/chassis_asset_tag", asset_tag)
LINES(CLASS "/" ATTRIBUTES, text)
NAMES(DEVICE "/", attribute)
LINES(DEVICE "/chassis_asset_tag", asset_tag)
LINES(DEVICE "/" ATTRIBUTES, text)

FACT("dmi.asset_tag_cloud", STRING, CONTEXT, INFORMS, NOTHING, "", "/sys/class/dmi/id/chassis_asset_tag", "",
     "The cloud whose public asset tag the chassis bears; other tags are never shown.")
FACT("dmi.bios_date", STRING, HASHED, INFORMS, MACHINE, "", "/sys/class/dmi/id/bios_date",
     "Documentation/ABI/testing/sysfs-class-dmi-id", "Date of the firmware.")
FACT("dmi.bios_release", STRING, HASHED, INFORMS, MACHINE, "", "/sys/class/dmi/id/bios_release",
     "Documentation/ABI/testing/sysfs-class-dmi-id", "Release number of the firmware.")
FACT("dmi.bios_vendor", STRING, HASHED, INFORMS, MACHINE, "", "/sys/class/dmi/id/bios_vendor",
     "Documentation/ABI/testing/sysfs-class-dmi-id", "Maker of the firmware; emulators name themselves here.")
FACT("dmi.bios_version", STRING, HASHED, INFORMS, MACHINE, "", "/sys/class/dmi/id/bios_version",
     "Documentation/ABI/testing/sysfs-class-dmi-id",
     "Version of the firmware: it sets what features the processor shows.")
FACT("dmi.board_name", STRING, HASHED, INFORMS, MACHINE, "", "/sys/class/dmi/id/board_name",
     "Documentation/ABI/testing/sysfs-class-dmi-id", "Name of the mainboard.")
FACT("dmi.board_vendor", STRING, HASHED, INFORMS, MACHINE, "", "/sys/class/dmi/id/board_vendor",
     "Documentation/ABI/testing/sysfs-class-dmi-id", "Maker of the mainboard.")
FACT("dmi.board_version", STRING, HASHED, INFORMS, MACHINE, "", "/sys/class/dmi/id/board_version",
     "Documentation/ABI/testing/sysfs-class-dmi-id", "Version of the mainboard.")
FACT("dmi.chassis_type", STRING, HASHED, INFORMS, MACHINE, "", "/sys/class/dmi/id/chassis_type",
     "Documentation/ABI/testing/sysfs-class-dmi-id",
     "Kind of the case, by number: 1 is `other`, as in most virtual machines.")
FACT("dmi.chassis_vendor", STRING, HASHED, INFORMS, MACHINE, "", "/sys/class/dmi/id/chassis_vendor",
     "Documentation/ABI/testing/sysfs-class-dmi-id", "Maker of the case.")
FACT("dmi.chassis_version", STRING, HASHED, INFORMS, MACHINE, "", "/sys/class/dmi/id/chassis_version",
     "Documentation/ABI/testing/sysfs-class-dmi-id", "Version of the case, or the virtual machine type.")
FACT("dmi.ec_firmware_release", STRING, HASHED, INFORMS, MACHINE, "", "/sys/class/dmi/id/ec_firmware_release",
     "Documentation/ABI/testing/sysfs-class-dmi-id", "Release of the embedded controller's firmware.")
FACT("dmi.product_family", STRING, HASHED, INFORMS, MACHINE, "", "/sys/class/dmi/id/product_family",
     "Documentation/ABI/testing/sysfs-class-dmi-id", "Family of the product.")
FACT("dmi.product_name", STRING, HASHED, INFORMS, MACHINE, "", "/sys/class/dmi/id/product_name",
     "Documentation/ABI/testing/sysfs-class-dmi-id", "Name of the product, or the instance type.")
FACT("dmi.product_sku", STRING, HASHED, INFORMS, MACHINE, "", "/sys/class/dmi/id/product_sku",
     "Documentation/ABI/testing/sysfs-class-dmi-id", "Order number of the product's kind.")
FACT("dmi.product_version", STRING, HASHED, INFORMS, MACHINE, "", "/sys/class/dmi/id/product_version",
     "Documentation/ABI/testing/sysfs-class-dmi-id", "Version of the product, or the virtual machine type.")
FACT("dmi.sys_vendor", STRING, HASHED, INFORMS, MACHINE, "", "/sys/class/dmi/id/sys_vendor",
     "Documentation/ABI/testing/sysfs-class-dmi-id",
     "Maker of the machine, or of the virtual machine monitor.")

#else
#include "collect/collectors.h"
#include "source/keep_rows.h"

/* Asset tags that a cloud gives to all its machines. These words are public. Any other tag identifies one machine and
 * is neither shown nor recorded. */
static const struct {
    char tag[33], cloud[12];
} public_tags[] = {
    {"7783-7084-3265-9085-8269-3286-77", "azure"},
    {"OracleCloud.com", "oracle"},
    {"OpenStack Nova", "openstack"},
    {"OpenStack Compute", "openstack"},
    {"SAP CCloud VM", "openstack"},
    {"Samsung Cloud Platform", "openstack"},
    {"HUAWEICLOUD", "huawei"},
    {"OpenTelekomCloud", "opentelekom"},
    {"ibmcloud", "ibm"},
    {"Amazon EC2", "aws"},
};

/* ZStack's tags begin with an identifier of the machine: only the end is compared. */
#define ZSTACK ".zstack.io"

/* The cloud's name; empty for any other tag. */
static struct view cloud_of(struct view tag)
{
    for (size_t i = 0; i < sizeof public_tags / sizeof *public_tags; i++)
        if (view_is(tag, public_tags[i].tag))
            return view_of(public_tags[i].cloud);
    return view_ends(tag, VIEW(ZSTACK)) ? VIEW("zstack") : VIEW("");
}

static bool keep_asset_tag(const struct source *source, struct view line, struct text *out)
{
    struct view tag = view_trim(line);
    (void)source;
    if (view_ends(tag, VIEW(ZSTACK)))
        tag = VIEW(ZSTACK);
    envfp__text_add(out, cloud_of(tag).length ? tag : VIEW("?"));
    envfp__text_add_byte(out, '\n');
    return false;
}

/* The fact for a DMI attribute, or NULL. Only attributes that everybody may read (0444) and that name a kind of machine
 * have one, not serial numbers, UUIDs and asset tags. Docker masks nothing below /sys/devices/virtual/dmi. */
static const struct envfp_entry *find_row(struct view name)
{
    const struct declaration *declaration = envfp__declares_dmi();
    const struct envfp_entry *row = declared_facts(declaration), *end = row + declaration->fact_count;
    for (; row < end; row++) {
        struct view path = view_of(entry_text(row, row->path));
        if (view_cut_start(&path, VIEW(CLASS "/")) && view_equal(path, name))
            return row;
    }
    return NULL;
}

static bool keep_name_attribute(struct view name)
{
    return find_row(name) != NULL;
}

#define LAYER HARDWARE
#define OWNER dmi
#define DECLARES "collect/hardware/dmi.c"
#include "collect/declare.h"

#include "collect/collect.h"

static void compare_tag(struct collect *c, const char *path)
{
    struct view tag;
    if (source_read_line(c->source, c->scratch, path, &tag) != ENVFP_REASON_NONE)
        return;
    struct view cloud = cloud_of(tag);
    if (cloud.length)
        fact_string(c, "dmi.asset_tag_cloud", cloud);
}

static void collect_folder(struct collect *c, const char *folder, const struct source_entry *entries,
                           size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct envfp_entry *row = find_row(entries[i].name);
        struct view pieces[] = {view_of(folder), VIEW("/"), entries[i].name};
        const char *path = row ? envfp__arena_join(c->scratch, pieces, 3).text : NULL;
        if (path && view_is(entries[i].name, "chassis_asset_tag"))
            compare_tag(c, path);
        else if (path)
            envfp__collect_attribute(c, entry_key(row), path);
    }
}

void envfp__collect_dmi(struct collect *c)
{
    static const char folders[][sizeof DEVICE] = {CLASS, DEVICE};
    struct source_entry *entries;
    size_t count;
    enum envfp_reason reason = ENVFP_REASON_ABSENT;
    for (size_t i = 0; i < sizeof folders / sizeof *folders && reason == ENVFP_REASON_ABSENT; i++) {
        reason = source_list(c->source, c->scratch, folders[i], &entries, &count);
        if (reason == ENVFP_REASON_NONE)
            collect_folder(c, folders[i], entries, count);
    }
    fact_gap(c, "dmi.*", reason);
}

#endif
