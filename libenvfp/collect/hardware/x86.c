/* SPDX-License-Identifier: MIT */
#include "collect/hardware/x86.h"

#include "base/cpuid.h"

static void set_add(struct x86_set *set, size_t row)
{
    if (row / 64 < X86_WORDS)
        set->words[row / 64] |= UINT64_C(1) << row % 64;
}

static bool set_has(const struct x86_set *set, size_t row)
{
    return row / 64 < X86_WORDS && (set->words[row / 64] >> row % 64 & 1);
}

static size_t find_row(struct view name)
{
    for (size_t i = 0; i < envfp__x86_bit_count; i++)
        if (name.length && name.text[0] == envfp__x86_bits[i].name[0] &&
            view_is(name, envfp__x86_bits[i].name))
            return i;
    return SIZE_MAX;
}

/* XCR0's components; Intel SDM volume 1, chapter 13. */
enum {
    XCR0_AVX = 1 << 1 | 1 << 2, /* the registers of SSE, and their upper halves */
    XCR0_AVX512 = XCR0_AVX | 1 << 5 | 1 << 6 | 1 << 7,
    XCR0_AMX = 1 << 17 | 1 << 18,
    XCR0_APX = 1 << 19
};

/* Bits that decide which other leaves are read; those of leaf 7, subleaf 1, are also rows of the table. */
enum { ECX_1_OSXSAVE = 27, EDX_7_HYBRID = 15, EAX_7_1_AMX_FP16 = 21, EDX_7_1_AVX10 = 19, EDX_7_1_APX = 21 };

static bool is_usable(enum x86_kind kind, bool osxsave, uint64_t xcr0)
{
    switch (kind) {
    case KERNEL: return false;
    case USER: return true;
    case XSAVE: return osxsave;
    case AVX: return osxsave && (xcr0 & XCR0_AVX) == XCR0_AVX;
    case AVX512: return osxsave && (xcr0 & XCR0_AVX512) == XCR0_AVX512;
    case AMX: return osxsave && (xcr0 & XCR0_AMX) == XCR0_AMX;
    case APX: return osxsave && (xcr0 & XCR0_APX) == XCR0_APX;
    }
    return false;
}

/* The register components that the operating system saves. Where XGETBV cannot be run: those that the processor has;
 * where that is unknown too, all. */
static uint64_t read_xcr0(struct collect *c, unsigned cpu)
{
    struct view text;
    uint64_t xcr0;
    uint32_t r[4];
    if (source_probe(c->source, c->scratch, "xcr0", &text) == ENVFP_REASON_NONE &&
        envfp__view_number(text, 16, &xcr0))
        return xcr0;
    if (source_cpuid(c->source, cpu, 0xd, 0, r) == ENVFP_REASON_NONE && r[EAX])
        return (uint64_t)r[EDX] << 32 | r[EAX];
    return UINT64_MAX;
}

bool envfp__x86_is_machine(struct view machine)
{
    return view_is(machine, "x86_64") ||
           (machine.length == 4 && machine.text[0] == 'i' && view_ends(machine, VIEW("86")));
}

static bool is_printable(const char *text)
{
    for (; *text; text++)
        if (*text < ' ' || *text > '~')
            return false;
    return true;
}

bool envfp__x86_brand(struct collect *c, unsigned cpu, char brand[X86_BRAND_SIZE])
{
    char *end = brand;
    brand[X86_BRAND_SIZE - 1] = '\0';
    for (uint32_t i = 0; i < 3; i++) {
        uint32_t r[4];
        if (source_cpuid(c->source, cpu, 0x80000002 + i, 0, r) != ENVFP_REASON_NONE)
            return false;
        for (unsigned reg = EAX; reg <= EDX; reg++)
            end = cpuid_text(end, r[reg]);
    }
    return true;
}

bool envfp__x86_identify(struct collect *c, unsigned cpu, struct x86_processor *p)
{
    uint32_t r[4];
    *p = (struct x86_processor){.family = 0};
    if (source_cpuid(c->source, cpu, 0, 0, r) != ENVFP_REASON_NONE)
        return false;
    p->highest = r[EAX];
    cpuid_text(cpuid_text(cpuid_text(p->vendor, r[EBX]), r[EDX]), r[ECX]);
    if (p->vendor[0] == '\0' || !is_printable(p->vendor) ||
        source_cpuid(c->source, cpu, 1, 0, r) != ENVFP_REASON_NONE)
        return false;
    /* As Linux does: the extended model counts for every family from 6 on. */
    p->family = r[EAX] >> 8 & 0xf;
    if (p->family == 0xf)
        p->family += r[EAX] >> 20 & 0xff;
    p->model = r[EAX] >> 4 & 0xf;
    if (p->family >= 6)
        p->model += (r[EAX] >> 16 & 0xf) << 4;
    p->stepping = r[EAX] & 0xf;
    p->osxsave = r[ECX] >> ECX_1_OSXSAVE & 1;
    return true;
}

/* The highest extended leaf. Where the processor is known to be 64-bit, it has 0x80000008, and the question (a trap) is
 * saved. */
static uint32_t highest_extended(struct collect *c, unsigned cpu, bool wide)
{
    uint32_t r[4];
    if (wide || source_cpuid(c->source, cpu, 0x80000000, 0, r) != ENVFP_REASON_NONE)
        return UINT32_MAX;
    return r[EAX] >> 16 == 0x8000 ? r[EAX] : 0x80000000;
}

/* VIA's and Zhaoxin's. */
static bool is_centaur(const struct x86_processor *p)
{
    return strcmp(p->vendor, "CentaurHauls") == 0 || strcmp(p->vendor, "  Shanghai  ") == 0;
}

/*
 * Whether a leaf may be read. Intel answers a leaf above the highest with another leaf's bits, so those are not read.
 * Leaves of newer extensions are read only where an older bit announces them: each costs a trap in a virtual machine.
 */
static bool has_leaf(const struct x86_processor *p, const struct x86_bit *row, uint32_t extended)
{
    switch (row->leaf) {
    case 0x7: return p->highest >= 7 && row->subleaf <= p->highest_subleaf; /* EAX says how many there are */
    case 0xd: return p->highest >= 0xd && p->osxsave;
    case 0x1e: return p->highest >= 0x1e && p->amx_fp16;
    case 0x24: return p->highest >= 0x24 && p->avx10;
    case 0x29: return p->highest >= 0x29 && p->apx;
    case 0x80000021: /* AMD's leaf; zeros above AMD's highest */
        return extended >= row->leaf && strcmp(p->vendor, "GenuineIntel") != 0 && !is_centaur(p);
    case 0xc0000001: return is_centaur(p);
    default: return row->leaf >> 31 ? row->leaf <= extended : row->leaf <= p->highest;
    }
}

static void note_leaf(struct x86_processor *p, const struct x86_bit *row, const uint32_t r[4])
{
    if (row->leaf == 7 && row->subleaf == 0) {
        p->highest_subleaf = r[EAX];
        p->hybrid = r[EDX] >> EDX_7_HYBRID & 1;
    } else if (row->leaf == 7 && row->subleaf == 1) {
        p->amx_fp16 = r[EAX] >> EAX_7_1_AMX_FP16 & 1;
        p->avx10 = r[EDX] >> EDX_7_1_AVX10 & 1;
        p->apx = r[EDX] >> EDX_7_1_APX & 1;
    }
}

static bool leaf_tells_isa(const struct x86_processor *p, size_t row)
{
    /* Intel has none of AMD's extensions in this leaf: a trap saved. */
    if (envfp__x86_bits[row].leaf == 0x80000008 && strcmp(p->vendor, "GenuineIntel") == 0)
        return false;
    for (size_t i = row; i < envfp__x86_bit_count && envfp__x86_bits[i].leaf == envfp__x86_bits[row].leaf &&
                         envfp__x86_bits[i].subleaf == envfp__x86_bits[row].subleaf;
         i++)
        if (envfp__x86_bits[i].kind != KERNEL)
            return true;
    return false;
}

/* AVX10 has a version number, not a bit: version 2 includes 1. */
static bool is_set(const struct x86_bit *row, const uint32_t r[4])
{
    if (row->leaf == 0x24)
        return (r[row->reg] & 0xff) >= row->bit;
    return r[row->reg] >> row->bit & 1;
}

void envfp__x86_read(struct collect *c, unsigned cpu, bool wide, bool kernel_bits, struct x86_processor *p)
{
    uint64_t xcr0 = p->osxsave ? read_xcr0(c, cpu) : 0;
    uint32_t r[4] = {0}, extended = highest_extended(c, cpu, wide);
    bool answered = false;
    for (size_t i = 0; i < envfp__x86_bit_count; i++) {
        const struct x86_bit *row = &envfp__x86_bits[i];
        if (i == 0 || row->leaf != row[-1].leaf || row->subleaf != row[-1].subleaf) {
            answered = has_leaf(p, row, extended) && (kernel_bits || leaf_tells_isa(p, i)) &&
                       source_cpuid(c->source, cpu, row->leaf, row->subleaf, r) == ENVFP_REASON_NONE;
            if (answered)
                note_leaf(p, row, r);
        }
        if (!answered || !is_set(row, r))
            continue;
        set_add(&p->all, i);
        if (is_usable(row->kind, p->osxsave, xcr0))
            set_add(&p->isa, i);
    }
}

void envfp__x86_read_flags(struct view flags, struct x86_set *isa)
{
    struct view name;
    while (view_cut_word(&flags, &name)) {
        size_t row = find_row(name);
        if (row != SIZE_MAX && envfp__x86_bits[row].kind != KERNEL)
            set_add(isa, row);
    }
}

/* x86-64 psABI, "Microarchitecture levels". Its SCE and OSFXSR come with every x86-64 kernel, and Intel
 * shows SCE (`syscall`) to 64-bit programs only: `lm` stands for both. */
static const char *const levels[] = {
    "cmov cx8 fpu fxsr lm mmx sse sse2",
    "cx16 lahf_lm pni popcnt sse4_1 sse4_2 ssse3",
    "abm avx avx2 bmi1 bmi2 f16c fma movbe",
    "avx512bw avx512cd avx512dq avx512f avx512vl",
};

unsigned envfp__x86_level(const struct x86_set *isa, bool osxsave)
{
    for (unsigned level = 0; level < sizeof levels / sizeof *levels; level++) {
        struct view rest = view_of(levels[level]), name;
        if (level == 2 && !osxsave)
            return level;
        while (view_cut_word(&rest, &name))
            if (!set_has(isa, find_row(name)))
                return level;
    }
    return sizeof levels / sizeof *levels;
}

void envfp__x86_names(struct collect *c, const struct x86_set *set, struct bag *names)
{
    for (size_t i = 0; i < envfp__x86_bit_count; i++)
        if (set_has(set, i))
            envfp__bag_add(c, names, view_of(envfp__x86_bits[i].name));
}
