/* SPDX-License-Identifier: MIT */
/*
 * What a collector declares: the facts that it tells. One constant object for each file that declares, with offsets
 * in place of pointers, so that nothing of it is relocated when a program starts. collect/declare.h makes it.
 */
#ifndef ENVFP_DECLARED_H
#define ENVFP_DECLARED_H

#include <stddef.h>
#include <stdint.h>

/* A fact; also what envfp.h calls an entry of the registry. */
struct envfp_entry {
    uint16_t self; /* of this row from the start of its object; the following are offsets from there, too */
    uint16_t key;  /* a last `*` stands for any rest ("os.*", an inventory's members) */
    uint16_t unit, path, manual, why;
    uint8_t layer, type, class, impact, pin; /* type: of a member where the key ends in a wildcard */
};

struct declaration {
    uint16_t facts, fact_count; /* sorted bytewise by key */
};

static inline const char *entry_text(const struct envfp_entry *entry, uint16_t offset)
{
    return (const char *)entry - entry->self + offset;
}

static inline const char *entry_key(const struct envfp_entry *entry)
{
    return entry_text(entry, entry->key);
}

static inline const struct envfp_entry *declared_facts(const struct declaration *declaration)
{
    return (const void *)((const char *)declaration + declaration->facts);
}

#endif
