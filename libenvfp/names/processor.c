/* SPDX-License-Identifier: MIT */
/*
 * Names from libcpuid's tables. libcpuid trusts its input: a sixth cache leaf is written behind an array of five, a
 * thread level that counts zero becomes a divisor, an unknown kind of cache prints to standard error, and SGX makes it
 * run CPUID itself. So it is never given a leaf as it was read, but a copy that holds only the fields its tables need,
 * in the form that a processor of that vendor gives; its own functions that read a machine are never called.
 */
#include "names/names.h"

#include "base/cpuid.h"

#ifdef ENVFP_WITH_LIBCPUID
#include <libcpuid/libcpuid.h>
#include <stdlib.h>
#include <string.h>

#include "base/byte.h"

struct leaves {
    names_ask *ask;
    void *self;
    uint32_t highest, highest_extended;
};

/* False, and zeros, above the highest leaf: Intel answers such a question with another leaf's data. */
static bool read_leaf(const struct leaves *leaves, uint32_t leaf, uint32_t subleaf, uint32_t registers[4])
{
    uint32_t highest = leaf >> 31 ? leaves->highest_extended : leaves->highest;
    if (leaf <= highest && leaves->ask(leaves->self, leaf, subleaf, registers))
        return true;
    memset(registers, 0, 4 * sizeof *registers);
    return false;
}

static uint32_t at_most(uint32_t number, uint32_t most)
{
    return number < most ? number : most;
}

/* ---- What a processor says, and nothing else ------------------------------------------------------------ */

enum vendor { INTEL, AMD, OTHER };

/* The vendors for which libcpuid has tables, in later versions too. */
static bool read_vendor(struct leaves *leaves, uint32_t registers[4], enum vendor *vendor)
{
    static const struct {
        char name[13];
        enum vendor vendor;
    } known[] = {
        {"GenuineIntel", INTEL}, {"CentaurHauls", INTEL}, {"AuthenticAMD", AMD}, {"HygonGenuine", AMD}};
    if (!leaves->ask(leaves->self, 0, 0, registers))
        return false;
    char name[12];
    cpuid_text(cpuid_text(cpuid_text(name, registers[1]), registers[3]), registers[2]);
    leaves->highest = at_most(registers[0], 0xb);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (memcmp(name, known[i].name, sizeof name) != 0)
            continue;
        *vendor = known[i].vendor;
        registers[0] = leaves->highest; /* leaves above are withheld: SGX, hybrids, tracing */
        return true;
    }
    return false;
}

/* Leaf 1: signature, number of threads, and whether there are several. The feature bits are left out, since no name
 * depends on them. Only families 4 to 6, and 15 with its extension, are passed on; for others later versions of
 * libcpuid report that they know none. */
static bool read_signature(const struct leaves *leaves, uint32_t registers[4])
{
    if (!read_leaf(leaves, 1, 0, registers))
        return false;
    uint32_t family = registers[0] >> 8 & 0xf;
    registers[1] &= 0x00ff0000;
    registers[2] = 0;
    registers[3] &= UINT32_C(1) << 28;
    return (family >= 4 && family <= 6) || family == 15;
}

/* Printable ASCII up to the first NUL, without numbers that an int does not hold; else none. */
static void read_brand(const struct leaves *leaves, struct cpu_raw_data_t *raw)
{
    char *brand = (char *)raw->ext_cpuid + 2 * sizeof *raw->ext_cpuid;
    size_t length = 3 * sizeof *raw->ext_cpuid, digits = 0;
    bool whole = true;
    for (uint32_t i = 2; i < 5; i++)
        whole = read_leaf(leaves, 0x80000000U + i, 0, raw->ext_cpuid[i]) && whole;
    for (size_t i = 0; whole && i < length && brand[i]; i++) {
        digits = byte_is_digit(brand[i]) ? digits + 1 : 0;
        whole = brand[i] >= ' ' && brand[i] <= '~' && digits <= 9;
    }
    if (!whole)
        memset(brand, 0, length);
}

/* Passes on one cache of each kind (level and type, as the leaf encodes them): libcpuid has room for no more. */
static bool read_caches(const struct leaves *leaves, uint32_t leaf, size_t most, uint32_t (*registers)[4])
{
    static const uint32_t kinds[] = {0x21, 0x22, 0x43, 0x63, 0x83}; /* L1 data, L1 code, unified L2, L3, L4 */
    bool seen[sizeof kinds / sizeof *kinds] = {false};
    size_t count = 0;
    for (uint32_t i = 0; i < 16 && count < most; i++) {
        uint32_t given[4];
        if (!read_leaf(leaves, leaf, i, given) || (given[0] & 0x1f) == 0)
            break;
        for (size_t kind = 0; kind < sizeof kinds / sizeof *kinds; kind++)
            if ((given[0] & 0xff) == kinds[kind] && !seen[kind]) {
                seen[kind] = true;
                memcpy(registers[count++], given, sizeof given);
            }
    }
    return count > 0;
}

/* Levels of threads and cores, each with a count. The last entry stays empty, because libcpuid's loop reads an entry
 * before it checks the bound. */
static void read_levels(const struct leaves *leaves, struct cpu_raw_data_t *raw)
{
    for (uint32_t i = 0; i + 1 < MAX_INTELFN11_LEVEL; i++) {
        uint32_t given[4];
        if (!read_leaf(leaves, 0xb, i, given) || (given[0] & 0x1f) == 0 || (given[1] & 0xffff) == 0)
            return;
        raw->intel_fn11[i][0] = given[0] & 0x1f;
        raw->intel_fn11[i][1] = given[1] & 0xffff;
        raw->intel_fn11[i][2] = given[2] & 0xff00;
    }
}

static void read_intel(const struct leaves *leaves, struct cpu_raw_data_t *raw)
{
    if (read_leaf(leaves, 4, 0, raw->basic_cpuid[4]))
        read_caches(leaves, 4, MAX_INTELFN4_LEVEL, raw->intel_fn4);
    else
        read_leaf(leaves, 2, 0, raw->basic_cpuid[2]);
    read_levels(leaves, raw);
}

static void read_amd(const struct leaves *leaves, struct cpu_raw_data_t *raw)
{
    uint32_t topology = UINT32_C(1) << 22;
    read_leaf(leaves, 0x80000001, 0, raw->ext_cpuid[1]);
    uint32_t told = raw->ext_cpuid[1][2] & topology;
    memset(raw->ext_cpuid[1], 0, sizeof raw->ext_cpuid[1]);
    if (told && read_caches(leaves, 0x8000001d, MAX_AMDFN8000001DH_LEVEL, raw->amd_fn8000001dh))
        raw->ext_cpuid[1][2] = topology;
    else
        read_leaf(leaves, 0x80000006, 0, raw->ext_cpuid[6]);
    read_leaf(leaves, 0x80000008, 0, raw->ext_cpuid[8]);
    if (told)
        read_leaf(leaves, 0x8000001e, 0, raw->ext_cpuid[0x1e]);
}

static bool fill(struct leaves *leaves, struct cpu_raw_data_t *raw)
{
    enum vendor vendor = OTHER;
    uint32_t extended[4];
    memset(raw, 0, sizeof *raw);
    if (!read_vendor(leaves, raw->basic_cpuid[0], &vendor) || !read_signature(leaves, raw->basic_cpuid[1]))
        return false;
    if (leaves->ask(leaves->self, 0x80000000U, 0, extended) && (extended[0] & 0xffff0000U) == 0x80000000U)
        leaves->highest_extended = at_most(extended[0], 0x8000001e);
    raw->ext_cpuid[0][0] = leaves->highest_extended;
    read_brand(leaves, raw);
    if (vendor == INTEL)
        read_intel(leaves, raw);
    else
        read_amd(leaves, raw);
    return true;
}

bool envfp__names_processor(names_ask *ask, void *self, char *name, size_t size)
{
    struct leaves leaves = {.ask = ask, .self = self};
    struct cpu_raw_data_t *raw = calloc(1, sizeof *raw);
    struct cpu_id_t *id = calloc(1, sizeof *id);
    bool known = raw && id && fill(&leaves, raw) && cpu_identify(raw, id) == 0;
    size_t length = known ? strnlen(id->cpu_codename, sizeof id->cpu_codename) : 0;
    /* libcpuid returns "Unknown ..." for a processor that its tables lack. */
    known = length && length < size && strncmp(id->cpu_codename, "Unknown", 7) != 0;
    if (known) {
        memcpy(name, id->cpu_codename, length);
        name[length] = '\0';
    }
    free(raw);
    free(id);
    return known;
}
#else
bool envfp__names_processor(names_ask *ask, void *self, char *name, size_t size)
{
    (void)ask, (void)self, (void)name, (void)size;
    return false;
}
#endif
