/* SPDX-License-Identifier: MIT */
#ifdef DECLARING

COLLECTOR(0, LIVE)

LINES("/proc/self/personality", number)

FACT("personality.flags", SET, HASHED, ALTERS, POLICY, "", "/proc/self/personality", "personality(2)",
     "Execution domain flags that are set: address space layout, what uname tells.")

#else
#define LAYER SANDBOX
#define OWNER personality
#define DECLARES "collect/sandbox/personality.c"
#include "collect/declare.h"

#include "collect/collect.h"

struct flag {
    uint64_t bit;
    const char *name;
};

/* personality(2) */
static const struct flag flags[] = {
    {0x0020000, "uname26"},          {0x0040000, "addr_no_randomize"},  {0x0080000, "fdpic_funcptrs"},
    {0x0100000, "mmap_page_zero"},   {0x0200000, "addr_compat_layout"}, {0x0400000, "read_implies_exec"},
    {0x0800000, "addr_limit_32bit"}, {0x1000000, "short_inode"},        {0x2000000, "whole_seconds"},
    {0x4000000, "sticky_timeouts"},  {0x8000000, "addr_limit_3gb"},
};

void envfp__collect_personality(struct collect *c)
{
    struct view line;
    uint64_t bits;
    enum envfp_reason reason = source_read_line(c->source, c->scratch, "/proc/self/personality", &line);
    if (reason == ENVFP_REASON_NONE && !envfp__view_number(line, 16, &bits))
        reason = ENVFP_REASON_MALFORMED;
    if (reason != ENVFP_REASON_NONE) {
        fact_gap(c, "personality.flags", reason);
        return;
    }
    struct bag names = {0};
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (bits & flags[i].bit)
            envfp__bag_add(c, &names, view_of(flags[i].name));
    if ((bits & 0xff) == 8)
        envfp__bag_add(c, &names, VIEW("linux32"));
    else if (bits & 0xff)
        envfp__bag_add(c, &names, VIEW("foreign"));
    if (names.count)
        fact_set(c, "personality.flags", names.items, names.count);
}

#endif
