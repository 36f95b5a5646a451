/* SPDX-License-Identifier: MIT */
/*
 * The boot parameters that change what programs find, by a list of names. Whatever is not listed is neither
 * shown nor hashed: root=, BOOT_IMAGE=, initrd=, ip= and the like name one machine.
 */
#include "collect/collect.h"

enum shape {
    WORD,    /* shown where it holds only harmless bytes, else "set" */
    CPU_LIST /* "N cpus": which ones is the machine's own affair */
};

struct parameter {
    const char *name; /* as the kernel's documentation spells it, with '_' for '-' */
    enum shape shape;
};

/* Documentation/admin-guide/kernel-parameters.txt; sorted. */
static const struct parameter parameters[] = {
    {"apparmor", WORD},
    {"cgroup.memory", WORD},
    {"cgroup_disable", WORD},
    {"cgroup_no_v1", WORD},
    {"clocksource", WORD},
    {"default_hugepagesz", WORD},
    {"enforcing", WORD},
    {"hugepages", WORD},
    {"hugepagesz", WORD},
    {"ima_appraise", WORD},
    {"init_on_alloc", WORD},
    {"init_on_free", WORD},
    {"iommu", WORD},
    {"iommu.passthrough", WORD},
    {"iommu.strict", WORD},
    {"ipv6.disable", WORD},
    {"irqaffinity", CPU_LIST},
    {"isolcpus", CPU_LIST},
    {"lockdown", WORD},
    {"lsm", WORD},
    {"maxcpus", WORD},
    {"mem", WORD},
    {"mitigations", WORD},
    {"module.sig_enforce", WORD},
    {"no_hz", WORD},
    {"nohz_full", CPU_LIST},
    {"nokaslr", WORD},
    {"nopti", WORD},
    {"norandmaps", WORD},
    {"nosmap", WORD},
    {"nosmep", WORD},
    {"nosmt", WORD},
    {"nospectre_v1", WORD},
    {"nospectre_v2", WORD},
    {"nox2apic", WORD},
    {"noxsave", WORD},
    {"nr_cpus", WORD},
    {"numa", WORD},
    {"numa_balancing", WORD},
    {"preempt", WORD},
    {"psi", WORD},
    {"pti", WORD},
    {"rcu_nocbs", CPU_LIST},
    {"security", WORD},
    {"selinux", WORD},
    {"spec_store_bypass_disable", WORD},
    {"spectre_v2", WORD},
    {"swapaccount", WORD},
    {"systemd.legacy_systemd_cgroup_controller", WORD},
    {"systemd.unified_cgroup_hierarchy", WORD},
    {"threadirqs", WORD},
    {"transparent_hugepage", WORD},
    {"tsc", WORD},
    {"tsx", WORD},
    {"vdso", WORD},
    {"vdso32", WORD},
    {"vsyscall", WORD},
};

/* Signs of a virtual machine monitor's habits, for the judge of the layer below. Context. */
static const char *const hints[] = {
    "8250.nr_uarts=0", "i8042.noaux", "i8042.nokbd", "i8042.nomux", "i8042.dumbkbd", "nomodule",
    "nomodules",       "panic=1",     "pci=off",     "reboot=k",    "reboot=t",      "swiotlb=noforce",
};

/* The kernel's own splitting: blanks part words, unless within double quotes. */
static bool cut_parameter(struct view *rest, struct view *word)
{
    while (rest->length && byte_is_blank(rest->text[0]))
        *rest = view_skip(*rest, 1);
    bool quoted = false;
    size_t end = 0;
    while (end < rest->length && (quoted || !byte_is_blank(rest->text[end])))
        quoted ^= rest->text[end++] == '"';
    *word = view_take(*rest, end);
    *rest = view_skip(*rest, end);
    return end > 0;
}

/* To the kernel '-' and '_' are one character in a parameter's name. */
static bool same_name(struct view given, const char *name)
{
    size_t i = 0;
    for (; i < given.length && name[i]; i++)
        if (given.text[i] != name[i] && !(given.text[i] == '-' && name[i] == '_'))
            return false;
    return i == given.length && !name[i];
}

static const struct parameter *find(struct view name)
{
    for (size_t i = 0; i < sizeof parameters / sizeof *parameters; i++)
        if (same_name(name, parameters[i].name))
            return &parameters[i];
    return NULL;
}

static bool is_harmless(struct view value)
{
    for (size_t i = 0; i < value.length; i++) {
        char byte = value.text[i];
        bool letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte_is_digit(byte);
        if (!letter && !memchr("_.,:+-", byte, 6))
            return false;
    }
    return value.length <= 64;
}

/* How many CPUs "0,2-5" or "managed_irq,domain,2-5" names; false for what is no such list. */
static bool count_cpus(struct view list, uint64_t *total)
{
    struct view range;
    *total = 0;
    while (view_cut(&list, ',', &range)) {
        struct view low = range, high = range;
        uint64_t from, to;
        if (range.length == 0 || !byte_is_digit(range.text[0]))
            continue; /* a flag in front */
        view_split(range, '-', &low, &high);
        if (!envfp__view_number(low, 10, &from) || !envfp__view_number(high, 10, &to) || to < from ||
            to > 1 << 20)
            return false;
        *total += to - from + 1;
    }
    return true;
}

static struct view shown(struct collect *c, const struct parameter *row, struct view value)
{
    if (value.length >= 2 && value.text[0] == '"' && value.text[value.length - 1] == '"')
        value = view_take(view_skip(value, 1), value.length - 2);
    uint64_t cpus;
    if (row->shape == CPU_LIST) {
        struct text text = {.arena = c->scratch};
        if (!count_cpus(value, &cpus))
            return VIEW("set");
        envfp__text_add_number(&text, (int64_t)cpus);
        envfp__text_add(&text, VIEW(" cpus"));
        return envfp__text_view(&text);
    }
    return is_harmless(value) ? value : VIEW("set");
}

static void add_parameter(struct collect *c, struct bag *found, struct view word)
{
    size_t at = view_find_byte(word, '=');
    const struct parameter *row = find(view_take(word, at));
    if (!row)
        return;
    struct view pieces[] = {view_of(row->name), VIEW("="), VIEW("")};
    if (at != SIZE_MAX)
        pieces[2] = shown(c, row, view_skip(word, at + 1));
    envfp__bag_add(c, found, envfp__arena_join(c->scratch, pieces, at == SIZE_MAX ? 1 : 3));
}

static void add_hint(struct collect *c, struct bag *seen, struct view word)
{
    for (size_t i = 0; i < sizeof hints / sizeof *hints; i++)
        if (view_is(word, hints[i]))
            envfp__bag_add(c, seen, word);
    if (view_starts(word, VIEW("virtio_mmio.device=")))
        envfp__bag_add(c, seen, VIEW("virtio_mmio.device"));
    if (view_starts(word, VIEW("BOOT_IMAGE=")) && view_ends(word, VIEW("-gvisor")))
        envfp__bag_add(c, seen, VIEW("gvisor"));
}

void envfp__collect_cmdline(struct collect *c)
{
    struct view text, word;
    enum envfp_reason reason = source_read(c->source, "/proc/cmdline", &text);
    if (reason != ENVFP_REASON_NONE) {
        fact_gap(c, "cmdline.*", reason);
        return;
    }
    struct bag found = {0}, seen = {0};
    while (cut_parameter(&text, &word) && !view_is(word, "--")) { /* what follows is for init */
        add_parameter(c, &found, word);
        add_hint(c, &seen, word);
    }
    if (found.count)
        fact_set(c, "cmdline.parameters", found.items, found.count);
    if (seen.count)
        fact_set(c, "cmdline.hints", seen.items, seen.count);
}
