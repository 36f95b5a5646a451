/* SPDX-License-Identifier: MIT */
/*
 * Which hypervisors lie below. All rules are evaluated: the first that holds decides the innermost kind, and the kinds
 * of the others join the chain unless the first masks them. Then the monitor, the cloud and other properties of the
 * guest follow, each with the facts it rests on.
 */
#ifdef DECLARING

FACT("verdict.chain", SET, DERIVED, ALTERS, MACHINE, "", "", "facts of this layer, cpu, dmi, devicetree, pci",
     "Every hypervisor that shows, the innermost and those around it.")
FACT("verdict.cloud", STRING, DERIVED, INFORMS, MACHINE, "", "",
     "facts of this layer, cpu, dmi, devicetree, pci",
     "The cloud that runs this machine, also where no hypervisor lies between.")
FACT("verdict.confidence", STRING, DERIVED, INFORMS, MACHINE, "", "",
     "facts of this layer, cpu, dmi, devicetree, pci",
     "How well the verdict is founded: certain, strong or weak.")
FACT("verdict.confidential", STRING, DERIVED, INFORMS, MACHINE, "", "", "facts of this layer, cpu",
     "Whether this guest's memory is kept from its host: `active`, `capable` (offered; whether it is "
     "in use only the kernel can read), `none`, `unknown`.")
FACT("verdict.confidential_kind", STRING, DERIVED, INFORMS, MACHINE, "", "", "facts of this layer, cpu",
     "The technology that keeps it: sev-snp, tdx, cca, s390-pv or pef.")
FACT("verdict.emulation", STRING, DERIVED, INFORMS, MACHINE, "", "", "arch, cpu, clock, facts of this layer",
     "The program that stands in for the processor on this kernel (qemu, rosetta, fex, box64, or "
     "unknown): what the processor seems to be is what it makes up.")
FACT("verdict.evidence", SET, DERIVED, INFORMS, MACHINE, "", "",
     "facts of this layer, cpu, dmi, devicetree, pci", "The facts that the verdict rests on.")
FACT("verdict.kind", STRING, DERIVED, ALTERS, MACHINE, "", "",
     "facts of this layer, cpu, dmi, devicetree, pci",
     "The innermost hypervisor, `none`, or `unknown` where it cannot be told.")
FACT("verdict.mode", STRING, DERIVED, INFORMS, MACHINE, "", "", "facts of this layer, dmi",
     "How the hypervisor runs this guest: pv, hvm or pvh under Xen, shared or dedicated on POWER.")
FACT("verdict.role", STRING, DERIVED, INFORMS, MACHINE, "", "", "facts of this layer",
     "`control` where this system looks like a guest and commands the hypervisor: Xen's dom0, "
     "Hyper-V's root partition, LDoms' control domain.")
FACT("verdict.vmm", STRING, DERIVED, INFORMS, MACHINE, "", "",
     "facts of this layer, cpu, dmi, devicetree, pci", "The program that emulates this machine's devices.")

#else
#define LAYER HYPERVISOR
#define OWNER judge_hypervisor
#define DECLARES "judge/hypervisor.c"
#include "collect/declare.h"

#include "judge/hypervisor_conditions.h"
#include "judge/hypervisor_rules.h"
#include "judge/judge.h"

#define HW ENVFP_LAYER_HARDWARE
#define HV ENVFP_LAYER_HYPERVISOR
#define CHAIN_MOST 8

static bool is_unknown(const struct rule *rule)
{
    return strcmp(rule->verdict, "unknown") == 0;
}

static size_t collect_chain(const struct facts *facts, const struct rule *kind, struct view chain[CHAIN_MOST])
{
    size_t count = 0;
    chain[count++] = view_of(kind->verdict);
    struct rule rule;
    for (const char *at = envfp__rules_kind;
         count < CHAIN_MOST && !is_unknown(kind) && envfp__rules_next(&at, &rule);) {
        bool known = rule.confidence == WEAK || is_unknown(&rule);
        for (size_t j = 0; j < count && !known; j++)
            known = view_is(chain[j], rule.verdict) || envfp__rules_masks(chain[j].text, rule.verdict);
        if (!known && envfp__rules_hold(facts, &rule, NULL))
            chain[count++] = view_of(rule.verdict);
    }
    return count;
}

static bool has_collector(const struct facts *facts, enum envfp_layer layer, const char *start)
{
    return envfp__facts_find_start(facts, layer, view_of(start)) != SIZE_MAX;
}

/*
 * Firecracker names itself nowhere. It is KVM on x86 without any firmware table of DMI, and the parameters
 * that its kernels are started with are unusual together: at least two must be there. Whoever starts QEMU's
 * microvm by hand may look alike, hence never `certain`.
 */
static bool judge_firecracker(const struct facts *facts, const char *kind, struct rule *found,
                              struct evidence *evidence)
{
    static const char hints[][16] = {"reboot=k",    "panic=1",     "nomodule",       "nomodules",
                                     "i8042.nomux", "i8042.noaux", "8250.nr_uarts=0"};
    if (strcmp(kind, "kvm") != 0 || has_collector(facts, HW, "dmi.") ||
        envfp__facts_find_gap(facts, HW, "dmi.*") || !envfp__facts_find(facts, HV, "cpuid.signatures"))
        return false;
    size_t count = 0;
    for (size_t i = 0; i < sizeof hints / sizeof *hints; i++)
        count += envfp__facts_set_has(facts, ENVFP_LAYER_KERNEL, "cmdline.hints", view_of(hints[i]));
    if (count < 2)
        return false;
    envfp__evidence_add(facts, evidence, ENVFP_LAYER_KERNEL, "cmdline.hints");
    *found = (struct rule){.verdict = "firecracker", .confidence = count >= 3 ? STRONG : WEAK};
    return true;
}

/*
 * Whether the absence of every sign proves that there is no hypervisor, which it does only if some place for signs was
 * visible. Where the processor gives no answer, a cloud's machine may be virtual, unless its product name says metal, and
 * so may one whose maker nobody knows.
 */
static bool was_looked(const struct facts *facts, bool everywhere)
{
    static const char metal[] = RULE("none", STRONG, 0, IF(HAS, HW, "dmi.product_name", ".metal"));
    struct rule rule;
    if (envfp__rules_processor_says(facts) >= 0)
        return true;
    if (envfp__rules_first(facts, envfp__rules_cloud, 0, &rule, NULL) &&
        !envfp__rules_first(facts, metal, 0, &rule, NULL))
        return false;
    return envfp__rules_first(facts, envfp__rules_maker, 0, &rule, NULL) ||
           envfp__facts_find(facts, HW, "cpu.platform") ||
           (!everywhere && has_collector(facts, HW, "devicetree."));
}

static void add_string(struct facts *facts, const char *key, const char *value)
{
    envfp__facts_string(facts, HV, key, view_of(value));
}

static void add_first(struct facts *facts, const char *rules, const char *key, struct evidence *evidence)
{
    struct rule rule;
    if (envfp__rules_first(facts, rules, 0, &rule, evidence))
        add_string(facts, key, rule.verdict);
}

static const char *confidence_word(enum confidence confidence)
{
    return confidence == CERTAIN ? "certain" : confidence == STRONG ? "strong" : "weak";
}

static void judge_present(struct facts *facts, const struct rule *kind, bool emulated,
                          struct evidence *evidence)
{
    struct view chain[CHAIN_MOST];
    size_t count = collect_chain(facts, kind, chain);
    struct rule vmm;
    bool has_monitors = strcmp(kind->verdict, "kvm") == 0 || strcmp(kind->verdict, "qemu") == 0;
    bool has_vmm =
        !emulated && (judge_firecracker(facts, kind->verdict, &vmm, evidence) ||
                      (has_monitors && envfp__rules_first(facts, envfp__rules_vmm, 0, &vmm, evidence)));
    enum confidence confidence = kind->confidence;
    if (has_vmm && vmm.confidence < confidence)
        confidence = vmm.confidence;
    bool shown = has_vmm && envfp__rules_masks(kind->verdict, vmm.verdict);
    for (size_t i = 0; has_vmm && i < count; i++)
        shown = shown || view_is(chain[i], vmm.verdict);
    if (has_vmm && !shown && count < CHAIN_MOST)
        chain[count++] = view_of(vmm.verdict);
    add_string(facts, "verdict.kind", kind->verdict);
    envfp__facts_set(facts, HV, "verdict.chain", chain, count);
    if (has_vmm)
        add_string(facts, "verdict.vmm", vmm.verdict);
    add_string(facts, "verdict.confidence", confidence_word(confidence));
    add_first(facts, envfp__rules_role, "verdict.role", evidence);
    add_first(facts, envfp__rules_mode, "verdict.mode", evidence);
}

static void judge_absent(struct facts *facts, struct evidence *evidence)
{
    int said = envfp__rules_processor_says(facts);
    bool none = said <= 0 && was_looked(facts, false);
    bool bit = envfp__facts_find(facts, HV, "cpuid.hypervisor_bit") != NULL;
    if (said >= 0)
        envfp__evidence_add(facts, evidence, bit ? HV : HW, bit ? "cpuid.hypervisor_bit" : "cpu.features");
    add_string(facts, "verdict.kind", none ? "none" : "unknown");
    envfp__facts_set(facts, HV, "verdict.chain", NULL, 0);
    add_string(facts, "verdict.confidence", said == 0 ? "strong" : "weak");
}

/*
 * Is the guest's memory kept from its host? Active where something in use says so. Only capable where the
 * processor shows AMD's extensions: whether they are in use stands in a register that only the kernel reads.
 * A guest of x86 that shows neither these nor TDX's leaf has none: it would need them to start.
 */
static void judge_confidential(struct facts *facts, bool present, struct evidence *evidence)
{
    struct rule active;
    const struct envfp_fact *secure = envfp__facts_find(facts, HV, "sysfs_hypervisor.secure_guest");
    const char *state = "unknown";
    if (envfp__rules_first(facts, envfp__rules_confidential, 0, &active, evidence)) {
        state = "active";
        add_string(facts, "verdict.confidential_kind", active.verdict);
    } else if (!present) {
        return;
    } else if (envfp__facts_find(facts, HV, "cpuid.sev_capable")) {
        state = "capable";
        envfp__evidence_add(facts, evidence, HV, "cpuid.sev_capable");
    } else if (envfp__facts_find(facts, HV, "cpuid.signatures") || secure) {
        state = "none";
    }
    add_string(facts, "verdict.confidential", state);
}

/*
 * The layer's status is part of the digest, so it must not depend on facts that containers hide: it is judged without
 * the rules marked HIDEABLE.
 */
static enum envfp_layer_status status_of(const struct facts *facts, bool emulated)
{
    struct rule rule;
    if (emulated || envfp__rules_first(facts, envfp__rules_kind, HIDEABLE, &rule, NULL))
        return ENVFP_LAYER_OBSERVED;
    return was_looked(facts, true) ? ENVFP_LAYER_NONE : ENVFP_LAYER_UNKNOWN;
}

enum envfp_layer_status envfp__judge_hypervisor(struct facts *facts)
{
    struct evidence evidence = {.count = 0};
    struct rule emulation, kind;
    bool emulates = envfp__rules_first(facts, envfp__rules_emulation, 0, &emulation, &evidence);
    bool emulated = emulates && strcmp(emulation.verdict, "qemu") == 0;
    bool present = emulated || envfp__rules_first(facts, envfp__rules_kind, 0, &kind, &evidence);
    if (emulates)
        add_string(facts, "verdict.emulation", emulation.verdict);
    if (present)
        judge_present(facts, emulated ? &emulation : &kind, emulated, &evidence);
    else
        judge_absent(facts, &evidence);
    judge_confidential(facts, present && !emulates, &evidence);
    add_first(facts, envfp__rules_cloud, "verdict.cloud", &evidence);
    envfp__evidence_write(facts, &evidence, HV);
    return status_of(facts, emulated);
}

#endif
