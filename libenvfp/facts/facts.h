/* SPDX-License-Identifier: MIT */
/*
 * Facts and gaps of the nine sections, as collectors add them and readers look them up. One arena holds everything.
 * Functions that add report no failure: the arena remembers that it ran out.
 */
#ifndef ENVFP_FACTS_H
#define ENVFP_FACTS_H

#include "base/arena.h"
#include "base/text.h"
#include "registry/registry.h"

struct envfp_fact {
    struct view key;
    uint32_t collector_length; /* of the key's first word */
    enum envfp_type type;
    enum envfp_class class;
    union {
        struct view string;
        int64_t integer;
        bool boolean;
        struct {
            const struct view *items; /* sorted bytewise, unique */
            size_t count;
        } set;
    } value;
};

struct envfp_gap {
    struct view key;
    enum envfp_reason reason;
};

/* A boundary of the isolation stack. */
struct envfp_boundary {
    const char *name, *kind, *vmm, *confidence; /* the last two may be NULL */
};

struct collector_digest {
    struct view name;
    char digest[65];
    size_t first, end; /* its facts, where adjacent and all hashed; else `end` is 0 */
};

struct section {
    struct envfp_fact *facts;
    size_t count, capacity;
    struct envfp_gap *gaps;
    size_t gap_count, gap_capacity;
    enum envfp_layer_status status;
    uint32_t schema;
    struct collector_digest *collectors; /* sorted; only those with hashed facts */
    size_t collector_count;
    char digest[65];    /* hex, a token's group, or empty */
    uint32_t *unhashed; /* indexes of the facts that are not hashed */
    size_t unhashed_count;
    bool indexed;               /* `unhashed` and the ranges of `collectors` are filled in */
    size_t sealed, gaps_sealed; /* facts and gaps at the last seal, which are in order */
};

/* The embedding program's own runtime: the facts of the app section whose first word is a language's. */
struct own_runtime {
    enum envfp_layer_status status; /* SKIPPED where there is none, or the form does not carry it */
    char digest[65];                /* hex, a token's group, or empty */
};

struct facts {
    struct arena *arena;
    struct section sections[ENVFP_SECTION_COUNT];
    struct own_runtime runtime;
    struct envfp_boundary *stack;
    size_t stack_count;
    /* The registry's row of the last inventory that got a member: thousands of members of one inventory follow one
     * another. */
    const struct envfp_entry *inventory;
    const struct declaration
        *declaration;  /* of the collector at work, whose facts alone may be added; or NULL */
    size_t undeclared; /* facts refused: no row, wrong type, or wrong layer */
};

void envfp__facts_init(struct facts *facts, struct arena *arena);

/* Add one fact. The registry gives its class; a key without a row, of another type, or not declared by the collector at
 * work is refused, so that no fact has two authors. (In the app section a key without a row is allowed, and hashed.)
 * Strings are trimmed and escaped here. */
void envfp__facts_string(struct facts *facts, enum envfp_layer layer, const char *key, struct view value);
void envfp__facts_integer(struct facts *facts, enum envfp_layer layer, const char *key, int64_t value);
void envfp__facts_boolean(struct facts *facts, enum envfp_layer layer, const char *key, bool value);
void envfp__facts_set(struct facts *facts, enum envfp_layer layer, const char *key, const struct view *items,
                      size_t count);
/* A member of an inventory: `NAME/member` = version. A member added twice with another version becomes
 * a set of versions. */
void envfp__facts_member(struct facts *facts, enum envfp_layer layer, const char *inventory,
                         struct view member, struct view version);
/* As above, the member in pieces. */
void envfp__facts_member_of(struct facts *facts, enum envfp_layer layer, const char *inventory,
                            const struct view *parts, size_t count, struct view version);
void envfp__facts_gap(struct facts *facts, enum envfp_layer layer, const char *key, enum envfp_reason reason);
/* Append a fact whose key and value are already in the value domain (readers). */
void envfp__facts_append(struct facts *facts, enum envfp_layer layer, const struct envfp_fact *fact);

/* Sort facts and gaps, merge members, drop repeated keys: of facts and of gaps the last one counts. */
void envfp__facts_seal(struct facts *facts);

/* Look-ups in sealed facts; NULL where there is none. */
const struct envfp_fact *envfp__facts_find(const struct facts *facts, enum envfp_layer layer,
                                           const char *key);
const struct envfp_gap *envfp__facts_find_gap(const struct facts *facts, enum envfp_layer layer,
                                              const char *key);
/* Index of the first fact whose key starts with `start`, or SIZE_MAX. Further ones follow it directly. */
size_t envfp__facts_find_start(const struct facts *facts, enum envfp_layer layer, struct view start);
/* The string, integer, ... of a sealed fact, or the given default. */
struct view envfp__facts_get_string(const struct facts *facts, enum envfp_layer layer, const char *key);
bool envfp__facts_get_boolean(const struct facts *facts, enum envfp_layer layer, const char *key);
bool envfp__facts_set_has(const struct facts *facts, enum envfp_layer layer, const char *key,
                          struct view item);
bool envfp__facts_set_of_has(const struct envfp_fact *fact, struct view item);

/* Equal type and value. */
bool envfp__facts_value_equal(const struct envfp_fact *a, const struct envfp_fact *b);

/* The key's first word. */
static inline struct view fact_collector(const struct envfp_fact *fact)
{
    return view_take(fact->key, fact->collector_length);
}

#endif
