/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "judge/designs.h"
#include "world.h"

#define HW ENVFP_LAYER_HARDWARE

/* What the judge calls a processor; "" for a fact that it lacks. */
static const char *core(const char *machine, const char *vendor, const char *family, const char *model,
                        const char *isa)
{
    static char name[64];
    struct world *world = world_new();
    struct facts *facts = world_facts(world);
    const char *const keys[] = {"arch.machine", "cpu.vendor", "cpu.family", "cpu.model"};
    const char *const values[] = {machine, vendor, family, model};
    for (size_t i = 0; i < 4; i++)
        if (*values[i])
            envfp__facts_string(facts, HW, keys[i], view_of(values[i]));
    struct view rest = view_of(isa), items[256], word;
    size_t count = 0;
    while (count < 256 && view_cut_word(&rest, &word))
        items[count++] = word;
    if (count)
        envfp__facts_set(facts, HW, "cpu.isa", items, count);
    envfp__facts_seal(facts);
    world_judge(world);
    const char *found = world_string(world, HW, "cpu.microarchitecture");
    name[0] = '\0';
    if (found)
        strncat(name, found, sizeof name - 1);
    world_free(world);
    return name;
}

#define V1 "lm cmov cx8 fpu fxsr mmx sse sse2 "
#define V2 V1 "pni ssse3 cx16 lahf_lm popcnt sse4_1 sse4_2 "
#define V3 V2 "abm avx avx2 bmi1 bmi2 f16c fma movbe xsave "
#define V4 V3 "avx512bw avx512cd avx512dq avx512f avx512vl "
#define HASWELL V3 "aes pclmulqdq rdrand "
#define SKYLAKE "adx rdseed clflushopt xsavec xsaveopt "
#define ICELAKE                                                                                              \
    "clwb avx512ifma avx512vbmi sha_ni avx512_vnni avx512_bitalg avx512_vbmi2 avx512_vpopcntdq gfni rdpid "  \
    "vaes vpclmulqdq "
#define ZEN "aes clflushopt clzero pclmulqdq rdseed sse4a xsavec xsaveopt "

static const char *intel(const char *isa)
{
    return core("x86_64", "GenuineIntel", "6", "1", isa);
}

static const char *amd(const char *family, const char *model, const char *isa)
{
    return core("x86_64", "AuthenticAMD", family, model, isa);
}

Test(judge_hardware, intel_targets_are_what_their_extensions_allow)
{
    cr_assert_str_eq(intel(V1 "pni"), "nocona");
    cr_assert_str_eq(intel(V1 "pni ssse3 sse4_1"), "core2");
    cr_assert_str_eq(intel(V2), "nehalem");
    cr_assert_str_eq(intel(V2 "aes pclmulqdq"), "westmere");
    cr_assert_str_eq(intel(V2 "aes pclmulqdq avx f16c rdrand"), "ivybridge");
    cr_assert_str_eq(intel(HASWELL), "haswell");
    cr_assert_str_eq(intel(HASWELL SKYLAKE), "skylake");
    cr_assert_str_eq(intel(HASWELL V4 SKYLAKE "clwb"), "skylake_avx512");
    cr_assert_str_eq(intel(HASWELL V4 SKYLAKE "clwb avx512_vnni"), "cascadelake");
    cr_assert_str_eq(intel(HASWELL V4 SKYLAKE ICELAKE), "icelake");
    cr_assert_str_eq(intel(HASWELL SKYLAKE "avx512cd avx512er avx512f avx512pf"), "mic_knl");
    cr_assert_str_eq(intel(HASWELL SKYLAKE "avx_vnni clwb gfni movdir64b movdiri rdpid serialize sha_ni vaes "
                                           "vpclmulqdq waitpkg"),
                     "alderlake");
}

Test(judge_hardware, a_hidden_extension_takes_the_target_that_needs_it_and_no_more)
{
    /* AMX without WAITPKG: a virtual machine's mixture. */
    cr_assert_str_eq(intel(HASWELL V4 SKYLAKE ICELAKE "amx_bf16 amx_int8 amx_tile avx512_bf16 cldemote "
                                                      "movdir64b movdiri serialize"),
                     "icelake");
    /* Not westmere, the last of Intel's: what all makers' processors of level v3 share is more. */
    cr_assert_str_eq(intel(V3), "x86_64_v3");
    cr_assert_str_eq(core("x86_64", "HygonGenuine", "24", "0", V3 ZEN), "x86_64_v3");
    cr_assert_str_eq(core("x86_64", "", "", "", V1), "x86_64");
}

Test(judge_hardware, amd_targets)
{
    cr_assert_str_eq(amd("16", "9", V1 "pni cx16 abm sse4a 3dnow 3dnowext popcnt lahf_lm"), "k10");
    cr_assert_str_eq(amd("21", "1", V2 "abm aes avx fma4 pclmulqdq sse4a xop xsave"), "bulldozer");
#define PILEDRIVER V2 "abm aes avx fma4 pclmulqdq sse4a xop xsave bmi1 f16c fma tbm"
    cr_assert_str_eq(amd("21", "2", PILEDRIVER), "piledriver");
    cr_assert_str_eq(amd("21", "48", PILEDRIVER), "steamroller");
    cr_assert_str_eq(amd("21", "96", V3 PILEDRIVER), "excavator");
    cr_assert_str_eq(amd("23", "1", V3 ZEN), "zen");
    cr_assert_str_eq(amd("23", "49", V3 ZEN "clwb"), "zen2");
    cr_assert_str_eq(amd("25", "1", V3 ZEN "clwb vaes vpclmulqdq"), "zen3");
    cr_assert_str_eq(amd("25", "17", V4 ZEN ICELAKE "avx512_bf16"), "zen4");
    cr_assert_str_eq(
        amd("26", "68", V4 ZEN ICELAKE "avx512_bf16 avx512_vp2intersect avx_vnni movdir64b movdiri"), "zen5");
    /* A guest of it without AVX-512. */
    cr_assert_str_eq(amd("26", "68", V3 ZEN "clwb vaes vpclmulqdq"), "zen3");
}

Test(judge_hardware, processors_of_32_bits)
{
    cr_assert_str_eq(core("i686", "GenuineIntel", "6", "8", "fpu cx8 cmov mmx fxsr sse"), "pentium3");
    cr_assert_str_eq(core("i686", "GenuineIntel", "15", "4", "fpu cx8 cmov mmx fxsr sse sse2 pni"),
                     "prescott");
    cr_assert_str_eq(core("", "GenuineIntel", "15", "2", "fpu cx8 cmov mmx fxsr sse sse2"), "pentium4");
    cr_assert_str_eq(core("i586", "AuthenticAMD", "5", "8", "fpu cx8 mmx 3dnow"), "x86");
}

#define N1 "fp asimd aes pmull sha1 sha2 crc32 atomics fphp asimdhp asimdrdm lrcpc dcpop asimddp "

Test(judge_hardware, arm_parts)
{
    cr_assert_str_eq(core("aarch64", "ARM", "8", "0xd0c", N1), "neoverse_n1");
    /* SVE is hidden: programs for neoverse_v2 would die. */
    cr_assert_str_eq(core("aarch64", "ARM", "8", "0xd4f", N1), "neoverse_n1");
    cr_assert_str_eq(core("aarch64", "ARM", "8", "0xd0b", N1), "cortex_a76");
    cr_assert_str_eq(core("aarch64", "ARM", "8", "0xd05+0xd0b", N1), "cortex_a55+cortex_a76");
    cr_assert_str_eq(core("aarch64", "Apple", "8", "0x022+0x023", ""), "m1");
    cr_assert_str_eq(core("aarch64", "ARM+HiSilicon", "8", "ARM:0xd05+HiSilicon:0xd40", N1),
                     "cortex_a55+cortex_a76");
    cr_assert_str_eq(core("aarch64", "ARM", "8", "0xd05+0xeee", N1), "cortex_a55+aarch64");
    cr_assert_str_eq(core("aarch64", "ARM", "8", "0xd08", "fp asimd crc32"), "cortex_a72");
    cr_assert_str_eq(core("aarch64", "ARM", "8", "0xfff", N1), "neoverse_n1");
    cr_assert_str_eq(core("aarch64", "Qualcomm", "8", "0xeee", N1), "aarch64");
    cr_assert_str_eq(core("armv8l", "ARM", "8", "0xd08", "half thumb neon aes"), "cortex_a72");
    cr_assert_str_eq(core("armv7l", "ARM", "7", "0xc07", "half thumb neon"), "cortex_a7");
    cr_assert_str_eq(core("armv7l", "Broadcom", "7", "0xfff", "half"), "armv7l");
}

Test(judge_hardware, other_processors)
{
    cr_assert_str_eq(core("ppc64", "IBM", "", "2.2 (pvr 004e 1202)", ""), "power9");
    cr_assert_str_eq(core("ppc64le", "", "", "2.0 (pvr 0080 0200)", ""), "power10le");
    cr_assert_str_eq(core("ppc64le", "", "", "2.3 (pvr 003f 0203)", ""), "ppc64le");
    cr_assert_str_eq(core("ppc64", "", "", "4.1 (pvr 0036 0401)", ""), "ppc64");
    cr_assert_str_eq(core("riscv64", "0x489", "0x8000000000000007", "0x4210427", ""), "u74mc");
    cr_assert_str_eq(core("riscv64", "0x5b7", "0x0", "0x0", ""), "riscv64");
    cr_assert_str_eq(core("s390x", "IBM/S390", "", "2964", ""), "z13");
    cr_assert_str_eq(core("s390x", "IBM/S390", "", "9999", ""), "s390x");
    cr_assert_str_eq(core("mips64", "", "", "", "msa"), "mips64");
    cr_assert_str_eq(core("mips64", "", "", "", ""), "");
}

Test(judge_hardware, a_partition_is_what_its_compatibility_mode_makes_it)
{
    struct world *world = world_new();
    struct facts *facts = world_facts(world);
    envfp__facts_string(facts, HW, "arch.machine", VIEW("ppc64le"));
    envfp__facts_string(facts, HW, "cpu.model", VIEW("2.2 (pvr 004e 1202)"));
    envfp__facts_string(facts, HW, "cpu.model_name", VIEW("POWER8 (architected), altivec supported"));
    envfp__facts_seal(facts);
    world_judge(world);
    cr_assert_str_eq(world_string(world, HW, "cpu.microarchitecture"), "power8le");
    world_free(world);
}

static void check_table(const struct design *rows, size_t count)
{
    cr_assert_leq(count, DESIGNS_MOST);
    for (size_t i = 0; i < count; i++) {
        struct view rest = view_of(rows[i].parents), parent;
        while (view_cut_word(&rest, &parent)) {
            bool found = false;
            for (size_t j = 0; j < i; j++)
                found = found || view_is(parent, rows[j].name);
            cr_assert(found, "%s: parent not above it", rows[i].name);
        }
    }
}

Test(judge_hardware, parents_stand_above_their_children)
{
    check_table(envfp__designs_x86, envfp__designs_x86_count);
    check_table(envfp__designs_arm, envfp__designs_arm_count);
}
