/* SPDX-License-Identifier: MIT */
/* Names of time zones and POSIX rules, as text: TZ of tzset(3). */
#ifndef ENVFP_COLLECT_LIBC_ZONE_NAME_H
#define ENVFP_COLLECT_LIBC_ZONE_NAME_H

#include "base/view.h"

/* "CET-1CEST,M3.5.0,M10.5.0/3": nothing but names of time, hours, and the days on which they change. */
bool envfp__zone_is_rule(struct view zone);
/* Whether the C library reads the text as a rule and not as a name: "CET-1CEST", "<+03>-3"; POSIX.1 chapter 8. */
bool envfp__zone_begins_rule(struct view zone);

/* The one name of several that say the same: "UTC" for Etc/UTC, Zulu, posix/UTC and the rule UTC0, "GMT" for Greenwich.
 * These need no data, since the C library knows UTC. Any other text is returned as it is. */
struct view envfp__zone_plain(struct view zone);
bool envfp__zone_is_utc(struct view plain);

#endif
