/* SPDX-License-Identifier: MIT */
#include "judge/designs.h"

#define INTEL "GenuineIntel"
#define AMD "AuthenticAMD"

/*
 * archspec's taxonomy (archspec-json, cpu/microarchitectures.json), with the extensions under Linux's names. Extensions
 * that only kernels use (pku, flush_l1d, tsc_adjust) are left out: a hypervisor that hides one takes nothing from
 * programs. The list of extensions is a row's reason; any other reason stands beside the row.
 */
const struct design envfp__designs_x86[] = {
    {"x86", "", "", "", NULL, 0, 0, 0},
    {"i686", "x86", INTEL, "cmov cx8", NULL, 0, 0, 0},
    {"pentium2", "i686", INTEL, "mmx", NULL, 0, 0, 0},
    {"pentium3", "pentium2", INTEL, "sse", NULL, 0, 0, 0},
    {"pentium4", "pentium3", INTEL, "sse2", NULL, 0, 0, 0},
    {"prescott", "pentium4", INTEL, "pni", NULL, 0, 0, 0},
    {"x86_64", "", "", "lm", NULL, 0, 0, 0},
    {"x86_64_v2", "x86_64", "", "cx16 lahf_lm mmx popcnt sse sse2 sse4_1 sse4_2 ssse3", NULL, 0, 0, 0},
    {"x86_64_v3", "x86_64_v2", "", "abm avx avx2 bmi1 bmi2 f16c fma movbe xsave", NULL, 0, 0, 0},
    {"x86_64_v4", "x86_64_v3", "", "avx512bw avx512cd avx512dq avx512f avx512vl", NULL, 0, 0, 0},
    {"nocona", "x86_64", INTEL, "mmx pni sse sse2", NULL, 0, 0, 0},
    {"core2", "nocona", INTEL, "ssse3", NULL, 0, 0, 0},
    {"nehalem", "core2 x86_64_v2", INTEL, "", NULL, 0, 0, 0},
    {"westmere", "nehalem", INTEL, "aes pclmulqdq", NULL, 0, 0, 0},
    {"sandybridge", "westmere", INTEL, "avx", NULL, 0, 0, 0},
    {"ivybridge", "sandybridge", INTEL, "f16c rdrand", NULL, 0, 0, 0},
    {"haswell", "ivybridge x86_64_v3", INTEL, "", NULL, 0, 0, 0},
    {"broadwell", "haswell", INTEL, "adx rdseed", NULL, 0, 0, 0},
    {"skylake", "broadwell", INTEL, "clflushopt xsavec xsaveopt", NULL, 0, 0, 0},
    {"mic_knl", "broadwell", INTEL, "avx512cd avx512er avx512f avx512pf", NULL, 0, 0, 0},
    {"skylake_avx512", "skylake x86_64_v4", INTEL, "clwb", NULL, 0, 0, 0},
    {"cannonlake", "skylake x86_64_v4", INTEL, "avx512ifma avx512vbmi sha_ni", NULL, 0, 0, 0},
    {"cascadelake", "skylake_avx512", INTEL, "avx512_vnni", NULL, 0, 0, 0},
    {"icelake", "cascadelake cannonlake", INTEL,
     "avx512_bitalg avx512_vbmi2 avx512_vpopcntdq gfni rdpid vaes vpclmulqdq", NULL, 0, 0, 0},
    {"sapphirerapids", "icelake", INTEL,
     "amx_bf16 amx_int8 amx_tile avx512_bf16 cldemote movdir64b movdiri serialize waitpkg", NULL, 0, 0, 0},
    {"alderlake", "skylake", INTEL,
     "avx_vnni clwb gfni movdir64b movdiri rdpid serialize sha_ni vaes vpclmulqdq waitpkg", NULL, 0, 0, 0},
    {"arrowlake", "alderlake", INTEL, "avx_ifma avx_ne_convert avx_vnni_int8 cmpccxadd", NULL, 0, 0, 0},
    {"arrowlake_s", "arrowlake", INTEL, "avx_vnni_int16 sha512 sm3 sm4", NULL, 0, 0, 0},
    {"k10", "x86_64", AMD, "3dnow 3dnowext abm cx16 mmx sse sse2 sse4a", NULL, 0, 0, 0},
    {"bulldozer", "x86_64_v2", AMD, "abm aes avx fma4 pclmulqdq sse4a xop xsave", NULL, 0, 0, 0},
    {"piledriver", "bulldozer", AMD, "bmi1 f16c fma tbm", NULL, 0, 0, 0},
    /* Its one further extension, FSGSBASE, is up to the kernel to grant. */
    {"steamroller", "piledriver", AMD, "", NULL, 21, 0x30, 0x3f},
    {"excavator", "piledriver x86_64_v3", AMD, "", NULL, 0, 0, 0},
    {"zen", "x86_64_v3", AMD, "aes clflushopt clzero pclmulqdq rdseed sse4a xsavec xsaveopt", NULL, 0, 0, 0},
    {"zen2", "zen", AMD, "clwb", NULL, 0, 0, 0},
    {"zen3", "zen2", AMD, "vaes vpclmulqdq", NULL, 0, 0, 0},
    {"zen4", "zen3 x86_64_v4", AMD,
     "avx512_bf16 avx512_bitalg avx512_vbmi2 avx512_vnni avx512_vpopcntdq avx512ifma avx512vbmi gfni", NULL,
     0, 0, 0},
    {"zen5", "zen4", AMD, "avx512_vp2intersect avx_vnni movdir64b movdiri", NULL, 0, 0, 0},
};

const size_t envfp__designs_x86_count = sizeof envfp__designs_x86 / sizeof *envfp__designs_x86;

/* The same for AArch64, where the part number must agree too. archspec's generic levels (armv8.1a...) cannot
 * be told from extensions and are never the answer; it does not know the Linux parts of m3 and m4. */
const struct design envfp__designs_arm[] = {
    {"aarch64", "", "", "", NULL, 0, 0, 0},
    {"thunderx2", "aarch64", "Cavium", "aes asimd asimdrdm atomics crc32 fp pmull sha1 sha2", "0x0af", 0, 0,
     0},
    {"thunderx2", "aarch64", "Broadcom", "aes asimd asimdrdm atomics crc32 fp pmull sha1 sha2", "0x516", 0, 0,
     0},
    {"a64fx", "aarch64", "FUJITSU", "asimd asimdhp asimdrdm atomics crc32 dcpop fcma fp fphp sha1 sha2 sve",
     "0x001", 0, 0, 0},
    /* Cryptography is an optional extension of this core: Broadcom's BCM2711 lacks it, and compilers do not rely on
     * it. */
    {"cortex_a72", "aarch64", "ARM", "asimd crc32 fp", "0xd08", 0, 0, 0},
    {"neoverse_n1", "cortex_a72", "ARM",
     "aes pmull sha1 sha2 asimddp asimdhp asimdrdm atomics dcpop fphp lrcpc", "0xd0c", 0, 0, 0},
    {"neoverse_v1", "neoverse_n1", "ARM",
     "asimdfhm bf16 dcpodp dgh dit fcma flagm i8mm ilrcpc jscvt rng sha3 sha512 sve svebf16 svei8mm uscat",
     "0xd40", 0, 0, 0},
    {"neoverse_n2", "neoverse_n1", "ARM",
     "asimdfhm bf16 dcpodp fcma flagm flagm2 frint i8mm ilrcpc jscvt sb sha3 sha512 sve sve2 svebf16 svei8mm "
     "uscat",
     "0xd49", 0, 0, 0},
    {"neoverse_v2", "neoverse_n1", "ARM",
     "asimdfhm bf16 dcpodp fcma flagm flagm2 frint i8mm ilrcpc jscvt sb sha3 sha512 sve sve2 svebf16 svei8mm "
     "uscat",
     "0xd4f", 0, 0, 0},
    {"neoverse_v3ae", "neoverse_v2", "ARM",
     "afp bti dgh dit ecv paca pacg sm3 sm4 sveaes svebitperm svepmull svesha3 svesm4 wfxt", "0xd83", 0, 0,
     0},
    {"ampere1", "aarch64", "Ampere",
     "aes asimd asimddp asimdfhm asimdhp asimdrdm atomics bf16 bti crc32 dcpodp dcpop dit ecv fcma flagm "
     "flagm2 fp fphp frint i8mm ilrcpc jscvt lrcpc paca pacg pmull rng sb sha1 sha2 sha3 sha512 ssbs uscat",
     "0xac3", 0, 0, 0},
    {"ampere1a", "ampere1", "Ampere", "sm3 sm4", "0xac4", 0, 0, 0},
    /* Apple's cores of both kinds, and those of the larger packages (Asahi Linux, "Codenames"). */
    {"m1", "aarch64", "Apple",
     "aes asimd asimddp asimdfhm asimdhp asimdrdm atomics crc32 dcpodp dcpop dit fcma flagm flagm2 fp fphp "
     "frint ilrcpc jscvt lrcpc paca pacg pmull sb sha1 sha2 sha3 sha512 ssbs uscat",
     "0x022 0x023 0x024 0x025 0x028 0x029", 0, 0, 0},
    {"m2", "m1", "Apple", "bf16 bti ecv i8mm", "0x032 0x033 0x034 0x035 0x038 0x039", 0, 0, 0},
    {"m3", "m2", "Apple", "", "0x042 0x043 0x044 0x045 0x048 0x049", 0, 0, 0},
    {"m4", "m3", "Apple", "sme sme2", "0x052 0x053 0x054 0x055 0x058 0x059", 0, 0, 0},
};

const size_t envfp__designs_arm_count = sizeof envfp__designs_arm / sizeof *envfp__designs_arm;

/*
 * Cores that archspec has no target for, by compilers' names. ARM's parts: Arm's technical reference manuals,
 * MIDR_EL1; arch/arm64/include/asm/cputype.h of Linux. s390's machine types: arch/s390/kernel/processor.c.
 */
const struct design_name envfp__designs_named[] = {
    {"ARM", "0x926", "arm926ej_s"},
    {"ARM", "0xb36", "arm1136j_s"},
    {"ARM", "0xb76", "arm1176jz_s"},
    {"ARM", "0xb02", "arm11mpcore"},
    {"ARM", "0xc05", "cortex_a5"},
    {"ARM", "0xc07", "cortex_a7"},
    {"ARM", "0xc08", "cortex_a8"},
    {"ARM", "0xc09", "cortex_a9"},
    {"ARM", "0xc0d", "cortex_a12"},
    {"ARM", "0xc0e", "cortex_a17"},
    {"ARM", "0xc0f", "cortex_a15"},
    {"ARM", "0xd01", "cortex_a32"},
    {"ARM", "0xd02", "cortex_a34"},
    {"ARM", "0xd03", "cortex_a53"},
    {"ARM", "0xd04", "cortex_a35"},
    {"ARM", "0xd05", "cortex_a55"},
    {"ARM", "0xd06", "cortex_a65"},
    {"ARM", "0xd07", "cortex_a57"},
    {"ARM", "0xd09", "cortex_a73"},
    {"ARM", "0xd0a", "cortex_a75"},
    {"ARM", "0xd0b", "cortex_a76"},
    {"ARM", "0xd0d", "cortex_a77"},
    {"ARM", "0xd0e", "cortex_a76ae"},
    {"ARM", "0xd41", "cortex_a78"},
    {"ARM", "0xd42", "cortex_a78ae"},
    {"ARM", "0xd43", "cortex_a65ae"},
    {"ARM", "0xd44", "cortex_x1"},
    {"ARM", "0xd46", "cortex_a510"},
    {"ARM", "0xd47", "cortex_a710"},
    {"ARM", "0xd48", "cortex_x2"},
    {"ARM", "0xd4a", "neoverse_e1"},
    {"ARM", "0xd4b", "cortex_a78c"},
    {"ARM", "0xd4c", "cortex_x1c"},
    {"ARM", "0xd4d", "cortex_a715"},
    {"ARM", "0xd4e", "cortex_x3"},
    {"ARM", "0xd80", "cortex_a520"},
    {"ARM", "0xd81", "cortex_a720"},
    {"ARM", "0xd82", "cortex_x4"},
    {"ARM", "0xd84", "neoverse_v3"},
    {"ARM", "0xd85", "cortex_x925"},
    {"ARM", "0xd87", "cortex_a725"},
    {"ARM", "0xd8e", "neoverse_n3"},
    {"Cavium", "0x0a1", "thunderx"},
    {"HiSilicon", "0xd01", "tsv110"},
    {"HiSilicon", "0xd02", "hip09"},
    {"HiSilicon", "0xd40", "cortex_a76"}, /* HiSilicon's own number for ARM's core, in Kirin 980 */
    {"Qualcomm", "0x00f", "scorpion"},
    {"Qualcomm", "0x02d", "scorpion"},
    {"Qualcomm", "0x04d", "krait"},
    {"Qualcomm", "0x06f", "krait"},
    {"Qualcomm", "0x201", "kryo"},
    {"Qualcomm", "0x205", "kryo"},
    {"Qualcomm", "0x211", "kryo"},
    {"Qualcomm", "0xc00", "falkor"},
    {"Qualcomm", "0xc01", "saphira"},
    {"Qualcomm", "0x001", "oryon_1"},
    /* Kryo 2xx, 3xx and 4xx, gold and silver: ARM's cores under Qualcomm's numbers. */
    {"Qualcomm", "0x800", "cortex_a73"},
    {"Qualcomm", "0x801", "cortex_a53"},
    {"Qualcomm", "0x802", "cortex_a75"},
    {"Qualcomm", "0x803", "cortex_a55"},
    {"Qualcomm", "0x804", "cortex_a76"},
    {"Qualcomm", "0x805", "cortex_a55"},
    {"Samsung", "0x001", "exynos_m1"},
    {"Samsung", "0x002", "exynos_m3"},
    {"Samsung", "0x003", "exynos_m4"},
    {"Samsung", "0x004", "exynos_m5"},
    {"NVIDIA", "0x000", "denver"},
    {"NVIDIA", "0x003", "denver2"},
    {"NVIDIA", "0x004", "carmel"},
    {"Cavium", "0x0a2", "octeontx81"},
    {"Cavium", "0x0a3", "octeontx83"},
    {"Microsoft", "0xd49", "neoverse_n2"}, /* Cobalt 100; it uses ARM's part number */
    {"IBM/S390", "2064", "z900"},
    {"IBM/S390", "2066", "z900"},
    {"IBM/S390", "2084", "z990"},
    {"IBM/S390", "2086", "z990"},
    {"IBM/S390", "2094", "z9-109"},
    {"IBM/S390", "2096", "z9-109"},
    {"IBM/S390", "2097", "z10"},
    {"IBM/S390", "2098", "z10"},
    {"IBM/S390", "2817", "z196"},
    {"IBM/S390", "2818", "z196"},
    {"IBM/S390", "2827", "zEC12"},
    {"IBM/S390", "2828", "zEC12"},
    {"IBM/S390", "2964", "z13"},
    {"IBM/S390", "2965", "z13"},
    {"IBM/S390", "3906", "z14"},
    {"IBM/S390", "3907", "z14"},
    {"IBM/S390", "8561", "z15"},
    {"IBM/S390", "8562", "z15"},
    {"IBM/S390", "3931", "z16"},
    {"IBM/S390", "3932", "z16"},
    {"IBM/S390", "9175", "z17"},
    {"IBM/S390", "9176", "z17"},
};

const size_t envfp__designs_named_count = sizeof envfp__designs_named / sizeof *envfp__designs_named;
