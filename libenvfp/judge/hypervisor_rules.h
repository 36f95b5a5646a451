/* SPDX-License-Identifier: MIT */
/* Rules by which hypervisors, virtual machine monitors and clouds are told apart. */
#ifndef ENVFP_JUDGE_HYPERVISOR_RULES_H
#define ENVFP_JUDGE_HYPERVISOR_RULES_H

#include "facts/facts.h"

enum match {
    ALWAYS,      /* no condition */
    IS,          /* a string, equal */
    STARTS,      /* a string's start */
    HAS,         /* anywhere in a string */
    LACKS,       /* not so: the string is absent, or the text nowhere in it */
    ITEM,        /* an item of a set */
    ITEM_STARTS, /* the start of an item of a set */
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

struct rule {
    const char *verdict;
    enum confidence confidence;
    unsigned flags;
    struct condition conditions[2];
};

struct rules {
    const struct rule *rules;
    size_t count;
};

extern const struct rules envfp__rules_kind;  /* in order of precedence */
extern const struct rules envfp__rules_vmm;   /* likewise */
extern const struct rules envfp__rules_cloud; /* likewise */

/* Kinds that are only a disguise or an interface of the one at hand, as Hyper-V's enlightenments under KVM. */
bool envfp__rules_masks(const char *kind, const char *other);

#endif
