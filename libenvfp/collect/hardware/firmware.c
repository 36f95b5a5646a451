/* SPDX-License-Identifier: MIT */
#ifdef DECLARING

COLLECTOR(0, LIVE)

SEEN("/sys/firmware/{efi,acpi,devicetree}")

FACT("firmware.kind", STRING, CONTEXT, INFORMS, NOTHING, "", "/sys/firmware",
     "Documentation/ABI/testing/sysfs-firmware-efi",
     "What the machine was started by: `uefi`, `acpi` (a BIOS, or a monitor's tables) or `devicetree`. "
     "Context, as /sys/firmware is masked in containers.")

#else
#define LAYER HARDWARE
#define OWNER firmware
#define DECLARES "collect/hardware/firmware.c"
#include "collect/declare.h"

#include "collect/collect.h"

/* The firmware that started the machine, as far as the kernel shows it. Context, since Docker masks /sys/firmware. */
void envfp__collect_firmware(struct collect *c)
{
    static const struct {
        const char *path, *kind;
    } kinds[] = {
        {"/sys/firmware/efi", "uefi"},
        {"/sys/firmware/acpi", "acpi"}, /* from a BIOS, or from a virtual machine monitor that has none */
        {"/sys/firmware/devicetree", "devicetree"},
    };
    struct source_stat stat;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        enum envfp_reason reason = source_stat(c->source, kinds[i].path, &stat);
        if (reason == ENVFP_REASON_NONE)
            fact_string(c, "firmware.kind", view_of(kinds[i].kind));
        else
            fact_gap(c, "firmware.kind", reason);
        if (reason != ENVFP_REASON_ABSENT)
            return;
    }
}

#endif
