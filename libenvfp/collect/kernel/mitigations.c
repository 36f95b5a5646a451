/* SPDX-License-Identifier: MIT */
#define VULNERABILITIES "/sys/devices/system/cpu/vulnerabilities"

#ifdef DECLARING

COLLECTOR(0, LIVE)

NAMES(VULNERABILITIES "/", all)
LINES(VULNERABILITIES "/*", text)

FACT("mitigations.*", STRING, HASHED, ALTERS, VM, "", "/sys/devices/system/cpu/vulnerabilities",
     "Documentation/admin-guide/hw-vuln/index.rst",
     "What the kernel does about a processor's vulnerability: speed of system calls and safety of "
     "neighbours.")

#else
#include "source/keep_rows.h"

#define LAYER KERNEL
#define OWNER mitigations
#define DECLARES "collect/kernel/mitigations.c"
#include "collect/declare.h"

#include "collect/collect.h"

/* The mitigation's state up to the first detail. Details are left out because they change at runtime: "SMT vulnerable"
 * with a CPU taken offline, "VMX: ..." and "KVM: ..." with the kvm module being loaded. */
static struct view verdict_of(struct view line)
{
    line = view_trim(view_take(line, view_find_byte(line, ';')));
    if (view_starts(line, VIEW("KVM:")))
        return VIEW("KVM");
    return line;
}

static bool is_name(struct view name)
{
    for (size_t i = 0; i < name.length; i++)
        if (!(byte_is_lower(name.text[i]) || byte_is_digit(name.text[i]) || name.text[i] == '_'))
            return false;
    return name.length > 0 && name.length <= 64;
}

void envfp__collect_mitigations(struct collect *c)
{
    struct source_entry *entries;
    size_t count;
    enum envfp_reason reason = source_list(c->source, c->scratch, VULNERABILITIES, &entries, &count);
    if (reason != ENVFP_REASON_NONE) {
        fact_gap(c, "mitigations.*", reason);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        if (!is_name(entries[i].name))
            continue;
        const char *path = source_path(c->scratch, VULNERABILITIES "/", entries[i].name, "");
        const char *key = source_path(c->scratch, "mitigations.", entries[i].name, "");
        struct view line;
        if (!path || !key)
            return;
        reason = source_read_line(c->source, c->scratch, path, &line);
        if (reason != ENVFP_REASON_NONE)
            fact_gap(c, key, reason);
        else if (line.length)
            fact_string(c, key, verdict_of(line));
    }
}

#endif
