/* SPDX-License-Identifier: MIT */
/* Rules by which hypervisors, virtual machine monitors and clouds are told apart. */
#ifndef ENVFP_JUDGE_HYPERVISOR_RULES_H
#define ENVFP_JUDGE_HYPERVISOR_RULES_H

#include "facts/facts.h"
#include "judge/sign.h"

enum match {
    IS,          /* a string, equal */
    STARTS,      /* a string's start */
    HAS,         /* anywhere in a string */
    LACKS,       /* the string is present and does not contain the text */
    ITEM,        /* an item of a set */
    ITEM_STARTS, /* the start of an item of a set */
    ITEM_HAS,    /* anywhere in an item of a set */
    ITEM_LACKS,  /* the set is present and lacks the item */
    TRUE_FACT,   /* a boolean that is true */
    MEMBER       /* some inventory member's key begins with the text */
};

/* One condition. The key DMI_ANY stands for every attribute in which firmware names itself. */
struct condition {
    enum match match;
    enum envfp_layer layer;
    const char *key, *text;
};

#define DMI_ANY "dmi."

enum confidence { WEAK, STRONG, CERTAIN };

/* The rule needs a processor that does not deny a hypervisor: the vendor also makes physical machines. */
#define NOT_DENIED 1U
/* The rule's facts are hidden in some containers, so the layer's status must not rest on it. */
#define HIDEABLE 2U
/* The rule needs a processor that denies a hypervisor: the monitor is older than CPUID's bit. */
#define DENIED 4U

/* One rule of a table, as envfp__rules_next reads it. */
struct rule {
    const char *verdict;
    enum confidence confidence;
    unsigned flags;
    const char *conditions; /* all of them must hold; envfp__rules_condition reads them */
};

/* Tables of rules (judge/hypervisor_conditions.h), each in order of precedence. A kind "unknown" says that there is a virtual machine, but not which. */
extern const char envfp__rules_kind[];
extern const char envfp__rules_vmm[];
extern const char envfp__rules_cloud[];
extern const char envfp__rules_maker[];        /* who makes machines that tell nothing else */
extern const char envfp__rules_emulation[];    /* programs that emulate the processor */
extern const char envfp__rules_role[];         /* systems that control other guests of their hypervisor */
extern const char envfp__rules_mode[];         /* ways in which one hypervisor runs its guests */
extern const char envfp__rules_confidential[]; /* technologies that keep memory from the host */

/* Whether `other` is only an interface or disguise of `kind`, as Hyper-V's enlightenments are under KVM. */
bool envfp__rules_masks(const char *kind, const char *other);

/* What CPUID's hypervisor bit says: 1 there is one, 0 there is none, -1 unknown. */
int envfp__rules_processor_says(const struct facts *facts);

/* Reads the table's rule at `*at` and moves behind it; false at the end. */
bool envfp__rules_next(const char **at, struct rule *rule);
/* The same for the conditions of a rule. */
bool envfp__rules_condition(const char **at, struct condition *condition);

/* Whether every condition holds; `evidence`, if any, gets the facts by which. */
bool envfp__rules_hold(const struct facts *facts, const struct rule *rule, struct evidence *evidence);

/* Finds the first rule that holds among those without any of the flags in `without`. */
bool envfp__rules_first(const struct facts *facts, const char *rules, unsigned without, struct rule *found,
                        struct evidence *evidence);

#endif
