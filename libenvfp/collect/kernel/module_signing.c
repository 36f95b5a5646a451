/* SPDX-License-Identifier: MIT */
/* Which modules the kernel still loads. It refuses unsigned ones where signatures are enforced, and all of them once
 * loading is disabled. Context: an administrator may switch on either while the system runs. */
#ifdef DECLARING

COLLECTOR(0, LIVE)

LINES("/proc/sys/kernel/modules_disabled", number)
LINES("/sys/module/module/parameters/sig_enforce", words)

FACT("module_signing.enforced", BOOLEAN, CONTEXT, BREAKS, HOST_SETTING, "",
     "/sys/module/module/parameters/sig_enforce", "Documentation/admin-guide/module-signing.rst",
     "Whether the kernel loads signed modules only: drivers built on the machine itself (DKMS) are refused.")
FACT("module_signing.loading_disabled", BOOLEAN, CONTEXT, BREAKS, HOST_SETTING, "",
     "/proc/sys/kernel/modules_disabled", "Documentation/admin-guide/sysctl/kernel.rst",
     "Whether the kernel loads no more modules until the next start: a device or file system without a "
     "driver by "
     "then gets none.")

#else
#define LAYER KERNEL
#define OWNER module_signing
#define DECLARES "collect/kernel/module_signing.c"
#include "collect/declare.h"

#include "collect/collect.h"

/* Parameters of modules say Y and N, sysctls 1 and 0. */
static void add_flag(struct collect *c, const struct envfp_entry *fact)
{
    struct view line;
    const char *key = entry_key(fact), *path = entry_text(fact, fact->path);
    enum envfp_reason reason = source_read_line(c->source, c->scratch, path, &line);
    bool yes = view_is(line, "Y") || view_is(line, "1"), no = view_is(line, "N") || view_is(line, "0");
    if (reason != ENVFP_REASON_NONE)
        fact_gap(c, key, reason);
    else if (yes || no)
        fact_boolean(c, key, yes);
    else
        fact_gap(c, key, ENVFP_REASON_MALFORMED);
}

void envfp__collect_module_signing(struct collect *c)
{
    for (size_t i = 0; i < FACT_COUNT; i++)
        add_flag(c, &declared.facts[i]);
}

#endif
