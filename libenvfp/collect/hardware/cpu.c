/* SPDX-License-Identifier: MIT */
/*
 * The processor: who made it, what it can do, how its cores and caches lie. CPUID answers on x86,
 * /proc/cpuinfo and AT_HWCAP elsewhere; topology and caches come from sysfs over all CPUs.
 */
#include "base/sort.h"
#include "collect/hardware/hwcap.h"
#include "collect/hardware/topology.h"
#include "collect/hardware/x86.h"

#define CPUS_MOST 4096 /* CPUs whose leaves a recording may hold */

/* Companies by ARM's implementer code; Arm Architecture Reference Manual, MIDR_EL1. */
static const struct {
    const char *code, *name;
} implementers[] = {
    {"0x41", "ARM"},       {"0x42", "Broadcom"},  {"0x43", "Cavium"},   {"0x44", "DEC"},
    {"0x46", "FUJITSU"},   {"0x48", "HiSilicon"}, {"0x49", "Infineon"}, {"0x4d", "Motorola/Freescale"},
    {"0x4e", "NVIDIA"},    {"0x50", "APM"},       {"0x51", "Qualcomm"}, {"0x53", "Samsung"},
    {"0x56", "Marvell"},   {"0x61", "Apple"},     {"0x66", "Faraday"},  {"0x69", "Intel"},
    {"0x6d", "Microsoft"}, {"0x70", "Phytium"},   {"0xc0", "Ampere"},
};

/* Outer blanks off, runs of inner ones to a single space. */
static struct view squeeze(struct collect *c, struct view text)
{
    struct text out = {.arena = c->scratch};
    struct view word;
    while (view_cut_word(&text, &word)) {
        if (out.length)
            envfp__text_add_byte(&out, ' ');
        envfp__text_add(&out, word);
    }
    return envfp__text_view(&out);
}

static struct view decimal(struct collect *c, uint32_t number)
{
    struct text text = {.arena = c->scratch};
    envfp__text_add_number(&text, number);
    return envfp__text_view(&text);
}

static void string_if(struct collect *c, const char *key, struct view value)
{
    if (value.length)
        fact_string(c, key, squeeze(c, value));
}

/* ---- Identity ------------------------------------------------------------------------------------ */

/* Linux shows the brand string that it has read from CPUID: three leaves less to ask. */
static struct view brand_of(struct collect *c, const struct x86_processor *p, const struct cpuinfo *info,
                            char brand[49])
{
    struct view shown = info->fields[CPUINFO_MODEL_NAME];
    if (shown.length && !view_is(shown, "unknown") && view_is(info->fields[CPUINFO_VENDOR], p->vendor))
        return shown;
    return envfp__x86_brand(c, 0, brand) ? view_of(brand) : VIEW("");
}

static void identity_from_cpuid(struct collect *c, const struct x86_processor *p, const struct cpuinfo *info)
{
    string_if(c, "cpu.vendor", view_of(p->vendor));
    char brand[49];
    string_if(c, "cpu.model_name", brand_of(c, p, info, brand));
    fact_string(c, "cpu.family", decimal(c, p->family));
    fact_string(c, "cpu.model", decimal(c, p->model));
    fact_string(c, "cpu.stepping", decimal(c, p->stepping));
    /* User Mode Linux and others show a processor of their own while CPUID is the host's. */
    struct view vendor = info->fields[CPUINFO_VENDOR];
    if (vendor.length && !view_is(vendor, p->vendor))
        string_if(c, "cpu.kernel_vendor", vendor);
}

/* ARM's four registers' fields, over all processors of a machine that mixes them: "0xd05+0xd41". */
static struct view join_pieces(struct collect *c, const struct bag *parts, size_t piece, const char *start)
{
    struct bag values = {0};
    for (size_t i = 0; i < parts->count; i++) {
        struct view rest = parts->items[i], value = {0};
        for (size_t j = 0; j <= piece; j++)
            if (!view_cut(&rest, ':', &value))
                value = VIEW("");
        envfp__bag_add(c, &values, value);
    }
    size_t count = values.items ? envfp__sort_unique(c->scratch, values.items, values.count) : 0;
    struct text out = {.arena = c->scratch};
    for (size_t i = 0; i < count; i++) {
        if (values.items[i].length == 0)
            continue;
        envfp__text_add(&out, view_of(out.length ? "+" : start));
        envfp__text_add(&out, values.items[i]);
    }
    return envfp__text_view(&out);
}

static void identity_of_arm(struct collect *c, const struct cpuinfo *info)
{
    struct view vendor = info->fields[CPUINFO_IMPLEMENTER];
    for (size_t i = 0; i < sizeof implementers / sizeof *implementers; i++)
        if (view_is(vendor, implementers[i].code)) {
            vendor = view_of(implementers[i].name);
            break;
        }
    string_if(c, "cpu.vendor", vendor);
    string_if(c, "cpu.family", info->fields[CPUINFO_ARCHITECTURE]);
    string_if(c, "cpu.model", join_pieces(c, &info->parts, 1, ""));
    /* Variant and revision, as "0x1:0" of every kind of core. */
    struct bag steppings = {0};
    for (size_t i = 0; i < info->parts.count; i++) {
        struct view rest = info->parts.items[i], skipped;
        if (view_cut(&rest, ':', &skipped))
            view_cut(&rest, ':', &skipped);
        size_t colon = view_find_byte(rest, ':');
        struct view variant = view_take(rest, colon);
        variant = view_starts(variant, VIEW("0x")) ? view_skip(variant, 2) : variant;
        if (colon != SIZE_MAX)
            envfp__bag_add(
                c, &steppings,
                envfp__arena_join(c->scratch,
                                  (struct view[]){VIEW("r"), variant, VIEW("p"), view_skip(rest, colon + 1)},
                                  4));
    }
    string_if(c, "cpu.stepping", join_pieces(c, &steppings, 0, ""));
}

static struct view best_name(const struct cpuinfo *info)
{
    static const enum cpuinfo_field order[] = {CPUINFO_MODEL_NAME, CPUINFO_CPU_MODEL, CPUINFO_CPU,
                                               CPUINFO_UARCH};
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        if (info->fields[order[i]].length)
            return info->fields[order[i]];
    return VIEW("");
}

static void identity_from_cpuinfo(struct collect *c, const struct cpuinfo *info)
{
    const struct view *fields = info->fields;
    string_if(c, "cpu.model_name", best_name(info));
    if (fields[CPUINFO_IMPLEMENTER].length || info->parts.count) {
        identity_of_arm(c, info);
        return;
    }
    string_if(c, "cpu.vendor", fields[CPUINFO_VENDOR]);
    string_if(c, "cpu.family", fields[CPUINFO_FAMILY]);
    /* POWER's "model" is the machine's; the processor's version register stands in "revision". */
    if (view_has(fields[CPUINFO_REVISION], VIEW("(pvr")))
        string_if(c, "cpu.model", fields[CPUINFO_REVISION]);
    else
        string_if(c, "cpu.model", fields[CPUINFO_MODEL]);
    string_if(c, "cpu.stepping", fields[CPUINFO_STEPPING]);
}

/* ---- Extensions ---------------------------------------------------------------------------------- */

static void show_level(struct collect *c, const struct x86_set *isa, bool osxsave)
{
    static const char *const names[] = {NULL, "x86-64-v1", "x86-64-v2", "x86-64-v3", "x86-64-v4"};
    unsigned level = envfp__x86_level(isa, osxsave);
    if (level)
        fact_string(c, "cpu.isa_level", view_of(names[level]));
}

static void isa_from_cpuid(struct collect *c, const struct x86_processor *first, const struct cpuinfo *info)
{
    struct x86_set isa = first->isa;
    unsigned count = source_cpuid_count(c->source);
    for (unsigned cpu = 1; cpu < count && cpu < CPUS_MOST; cpu++) {
        struct x86_processor other;
        if (envfp__x86_read(c, cpu, false, &other))
            for (size_t i = 0; i < X86_WORDS; i++)
                isa.words[i] &= other.isa.words[i];
    }
    struct bag names = {0};
    envfp__x86_names(c, &isa, &names);
    fact_set(c, "cpu.isa", names.items, names.count);
    show_level(c, &isa, first->osxsave);
    if (info->flags.count == 0) {
        names.count = 0;
        envfp__x86_names(c, &first->all, &names);
        fact_set(c, "cpu.features", names.items, names.count);
    }
}

static bool is_x86(struct view machine)
{
    return view_is(machine, "x86_64") ||
           (machine.length == 4 && machine.text[0] == 'i' && view_ends(machine, VIEW("86")));
}

static void isa_from_flags(struct collect *c, const struct bag *flags)
{
    struct x86_set isa = {{0}};
    envfp__x86_read_flags(flags->items[0], &isa);
    for (size_t i = 1; i < flags->count; i++) {
        struct x86_set other = {{0}};
        envfp__x86_read_flags(flags->items[i], &other);
        for (size_t j = 0; j < X86_WORDS; j++)
            isa.words[j] &= other.words[j];
    }
    struct bag names = {0};
    envfp__x86_names(c, &isa, &names);
    fact_set(c, "cpu.isa", names.items, names.count);
    /* Linux shows `avx` and its followers only where it saves their registers. */
    show_level(c, &isa, true);
}

/* RISC-V spells its extensions in one word, "rv64imafdc_zicsr_zba". */
static struct view split_riscv(struct collect *c, struct view isa)
{
    struct text out = {.arena = c->scratch};
    struct view letters;
    if (!view_starts(isa, VIEW("rv")) || !view_cut(&isa, '_', &letters))
        return VIEW("");
    for (size_t i = 2; i < letters.length; i++)
        if (!byte_is_digit(letters.text[i])) {
            envfp__text_add_byte(&out, letters.text[i]);
            envfp__text_add_byte(&out, ' ');
        }
    for (size_t i = 0; i < isa.length; i++)
        envfp__text_add_byte(&out, (char)(isa.text[i] == '_' ? ' ' : isa.text[i]));
    return envfp__text_view(&out);
}

static void isa_from_hwcap(struct collect *c, struct view machine, const struct cpuinfo *info)
{
    const struct hwcap_family *family = envfp__hwcap_family(machine);
    struct bag names = {0};
    if (!family)
        return;
    struct view riscv = split_riscv(c, info->fields[CPUINFO_ISA]);
    if (riscv.length)
        envfp__hwcap_reduce(c, family, riscv, &names);
    else if (!envfp__hwcap_read(c, family, &names) && info->flags.count)
        envfp__hwcap_reduce(c, family, info->flags.items[0], &names);
    if (names.count)
        fact_set(c, "cpu.isa", names.items, names.count);
}

/* Every name that the kernel shows for any CPU. */
static void show_features(struct collect *c, const struct cpuinfo *info)
{
    struct bag names = {0};
    for (size_t i = 0; i < info->flags.count; i++) {
        struct view flags = info->flags.items[i];
        size_t start = 0;
        for (size_t at = 0; at <= flags.length; at++) {
            if (at < flags.length && !byte_is_blank(flags.text[at]) && flags.text[at] != ',')
                continue;
            if (at > start)
                envfp__bag_add(c, &names, (struct view){flags.text + start, at - start});
            start = at + 1;
        }
    }
    if (names.count)
        fact_set(c, "cpu.features", names.items, names.count);
}

/* ---- Everything together ------------------------------------------------------------------------- */

/* Directories cpu0, cpu1... of a tree that has lost its lists. */
static void list_cpus(struct collect *c, struct cpuset *online)
{
    struct source_entry *entries;
    size_t count;
    uint64_t number;
    if (source_list(c->source, c->scratch, "/sys/devices/system/cpu", &entries, &count) != ENVFP_REASON_NONE)
        return;
    for (size_t i = 0; i < count; i++)
        if (view_starts(entries[i].name, VIEW("cpu")) &&
            envfp__view_number(view_skip(entries[i].name, 3), 10, &number) && number < CPUSET_MOST)
            cpuset_add(online, (unsigned)number);
}

static void count_cpus(struct cpuset *online, size_t count)
{
    for (unsigned cpu = 0; cpu < count && cpu < CPUSET_MOST; cpu++)
        cpuset_add(online, cpu);
}

/* CPUs online: sysfs says it, else /proc/cpuinfo, else the recording's leaves. */
static void collect_online(struct collect *c, const struct cpuinfo *info, struct cpuset *online)
{
    struct view text;
    *online = (struct cpuset){{0}};
    if (source_read(c->source, "/sys/devices/system/cpu/online", &text) != ENVFP_REASON_NONE ||
        !envfp__cpuset_parse_list(text, online))
        *online = (struct cpuset){{0}};
    if (envfp__cpuset_count(online) == 0)
        count_cpus(online, info->processors);
    if (envfp__cpuset_count(online) == 0)
        list_cpus(c, online);
    if (envfp__cpuset_count(online) == 0 && source_cpuid_count(c->source) > 1)
        count_cpus(online, source_cpuid_count(c->source));
    size_t count = envfp__cpuset_count(online);
    if (count)
        fact_integer(c, "cpu.logical", (int64_t)count);
}

static void show_rest(struct collect *c, const struct cpuinfo *info)
{
    string_if(c, "cpu.platform", info->fields[CPUINFO_PLATFORM]);
    string_if(c, "cpu.machine", info->fields[CPUINFO_MACHINE]);
    if (info->microcodes.count)
        fact_set(c, "cpu.microcode", info->microcodes.items, info->microcodes.count);
}

void envfp__collect_cpu(struct collect *c)
{
    struct cpuinfo info;
    struct x86_processor processor;
    struct source_uname names = {0};
    struct cpuset online, cores;
    enum envfp_reason reason = envfp__cpuinfo_read(c, &info);
    bool mixed = info.parts.count > 1;
    source_uname(c->source, c->scratch, &names);
    if (envfp__x86_read(c, 0, info.flags.count == 0, &processor)) {
        identity_from_cpuid(c, &processor, &info);
        isa_from_cpuid(c, &processor, &info);
        mixed = processor.hybrid;
    } else {
        fact_gap(c, "cpu.*", reason);
        identity_from_cpuinfo(c, &info);
        if (is_x86(names.machine) || names.machine.length == 0) {
            if (info.flags.count)
                isa_from_flags(c, &info.flags);
        } else {
            isa_from_hwcap(c, names.machine, &info);
        }
    }
    show_features(c, &info);
    show_rest(c, &info);
    collect_online(c, &info, &online);
    envfp__topology_collect(c, &info, &online, &cores);
    envfp__caches_collect(c, &online, &cores, mixed);
}
