/* SPDX-License-Identifier: MIT */
/* What CPUID says of an x86 processor. */
#ifndef ENVFP_COLLECT_X86_H
#define ENVFP_COLLECT_X86_H

#include "collect/collect.h"

/* What a program needs before it may use an extension: the CPU has it, and the operating system saves its registers
 * (XCR0). KERNEL: not usable by programs. */
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
    struct x86_set all, isa; /* every bit that is set; those that programs may use */
};

/* Is it x86, as uname -m says it? */
bool envfp__x86_is_machine(struct view machine);

/* Vendor, family and model of one CPU. False where CPUID gives no answer. */
bool envfp__x86_identify(struct collect *collect, unsigned cpu, struct x86_processor *processor);

/* Reads an identified CPU's features. `wide`: the system is known to be 64-bit. `kernel_bits`: also read leaves that
 * matter only to kernels. */
void envfp__x86_read(struct collect *collect, unsigned cpu, bool wide, bool kernel_bits,
                     struct x86_processor *processor);

/* The brand string: three leaves. */
bool envfp__x86_brand(struct collect *collect, unsigned cpu, char brand[X86_BRAND_SIZE]);

/* The features by Linux's flag names (a line of /proc/cpuinfo), for machines where CPUID cannot be run. */
void envfp__x86_read_flags(struct view flags, struct x86_set *isa);

/* The level of the x86-64 psABI that a set reaches, 0 for none. */
unsigned envfp__x86_level(const struct x86_set *isa, bool osxsave);

/* Names of the rows in a set. */
void envfp__x86_names(struct collect *collect, const struct x86_set *set, struct bag *names);

#endif
