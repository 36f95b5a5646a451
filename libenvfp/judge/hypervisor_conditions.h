/* SPDX-License-Identifier: MIT */
/*
 * What the tables of hypervisor rules are made of. A table is one text, since pointers would be relocated in every program
 * that links the library:
 *
 *     RULE(verdict, CONFIDENCE, FLAGS, conditions)     FLAGS: 0, NOT_DENIED, HIDEABLE or DENIED
 *     IF(MATCH, LAYER, key, text)                      a condition, or one of the short forms below; all must hold
 *
 * The words in capitals are those of judge/hypervisor_rules.h. Rules and conditions follow each other without commas.
 */
#ifndef ENVFP_JUDGE_HYPERVISOR_CONDITIONS_H
#define ENVFP_JUDGE_HYPERVISOR_CONDITIONS_H

/* They are long. */
#pragma GCC diagnostic ignored "-Woverlength-strings"

/* clang-format off */
#define RULE(verdict, confidence, flags, conditions) verdict "\0" SPELL_##confidence SPELL_##flags conditions "\0"
#define IF(match, layer, key, text) SPELL_##match SPELL_##layer key "\0" text "\0"

#define DMI(match, text) IF(match, HW, DMI_ANY, text)
#define SIGNATURE(text) IF(ITEM, HV, "cpuid.signatures", text)
#define PCI(start) IF(MEMBER, HW, "pci/" start, "")
#define CLOCK(name) IF(IS, KN, "clock.source", name)
#define MODULE(name) IF(ITEM, KN, "modules.loaded", name)
#define HINT(word) IF(ITEM, KN, "cmdline.hints", word)
#define PLATFORM(mark) IF(ITEM, HV, "sysfs_hypervisor.platform", mark)
#define FLAG(name) IF(ITEM, HW, "cpu.features", name)
#define NO_FLAG(name) IF(ITEM_LACKS, HW, "cpu.features", name)

/* The words above as single bytes: hypervisor_match.c has what they stand for. */
#define SPELL_WEAK "w"
#define SPELL_STRONG "s"
#define SPELL_CERTAIN "c"
#define SPELL_0 "-"
#define SPELL_NOT_DENIED "n"
#define SPELL_HIDEABLE "h"
#define SPELL_DENIED "d"
#define SPELL_HW "w"
#define SPELL_HV "v"
#define SPELL_KN "k"
#define SPELL_IS "="
#define SPELL_STARTS "^"
#define SPELL_HAS "~"
#define SPELL_LACKS "!"
#define SPELL_ITEM "i"
#define SPELL_ITEM_STARTS "s"
#define SPELL_ITEM_HAS "h"
#define SPELL_ITEM_LACKS "l"
#define SPELL_TRUE_FACT "t"
#define SPELL_MEMBER "m"
/* clang-format on */

#endif
