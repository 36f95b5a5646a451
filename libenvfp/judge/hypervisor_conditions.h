/* SPDX-License-Identifier: MIT */
/* Short forms for the conditions that the tables of hypervisor rules are made of. */
#ifndef ENVFP_JUDGE_HYPERVISOR_CONDITIONS_H
#define ENVFP_JUDGE_HYPERVISOR_CONDITIONS_H

#define HW ENVFP_LAYER_HARDWARE
#define HV ENVFP_LAYER_HYPERVISOR
#define KN ENVFP_LAYER_KERNEL

/* clang-format off */
#define DMI(how, text) {how, HW, DMI_ANY, text}
#define SIGNATURE(text) {ITEM, HV, "cpuid.signatures", text}
#define PCI(start) {MEMBER, HW, "pci/" start, NULL}
#define CLOCK(name) {IS, KN, "clock.source", name}
#define MODULE(name) {ITEM, KN, "modules.loaded", name}
#define HINT(word) {ITEM, KN, "cmdline.hints", word}
#define PLATFORM(mark) {ITEM, HV, "sysfs_hypervisor.platform", mark}
#define FLAG(name) {ITEM, HW, "cpu.features", name}
#define NO_FLAG(name) {ITEM_LACKS, HW, "cpu.features", name}
/* clang-format on */

#endif
