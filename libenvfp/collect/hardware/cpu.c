/* SPDX-License-Identifier: MIT */
/*
 * The processor: who made it, what it can do, how its cores and caches lie. CPUID answers on x86,
 * /proc/cpuinfo and AT_HWCAP elsewhere; topology and caches come from sysfs over all CPUs.
 */
#define CPUS "/sys/devices/system/cpu"

#ifdef DECLARING

COLLECTOR(HV | CT, LIVE)

LINES("/proc/cpuinfo", cpuinfo)
NAMES(CPUS "/", processor)
LINES(CPUS "/online", cpus)
LINES(CPUS "/cpu*/online", cpus)
LINES(CPUS "/cpu*/cache/index*/{level,size,type}", words)
LINES(CPUS "/cpu*/cache/index*/{shared_cpu_list,shared_cpu_map}", cpus)
LINES(CPUS "/cpu*/regs/identification/midr_el1", number)
LINES(CPUS "/cpu*/topology/{core_siblings,core_siblings_list,thread_siblings,thread_siblings_list}", cpus)
LINES("/sys/devices/{cpu_core,cpu_atom,cpu_lowpower}/cpus", cpus)
NAMES("/sys/devices/system/node/", node)
LINES("/sys/devices/system/node/online", cpus)

FACT("cache.l1d_kib", SET, HASHED, INFORMS, MACHINE, "KiB", "/sys/devices/system/cpu/cpu*/cache",
     "Documentation/ABI/testing/sysfs-devices-system-cpu",
     "Size of one first-level data cache, or the sizes where kinds of cores differ: libraries choose "
     "block sizes by it.")
FACT("cache.l1i_kib", SET, HASHED, INFORMS, MACHINE, "KiB", "/sys/devices/system/cpu/cpu*/cache",
     "Documentation/ABI/testing/sysfs-devices-system-cpu",
     "Size of one first-level instruction cache, or the sizes where kinds of cores differ.")
FACT("cache.l2_kib", SET, HASHED, INFORMS, MACHINE, "KiB", "/sys/devices/system/cpu/cpu*/cache",
     "Documentation/ABI/testing/sysfs-devices-system-cpu",
     "Size of one second-level cache, or the sizes where kinds of cores differ: libraries choose block "
     "sizes by it.")
FACT("cache.l3_kib", SET, HASHED, INFORMS, MACHINE, "KiB", "/sys/devices/system/cpu/cpu*/cache",
     "Documentation/ABI/testing/sysfs-devices-system-cpu",
     "Size of one third-level cache, or the sizes where they differ: it moves the point from which "
     "data no longer fits.")
FACT("cache.l4_kib", SET, HASHED, INFORMS, MACHINE, "KiB", "/sys/devices/system/cpu/cpu*/cache",
     "Documentation/ABI/testing/sysfs-devices-system-cpu",
     "Size of one fourth-level cache, where there is one.")
FACT("cpu.core_types", SET, CONTEXT, INFORMS, NOTHING, "", "",
     "/sys/devices/cpu_core, cpu_atom, cpu_lowpower",
     "Kinds of cores of an x86 hybrid: a thread's speed depends on where it runs.")
FACT("cpu.family", STRING, HASHED, INFORMS, MACHINE, "", "",
     "CPUID leaf 1; /proc/cpuinfo; arch/*/kernel of Linux",
     "The processor's family: with model and stepping it selects errata and code paths.")
FACT("cpu.features", SET, CONTEXT, INFORMS, NOTHING, "", "", "/proc/cpuinfo, else CPUID",
     "Every feature name that the kernel shows for some CPU; kernels rename and invent names, so "
     "`cpu.isa` is what is hashed.")
FACT("cpu.isa", SET, HASHED, BREAKS, MACHINE, "", "",
     "CPUID leaves and XCR0; getauxval(3) AT_HWCAP; /proc/cpuinfo; arch/*/kernel of Linux",
     "Extensions that programs may use on every CPU: code built for more dies of an illegal "
     "instruction, and libraries choose other code paths and round differently.")
FACT("cpu.isa_level", STRING, HASHED, BREAKS, MACHINE, "", "", "cpu.isa by the x86-64 psABI",
     "Highest level of the x86-64 psABI: loaders and package managers choose builds by it, and builds "
     "for a higher one do not start.")
FACT("cpu.kernel_hypervisor", BOOLEAN, CONTEXT, INFORMS, NOTHING, "", "/proc/cpuinfo", "",
     "The kernel saw a hypervisor's bit on a processor that answers this program as another one.")
FACT("cpu.kernel_vendor", STRING, CONTEXT, INFORMS, NOTHING, "", "/proc/cpuinfo", "",
     "Vendor that the kernel shows where CPUID names another one, as under User Mode Linux.")
FACT("cpu.logical", INTEGER, CONTEXT, INFORMS, NOTHING, "CPUs", "/sys/devices/system/cpu/online", "",
     "Logical CPUs that are online; they can be switched at any time.")
FACT("cpu.machine", STRING, CONTEXT, INFORMS, NOTHING, "", "/proc/cpuinfo", "arch/*/kernel of Linux",
     "The machine that /proc/cpuinfo names on POWER and MIPS.")
FACT("cpu.microcode", SET, CONTEXT, INFORMS, NOTHING, "", "/proc/cpuinfo", "",
     "Microcode revisions: they repair and remove features; virtual machines make them up.")
FACT("cpu.model", STRING, HASHED, INFORMS, MACHINE, "", "",
     "CPUID leaf 1; /proc/cpuinfo; arch/*/kernel of Linux",
     "The processor's model number, ARM's part number or POWER's version.")
FACT("cpu.model_name", STRING, HASHED, INFORMS, MACHINE, "", "",
     "CPUID leaves 0x80000002..4; /proc/cpuinfo; arch/*/kernel of Linux",
     "The processor's name as it gives it.")
FACT("cpu.platform", STRING, CONTEXT, INFORMS, NOTHING, "", "/proc/cpuinfo", "arch/*/kernel of Linux",
     "The platform that /proc/cpuinfo names: pSeries or PowerNV, sun4v, a board.")
FACT("cpu.stepping", STRING, HASHED, INFORMS, MACHINE, "", "",
     "CPUID leaf 1; /proc/cpuinfo; arch/*/kernel of Linux",
     "The processor's stepping: errata and their workarounds differ by it.")
FACT("cpu.vendor", STRING, HASHED, ALTERS, MACHINE, "", "",
     "CPUID leaf 0; /proc/cpuinfo; arch/*/kernel of Linux",
     "Who made the processor: numerical libraries choose code paths by it, and results differ in the "
     "last bits.")
FACT("topology.cores", INTEGER, HASHED, ALTERS, MACHINE, "cores", "/sys/devices/system/cpu/cpu*/topology",
     "Documentation/admin-guide/cputopology.rst",
     "Cores in the machine: default thread counts, and with them the order of floating-point sums, "
     "depend on it.")
FACT("topology.numa_nodes", INTEGER, HASHED, INFORMS, MACHINE, "nodes", "/sys/devices/system/node",
     "Documentation/ABI/stable/sysfs-devices-node", "Memory nodes: where memory lies decides its speed.")
FACT("topology.sockets", INTEGER, HASHED, INFORMS, MACHINE, "sockets",
     "/sys/devices/system/cpu/cpu*/topology", "Documentation/admin-guide/cputopology.rst",
     "Processor packages.")
FACT("topology.threads_per_core", INTEGER, HASHED, INFORMS, MACHINE, "threads",
     "/sys/devices/system/cpu/cpu*/topology", "Documentation/admin-guide/cputopology.rst",
     "Most threads of one core: 2 means that siblings share execution units and caches.")

#else
#include "collect/hardware/cpuinfo.h"
#include "source/keep_rows.h"

static bool keep_name_processor(struct view name)
{
    return view_starts(name, VIEW("cpu"));
}

static bool keep_name_node(struct view name)
{
    return view_starts(name, VIEW("node"));
}

#define LAYER HARDWARE
#define OWNER cpu
#define DECLARES "collect/hardware/cpu.c"
#include "collect/declare.h"

#include "collect/hardware/hwcap.h"
#include "collect/hardware/identity.h"
#include "collect/hardware/topology.h"
#include "collect/hardware/x86.h"

#define CPUS_MOST 4096 /* CPUs whose leaves a recording may hold */

/* ---- Extensions ---------------------------------------------------------------------------------- */

static void show_level(struct collect *c, const struct x86_set *isa, bool osxsave)
{
    static const char *const names[] = {NULL, "x86-64-v1", "x86-64-v2", "x86-64-v3", "x86-64-v4"};
    unsigned level = envfp__x86_level(isa, osxsave);
    if (level)
        fact_string(c, "cpu.isa_level", view_of(names[level]));
}

static void isa_from_cpuid(struct collect *c, bool wide, const struct x86_processor *first,
                           bool show_features)
{
    struct x86_set isa = first->isa;
    unsigned count = source_cpuid_count(c->source);
    if (count > CPUS_MOST)
        envfp__source_note(c->source, ENVFP_REASON_TRUNCATED);
    for (unsigned cpu = 1; cpu < count && cpu < CPUS_MOST; cpu++) {
        struct x86_processor other;
        if (!envfp__x86_identify(c, cpu, &other))
            continue;
        envfp__x86_read(c, cpu, wide, false, &other);
        for (size_t i = 0; i < X86_WORDS; i++)
            isa.words[i] &= other.isa.words[i];
    }
    struct bag names = {0};
    if (c->trouble != ENVFP_REASON_NONE) { /* a leaf of some processor is not known */
        fact_gap(c, "cpu.isa", c->trouble);
        fact_gap(c, "cpu.isa_level", c->trouble);
        return;
    }
    envfp__x86_names(c, &isa, &names);
    fact_set(c, "cpu.isa", names.items, names.count);
    show_level(c, &isa, first->osxsave);
    if (show_features) {
        names.count = 0;
        envfp__x86_names(c, &first->all, &names);
        fact_set(c, "cpu.features", names.items, names.count);
    }
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
    /* Linux shows `avx` and the extensions built on it only where it saves their registers. */
    show_level(c, &isa, true);
}

/* RISC-V spells its extensions in one word, "rv64imafdc_zicsr_zba". */
static struct view split_riscv(struct collect *c, struct view isa)
{
    struct text out = {.arena = c->scratch};
    struct view letters;
    if (!view_starts(isa, VIEW("rv")) || !view_cut(&isa, '_', &letters))
        return VIEW("");
    for (size_t i = 2; i < letters.length; i++) {
        if (letters.text[i] == 'g') /* the general-purpose set */
            envfp__text_add(&out, VIEW("i m a f d zicsr zifencei "));
        else if (!byte_is_digit(letters.text[i])) {
            envfp__text_add_byte(&out, letters.text[i]);
            envfp__text_add_byte(&out, ' ');
        }
    }
    for (size_t i = 0; i < isa.length; i++)
        envfp__text_add_byte(&out, (char)(isa.text[i] == '_' ? ' ' : isa.text[i]));
    return envfp__text_view(&out);
}

/* Removes from `names` what is not in `others`. */
static void keep_common(struct bag *names, const struct bag *others)
{
    size_t kept = 0;
    for (size_t i = 0; i < names->count; i++)
        for (size_t j = 0; j < others->count; j++)
            if (view_equal(names->items[i], others->items[j])) {
                names->items[kept++] = names->items[i];
                break;
            }
    names->count = kept;
}

/* The extensions that all processors in /proc/cpuinfo have: cores may be of several kinds. */
static void reduce_lines(struct collect *c, const struct hwcap_family *family, const struct bag *lines,
                         bool riscv, struct bag *names)
{
    for (size_t i = 0; i < lines->count; i++) {
        struct bag other = {0};
        struct view line = riscv ? split_riscv(c, lines->items[i]) : lines->items[i];
        envfp__hwcap_reduce(c, family, line, i ? &other : names);
        if (i)
            keep_common(names, &other);
    }
}

/* T-Head's first cores have vectors of draft 0.7.1, which run no program that is built for `v`. Their makers' kernels say
 * so on a line of its own or not at all; Linux has known these cores since 6.5 (arch/riscv/kernel/cpufeature.c). */
static bool has_draft_vectors(const struct cpuinfo *info)
{
    uint64_t vendor, design;
    if (view_starts(info->fields[CPUINFO_VECTOR], VIEW("0.")))
        return true;
    return envfp__view_number(info->fields[CPUINFO_VENDOR], 16, &vendor) && vendor == 0x5b7 &&
           envfp__view_number(info->fields[CPUINFO_FAMILY], 16, &design) && design == 0;
}

/* The extension of that draft in the place of all that rest on the ratified one. */
static void replace_vectors(struct collect *c, struct bag *names)
{
    size_t kept = 0;
    bool had = false;
    for (size_t i = 0; i < names->count; i++) {
        struct view name = names->items[i];
        bool whole = view_is(name, "v") || view_is(name, "xtheadvector");
        had = had || whole;
        if (!whole && !view_starts(name, VIEW("zv")))
            names->items[kept++] = name;
    }
    names->count = kept;
    if (had)
        envfp__bag_add(c, names, VIEW("xtheadvector"));
}

static void isa_of_riscv(struct collect *c, const struct hwcap_family *family, const struct cpuinfo *info,
                         struct bag *names)
{
    reduce_lines(c, family, &info->isas, true, names);
    if (has_draft_vectors(info))
        replace_vectors(c, names);
}

static void isa_from_hwcap(struct collect *c, struct view machine, const struct cpuinfo *info)
{
    const struct hwcap_family *family = envfp__hwcap_family(machine);
    struct bag names = {0};
    if (!family)
        return;
    if (view_starts(info->fields[CPUINFO_ISA], VIEW("rv")))
        isa_of_riscv(c, family, info, &names);
    else if (!envfp__hwcap_read(c, family, &names))
        reduce_lines(c, family, &info->flags, false, &names);
    if (view_starts(machine, VIEW("mips"))) /* its base levels stand in no bit */
        envfp__hwcap_reduce(c, family, info->fields[CPUINFO_ISA], &names);
    if (names.count)
        fact_set(c, "cpu.isa", names.items, names.count);
}

/* Every feature name that the kernel shows for some CPU. */
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
                envfp__bag_add(c, &names, (struct view){view_at(flags, start), at - start});
            start = at + 1;
        }
    }
    if (names.count)
        fact_set(c, "cpu.features", names.items, names.count);
}

/* ---- Everything together ------------------------------------------------------------------------- */

/* Directories cpu0, cpu1...: used where a copied tree lacks the lists of CPUs, or an old kernel has none. */
static void list_cpus(struct collect *c, struct cpuset *online)
{
    struct source_entry *entries;
    struct view text;
    size_t count;
    uint64_t number;
    if (source_list(c->source, c->scratch, CPUS, &entries, &count) != ENVFP_REASON_NONE)
        return;
    for (size_t i = 0; i < count; i++)
        if (view_cut_start(&entries[i].name, VIEW("cpu")) &&
            envfp__view_number(entries[i].name, 10, &number) && number < CPUSET_MOST &&
            !(source_read(c->source, envfp__topology_path(c, (unsigned)number, "/online"), &text) ==
                  ENVFP_REASON_NONE &&
              view_is(view_trim(text), "0")))
            cpuset_add(online, (unsigned)number);
}

static void count_cpus(struct cpuset *online, size_t count)
{
    for (unsigned cpu = 0; cpu < count && cpu < CPUSET_MOST; cpu++)
        cpuset_add(online, cpu);
}

/* The CPUs online: from sysfs, else from /proc/cpuinfo, else those whose CPUID leaves were recorded. False where they
 * are not known. */
static bool collect_online(struct collect *c, const struct cpuinfo *info, struct cpuset *online)
{
    static const char *const uncounted[] = {"cpu.logical", "topology.*", "cache.*"};
    struct view text;
    *online = (struct cpuset){{0}};
    enum envfp_reason reason = source_read(c->source, CPUS "/online", &text);
    if (reason != ENVFP_REASON_NONE || !envfp__cpuset_parse_list(text, online))
        *online = (struct cpuset){{0}};
    if (envfp__cpuset_count(online) == 0) {
        *online = info->numbers;
        if (envfp__cpuset_count(online) != info->processors)
            count_cpus(online, info->processors);
    }
    if (envfp__cpuset_count(online) == 0)
        list_cpus(c, online);
    if (envfp__cpuset_count(online) == 0 && source_cpuid_count(c->source) > 1)
        count_cpus(online, source_cpuid_count(c->source));
    size_t count = envfp__cpuset_count(online);
    if (count && !source_is_failure(reason)) {
        fact_integer(c, "cpu.logical", (int64_t)count);
        return true;
    }
    for (size_t i = 0; i < sizeof uncounted / sizeof *uncounted; i++) /* nor are groups of them */
        fact_gap(c, uncounted[i], reason);
    return !source_is_failure(reason);
}

static void show_rest(struct collect *c, const struct cpuinfo *info)
{
    envfp__identity_string(c, "cpu.platform", info->fields[CPUINFO_PLATFORM]);
    envfp__identity_string(c, "cpu.machine", info->fields[CPUINFO_MACHINE]);
    if (info->microcodes.count)
        fact_set(c, "cpu.microcode", info->microcodes.items, info->microcodes.count);
}

/* Kinds of cores of x86 hybrids, named by the kernel's performance monitoring units. */
static bool show_core_types(struct collect *c)
{
    static const char *const paths[] = {"/sys/devices/cpu_core/cpus", "/sys/devices/cpu_atom/cpus",
                                        "/sys/devices/cpu_lowpower/cpus"};
    static const char *const names[] = {"core", "atom", "lowpower"};
    struct view items[3], text;
    size_t count = 0;
    for (size_t i = 0; i < 3; i++)
        if (source_read(c->source, paths[i], &text) == ENVFP_REASON_NONE && view_trim(text).length)
            items[count++] = view_of(names[i]);
        else if (i == 0)
            return false;
    fact_set(c, "cpu.core_types", items, count);
    return count > 1;
}

static bool has_word(struct view text, struct view wanted)
{
    struct view word;
    while (view_cut_word(&text, &word))
        if (view_equal(word, wanted))
            return true;
    return false;
}

/* Adds what CPUID shows to programs. False where CPUID gives no answer. */
static bool told_by_cpuid(struct collect *c, struct view machine, const struct cpuinfo *info,
                          enum envfp_reason unread, bool *mixed)
{
    struct x86_processor processor;
    if (!envfp__x86_identify(c, 0, &processor))
        return false;
    bool wide = view_is(machine, "x86_64");
    bool differs = !envfp__identity_agrees(&processor, info) || info->flags.count == 0;
    envfp__x86_read(c, 0, wide, differs, &processor);
    char brand[X86_BRAND_SIZE];
    bool unseen = source_is_failure(unread) || unread == ENVFP_REASON_HIDDEN;
    if (unseen && !envfp__x86_brand(c, 0, brand))
        fact_gap(c, "cpu.model_name", unread);
    envfp__identity_from_cpuid(c, &processor, info);
    isa_from_cpuid(c, wide, &processor, differs);
    if (!differs)
        show_features(c, info);
    else if (info->flags.count && has_word(info->flags.items[0], VIEW("hypervisor")))
        fact_boolean(c, "cpu.kernel_hypervisor", true);
    *mixed = processor.hybrid && show_core_types(c);
    return true;
}

/* `unread`: why /proc/cpuinfo is not known. */
static bool collect_x86(struct collect *c, struct view machine, const struct cpuinfo *info,
                        enum envfp_reason unread, bool *mixed)
{
    struct troubles before = troubles_start(c);
    bool told = told_by_cpuid(c, machine, info, unread, mixed);
    enum envfp_reason reason = troubles_end(c, before);
    if (told || !source_is_failure(reason))
        return told;
    fact_gap(c, "cpu.*", reason); /* what programs see may differ from what the kernel shows */
    return true;
}

static void collect_others(struct collect *c, struct view machine, const struct cpuset *online,
                           struct cpuinfo *info)
{
    bool x86 = envfp__x86_is_machine(machine) || machine.length == 0;
    if (envfp__identity_is_foreign(info, machine)) {
        envfp__identity_string(c, "cpu.kernel_vendor", info->fields[CPUINFO_VENDOR]);
        *info = (struct cpuinfo){.processors = info->processors, .numbers = info->numbers};
    }
    if (info->parts.count == 0 && view_is(machine, "aarch64"))
        envfp__identity_read_midr(c, online, info);
    envfp__identity_from_cpuinfo(c, info);
    show_features(c, info);
    if (!x86)
        isa_from_hwcap(c, machine, info);
    else if (info->flags.count)
        isa_from_flags(c, &info->flags);
    if (x86)
        info->mixed = show_core_types(c);
}

void envfp__collect_cpu(struct collect *c)
{
    struct cpuinfo info;
    struct source_uname names = {0};
    struct cpuset online, cores;
    bool mixed = false;
    enum envfp_reason reason = envfp__cpuinfo_read(c, &info);
    source_uname(c->source, c->scratch, &names);
    fact_gap(c, "cpu.microcode", reason);
    bool counted = collect_online(c, &info, &online);
    if (!collect_x86(c, names.machine, &info, reason, &mixed)) {
        fact_gap(c, "cpu.*", reason);
        collect_others(c, names.machine, &online, &info);
        mixed = info.mixed;
    }
    if (info.cut)
        fact_gap(c, "cpu.*", ENVFP_REASON_TRUNCATED);
    show_rest(c, &info);
    if (!counted)
        return;
    envfp__topology_collect(c, &info, &online, &cores);
    envfp__caches_collect(c, &online, &cores, mixed);
}

#endif
