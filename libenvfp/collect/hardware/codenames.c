/* SPDX-License-Identifier: MIT */
#include "collect/hardware/codenames.h"

enum vendor { INTEL, AMD, HYGON, VENDORS };

/*
 * Generations: what each is called, and the models that are of it; no models stand for the whole family. Sources: Linux,
 * arch/x86/include/asm/intel-family.h and arch/x86/kernel/cpu/amd.c; for AMD's models before family 17h the revision
 * guides of each family. A name may stand in several rows, since names are given again (Mendocino).
 */
static const struct generation {
    uint8_t vendor, family;
    uint8_t
        models[8]; /* up to the first zero behind the first; or a span where `span` is set: first and last */
    bool span;
    char words[64]; /* between commas */
} generations[] = {
    {INTEL, 5, {0}, false, "Pentium 1,Pentium MMX,P5,P54,P55,Tillamook"},
    {INTEL, 6, {0x01}, false, "Pentium Pro"},
    {INTEL, 6, {0x03, 0x05, 0x06}, false, "Pentium II,P-II,Klamath,Deschutes,Dixon,Covington,Mendocino"},
    {INTEL, 6, {0x07, 0x08, 0x0a, 0x0b}, false, "Pentium III,P-III,Katmai,Coppermine,Tualatin,Cascades"},
    {INTEL, 6, {0x09, 0x0d, 0x15}, false, "Pentium M,Celeron M,Banias,Dothan,Tolapai"},
    {INTEL, 6, {0x0e}, false, "Yonah,Sossaman"},
    {INTEL, 6, {0x0f, 0x16}, false, "Merom,Conroe,Kentsfield,Woodcrest,Clovertown,Allendale"},
    {INTEL, 6, {0x17, 0x1d}, false, "Penryn,Wolfdale,Yorkfield,Harpertown,Dunnington"},
    {INTEL,
     6,
     {0x1a, 0x1e, 0x1f, 0x2e},
     false,
     "Bloomfield,Gainestown,Lynnfield,Clarksfield,Nehalem,Beckton"},
    {INTEL, 6, {0x25, 0x2c, 0x2f}, false, "Westmere,Clarkdale,Arrandale,Gulftown"},
    {INTEL, 6, {0x1c, 0x26, 0x27, 0x35, 0x36}, false, "Silverthorne,Diamondville,Pineview,Cedarview,Bonnell"},
    {INTEL,
     6,
     {0x37, 0x4a, 0x4c, 0x4d, 0x5a, 0x5d, 0x75},
     false,
     "Bay Trail,Silvermont,Avoton,Airmont,Braswell"},
    {INTEL, 6, {0x5c, 0x5f, 0x7a}, false, "Apollo Lake,Goldmont,Denverton,Gemini Lake"},
    {INTEL, 6, {0x86, 0x96, 0x9c}, false, "Elkhart Lake,Jasper Lake,Jacobsville,Snow Ridge,Tremont"},
    {INTEL, 6, {0x2a, 0x2d}, false, "Sandy Bridge"},
    {INTEL, 6, {0x3a, 0x3e}, false, "Ivy Bridge"},
    {INTEL, 6, {0x3c, 0x3f, 0x45, 0x46}, false, "Haswell"},
    {INTEL, 6, {0x3d, 0x47, 0x4f, 0x56}, false, "Broadwell"},
    {INTEL, 6, {0x57, 0x85}, false, "Knights Landing,Knights Mill"},
    {INTEL, 6, {0x4e, 0x5e}, false, "Skylake"},
    {INTEL, 6, {0x55}, false, "Skylake,Cascade Lake,Cooper Lake"},
    {INTEL, 6, {0x8e, 0x9e}, false, "Kaby Lake,Coffee Lake,Whiskey Lake,Amber Lake,Comet Lake"},
    {INTEL, 6, {0xa5, 0xa6}, false, "Comet Lake"},
    {INTEL, 6, {0x66}, false, "Cannon Lake"},
    {INTEL, 6, {0x6a, 0x6c, 0x7d, 0x7e, 0x9d}, false, "Ice Lake"},
    {INTEL, 6, {0x8a}, false, "Lakefield"},
    {INTEL, 6, {0x8c, 0x8d}, false, "Tiger Lake"},
    {INTEL, 6, {0xa7}, false, "Rocket Lake"},
    {INTEL, 6, {0x8f}, false, "Sapphire Rapids"},
    {INTEL, 6, {0xcf}, false, "Emerald Rapids"},
    {INTEL, 6, {0xad, 0xae}, false, "Granite Rapids"},
    {INTEL, 6, {0xaf}, false, "Sierra Forest"},
    {INTEL, 6, {0xb6}, false, "Grand Ridge"},
    {INTEL, 6, {0x97, 0x9a, 0xbe}, false, "Alder Lake,Gracemont"},
    {INTEL, 6, {0xb7, 0xba, 0xbf}, false, "Raptor Lake"},
    {INTEL, 6, {0xaa, 0xac}, false, "Meteor Lake"},
    {INTEL, 6, {0xb5, 0xc5, 0xc6}, false, "Arrow Lake"},
    {INTEL, 6, {0xbd}, false, "Lunar Lake"},
    {INTEL, 6, {0xcc}, false, "Panther Lake"},
    {INTEL, 15, {0}, false, "Pentium 4,P-4,Pentium D,Willamette,Northwood,Prescott,Presler"},
    {AMD, 6, {0}, false, "Athlon,Duron,Sempron,Geode"},
    {AMD, 15, {0}, false, "Athlon 64,A64,Athlon X2,Opteron,Sempron,Turion,Brisbane"},
    {AMD, 16, {0}, false, "Phenom,Athlon II,Athlon X2,Opteron,Sempron,Turion,Magny-Cours"},
    {AMD, 17, {0}, false, "Turion,Athlon X2,Sempron,Griffin"},
    {AMD, 18, {0}, false, "Llano"},
    {AMD, 20, {0}, false, "Brazos,Bobcat,Desna,Ontario,Zacate"},
    {AMD, 21, {0x00, 0x01}, true, "Bulldozer,Zambezi,Interlagos"},
    {AMD, 21, {0x02, 0x1f}, true, "Piledriver,Vishera,Abu Dhabi,Trinity,Richland"},
    {AMD, 21, {0x30, 0x3f}, true, "Steamroller,Kaveri,Godavari"},
    {AMD, 21, {0x60, 0x7f}, true, "Excavator,Carrizo,Bristol Ridge,Stoney Ridge"},
    {AMD, 22, {0}, false, "Kabini,Mullins,Beema,Temash,Steppe Eagle,Jaguar,Puma"},
    {AMD, 23, {0x01, 0x07}, true, "Naples,Summit Ridge,Whitehaven,Snowy Owl"},
    {AMD, 23, {0x08, 0x0f}, true, "Pinnacle Ridge,Colfax"},
    {AMD, 23, {0x10, 0x1f}, true, "Raven Ridge,Picasso,Great Horned Owl"},
    {AMD, 23, {0x20, 0x2f}, true, "Dali,Pollock,Raven Ridge"},
    {AMD, 23, {0x30, 0x3f}, true, "Rome,Castle Peak"},
    {AMD, 23, {0x47, 0x47}, true, "Desktop Kit"},
    {AMD, 23, {0x60, 0x6f}, true, "Renoir,Lucienne,Grey Hawk"},
    {AMD, 23, {0x70, 0x7f}, true, "Matisse"},
    {AMD, 23, {0x90, 0x9f}, true, "Van Gogh"},
    {AMD, 23, {0xa0, 0xaf}, true, "Mendocino"},
    {AMD, 25, {0x00, 0x07}, true, "Milan"},
    {AMD, 25, {0x08, 0x0f}, true, "Chagall"},
    {AMD, 25, {0x10, 0x17}, true, "Genoa"},
    {AMD, 25, {0x18, 0x1f}, true, "Storm Peak"},
    {AMD, 25, {0x20, 0x2f}, true, "Vermeer"},
    {AMD, 25, {0x40, 0x4f}, true, "Rembrandt"},
    {AMD, 25, {0x50, 0x5f}, true, "Cezanne,Barcelo"},
    {AMD, 25, {0x60, 0x6f}, true, "Raphael,Dragon Range"},
    {AMD, 25, {0x70, 0x7f}, true, "Phoenix,Hawk Point"},
    {AMD, 25, {0xa0, 0xaf}, true, "Bergamo,Siena"},
    {AMD, 26, {0x00, 0x0f}, true, "Turin"},
    {AMD, 26, {0x10, 0x1f}, true, "Turin Dense,Turin"},
    {AMD, 26, {0x20, 0x2f}, true, "Strix Point"},
    {AMD, 26, {0x40, 0x4f}, true, "Granite Ridge,Fire Range"},
    {AMD, 26, {0x60, 0x6f}, true, "Krackan Point"},
    {AMD, 26, {0x70, 0x7f}, true, "Strix Halo"},
    {HYGON, 24, {0}, false, "Dhyana"},
};

static enum vendor vendor_of(struct view name)
{
    static const char names[VENDORS][13] = {"GenuineIntel", "AuthenticAMD", "HygonGenuine"};
    unsigned vendor = 0;
    while (vendor < VENDORS && !view_is(name, names[vendor]))
        vendor++;
    return (enum vendor)vendor;
}

static bool has_model(const struct generation *generation, int64_t model)
{
    const uint8_t *models = generation->models;
    if (generation->span)
        return model >= models[0] && model <= models[1];
    if (models[0] == 0)
        return true;
    for (size_t i = 0; i < sizeof generation->models && models[i]; i++)
        if (models[i] == model)
            return true;
    return false;
}

/* A word among others: "Haswell" in "Haswell-E (Xeon)", "Rome" in "EPYC (Rome)", not in "Merome". */
static bool has_word(struct view name, struct view word)
{
    for (size_t from = 0; from + word.length <= name.length; from++) {
        size_t end = from + word.length;
        if (view_starts(view_skip(name, from), word) && (from == 0 || !byte_is_alnum(name.text[from - 1])) &&
            (end == name.length || !byte_is_alnum(name.text[end])))
            return true;
    }
    return false;
}

static bool is_called(const struct generation *generation, struct view name)
{
    struct view words = view_of(generation->words), word;
    while (view_cut(&words, ',', &word))
        if (has_word(name, word))
            return true;
    return false;
}

bool envfp__codename_contradicts(struct view name, struct view vendor, int64_t family, int64_t model)
{
    enum vendor maker = vendor_of(vendor);
    bool known = false, others = false;
    for (size_t i = 0; i < sizeof generations / sizeof *generations; i++) {
        const struct generation *generation = &generations[i];
        bool called = is_called(generation, name);
        if (generation->vendor == maker && generation->family == family && has_model(generation, model)) {
            if (called)
                return false;
            known = true;
        }
        others = others || called;
    }
    return known || others;
}

bool envfp__codename_is_plain(struct view name)
{
    char before = ' '; /* no blank at the ends, nor two */
    for (size_t i = 0; i < name.length; i++) {
        char byte = name.text[i];
        if (!byte_is_alnum(byte) && !memchr(" ()/+-.,:_", byte, 10))
            return false;
        if (byte == ' ' && before == ' ')
            return false;
        before = byte;
    }
    return before != ' ' && name.length <= 64;
}
