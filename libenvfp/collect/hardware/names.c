/* SPDX-License-Identifier: MIT */
/*
 * Names for the processor from libcpuid's tables: context, and only where detail is asked for. Its version
 * decides what it answers, so nothing of it is hashed. It gets leaves that the source has read; its own
 * calls that read a machine would wander over all CPUs and are never used.
 */
#include "collect/collect.h"

#ifdef ENVFP_WITH_LIBCPUID
#include <libcpuid/libcpuid.h>

/* Identity, caches and topology: enough for the tables. Leaves of SGX and tracing stay zero. */
static const uint32_t basic[] = {0, 1, 2, 4, 7, 0xb};
static const uint32_t extended[] = {0, 1, 2, 3, 4, 5, 6, 8, 0x1d, 0x1e};

static bool read_leaf(struct collect *c, uint32_t leaf, uint32_t subleaf, uint32_t registers[4])
{
    return source_cpuid(c->source, 0, leaf, subleaf, registers) == ENVFP_REASON_NONE;
}

/* Subleaves up to the first that is empty (`index`: the register that tells). */
static void read_subleaves(struct collect *c, uint32_t leaf, size_t most, unsigned index,
                           uint32_t (*registers)[4])
{
    for (uint32_t i = 0; i < most; i++)
        if (!read_leaf(c, leaf, i, registers[i]) || (registers[i][index] & 0x1f) == 0)
            return;
}

static bool fill(struct collect *c, struct cpu_raw_data_t *raw)
{
    if (!read_leaf(c, 0, 0, raw->basic_cpuid[0]))
        return false;
    for (size_t i = 1; i < sizeof basic / sizeof *basic; i++)
        read_leaf(c, basic[i], 0, raw->basic_cpuid[basic[i]]);
    for (size_t i = 0; i < sizeof extended / sizeof *extended; i++)
        read_leaf(c, 0x80000000U + extended[i], 0, raw->ext_cpuid[extended[i]]);
    read_subleaves(c, 4, MAX_INTELFN4_LEVEL, 0, raw->intel_fn4);
    read_subleaves(c, 0xb, MAX_INTELFN11_LEVEL, 1, raw->intel_fn11);
    read_subleaves(c, 0x8000001d, MAX_AMDFN8000001DH_LEVEL, 0, raw->amd_fn8000001dh);
    return true;
}

void envfp__collect_names(struct collect *c)
{
    if (!c->source->common->detail)
        return;
    struct cpu_raw_data_t *raw = envfp__arena_alloc(c->scratch, sizeof *raw);
    struct cpu_id_t *id = envfp__arena_alloc(c->scratch, sizeof *id);
    if (!raw || !id || !fill(c, raw) || cpu_identify(raw, id) != 0)
        return;
    id->cpu_codename[sizeof id->cpu_codename - 1] = '\0';
    struct view codename = view_of(id->cpu_codename);
    /* What its tables do not know, it calls "Unknown ...". */
    if (codename.length && !view_starts(codename, VIEW("Unknown")))
        fact_string(c, "cpu.codename", codename);
}
#else
void envfp__collect_names(struct collect *c)
{
    (void)c;
}
#endif
