/* SPDX-License-Identifier: MIT */
/*
 * The design of the core, named as archspec does: the most specific target whose extensions are all present, so that a
 * program built for it runs. A virtual machine that hides extensions gets the design that programs can use, whatever
 * model it claims; family, model and part decide where extensions cannot.
 */
#ifdef DECLARING

FACT("cpu.microarchitecture", STRING, DERIVED, INFORMS, MACHINE, "", "", "facts of cpu, by archspec's names",
     "The most special of archspec's targets that runs here: what -march may say, and what performance "
     "depends on.")

#else
#define LAYER HARDWARE
#define OWNER judge_hardware
#define DECLARES "judge/hardware.c"
#include "collect/declare.h"

#include "judge/designs.h"
#include "judge/judge.h"

#define HW ENVFP_LAYER_HARDWARE

struct search {
    const struct facts *facts;
    const struct envfp_fact *isa;
    const char *vendor;
    const struct design *rows;
    size_t count;
    uint64_t ancestors[DESIGNS_MOST]; /* a bit for each row */
    uint32_t needs[DESIGNS_MOST];     /* how many extensions, the ancestors' included */
    bool fits[DESIGNS_MOST];          /* every extension is there */
};

static bool words_have(const char *words, struct view word)
{
    struct view rest = view_of(words), next;
    while (view_cut_word(&rest, &next))
        if (view_equal(next, word))
            return true;
    return false;
}

static bool has_model(const struct facts *facts, const struct design *row)
{
    uint64_t family, model;
    if (!row->family)
        return true;
    return envfp__view_number(envfp__facts_get_string(facts, HW, "cpu.family"), 10, &family) &&
           envfp__view_number(envfp__facts_get_string(facts, HW, "cpu.model"), 10, &model) &&
           family == row->family && model >= row->first_model && model <= row->last_model;
}

/* Checks whether a row fits; counts its extensions only as long as it does. */
static void weigh(struct search *s, size_t i)
{
    const struct design *row = &s->rows[i];
    struct view rest = view_of(row->parents), word;
    s->fits[i] = !row->vendor[0] || !s->vendor || strcmp(row->vendor, s->vendor) == 0;
    while (view_cut_word(&rest, &word))
        for (size_t j = 0; j < i; j++)
            if (view_is(word, s->rows[j].name)) {
                s->ancestors[i] |= s->ancestors[j] | UINT64_C(1) << j;
                s->needs[i] += s->needs[j];
                s->fits[i] = s->fits[i] && s->fits[j];
            }
    rest = view_of(row->needs);
    for (; s->fits[i] && view_cut_word(&rest, &word); s->needs[i]++)
        s->fits[i] = envfp__facts_set_of_has(s->isa, word);
    s->fits[i] = s->fits[i] && has_model(s->facts, row);
}

/* Where the vendor is known, rows of other vendors do not fit. */
static void start_search(struct search *s, const struct facts *facts, const struct design *rows, size_t count,
                         const char *vendor)
{
    *s = (struct search){.facts = facts,
                         .isa = envfp__facts_find(facts, HW, "cpu.isa"),
                         .vendor = vendor,
                         .rows = rows,
                         .count = count < DESIGNS_MOST ? count : DESIGNS_MOST};
    for (size_t i = 0; i < s->count; i++)
        weigh(s, i);
}

static unsigned count_bits(uint64_t bits)
{
    unsigned count = 0;
    for (; bits; bits &= bits - 1)
        count++;
    return count;
}

static bool is_better(const struct search *s, size_t i, size_t best)
{
    if (best == SIZE_MAX)
        return true;
    unsigned depth = count_bits(s->ancestors[i]), other = count_bits(s->ancestors[best]);
    return depth > other || (depth == other && s->needs[i] > s->needs[best]);
}

/* The most specific row that fits, of this vendor (length 0: without a vendor) and below the row `root` (SIZE_MAX:
 * any). */
static size_t find_best(const struct search *s, struct view vendor, size_t root)
{
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < s->count; i++)
        if (s->fits[i] && view_equal(view_of(s->rows[i].vendor), vendor) &&
            (root == SIZE_MAX || s->ancestors[i] >> root & 1) && is_better(s, i, best))
            best = i;
    return best;
}

/* A vendor's target counts only if it descends from the best target that all vendors share. This is archspec's rule:
 * one hidden extension must not turn a new design into an old one. */
static struct view find_x86(const struct facts *facts, struct view vendor)
{
    struct search s;
    start_search(&s, facts, envfp__designs_x86, envfp__designs_x86_count, vendor.text);
    size_t shared = find_best(&s, VIEW(""), SIZE_MAX);
    size_t best = find_best(&s, vendor, shared);
    best = best == SIZE_MAX ? shared : best;
    return best == SIZE_MAX ? VIEW("") : view_of(s.rows[best].name);
}

static const char *find_named(struct view vendor, struct view model)
{
    for (size_t i = 0; i < envfp__designs_named_count; i++)
        if (view_is(vendor, envfp__designs_named[i].vendor) && view_is(model, envfp__designs_named[i].model))
            return envfp__designs_named[i].name;
    return NULL;
}

/* The design with this part number, or its nearest ancestor whose extensions are present. In 32-bit state the
 * extensions have other names: there the part alone decides, as it does where no extension is known. */
static const char *find_part(const struct search *s, struct view vendor, struct view part)
{
    for (size_t i = s->count; i-- > 0;) {
        if (!s->rows[i].part || !view_is(vendor, s->rows[i].vendor) || !words_have(s->rows[i].part, part))
            continue;
        size_t best = i;
        if (!envfp__facts_set_has(s->facts, HW, "cpu.isa", VIEW("asimd")))
            return s->rows[i].name;
        for (size_t j = 0; !s->fits[i] && j < i; j++)
            if (s->fits[j] && s->ancestors[i] >> j & 1 && (best == i || is_better(s, j, best)))
                best = j;
        return s->rows[best].name;
    }
    return find_named(vendor, part);
}

/* One name for each kind of core: "cortex_a55+cortex_a76". Beside a named kind, a kind
 * without a name is called by the machine's. */
static struct view find_arm(const struct facts *facts, struct view vendor, struct view model,
                            struct view machine)
{
    struct search s;
    struct text out = {.arena = facts->arena};
    struct view rest = model, part, last = {0};
    start_search(&s, facts, envfp__designs_arm, envfp__designs_arm_count, NULL);
    bool several = view_find_byte(model, '+') != SIZE_MAX, named = false;
    while (view_cut(&rest, '+', &part)) {
        /* "Samsung:0x001": the vendor, given where the cores' vendors differ. */
        size_t colon = view_find_byte(part, ':');
        bool prefixed = colon != SIZE_MAX;
        struct view name = view_of(find_part(&s, prefixed ? view_take(part, colon) : vendor,
                                             prefixed ? view_skip(part, colon + 1) : part));
        named = named || name.length;
        if (name.length == 0 && several)
            name = machine;
        if (name.length == 0 || view_equal(last, name))
            continue;
        last = name;
        if (out.length)
            envfp__text_add_byte(&out, '+');
        envfp__text_add(&out, last);
    }
    if (!named)
        out.length = 0;
    if (out.length)
        return envfp__text_view(&out);
    size_t best = find_best(&s, vendor, SIZE_MAX);
    return vendor.length == 0 || best == SIZE_MAX ? VIEW("") : view_of(s.rows[best].name);
}

/* POWER: the version half of the processor version register, as "2.2 (pvr 004e 1202)" shows it; Power ISA,
 * arch/powerpc/include/asm/reg.h of Linux. */
static const struct {
    const char *version, *generation;
} power[] = {
    {"(pvr 003f", "7"}, {"(pvr 004a", "7"}, {"(pvr 004b", "8"},  {"(pvr 004c", "8"},
    {"(pvr 004d", "8"}, {"(pvr 004e", "9"}, {"(pvr 0080", "10"}, {"(pvr 0082", "11"},
};

/* The kernel's name for the processor reflects a partition's compatibility mode, so it comes before the version
 * register. */
static struct view power_generation(const struct facts *facts, struct view model)
{
    struct view name = envfp__facts_get_string(facts, HW, "cpu.model_name");
    if (view_starts(name, VIEW("POWER"))) {
        name = view_digits(view_skip(name, 5));
        if (name.length)
            return name;
    }
    for (size_t i = 0; i < sizeof power / sizeof *power; i++)
        if (view_has(model, view_of(power[i].version)))
            return view_of(power[i].generation);
    return VIEW("");
}

/* archspec gives the two byte orders different names: their binaries have nothing in common. It begins with
 * POWER7, and little-endian with POWER8. */
static struct view find_power(const struct facts *facts, struct view machine, struct view model)
{
    bool little = view_is(machine, "ppc64le");
    uint64_t generation;
    struct view digits = power_generation(facts, model);
    if (!envfp__view_number(digits, 10, &generation) || generation < (little ? 8 : 7) || generation > 99)
        return VIEW("");
    return envfp__arena_join(facts->arena,
                             (struct view[]){VIEW("power"), digits, view_of(little ? "le" : "")}, 3);
}

/* The device tree's name, or the registers that hold the same (older kernels show these only). */
static struct view find_riscv(const struct facts *facts, struct view vendor)
{
    struct view name = envfp__facts_get_string(facts, HW, "cpu.model_name");
    struct view design = envfp__facts_get_string(facts, HW, "cpu.family");
    if (view_is(name, "sifive,u74-mc") || (view_is(vendor, "0x489") && view_is(design, "0x8000000000000007")))
        return VIEW("u74mc");
    if (view_is(name, "spacemit,x60") || view_is(name, "Spacemit(R) X60") ||
        (view_is(vendor, "0x710") && view_is(design, "0x8000000058000001")))
        return VIEW("x60");
    return VIEW("");
}

static bool is_x86(struct view machine)
{
    return view_is(machine, "x86_64") ||
           (machine.length == 4 && machine.text[0] == 'i' && view_ends(machine, VIEW("86")));
}

static struct view find_name(const struct facts *facts)
{
    struct view vendor = envfp__facts_get_string(facts, HW, "cpu.vendor");
    struct view model = envfp__facts_get_string(facts, HW, "cpu.model");
    struct view machine = envfp__facts_get_string(facts, HW, "arch.machine");
    struct view name = VIEW("");
    bool extensions = envfp__facts_find(facts, HW, "cpu.isa") != NULL;
    if (is_x86(machine) || envfp__facts_set_has(facts, HW, "cpu.isa", VIEW("cx8")))
        return extensions ? find_x86(facts, vendor) : name;
    if (view_starts(machine, VIEW("ppc")))
        name = find_power(facts, machine, model);
    else if (view_starts(machine, VIEW("riscv")))
        name = find_riscv(facts, vendor);
    else if (view_starts(machine, VIEW("s390")))
        name = view_of(find_named(vendor, model));
    else if (machine.length == 0 || view_starts(machine, VIEW("arm")) || view_is(machine, "aarch64"))
        name = find_arm(facts, vendor, model, machine);
    /* For other architectures archspec knows only the machine. */
    bool seen =
        extensions || vendor.length || model.length || envfp__facts_find(facts, HW, "cpu.model_name") != NULL;
    return name.length || !seen ? name : machine;
}

enum envfp_layer_status envfp__judge_hardware(struct facts *facts)
{
    struct view name = find_name(facts);
    if (name.length)
        envfp__facts_string(facts, HW, "cpu.microarchitecture", name);
    return ENVFP_LAYER_UNKNOWN;
}

#endif
