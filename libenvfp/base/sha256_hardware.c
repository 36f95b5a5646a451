/* SPDX-License-Identifier: MIT */
/* SHA-256 by the processor's own instructions: SHA-NI on x86-64, the SHA2 extension on AArch64. */
#include "base/sha256.h"

#if defined(__x86_64__) && defined(__GNUC__)

#include "base/processor.h"

#include <immintrin.h>

/* SHA's instructions want a state in two halves, ABEF and CDGH, A and C in the highest word. Four rounds
 * take four words of the schedule; `a` are the oldest 16 words' first four and become the next four. */
#define ROUNDS(words, t)                                                                                     \
    do {                                                                                                     \
        __m128i sum = _mm_add_epi32(words, _mm_loadu_si128((const __m128i *)(const void *)(k + (t))));       \
        cdgh = _mm_sha256rnds2_epu32(cdgh, abef, sum);                                                       \
        abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(sum, 0x0e));                              \
    } while (0)
#define SCHEDULE(a, b, c, d)                                                                                 \
    (a) = _mm_sha256msg2_epu32(_mm_add_epi32(_mm_sha256msg1_epu32(a, b), _mm_alignr_epi8(d, c, 4)), d)
#define LOAD(at) _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(const void *)(bytes + (at))), swap)

__attribute__((target("sha,ssse3,sse4.1"))) static void x86_blocks(uint32_t state[8],
                                                                   const unsigned char *bytes, size_t count)
{
    const uint32_t *k = envfp__sha256_constants;
    const __m128i swap = _mm_set_epi8(12, 13, 14, 15, 8, 9, 10, 11, 4, 5, 6, 7, 0, 1, 2, 3);
    __m128i abef = _mm_set_epi32((int)state[0], (int)state[1], (int)state[4], (int)state[5]);
    __m128i cdgh = _mm_set_epi32((int)state[2], (int)state[3], (int)state[6], (int)state[7]);
    for (; count; count--, bytes += 64) {
        __m128i abef_before = abef, cdgh_before = cdgh;
        __m128i w0 = LOAD(0), w1 = LOAD(16), w2 = LOAD(32), w3 = LOAD(48);
        ROUNDS(w0, 0);
        ROUNDS(w1, 4);
        ROUNDS(w2, 8);
        ROUNDS(w3, 12);
        for (unsigned t = 16; t < 64; t += 16) {
            SCHEDULE(w0, w1, w2, w3);
            ROUNDS(w0, t);
            SCHEDULE(w1, w2, w3, w0);
            ROUNDS(w1, t + 4);
            SCHEDULE(w2, w3, w0, w1);
            ROUNDS(w2, t + 8);
            SCHEDULE(w3, w0, w1, w2);
            ROUNDS(w3, t + 12);
        }
        abef = _mm_add_epi32(abef, abef_before);
        cdgh = _mm_add_epi32(cdgh, cdgh_before);
    }
    state[0] = (uint32_t)_mm_extract_epi32(abef, 3);
    state[1] = (uint32_t)_mm_extract_epi32(abef, 2);
    state[2] = (uint32_t)_mm_extract_epi32(cdgh, 3);
    state[3] = (uint32_t)_mm_extract_epi32(cdgh, 2);
    state[4] = (uint32_t)_mm_extract_epi32(abef, 1);
    state[5] = (uint32_t)_mm_extract_epi32(abef, 0);
    state[6] = (uint32_t)_mm_extract_epi32(cdgh, 1);
    state[7] = (uint32_t)_mm_extract_epi32(cdgh, 0);
}

#if defined(__GLIBC__) && defined(__GLIBC_PREREQ)
#if __GLIBC_PREREQ(2, 33)
#include <sys/platform/x86.h>
#define HAS_LOADER_FEATURES 1
#endif
#endif

#if defined(HAS_LOADER_FEATURES)

/* Uses what glibc's loader has found out: executing CPUID traps in a virtual machine, and costs more than a digest. */
sha256_blocks *envfp__sha256_hardware(void)
{
    return CPU_FEATURE_PRESENT(SHA) && CPU_FEATURE_PRESENT(SSSE3) && CPU_FEATURE_PRESENT(SSE4_1) ? x86_blocks
                                                                                                 : NULL;
}

#else

sha256_blocks *envfp__sha256_hardware(void)
{
    uint32_t r[4];
    /* Intel SDM volume 2A, CPUID: leaf 7 EBX bit 29 is SHA, leaf 1 ECX bits 9 and 19 SSSE3 and SSE4.1. */
    if (!processor_known(7, 0, r)) {
        processor_leaf(0, 0, r);
        if (r[0] < 7)
            return NULL;
        processor_leaf(7, 0, r);
    }
    if (!(r[1] & UINT32_C(1) << 29))
        return NULL;
    processor_leaf(1, 0, r);
    return (r[2] & UINT32_C(1) << 9) && (r[2] & UINT32_C(1) << 19) ? x86_blocks : NULL;
}

#endif

#elif defined(__aarch64__) && defined(__linux__) && !defined(__AARCH64EB__) &&                               \
    (!defined(__clang__) || defined(__ARM_FEATURE_SHA2) || __clang_major__ >= 16)

/* (Older clang declares the intrinsics only where the whole build may use them.) */
#include <arm_neon.h>
#include <sys/auxv.h>

#ifndef HWCAP_SHA2
#define HWCAP_SHA2 (1UL << 6)
#endif

#if defined(__clang__)
#define TARGET_SHA2 __attribute__((target("sha2")))
#else
#define TARGET_SHA2 __attribute__((target("+crypto")))
#endif

TARGET_SHA2 static void arm_blocks(uint32_t state[8], const unsigned char *bytes, size_t count)
{
    uint32x4_t abcd = vld1q_u32(state), efgh = vld1q_u32(state + 4);
    for (; count; count--, bytes += 64) {
        uint32x4_t abcd_before = abcd, efgh_before = efgh, w[4];
        for (unsigned i = 0; i < 4; i++)
            w[i] = vreinterpretq_u32_u8(vrev32q_u8(vld1q_u8(bytes + 16 * i)));
        for (unsigned i = 0; i < 16; i++) {
            if (i >= 4)
                w[i & 3] = vsha256su1q_u32(vsha256su0q_u32(w[i & 3], w[(i + 1) & 3]), w[(i + 2) & 3],
                                           w[(i + 3) & 3]);
            uint32x4_t sum = vaddq_u32(w[i & 3], vld1q_u32(envfp__sha256_constants + 4 * i)), before = abcd;
            abcd = vsha256hq_u32(abcd, efgh, sum);
            efgh = vsha256h2q_u32(efgh, before, sum);
        }
        abcd = vaddq_u32(abcd, abcd_before);
        efgh = vaddq_u32(efgh, efgh_before);
    }
    vst1q_u32(state, abcd);
    vst1q_u32(state + 4, efgh);
}

sha256_blocks *envfp__sha256_hardware(void)
{
    return getauxval(AT_HWCAP) & HWCAP_SHA2 ? arm_blocks : NULL;
}

#else

sha256_blocks *envfp__sha256_hardware(void)
{
    return NULL;
}

#endif
