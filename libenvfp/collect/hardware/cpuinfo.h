/* SPDX-License-Identifier: MIT */
/* What /proc/cpuinfo says, on every kind of processor. */
#ifndef ENVFP_COLLECT_CPUINFO_H
#define ENVFP_COLLECT_CPUINFO_H

#include "collect/collect.h"
#include "collect/hardware/cpuset.h"

/* Fields under common names; families of processors spell them differently. Each holds the first value found. */
enum cpuinfo_field {
    CPUINFO_VENDOR,
    CPUINFO_MODEL_NAME, /* of four kinds of names the most complete one is used */
    CPUINFO_CPU_MODEL,
    CPUINFO_CPU,
    CPUINFO_UARCH,
    CPUINFO_VECTOR,
    CPUINFO_FAMILY,
    CPUINFO_MODEL,
    CPUINFO_STEPPING,
    CPUINFO_MICROCODE,
    CPUINFO_FLAGS,       /* of the first processor that shows some */
    CPUINFO_IMPLEMENTER, /* ARM's */
    CPUINFO_ARCHITECTURE,
    CPUINFO_VARIANT,
    CPUINFO_PART,
    CPUINFO_REVISION,
    CPUINFO_PLATFORM, /* of the machine, not the processor */
    CPUINFO_MACHINE,
    CPUINFO_ISA, /* RISC-V, MIPS, LoongArch */
    CPUINFO_FIELDS
};

/* A processor's package and core, where /proc/cpuinfo gives them; used where sysfs shows no topology. */
struct cpuinfo_place {
    uint32_t package, core;
};

struct cpuinfo {
    struct view fields[CPUINFO_FIELDS]; /* trimmed, in scratch memory */
    struct bag flags;                   /* of all processors, once for each different list */
    struct bag parts;      /* ARM: "implementer:part:variant:revision" of each processor that differs */
    struct bag microcodes; /* each different one */
    struct bag isas;       /* RISC-V: each different line */
    bool mixed;            /* the processors are of several kinds */
    bool x86;              /* the file is an x86 kernel's */
    bool cut;              /* there is more than is kept */
    size_t processors;
    struct cpuset numbers; /* of the processors, where they have numbers */
    struct cpuinfo_place *places;
    size_t place_count, place_capacity;
    size_t siblings, package_cores; /* of the first package: its processors, its cores */
};

/* Returns why the file could not be read; `info` holds what was read before. */
enum envfp_reason envfp__cpuinfo_read(struct collect *collect, struct cpuinfo *info);

/* The form of the LINES row: keeps the keys that are read, without values that identify one machine. */
#define keep_cpuinfo envfp__keep_cpuinfo
bool envfp__keep_cpuinfo(const struct source *source, struct view line, struct text *out);

/* ARM: one processor's implementer, part, variant and revision. */
void envfp__cpuinfo_add_part(struct collect *collect, struct cpuinfo *info, const struct view pieces[4]);

#endif
