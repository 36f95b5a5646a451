/* SPDX-License-Identifier: MIT */
#include "collect/hardware/identity.h"

#include "base/sort.h"
#include "collect/hardware/topology.h"
#include "source/keep.h"

/* Companies by ARM's implementer code; Arm Architecture Reference Manual, MIDR_EL1. */
static const struct {
    char code[5], name[19];
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

void envfp__identity_string(struct collect *c, const char *key, struct view value)
{
    if (value.length)
        fact_string(c, key, squeeze(c, envfp__keep_text_of(c->scratch, value)));
}

static bool is_number(struct view text, uint32_t number)
{
    uint64_t value;
    return envfp__view_number(text, 10, &value) && value == number;
}

bool envfp__identity_agrees(const struct x86_processor *p, const struct cpuinfo *info)
{
    return view_equal(view_trim(info->fields[CPUINFO_VENDOR]), view_trim(view_of(p->vendor))) &&
           is_number(info->fields[CPUINFO_FAMILY], p->family) &&
           is_number(info->fields[CPUINFO_MODEL], p->model);
}

bool envfp__identity_is_foreign(const struct cpuinfo *info, struct view machine)
{
    bool arm = info->fields[CPUINFO_IMPLEMENTER].length || info->parts.count;
    if (machine.length == 0)
        return false;
    return envfp__x86_is_machine(machine) ? arm && !info->x86 : info->x86;
}

static struct view hexadecimal(struct collect *c, uint64_t number, unsigned least)
{
    char digits[16];
    size_t start = sizeof digits;
    for (unsigned i = 0; i < least || number; i++, number >>= 4)
        digits[--start] = "0123456789abcdef"[number & 0xf];
    return envfp__arena_join(c->scratch, (struct view[]){VIEW("0x"), {digits + start, sizeof digits - start}},
                             2);
}

void envfp__identity_read_midr(struct collect *c, const struct cpuset *online, struct cpuinfo *info)
{
    for (unsigned cpu = 0; (cpu = cpuset_next(online, cpu)) < CPUSET_MOST; cpu++) {
        struct view text;
        uint64_t midr;
        const char *path = envfp__topology_path(c, cpu, "/regs/identification/midr_el1");
        if (source_read(c->source, path, &text) != ENVFP_REASON_NONE || !view_starts(text, VIEW("0x")) ||
            !envfp__view_number(view_trim(text), 16, &midr))
            return;
        /* MIDR_EL1: implementer, variant, architecture, part, revision; written as /proc/cpuinfo does. */
        struct view implementer = hexadecimal(c, midr >> 24 & 0xff, 2);
        if (info->fields[CPUINFO_IMPLEMENTER].length == 0)
            info->fields[CPUINFO_IMPLEMENTER] = implementer;
        info->fields[CPUINFO_ARCHITECTURE] = VIEW("8");
        envfp__cpuinfo_add_part(c, info,
                                (struct view[]){implementer, hexadecimal(c, midr >> 4 & 0xfff, 3),
                                                hexadecimal(c, midr >> 20 & 0xf, 1),
                                                decimal(c, (uint32_t)midr & 0xf)});
    }
}

/* Linux shows the brand string that it read from CPUID; taking that saves three leaves. */
static struct view brand_of(struct collect *c, const struct x86_processor *p, const struct cpuinfo *info,
                            char brand[X86_BRAND_SIZE])
{
    struct view shown = info->fields[CPUINFO_MODEL_NAME];
    if (shown.length && !view_is(shown, "unknown") && envfp__identity_agrees(p, info))
        return shown;
    return envfp__x86_brand(c, 0, brand) ? view_of(brand) : VIEW("");
}

void envfp__identity_from_cpuid(struct collect *c, const struct x86_processor *p, const struct cpuinfo *info)
{
    envfp__identity_string(c, "cpu.vendor", view_of(p->vendor));
    char brand[X86_BRAND_SIZE];
    envfp__identity_string(c, "cpu.model_name", brand_of(c, p, info, brand));
    fact_string(c, "cpu.family", decimal(c, p->family));
    fact_string(c, "cpu.model", decimal(c, p->model));
    fact_string(c, "cpu.stepping", decimal(c, p->stepping));
    /* User Mode Linux and others show a made-up processor, while CPUID shows the host's. */
    struct view vendor = info->fields[CPUINFO_VENDOR];
    if (vendor.length && !view_is(vendor, p->vendor))
        envfp__identity_string(c, "cpu.kernel_vendor", vendor);
}

/* Different values, one for each kind of core: "0xd05+0xd41". */
static struct view join_values(struct collect *c, struct bag *values)
{
    size_t count = values->items ? envfp__sort_unique(c->scratch, values->items, values->count) : 0;
    struct text out = {.arena = c->scratch};
    for (size_t i = 0; i < count; i++) {
        if (values->items[i].length == 0)
            continue;
        if (out.length)
            envfp__text_add_byte(&out, '+');
        envfp__text_add(&out, values->items[i]);
    }
    return envfp__text_view(&out);
}

static struct view implementer_name(struct view code)
{
    for (size_t i = 0; i < sizeof implementers / sizeof *implementers; i++)
        if (view_is(code, implementers[i].code))
            return view_of(implementers[i].name);
    return code;
}

/* Part numbers are assigned by each vendor. Where one machine has cores of several vendors, both are given:
 * "ARM:0xd05+Samsung:0x001". */
static void vendor_and_parts(struct collect *c, const struct cpuinfo *info)
{
    struct bag vendors = {0}, numbers = {0}, both = {0};
    for (size_t i = 0; i < info->parts.count; i++) {
        struct view rest = info->parts.items[i], vendor = {0}, number = {0};
        view_cut(&rest, ':', &vendor);
        view_cut(&rest, ':', &number);
        vendor = implementer_name(vendor);
        envfp__bag_add(c, &vendors, vendor);
        envfp__bag_add(c, &numbers, number);
        envfp__bag_add(c, &both,
                       envfp__arena_join(c->scratch, (struct view[]){vendor, VIEW(":"), number}, 3));
    }
    struct view vendor = join_values(c, &vendors);
    bool several = view_find_byte(vendor, '+') != SIZE_MAX;
    envfp__identity_string(c, "cpu.vendor",
                           vendor.length ? vendor : implementer_name(info->fields[CPUINFO_IMPLEMENTER]));
    envfp__identity_string(c, "cpu.model", join_values(c, several ? &both : &numbers));
}

static void identity_of_arm(struct collect *c, const struct cpuinfo *info)
{
    vendor_and_parts(c, info);
    envfp__identity_string(c, "cpu.family", info->fields[CPUINFO_ARCHITECTURE]);
    /* Variant and revision, as "0x1:0" of every kind of core. */
    struct bag steppings = {0};
    for (size_t i = 0; i < info->parts.count; i++) {
        struct view rest = info->parts.items[i], skipped;
        if (view_cut(&rest, ':', &skipped))
            view_cut(&rest, ':', &skipped);
        size_t colon = view_find_byte(rest, ':');
        struct view variant = view_take(rest, colon);
        (void)view_cut_start(&variant, VIEW("0x"));
        if (colon != SIZE_MAX)
            envfp__bag_add(
                c, &steppings,
                envfp__arena_join(c->scratch,
                                  (struct view[]){VIEW("r"), variant, VIEW("p"), view_skip(rest, colon + 1)},
                                  4));
    }
    envfp__identity_string(c, "cpu.stepping", join_values(c, &steppings));
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

void envfp__identity_from_cpuinfo(struct collect *c, const struct cpuinfo *info)
{
    const struct view *fields = info->fields;
    envfp__identity_string(c, "cpu.model_name", best_name(info));
    if (fields[CPUINFO_IMPLEMENTER].length || info->parts.count) {
        identity_of_arm(c, info);
        return;
    }
    envfp__identity_string(c, "cpu.vendor", fields[CPUINFO_VENDOR]);
    envfp__identity_string(c, "cpu.family", fields[CPUINFO_FAMILY]);
    /* On POWER "model" is the machine's; the processor version register is in "revision". */
    if (view_has(fields[CPUINFO_REVISION], VIEW("(pvr")))
        envfp__identity_string(c, "cpu.model", fields[CPUINFO_REVISION]);
    else
        envfp__identity_string(c, "cpu.model", fields[CPUINFO_MODEL]);
    envfp__identity_string(c, "cpu.stepping", fields[CPUINFO_STEPPING]);
}
