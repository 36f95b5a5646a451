/* SPDX-License-Identifier: MIT */
/* Whether a rule's conditions hold, and the facts by which they do. */
#include "judge/hypervisor_rules.h"

#include "judge/hypervisor_conditions.h"

/* ---- Reading a table ------------------------------------------------------------------------------- */

/* The text at `*at`, which moves behind it. */
static const char *take(const char **at)
{
    const char *text = *at;
    *at += strlen(text) + 1;
    return text;
}

/* Which of the bytes it is. */
static unsigned number_of(char byte, const char *bytes)
{
    const char *found = strchr(bytes, byte);
    return found ? (unsigned)(found - bytes) : 0;
}

bool envfp__rules_condition(const char **at, struct condition *condition)
{
    static const uint8_t layers[] = {ENVFP_LAYER_HARDWARE, ENVFP_LAYER_HYPERVISOR, ENVFP_LAYER_KERNEL};
    if (**at == '\0')
        return false;
    /* In the order of enum match. */
    condition->match = (enum match)number_of(
        *(*at)++, SPELL_IS SPELL_STARTS SPELL_HAS SPELL_LACKS SPELL_ITEM SPELL_ITEM_STARTS SPELL_ITEM_HAS
                      SPELL_ITEM_LACKS SPELL_TRUE_FACT SPELL_MEMBER);
    condition->layer = (enum envfp_layer)layers[number_of(*(*at)++, SPELL_HW SPELL_HV SPELL_KN)];
    condition->key = take(at);
    condition->text = take(at);
    return true;
}

bool envfp__rules_next(const char **at, struct rule *rule)
{
    static const uint8_t flags[] = {0, NOT_DENIED, HIDEABLE, DENIED};
    struct condition skipped;
    if (**at == '\0')
        return false;
    rule->verdict = take(at);
    rule->confidence = (enum confidence)number_of(*(*at)++, SPELL_WEAK SPELL_STRONG SPELL_CERTAIN);
    rule->flags = flags[number_of(*(*at)++, SPELL_0 SPELL_NOT_DENIED SPELL_HIDEABLE SPELL_DENIED)];
    rule->conditions = *at;
    while (envfp__rules_condition(at, &skipped)) {
    }
    ++*at;
    return true;
}

/* ---- Whether a rule holds --------------------------------------------------------------------------- */

static bool string_matches(struct view value, const struct condition *condition)
{
    struct view text = view_of(condition->text);
    switch (condition->match) {
    case IS:
    case ITEM:
    case ITEM_LACKS: return view_equal(value, text);
    case STARTS:
    case ITEM_STARTS: return view_starts(value, text);
    case HAS:
    case ITEM_HAS: return view_has(value, text);
    case LACKS: return !view_has(value, text);
    case TRUE_FACT:
    case MEMBER: break;
    }
    return false;
}

static const struct envfp_fact *find_set(const struct facts *facts, const struct condition *condition)
{
    const struct envfp_fact *fact = envfp__facts_find(facts, condition->layer, condition->key);
    return fact && fact->type == ENVFP_SET ? fact : NULL;
}

static const struct envfp_fact *find_item(const struct facts *facts, const struct condition *condition)
{
    const struct envfp_fact *fact = find_set(facts, condition);
    if (fact && (condition->match == ITEM || condition->match == ITEM_LACKS))
        return envfp__facts_set_of_has(fact, view_of(condition->text)) ? fact : NULL;
    for (size_t i = 0; fact && i < fact->value.set.count; i++)
        if (string_matches(fact->value.set.items[i], condition))
            return fact;
    return NULL;
}

static const struct envfp_fact *find_member(const struct facts *facts, const struct condition *condition)
{
    const struct section *section = &facts->sections[condition->layer];
    struct view start = view_of(condition->key), listed = VIEW("pci_listed/");
    size_t at = envfp__facts_find_start(facts, condition->layer, start);
    if (at != SIZE_MAX)
        return &section->facts[at];
    /* Where sysfs cannot be read, the list in /proc/bus/pci takes its place. */
    struct view id = view_skip(start, view_starts(start, VIEW("pci/")) ? 4 : start.length);
    at = id.length ? envfp__facts_find_start(facts, condition->layer, listed) : SIZE_MAX;
    for (; at < section->count && view_starts(section->facts[at].key, listed); at++)
        if (view_starts(view_skip(section->facts[at].key, listed.length), id))
            return &section->facts[at];
    return NULL;
}

/* The first attribute in which firmware or a monitor names itself that fits; names of boards and families often hold
 * other makers' words. Hundreds of conditions ask for it, so machines without DMI are answered first. */
static const struct envfp_fact *find_attribute(const struct facts *facts, const struct condition *condition)
{
    static const char *const named[] = {"dmi.product_name", "dmi.sys_vendor",      "dmi.board_vendor",
                                        "dmi.bios_vendor",  "dmi.product_version", "dmi.chassis_vendor"};
    if (envfp__facts_find_start(facts, condition->layer, VIEW(DMI_ANY)) == SIZE_MAX)
        return NULL;
    for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
        const struct envfp_fact *fact = envfp__facts_find(facts, condition->layer, named[i]);
        if (fact && fact->type == ENVFP_STRING && string_matches(fact->value.string, condition))
            return fact;
    }
    return NULL;
}

static const struct envfp_fact *find_string(const struct facts *facts, const struct condition *condition)
{
    if (strcmp(condition->key, DMI_ANY) == 0)
        return find_attribute(facts, condition);
    const struct envfp_fact *fact = envfp__facts_find(facts, condition->layer, condition->key);
    return fact && fact->type == ENVFP_STRING && string_matches(fact->value.string, condition) ? fact : NULL;
}

/* Whether a condition holds, and the fact that makes it hold (NULL for an absence). */
static bool holds(const struct facts *facts, const struct condition *condition, const struct envfp_fact **by)
{
    *by = NULL;
    switch (condition->match) {
    case LACKS:
        *by = find_string(facts, condition);
        return *by || !envfp__facts_find(facts, condition->layer, condition->key);
    case IS:
    case STARTS:
    case HAS: *by = find_string(facts, condition); break;
    case ITEM:
    case ITEM_STARTS:
    case ITEM_HAS: *by = find_item(facts, condition); break;
    case ITEM_LACKS: *by = find_item(facts, condition) ? NULL : find_set(facts, condition); break;
    case TRUE_FACT:
        if (envfp__facts_get_boolean(facts, condition->layer, condition->key))
            *by = envfp__facts_find(facts, condition->layer, condition->key);
        break;
    case MEMBER: *by = find_member(facts, condition); break;
    }
    return *by != NULL;
}

int envfp__rules_processor_says(const struct facts *facts)
{
    /* The kernel ran CPUID when it started, with nothing in between. valgrind answers a program's CPUID with a
     * processor of its own, but /proc/cpuinfo still shows the bit. */
    if (envfp__facts_set_has(facts, ENVFP_LAYER_HARDWARE, "cpu.features", VIEW("hypervisor")) ||
        envfp__facts_get_boolean(facts, ENVFP_LAYER_HARDWARE, "cpu.kernel_hypervisor"))
        return 1;
    const struct envfp_fact *bit = envfp__facts_find(facts, ENVFP_LAYER_HYPERVISOR, "cpuid.hypervisor_bit");
    if (bit && bit->type == ENVFP_BOOLEAN)
        return bit->value.boolean;
    /* Linux lists the bit. Without it, the processor denies a hypervisor only if it is an x86: known by a flag that no
     * other architecture has. */
    return envfp__facts_set_has(facts, ENVFP_LAYER_HARDWARE, "cpu.features", VIEW("msr")) ? 0 : -1;
}

bool envfp__rules_hold(const struct facts *facts, const struct rule *rule, struct evidence *evidence)
{
    const struct envfp_fact *by;
    struct condition condition;
    for (const char *at = rule->conditions; envfp__rules_condition(&at, &condition);)
        if (!holds(facts, &condition, &by))
            return false;
    if (rule->flags & (NOT_DENIED | DENIED) &&
        (envfp__rules_processor_says(facts) == 0) != !!(rule->flags & DENIED))
        return false;
    for (const char *at = rule->conditions; evidence && envfp__rules_condition(&at, &condition);)
        if (holds(facts, &condition, &by) && by)
            envfp__evidence_add(facts, evidence, condition.layer, by->key.text);
    return true;
}

bool envfp__rules_first(const struct facts *facts, const char *rules, unsigned without, struct rule *found,
                        struct evidence *evidence)
{
    while (envfp__rules_next(&rules, found))
        if (!(found->flags & without) && envfp__rules_hold(facts, found, evidence))
            return true;
    return false;
}
