/* SPDX-License-Identifier: MIT */
#include "collect/collect.h"

/* Context only: the kernel falls back to a slower clock while it runs, when it finds the better one unstable. */
void envfp__collect_clock(struct collect *c)
{
    envfp__collect_attribute(c, "clock.source",
                             "/sys/devices/system/clocksource/clocksource0/current_clocksource");
}
