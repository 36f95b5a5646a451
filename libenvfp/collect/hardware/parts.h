/* SPDX-License-Identifier: MIT */
/* What the collector of PCI devices hands on, so that other buses are asked only where PCI does not tell. */
#ifndef ENVFP_COLLECT_PARTS_H
#define ENVFP_COLLECT_PARTS_H

#include "collect/hardware/kinds.h"

/* Graphics and accelerators: driver versions, and what of them this process finds below /dev. */
void envfp__accelerators_collect(struct collect *c, const struct kinds *pci);
/* What a machine has instead of PCI. */
void envfp__buses_collect(struct collect *c, const struct kinds *pci);

#endif
