/* SPDX-License-Identifier: MIT */
/* Rules by which hypervisors, virtual machine monitors and clouds are told apart. */
#ifndef ENVFP_JUDGE_HYPERVISOR_RULES_H
#define ENVFP_JUDGE_HYPERVISOR_RULES_H

#include "facts/facts.h"
#include "judge/sign.h"

enum match {
    ALWAYS,      /* no condition */
    IS,          /* a string, equal */
    STARTS,      /* a string's start */
    HAS,         /* anywhere in a string */
    LACKS,       /* not so: the string is absent, or the text nowhere in it */
    ITEM,        /* an item of a set */
    ITEM_STARTS, /* the start of an item of a set */
    ITEM_HAS,    /* anywhere in an item of a set */
    ITEM_LACKS,  /* the set is there, the item is not in it */
    TRUE_FACT,   /* a boolean that is true */
    MEMBER       /* some member of an inventory whose key starts so */
};

/* One condition. The key DMI_ANY stands for every attribute in which firmware names itself. */
struct condition {
    enum match match;
    enum envfp_layer layer;
    const char *key, *text;
};

#define DMI_ANY "dmi."

enum confidence { WEAK, STRONG, CERTAIN };

/* The processor must not deny a hypervisor: machines of this maker come without one, too. */
#define NOT_DENIED 1U
/* The facts are not to be seen in every container, so the layer's status must not rest on them. */
#define HIDEABLE 2U
/* The processor must deny it: a monitor older than the processor's bit for it. */
#define DENIED 4U

#define CONDITIONS 4

struct rule {
    const char *verdict;
    enum confidence confidence;
    unsigned flags;
    struct condition conditions[CONDITIONS];
};

struct rules {
    const struct rule *rules;
    size_t count;
};

/* Each in order of precedence. A kind "unknown" says that there is a virtual machine, but not which. */
extern const struct rules envfp__rules_kind;
extern const struct rules envfp__rules_vmm;
extern const struct rules envfp__rules_cloud;
extern const struct rules envfp__rules_emulation;    /* programs that stand in for the processor */
extern const struct rules envfp__rules_role;         /* systems that control others on their hypervisor */
extern const struct rules envfp__rules_mode;         /* ways in which one hypervisor runs its guests */
extern const struct rules envfp__rules_confidential; /* technologies that keep memory from the host */

/* Kinds that are only a disguise or an interface of the one at hand, as Hyper-V's enlightenments under KVM. */
bool envfp__rules_masks(const char *kind, const char *other);

/* The processor's own account: 1 a hypervisor is there, 0 none, -1 it does not tell. */
int envfp__rules_processor_says(const struct facts *facts);

/* Whether every condition holds; `evidence`, if any, gets the facts by which. */
bool envfp__rules_hold(const struct facts *facts, const struct rule *rule, struct evidence *evidence);

/* The first rule that holds among those without any of the flags in `without`, or NULL. */
const struct rule *envfp__rules_first(const struct facts *facts, const struct rules *rules, unsigned without,
                                      struct evidence *evidence);

#endif
