/* SPDX-License-Identifier: MIT */
/* Devices counted by kind: what they are, their driver, and how many there are; never which ones. */
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
    bool uncertain; /* of a device that was not seen the kind is not known: any count may be another */
};

/* Whether a device of this answer may be of any kind. */
static inline bool kind_may_be_any(enum envfp_reason reason)
{
    return source_is_failure(reason) && reason != ENVFP_REASON_MALFORMED;
}

/* One more device; `inventory` must outlive the kinds. */
void envfp__kinds_add(struct collect *c, struct kinds *kinds, const char *inventory, struct view member,
                      struct view driver);
/* How a part of a modalias is found: a mark, digits to skip, and digits to keep. */
struct modalias_part {
    char mark[6];
    uint8_t skipped, digits;
    bool joined; /* joined to the part before without a colon */
};

/* Makes "8086:1237:0600" of "pci:v00008086d00001237sv...bc06sc00i00"; false where a part is missing or the text does
 * not begin with the first. `member` has room for all digits, colons and a NUL. */
bool envfp__kinds_modalias(struct view text, const struct modalias_part *parts, size_t count, char *member);

/* Adds "DRIVER xN" for each member; `none` for devices without a driver. */
void envfp__kinds_show(struct collect *c, const struct kinds *kinds);

/* A device's driver: the last component of its link "driver"; empty where it has none. */
enum envfp_reason envfp__kinds_driver(struct collect *c, const char *folder, struct view device,
                                      struct view *driver);

#endif
