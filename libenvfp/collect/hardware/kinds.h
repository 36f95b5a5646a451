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
/* "DRIVER xN" for each member; `none` where nothing drives it. */
void envfp__kinds_show(struct collect *c, const struct kinds *kinds);

/* Who drives a device: the last part of what its link "driver" leads to; empty where there is none. */
enum envfp_reason envfp__kinds_driver(struct collect *c, const char *folder, struct view device,
                                      struct view *driver);

#endif
