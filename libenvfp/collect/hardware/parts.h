/* SPDX-License-Identifier: MIT */
/* What the PCI collector passes on: other buses are read only where PCI does not report their devices. */
#ifndef ENVFP_COLLECT_PARTS_H
#define ENVFP_COLLECT_PARTS_H

#include "collect/hardware/kinds.h"

/* `unseen`: why some device of PCI was not seen, or NONE. */

/* Graphics and accelerators: driver versions, and which of them this process finds below /dev. */
void envfp__accelerators_collect(struct collect *c, const struct kinds *pci, enum envfp_reason unseen);
/* What a machine has instead of PCI. */
void envfp__buses_collect(struct collect *c, const struct kinds *pci, enum envfp_reason unseen);

#endif
