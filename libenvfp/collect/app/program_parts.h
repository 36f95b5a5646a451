/* SPDX-License-Identifier: MIT */
/* Reads what compilers record in programs about the modules they were built from. */
#ifndef ENVFP_COLLECT_APP_PROGRAM_PARTS_H
#define ENVFP_COLLECT_APP_PROGRAM_PARTS_H

#include "collect/collect.h"
#include "elf/elf.h"

/* The program's modules or packages, where it says what it was built of. */
void envfp__program_go(struct collect *collect, struct elf *elf);
void envfp__program_rust(struct collect *collect, struct elf *elf);

#endif
