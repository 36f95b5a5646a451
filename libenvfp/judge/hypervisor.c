/* SPDX-License-Identifier: MIT */
/*
 * Which hypervisors lie below. Every rule that holds is heard: the first decides the innermost kind, those
 * that it does not mask join the chain. Then the monitor and the cloud, each with the facts it rests on.
 */
#include "judge/hypervisor_rules.h"
#include "judge/judge.h"
#include "judge/sign.h"

#define HW ENVFP_LAYER_HARDWARE
#define HV ENVFP_LAYER_HYPERVISOR
#define CHAIN_MOST 8

static bool string_matches(struct view value, const struct condition *condition)
{
    struct view text = view_of(condition->text);
    switch (condition->match) {
    case IS: return view_equal(value, text);
    case STARTS: return view_starts(value, text);
    case HAS: return view_has(value, text);
    case LACKS: return !view_has(value, text);
    case ALWAYS:
    case ITEM:
    case ITEM_STARTS:
    case TRUE_FACT:
    case MEMBER: break;
    }
    return false;
}

static const struct envfp_fact *find_item(const struct facts *facts, const struct condition *condition)
{
    const struct envfp_fact *fact = envfp__facts_find(facts, condition->layer, condition->key);
    struct view text = view_of(condition->text);
    if (!fact || fact->type != ENVFP_SET)
        return NULL;
    for (size_t i = 0; i < fact->value.set.count; i++) {
        struct view item = fact->value.set.items[i];
        if (condition->match == ITEM ? view_equal(item, text) : view_starts(item, text))
            return fact;
    }
    return NULL;
}

static const struct envfp_fact *find_member(const struct facts *facts, const struct condition *condition)
{
    const struct section *section = &facts->sections[condition->layer];
    struct view start = view_of(condition->key), listed = VIEW("pci_listed/");
    /* The older list of PCI devices stands in where sysfs is out of reach. */
    struct view id = view_skip(start, view_starts(start, VIEW("pci/")) ? 4 : start.length);
    for (size_t i = 0; i < section->count; i++) {
        struct view key = section->facts[i].key;
        if (view_starts(key, start) ||
            (id.length && view_starts(key, listed) && view_starts(view_skip(key, listed.length), id)))
            return &section->facts[i];
    }
    return NULL;
}

static const struct envfp_fact *find_string(const struct facts *facts, const struct condition *condition)
{
    /* The attributes in which firmware and monitors name themselves; board and family names often hold
     * other makers' words. */
    static const char *const named[] = {"dmi.product_name", "dmi.sys_vendor",      "dmi.board_vendor",
                                        "dmi.bios_vendor",  "dmi.product_version", "dmi.chassis_vendor"};
    bool any = strcmp(condition->key, DMI_ANY) == 0;
    for (size_t i = 0; i < (any ? sizeof named / sizeof *named : 1); i++) {
        const struct envfp_fact *fact =
            envfp__facts_find(facts, condition->layer, any ? named[i] : condition->key);
        if (fact && fact->type == ENVFP_STRING && string_matches(fact->value.string, condition))
            return fact;
    }
    return NULL;
}

/* Whether a condition holds, and the fact by which it does (NULL for an absence). */
static bool holds(const struct facts *facts, const struct condition *condition, const struct envfp_fact **by)
{
    *by = NULL;
    switch (condition->match) {
    case ALWAYS: return true;
    case LACKS:
        *by = find_string(facts, condition);
        return *by || !envfp__facts_find(facts, condition->layer, condition->key);
    case IS:
    case STARTS:
    case HAS: *by = find_string(facts, condition); break;
    case ITEM:
    case ITEM_STARTS: *by = find_item(facts, condition); break;
    case TRUE_FACT:
        if (envfp__facts_get_boolean(facts, condition->layer, condition->key))
            *by = envfp__facts_find(facts, condition->layer, condition->key);
        break;
    case MEMBER: *by = find_member(facts, condition); break;
    }
    return *by != NULL;
}

/* The processor's own account: 1 a hypervisor is there, 0 none, -1 it does not tell. */
static int processor_says(const struct facts *facts)
{
    const struct envfp_fact *bit = envfp__facts_find(facts, HV, "cpuid.hypervisor_bit");
    if (bit && bit->type == ENVFP_BOOLEAN)
        return bit->value.boolean;
    if (envfp__facts_set_has(facts, HW, "cpu.features", VIEW("hypervisor")))
        return 1;
    /* Linux shows the bit; x86 is known by a flag that no other processor's list has. */
    return envfp__facts_set_has(facts, HW, "cpu.features", VIEW("msr")) ? 0 : -1;
}

static bool rule_holds(const struct facts *facts, const struct rule *rule, struct evidence *evidence)
{
    const struct envfp_fact *by[2];
    if (rule->flags & NOT_DENIED && processor_says(facts) == 0)
        return false;
    for (size_t i = 0; i < 2; i++)
        if (!holds(facts, &rule->conditions[i], &by[i]))
            return false;
    for (size_t i = 0; i < 2 && evidence; i++)
        if (by[i])
            envfp__evidence_add(facts, evidence, rule->conditions[i].layer, by[i]->key.text);
    return true;
}

static const struct rule *first_rule(const struct facts *facts, const struct rules *rules,
                                     struct evidence *evidence)
{
    for (size_t i = 0; i < rules->count; i++)
        if (rule_holds(facts, &rules->rules[i], evidence))
            return &rules->rules[i];
    return NULL;
}

static size_t collect_chain(const struct facts *facts, const char *kind, struct view chain[CHAIN_MOST])
{
    size_t count = 0;
    chain[count++] = view_of(kind);
    for (size_t i = 0; i < envfp__rules_kind.count && count < CHAIN_MOST; i++) {
        const struct rule *rule = &envfp__rules_kind.rules[i];
        bool known = rule->confidence == WEAK;
        for (size_t j = 0; j < count && !known; j++)
            known = view_is(chain[j], rule->verdict) || envfp__rules_masks(chain[j].text, rule->verdict);
        if (!known && rule_holds(facts, rule, NULL))
            chain[count++] = view_of(rule->verdict);
    }
    return count;
}

static bool has_collector(const struct facts *facts, enum envfp_layer layer, const char *start)
{
    const struct condition condition = {MEMBER, layer, start, NULL};
    return find_member(facts, &condition) != NULL;
}

/*
 * Firecracker names itself nowhere. It is KVM on x86 without any firmware table of DMI, and the parameters
 * that its kernels are started with are unusual together: at least two must be there. Whoever starts QEMU's
 * microvm by hand may look alike, hence never `certain`.
 */
static const struct rule *judge_firecracker(const struct facts *facts, const char *kind,
                                            struct evidence *evidence)
{
    static const struct rule strong = {"firecracker", STRONG, 0, {{0}}},
                             weak = {"firecracker", WEAK, 0, {{0}}};
    static const char *const hints[] = {"reboot=k",    "panic=1",     "nomodule",       "nomodules",
                                        "i8042.nomux", "i8042.noaux", "8250.nr_uarts=0"};
    if (strcmp(kind, "kvm") != 0 || has_collector(facts, HW, "dmi.") ||
        envfp__facts_find_gap(facts, HW, "dmi.*") || !envfp__facts_find(facts, HV, "cpuid.signatures"))
        return NULL;
    size_t count = 0;
    for (size_t i = 0; i < sizeof hints / sizeof *hints; i++)
        count += envfp__facts_set_has(facts, ENVFP_LAYER_KERNEL, "cmdline.hints", view_of(hints[i]));
    if (count < 2)
        return NULL;
    envfp__evidence_add(facts, evidence, ENVFP_LAYER_KERNEL, "cmdline.hints");
    return count >= 3 ? &strong : &weak;
}

/* Whether the absence of every sign means anything: was there a place to look at? */
static bool was_looked(const struct facts *facts, bool everywhere)
{
    return processor_says(facts) >= 0 || has_collector(facts, HW, "dmi.") ||
           envfp__facts_find(facts, HW, "cpu.platform") ||
           (!everywhere && has_collector(facts, HW, "devicetree."));
}

static void add_string(struct facts *facts, const char *key, const char *value)
{
    envfp__facts_string(facts, HV, key, view_of(value));
}

static const char *confidence_word(enum confidence confidence)
{
    return confidence == CERTAIN ? "certain" : confidence == STRONG ? "strong" : "weak";
}

static void judge_present(struct facts *facts, const struct rule *kind, struct evidence *evidence)
{
    struct view chain[CHAIN_MOST];
    size_t count = collect_chain(facts, kind->verdict, chain);
    const struct rule *vmm = judge_firecracker(facts, kind->verdict, evidence);
    bool emulated = strcmp(kind->verdict, "kvm") == 0 || strcmp(kind->verdict, "qemu") == 0;
    if (!vmm && emulated)
        vmm = first_rule(facts, &envfp__rules_vmm, evidence);
    enum confidence confidence = kind->confidence;
    if (vmm && vmm->confidence < confidence)
        confidence = vmm->confidence;
    add_string(facts, "verdict.kind", kind->verdict);
    envfp__facts_set(facts, HV, "verdict.chain", chain, count);
    if (vmm)
        add_string(facts, "verdict.vmm", vmm->verdict);
    add_string(facts, "verdict.confidence", confidence_word(confidence));
}

/* No rule holds. The layer's status must not rest on what containers hide: it is part of the digest. */
static enum envfp_layer_status judge_absent(struct facts *facts, struct evidence *evidence)
{
    int said = processor_says(facts);
    bool none = said == 0 || (said < 0 && was_looked(facts, false));
    bool bit = envfp__facts_find(facts, HV, "cpuid.hypervisor_bit") != NULL;
    if (said >= 0)
        envfp__evidence_add(facts, evidence, bit ? HV : HW, bit ? "cpuid.hypervisor_bit" : "cpu.features");
    add_string(facts, "verdict.kind", none ? "none" : "unknown");
    envfp__facts_set(facts, HV, "verdict.chain", NULL, 0);
    add_string(facts, "verdict.confidence", said == 0 ? "strong" : "weak");
    if (said == 1)
        return ENVFP_LAYER_OBSERVED;
    return none && was_looked(facts, true) ? ENVFP_LAYER_NONE : ENVFP_LAYER_UNKNOWN;
}

enum envfp_layer_status envfp__judge_hypervisor(struct facts *facts)
{
    struct evidence evidence = {.count = 0};
    enum envfp_layer_status status;
    const struct rule *kind = first_rule(facts, &envfp__rules_kind, &evidence);
    if (kind) {
        judge_present(facts, kind, &evidence);
        status = kind->flags & HIDEABLE ? ENVFP_LAYER_UNKNOWN : ENVFP_LAYER_OBSERVED;
    } else {
        status = judge_absent(facts, &evidence);
    }
    const struct rule *cloud = first_rule(facts, &envfp__rules_cloud, &evidence);
    if (cloud)
        add_string(facts, "verdict.cloud", cloud->verdict);
    envfp__evidence_write(facts, &evidence, HV);
    return status;
}
