/* SPDX-License-Identifier: MIT */
/* Devices counted by kind: what they are, who drives them, how many there are; never which. */
#ifndef ENVFP_COLLECT_KINDS_H
#define ENVFP_COLLECT_KINDS_H

#include "collect/collect.h"

struct kind {
    const char *inventory;
    struct view member, driver;
    size_t count;
};

struct kinds {
    struct kind *items;
    size_t count, capacity;
    bool truncated; /* more kinds than a machine has */
};

/* One more device; `inventory` must outlive the kinds. */
void envfp__kinds_add(struct collect *c, struct kinds *kinds, const char *inventory, struct view member,
                      struct view driver);
/* What of a modalias counts: behind a mark, so many digits after others. */
struct modalias_part {
    char mark[6];
    uint8_t skipped, digits;
    bool joined; /* to the part before, not parted from it by a colon */
};

/* "8086:1237:0600" of "pci:v00008086d00001237sv...bc06sc00i00"; false where a part is missing, the first one at the
 * start. `member` has room for all digits, colons and a NUL. */
bool envfp__kinds_modalias(struct view text, const struct modalias_part *parts, size_t count, char *member);

/* "DRIVER xN" for each member; `none` where nothing drives it. */
void envfp__kinds_show(struct collect *c, const struct kinds *kinds);

/* Who drives a device: the last part of what its link "driver" leads to; empty where there is none. */
enum envfp_reason envfp__kinds_driver(struct collect *c, const char *folder, struct view device,
                                      struct view *driver);

#endif
