/* SPDX-License-Identifier: MIT */
/*
 * CPUID as programs execute it. In a virtual machine each execution traps, which takes microseconds. The C library has
 * read the common leaves when the process started, and shares them (glibc 2.33 and later).
 */
#ifndef ENVFP_BASE_PROCESSOR_H
#define ENVFP_BASE_PROCESSOR_H

#if (defined(__x86_64__) || defined(__i386__)) && defined(__GNUC__)

#include <cpuid.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#if defined(__GLIBC__) && defined(__GLIBC_PREREQ)
#if __GLIBC_PREREQ(2, 33)
#define ENVFP_LIBC_LEAVES 1
#include <sys/platform/x86.h>
#endif
#endif

/* A leaf as the processor gave it; false where the C library has not asked it, or the answer was empty. */
static inline bool processor_known(uint32_t leaf, uint32_t subleaf, uint32_t registers[4])
{
#if defined(ENVFP_LIBC_LEAVES)
    static const struct {
        uint32_t leaf, subleaf;
        unsigned index;
    } known[] = {
        {0x1, 0, CPUID_INDEX_1},
        {0x7, 0, CPUID_INDEX_7},
        {0x7, 1, CPUID_INDEX_7_ECX_1},
        {0xd, 1, CPUID_INDEX_D_ECX_1},
        {0x80000001, 0, CPUID_INDEX_80000001},
        {0x80000007, 0, CPUID_INDEX_80000007},
        {0x80000008, 0, CPUID_INDEX_80000008},
    };
    for (unsigned i = 0; i < sizeof known / sizeof *known; i++) {
        if (known[i].leaf != leaf || known[i].subleaf != subleaf)
            continue;
        const struct cpuid_feature *answer = __x86_get_cpuid_feature_leaf(known[i].index);
        memcpy(registers, answer->cpuid_array, 4 * sizeof *registers);
        return (registers[0] | registers[1] | registers[2] | registers[3]) != 0;
    }
#endif
    (void)leaf;
    (void)subleaf;
    (void)registers;
    return false;
}

static inline void processor_leaf(uint32_t leaf, uint32_t subleaf, uint32_t registers[4])
{
    if (!processor_known(leaf, subleaf, registers))
        __cpuid_count(leaf, subleaf, registers[0], registers[1], registers[2], registers[3]);
}

/* Whether AVX2 may be used, as far as the C library has recorded: executes no CPUID. */
static inline bool processor_has_avx2(void)
{
#if defined(ENVFP_LIBC_LEAVES)
    const struct cpuid_feature *usable = __x86_get_cpuid_feature_leaf(CPUID_INDEX_7);
    return usable->active_array[cpuid_register_index_ebx] >> 5 & 1;
#else
    return false;
#endif
}

#endif
#endif
