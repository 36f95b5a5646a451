/* SPDX-License-Identifier: MIT */
/* What CPUID says of an x86 processor. */
#ifndef ENVFP_COLLECT_X86_H
#define ENVFP_COLLECT_X86_H

#include "collect/collect.h"

/* What must hold before a program may use an extension: the CPU has it, and the operating system saves
 * the registers that it needs (XCR0). KERNEL: nothing that programs use. */
enum x86_kind { KERNEL, USER, XSAVE, AVX, AVX512, AMX, APX };

/* Registers of an answer, in the order of source_cpuid. */
enum { EAX, EBX, ECX, EDX };

struct x86_bit {
    uint32_t leaf;
    uint8_t subleaf, reg, bit, kind; /* reg: EAX to EDX; kind: enum x86_kind */
    char name[20];
};

extern const struct x86_bit envfp__x86_bits[];
extern const size_t envfp__x86_bit_count;

#define X86_WORDS 5 /* of 64 bits: room for every row of the table */

/* A set of rows. */
struct x86_set {
    uint64_t words[X86_WORDS];
};

/* With the NUL at their ends. */
enum { X86_VENDOR_SIZE = 3 * sizeof(uint32_t) + 1, X86_BRAND_SIZE = 3 * 4 * sizeof(uint32_t) + 1 };

struct x86_processor {
    char vendor[X86_VENDOR_SIZE];
    uint32_t family, model, stepping;
    uint32_t highest, highest_subleaf; /* leaves, and those of leaf 7 */
    bool osxsave, hybrid, amx_fp16, avx10, apx;
    struct x86_set all, isa; /* every bit that is set; what programs may use */
};

/* Is it x86, as uname -m says it? */
bool envfp__x86_is_machine(struct view machine);

/* Who one CPU is. False where CPUID does not answer. */
bool envfp__x86_identify(struct collect *collect, unsigned cpu, struct x86_processor *processor);

/* What it can do, once it is identified. `wide`: the system is known to be of 64 bits. `kernel_bits`: also the
 * leaves that only tell what kernels use. */
void envfp__x86_read(struct collect *collect, unsigned cpu, bool wide, bool kernel_bits,
                     struct x86_processor *processor);

/* The brand string: three leaves. */
bool envfp__x86_brand(struct collect *collect, unsigned cpu, char brand[X86_BRAND_SIZE]);

/* What Linux's flag names (one line of /proc/cpuinfo) say, for want of CPUID. */
void envfp__x86_read_flags(struct view flags, struct x86_set *isa);

/* The level of the x86-64 psABI that a set reaches, 0 for none. */
unsigned envfp__x86_level(const struct x86_set *isa, bool osxsave);

/* Names of the rows in a set. */
void envfp__x86_names(struct collect *collect, const struct x86_set *set, struct bag *names);

#endif
