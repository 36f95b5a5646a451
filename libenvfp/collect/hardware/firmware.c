/* SPDX-License-Identifier: MIT */
#include "collect/collect.h"

/* What started the machine, as far as the kernel shows it. Docker masks /sys/firmware: context. */
void envfp__collect_firmware(struct collect *c)
{
    static const struct {
        const char *path, *kind;
    } kinds[] = {
        {"/sys/firmware/efi", "uefi"},
        {"/sys/firmware/acpi", "acpi"}, /* tables of a BIOS, or of a monitor that has none */
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
