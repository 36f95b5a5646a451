/* SPDX-License-Identifier: MIT */
/* The design of the core, by archspec's names, from what the processor says of itself. */
#include "judge/judge.h"

#define HW ENVFP_LAYER_HARDWARE

/* x86: models from `first` to `last` of a family; `extension`, where given, tells two designs apart that
 * share a model number. The first row that fits counts. */
static const struct {
    const char *vendor;
    uint16_t family, first, last;
    const char *extension, *name;
} x86[] = {
    {"GenuineIntel", 6, 0x0f, 0x0f, NULL, "core2"},
    {"GenuineIntel", 6, 0x16, 0x17, NULL, "core2"},
    {"GenuineIntel", 6, 0x1d, 0x1d, NULL, "core2"},
    {"GenuineIntel", 6, 0x1a, 0x1a, NULL, "nehalem"},
    {"GenuineIntel", 6, 0x1e, 0x1f, NULL, "nehalem"},
    {"GenuineIntel", 6, 0x2e, 0x2e, NULL, "nehalem"},
    {"GenuineIntel", 6, 0x25, 0x25, NULL, "westmere"},
    {"GenuineIntel", 6, 0x2c, 0x2c, NULL, "westmere"},
    {"GenuineIntel", 6, 0x2f, 0x2f, NULL, "westmere"},
    {"GenuineIntel", 6, 0x2a, 0x2a, NULL, "sandybridge"},
    {"GenuineIntel", 6, 0x2d, 0x2d, NULL, "sandybridge"},
    {"GenuineIntel", 6, 0x3a, 0x3a, NULL, "ivybridge"},
    {"GenuineIntel", 6, 0x3e, 0x3e, NULL, "ivybridge"},
    {"GenuineIntel", 6, 0x3c, 0x3c, NULL, "haswell"},
    {"GenuineIntel", 6, 0x3f, 0x3f, NULL, "haswell"},
    {"GenuineIntel", 6, 0x45, 0x46, NULL, "haswell"},
    {"GenuineIntel", 6, 0x3d, 0x3d, NULL, "broadwell"},
    {"GenuineIntel", 6, 0x47, 0x47, NULL, "broadwell"},
    {"GenuineIntel", 6, 0x4f, 0x4f, NULL, "broadwell"},
    {"GenuineIntel", 6, 0x56, 0x56, NULL, "broadwell"},
    {"GenuineIntel", 6, 0x4e, 0x4e, NULL, "skylake"},
    {"GenuineIntel", 6, 0x5e, 0x5e, NULL, "skylake"},
    {"GenuineIntel", 6, 0x8e, 0x8e, NULL, "skylake"},
    {"GenuineIntel", 6, 0x9e, 0x9e, NULL, "skylake"},
    {"GenuineIntel", 6, 0xa5, 0xa6, NULL, "skylake"},
    {"GenuineIntel", 6, 0x55, 0x55, "avx512_vnni", "cascadelake"},
    {"GenuineIntel", 6, 0x55, 0x55, NULL, "skylake_avx512"},
    {"GenuineIntel", 6, 0x57, 0x57, NULL, "mic_knl"},
    {"GenuineIntel", 6, 0x66, 0x66, NULL, "cannonlake"},
    {"GenuineIntel", 6, 0x6a, 0x6a, NULL, "icelake"},
    {"GenuineIntel", 6, 0x6c, 0x6c, NULL, "icelake"},
    {"GenuineIntel", 6, 0x7d, 0x7e, NULL, "icelake"},
    {"GenuineIntel", 6, 0x8f, 0x8f, NULL, "sapphirerapids"},
    {"GenuineIntel", 6, 0xcf, 0xcf, NULL, "sapphirerapids"},
    {"GenuineIntel", 15, 3, 4, "lm", "nocona"},
    {"GenuineIntel", 15, 6, 6, "lm", "nocona"},
    {"GenuineIntel", 15, 3, 6, NULL, "prescott"},
    {"GenuineIntel", 15, 0, 2, NULL, "pentium4"},
    {"AuthenticAMD", 16, 0, 0xff, NULL, "k10"},
    {"AuthenticAMD", 18, 0, 0xff, NULL, "k10"},
    {"AuthenticAMD", 21, 0x00, 0x01, NULL, "bulldozer"},
    {"AuthenticAMD", 21, 0x02, 0x1f, NULL, "piledriver"},
    {"AuthenticAMD", 21, 0x30, 0x3f, NULL, "steamroller"},
    {"AuthenticAMD", 21, 0x60, 0x7f, NULL, "excavator"},
    {"AuthenticAMD", 23, 0x00, 0x2f, NULL, "zen"},
    {"AuthenticAMD", 23, 0x30, 0xff, NULL, "zen2"},
    {"AuthenticAMD", 25, 0x10, 0x1f, NULL, "zen4"},
    {"AuthenticAMD", 25, 0x60, 0x7f, NULL, "zen4"},
    {"AuthenticAMD", 25, 0xa0, 0xaf, NULL, "zen4"},
    {"AuthenticAMD", 25, 0x00, 0xff, NULL, "zen3"},
    {"AuthenticAMD", 26, 0x00, 0xff, NULL, "zen5"},
};

/* ARM: part numbers are each implementer's own. */
static const struct {
    const char *vendor, *part, *name;
} arm[] = {
    {"ARM", "0xc05", "cortex_a5"},    {"ARM", "0xc07", "cortex_a7"},    {"ARM", "0xc08", "cortex_a8"},
    {"ARM", "0xc09", "cortex_a9"},    {"ARM", "0xc0e", "cortex_a17"},   {"ARM", "0xc0f", "cortex_a15"},
    {"ARM", "0xd03", "cortex_a53"},   {"ARM", "0xd04", "cortex_a35"},   {"ARM", "0xd05", "cortex_a55"},
    {"ARM", "0xd07", "cortex_a57"},   {"ARM", "0xd08", "cortex_a72"},   {"ARM", "0xd09", "cortex_a73"},
    {"ARM", "0xd0a", "cortex_a75"},   {"ARM", "0xd0b", "cortex_a76"},   {"ARM", "0xd0c", "neoverse_n1"},
    {"ARM", "0xd0d", "cortex_a77"},   {"ARM", "0xd40", "neoverse_v1"},  {"ARM", "0xd41", "cortex_a78"},
    {"ARM", "0xd44", "cortex_x1"},    {"ARM", "0xd46", "cortex_a510"},  {"ARM", "0xd47", "cortex_a710"},
    {"ARM", "0xd48", "cortex_x2"},    {"ARM", "0xd49", "neoverse_n2"},  {"ARM", "0xd4a", "neoverse_e1"},
    {"ARM", "0xd4b", "cortex_a78c"},  {"ARM", "0xd4d", "cortex_a715"},  {"ARM", "0xd4e", "cortex_x3"},
    {"ARM", "0xd4f", "neoverse_v2"},  {"ARM", "0xd80", "cortex_a520"},  {"ARM", "0xd81", "cortex_a720"},
    {"ARM", "0xd82", "cortex_x4"},    {"ARM", "0xd84", "neoverse_v3"},  {"ARM", "0xd85", "cortex_x925"},
    {"ARM", "0xd87", "cortex_a725"},  {"ARM", "0xd8e", "neoverse_n3"},  {"Broadcom", "0x516", "thunderx2"},
    {"Cavium", "0x0a1", "thunderx"},  {"Cavium", "0x0af", "thunderx2"}, {"FUJITSU", "0x001", "a64fx"},
    {"Apple", "0x022", "m1"},         {"Apple", "0x023", "m1"},         {"Apple", "0x032", "m2"},
    {"Apple", "0x033", "m2"},         {"Ampere", "0xac3", "ampere1"},   {"Ampere", "0xac4", "ampere1a"},
    {"HiSilicon", "0xd01", "tsv110"},
};

/* POWER: the version half of the processor version register, as "2.2 (pvr 004e 1202)" shows it. */
static const struct {
    const char *version, *name;
} power[] = {
    {"(pvr 003f", "power7"}, {"(pvr 004a", "power7"}, {"(pvr 004b", "power8"},  {"(pvr 004c", "power8"},
    {"(pvr 004d", "power8"}, {"(pvr 004e", "power9"}, {"(pvr 0080", "power10"}, {"(pvr 0082", "power11"},
};

static const char *find_x86(const struct facts *facts, struct view vendor, struct view model)
{
    uint64_t family_number, model_number;
    if (!envfp__view_number(envfp__facts_get_string(facts, HW, "cpu.family"), 10, &family_number) ||
        !envfp__view_number(model, 10, &model_number))
        return NULL;
    for (size_t i = 0; i < sizeof x86 / sizeof *x86; i++)
        if (view_is(vendor, x86[i].vendor) && family_number == x86[i].family &&
            model_number >= x86[i].first && model_number <= x86[i].last &&
            (!x86[i].extension || envfp__facts_set_has(facts, HW, "cpu.isa", view_of(x86[i].extension))))
            return x86[i].name;
    return NULL;
}

static const char *find_arm(struct view vendor, struct view model)
{
    for (size_t i = 0; i < sizeof arm / sizeof *arm; i++)
        if (view_is(vendor, arm[i].vendor) && view_is(model, arm[i].part))
            return arm[i].name;
    return NULL;
}

static const char *find_power(struct view model)
{
    for (size_t i = 0; i < sizeof power / sizeof *power; i++)
        if (view_has(model, view_of(power[i].version)))
            return power[i].name;
    return NULL;
}

enum envfp_layer_status envfp__judge_hardware(struct facts *facts)
{
    struct view vendor = envfp__facts_get_string(facts, HW, "cpu.vendor");
    struct view model = envfp__facts_get_string(facts, HW, "cpu.model");
    const char *name = find_x86(facts, vendor, model);
    if (!name)
        name = find_arm(vendor, model);
    struct view text = view_of(name);
    if (!name && (name = find_power(model))) {
        /* archspec gives the two byte orders different names: their binaries have nothing in common. */
        bool little = view_is(envfp__facts_get_string(facts, HW, "arch.machine"), "ppc64le");
        text =
            envfp__arena_join(facts->arena, (struct view[]){view_of(name), view_of(little ? "le" : "")}, 2);
    }
    if (text.length)
        envfp__facts_string(facts, HW, "cpu.microarchitecture", text);
    return ENVFP_LAYER_UNKNOWN;
}
