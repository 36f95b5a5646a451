/* SPDX-License-Identifier: MIT */
#ifdef DECLARING

COLLECTOR(0, LIVE)

LINES("/proc/sysinfo", sysinfo)

FACT("sysinfo.control_programs", SET, HASHED, ALTERS, MACHINE, "", "/proc/sysinfo",
     "arch/s390/kernel/sysinfo.c", "Hypervisors below an s390 guest, the innermost first.")
FACT("sysinfo.lpar", BOOLEAN, HASHED, INFORMS, MACHINE, "", "/proc/sysinfo", "arch/s390/kernel/sysinfo.c",
     "Whether the machine is a logical partition.")

#else
#include "source/keep_rows.h"

/* "VM00 Control Program": `guest` becomes "VM00". */
static bool is_control_program(struct view key, struct view *guest)
{
    *guest = view_take(key, sizeof "VM00" - 1);
    return view_starts(key, VIEW("VM")) && view_ends(key, VIEW("Control Program"));
}

/* Keeps number and control program of s390's partitions and virtual machines, without names and serial numbers. */
static bool keep_sysinfo(const struct source *source, struct view line, struct text *out)
{
    struct view key, value, guest;
    (void)source;
    if (!view_split(line, ':', &key, &value))
        return true;
    if (view_is(key, "LPAR Number")) {
        envfp__text_add(out, VIEW("LPAR Number: 0\n"));
    } else if (is_control_program(key, &guest)) {
        envfp__keep_plain(guest, out);
        envfp__text_add(out, VIEW(" Control Program: "));
        envfp__keep_plain(value, out);
        envfp__text_add_byte(out, '\n');
    }
    return true;
}

#define LAYER HYPERVISOR
#define OWNER sysinfo
#define DECLARES "collect/hypervisor/sysinfo.c"
#include "collect/declare.h"

#include "collect/collect.h"

/*
 * s390's /proc/sysinfo is the only file in which a kernel shows the whole chain: the partition, then each virtual
 * machine, with VM00 the innermost. The names of partitions and guests and the sequence code identify one machine and
 * are skipped.
 */
void envfp__collect_sysinfo(struct collect *c)
{
    struct view rest, line, key, value, guest;
    struct source_uname names = {0};
    source_uname(c->source, c->scratch, &names);
    if (!view_starts(names.machine, VIEW("s390")))
        return;
    enum envfp_reason reason = source_read(c->source, "/proc/sysinfo", &rest);
    if (reason != ENVFP_REASON_NONE) {
        fact_gap(c, "sysinfo.*", reason);
        return;
    }
    struct bag programs = {0};
    bool partition = false;
    while (view_cut(&rest, '\n', &line)) {
        if (!view_split(line, ':', &key, &value))
            continue;
        if (view_is(key, "LPAR Number"))
            partition = true;
        if (!is_control_program(key, &guest))
            continue;
        /* "VM00 z/VM 6.1.0" */
        struct view pieces[] = {guest, VIEW(" "), value};
        envfp__bag_add(c, &programs, envfp__arena_join(c->scratch, pieces, 3));
    }
    if (partition)
        fact_boolean(c, "sysinfo.lpar", true);
    if (programs.count)
        fact_set(c, "sysinfo.control_programs", programs.items, programs.count);
}

#endif
