/* SPDX-License-Identifier: MIT */
/* Code names of x86 processors, and the families and models that go by them. */
#ifndef ENVFP_COLLECT_HARDWARE_CODENAMES_H
#define ENVFP_COLLECT_HARDWARE_CODENAMES_H

#include "base/view.h"

/* Words of letters, digits and a few signs, as code names are; a recording may say anything. */
bool envfp__codename_is_plain(struct view name);

/* Whether a name says another processor than the one of this vendor, family and model: one whose models are known goes
 * by its own names alone; any other by none that is known to be another's. */
bool envfp__codename_contradicts(struct view name, struct view vendor, int64_t family, int64_t model);

#endif
