/* SPDX-License-Identifier: MIT */
#ifdef DECLARING

COLLECTOR(HV, LIVE)

FACT("dmi.asset_tag_cloud", STRING, CONTEXT, INFORMS, NOTHING, "", "/sys/class/dmi/id/chassis_asset_tag", "",
     "The cloud whose public asset tag the chassis bears; other tags are never shown.")
FACT("dmi.bios_date", STRING, HASHED, INFORMS, MACHINE, "", "/sys/class/dmi/id",
     "Documentation/ABI/testing/sysfs-class-dmi-id", "Date of the firmware.")
FACT("dmi.bios_release", STRING, HASHED, INFORMS, MACHINE, "", "/sys/class/dmi/id",
     "Documentation/ABI/testing/sysfs-class-dmi-id", "Release number of the firmware.")
FACT("dmi.bios_vendor", STRING, HASHED, INFORMS, MACHINE, "", "/sys/class/dmi/id",
     "Documentation/ABI/testing/sysfs-class-dmi-id", "Maker of the firmware; emulators name themselves here.")
FACT("dmi.bios_version", STRING, HASHED, INFORMS, MACHINE, "", "/sys/class/dmi/id",
     "Documentation/ABI/testing/sysfs-class-dmi-id",
     "Version of the firmware: it sets what features the processor shows.")
FACT("dmi.board_name", STRING, HASHED, INFORMS, MACHINE, "", "/sys/class/dmi/id",
     "Documentation/ABI/testing/sysfs-class-dmi-id", "Name of the mainboard.")
FACT("dmi.board_vendor", STRING, HASHED, INFORMS, MACHINE, "", "/sys/class/dmi/id",
     "Documentation/ABI/testing/sysfs-class-dmi-id", "Maker of the mainboard.")
FACT("dmi.board_version", STRING, HASHED, INFORMS, MACHINE, "", "/sys/class/dmi/id",
     "Documentation/ABI/testing/sysfs-class-dmi-id", "Version of the mainboard.")
FACT("dmi.chassis_type", STRING, HASHED, INFORMS, MACHINE, "", "/sys/class/dmi/id",
     "Documentation/ABI/testing/sysfs-class-dmi-id",
     "Kind of the case, by number: 1 is `other`, as in most virtual machines.")
FACT("dmi.chassis_vendor", STRING, HASHED, INFORMS, MACHINE, "", "/sys/class/dmi/id",
     "Documentation/ABI/testing/sysfs-class-dmi-id", "Maker of the case.")
FACT("dmi.chassis_version", STRING, HASHED, INFORMS, MACHINE, "", "/sys/class/dmi/id",
     "Documentation/ABI/testing/sysfs-class-dmi-id", "Version of the case, or the virtual machine type.")
FACT("dmi.ec_firmware_release", STRING, HASHED, INFORMS, MACHINE, "", "/sys/class/dmi/id",
     "Documentation/ABI/testing/sysfs-class-dmi-id", "Release of the embedded controller's firmware.")
FACT("dmi.product_family", STRING, HASHED, INFORMS, MACHINE, "", "/sys/class/dmi/id",
     "Documentation/ABI/testing/sysfs-class-dmi-id", "Family of the product.")
FACT("dmi.product_name", STRING, HASHED, INFORMS, MACHINE, "", "/sys/class/dmi/id",
     "Documentation/ABI/testing/sysfs-class-dmi-id", "Name of the product, or the instance type.")
FACT("dmi.product_sku", STRING, HASHED, INFORMS, MACHINE, "", "/sys/class/dmi/id",
     "Documentation/ABI/testing/sysfs-class-dmi-id", "Order number of the product's kind.")
FACT("dmi.product_version", STRING, HASHED, INFORMS, MACHINE, "", "/sys/class/dmi/id",
     "Documentation/ABI/testing/sysfs-class-dmi-id", "Version of the product, or the virtual machine type.")
FACT("dmi.sys_vendor", STRING, HASHED, INFORMS, MACHINE, "", "/sys/class/dmi/id",
     "Documentation/ABI/testing/sysfs-class-dmi-id",
     "Maker of the machine, or of the virtual machine monitor.")

#else
#define LAYER HARDWARE
#define OWNER dmi
#define DECLARES "collect/hardware/dmi.c"
#include "collect/declare.h"

#include "collect/collect.h"
#include "source/asset_tag.h"

/* The class's link, and where it leads: copies of trees often lose the one. */
static const char *const folders[] = {"/sys/class/dmi/id", "/sys/devices/virtual/dmi/id"};

/* The attributes that everybody may read (0444) and that name a kind of machine, not one machine: serial
 * numbers, UUIDs and asset tags are left alone. Docker masks nothing below /sys/devices/virtual/dmi. */
static const char *const attributes[] = {
    "bios_date",      "bios_release",    "bios_vendor",         "bios_version",
    "board_name",     "board_vendor",    "board_version",       "chassis_type",
    "chassis_vendor", "chassis_version", "ec_firmware_release", "product_family",
    "product_name",   "product_sku",     "product_version",     "sys_vendor",
};

static void compare_tag(struct collect *c, const char *path)
{
    struct view tag;
    if (source_read_line(c->source, c->scratch, path, &tag) != ENVFP_REASON_NONE)
        return;
    struct view cloud = envfp__asset_tag_cloud(tag);
    if (cloud.length)
        fact_string(c, "dmi.asset_tag_cloud", cloud);
}

static void collect_folder(struct collect *c, const char *folder, const struct source_entry *entries,
                           size_t count)
{
    /* Both are sorted: a merge, so that nothing is opened that is not there. */
    for (size_t i = 0, at = 0; i < count; i++) {
        struct view name = entries[i].name;
        struct view pieces[] = {view_of(folder), VIEW("/"), name};
        while (at < sizeof attributes / sizeof *attributes && view_compare(view_of(attributes[at]), name) < 0)
            at++;
        bool tag = view_is(name, "chassis_asset_tag");
        if (!tag && (at == sizeof attributes / sizeof *attributes || !view_is(name, attributes[at])))
            continue;
        const char *path = envfp__arena_join(c->scratch, pieces, 3).text;
        const char *key = source_path(c->scratch, "dmi.", name, "");
        if (!path || !key)
            return;
        if (tag)
            compare_tag(c, path);
        else
            envfp__collect_attribute(c, key, path);
    }
}

void envfp__collect_dmi(struct collect *c)
{
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
