/* SPDX-License-Identifier: MIT */
/*
 * The registry: every fact's key, type, class, impact and meaning, a table for each layer in
 * registry/<layer>.c. Documentation, `envfp explain`, Python's names and the completeness tests come
 * from it. A fact that has no row cannot be added.
 */
#ifndef ENVFP_REGISTRY_H
#define ENVFP_REGISTRY_H

#include "base/view.h"
#include "envfp.h"

struct envfp_entry {
    const char *key; /* a fact's key; a last `*` stands for any rest ("os.*", an inventory's members) */
    enum envfp_layer layer;
    enum envfp_type type; /* of a member where the key ends in a wildcard */
    enum envfp_class class;
    enum envfp_impact impact;
    enum envfp_pin pin;
    const char *unit;   /* or NULL */
    const char *source; /* file, and the page or kernel document that describes it */
    const char *since;
    const char *why;
};

struct registry_table {
    const struct envfp_entry *entries; /* sorted bytewise by key */
    size_t count;
};

extern const struct registry_table envfp__registry_hardware;
extern const struct registry_table envfp__registry_hypervisor;
extern const struct registry_table envfp__registry_kernel;
extern const struct registry_table envfp__registry_container;
extern const struct registry_table envfp__registry_sandbox;
extern const struct registry_table envfp__registry_libc;
extern const struct registry_table envfp__registry_packages;
extern const struct registry_table envfp__registry_runtimes;
extern const struct registry_table envfp__registry_app;

/* The schema of documents, and of each layer: raised when what is hashed changes. */
#define ENVFP_SCHEMA 1
uint32_t envfp__registry_schema(enum envfp_layer layer);

/* The row for a key: its own, else the one with the longest wildcard; NULL where there is none. */
const struct envfp_entry *envfp__registry_find(enum envfp_layer layer, struct view key);

/* Whether a gap's key (itself, `name.*` or `name/` and `*`) stands for at least one hashed fact. */
bool envfp__registry_gap_is_hashed(enum envfp_layer layer, struct view key);

#endif
