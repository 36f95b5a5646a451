/* SPDX-License-Identifier: MIT */
/*
 * The registry: the key, type, class, impact and meaning of every fact, gathered from the declarations of all files
 * (collect/declare.h). The documentation, `envfp explain`, Python's names and the completeness tests are made from it.
 * A fact without a row cannot be added.
 */
#ifndef ENVFP_REGISTRY_H
#define ENVFP_REGISTRY_H

#include "base/view.h"
#include "envfp.h"
#include "source/declared.h"
#include "source/source.h"

/* The schema of documents, and of each layer: raised when what is hashed changes. */
#define ENVFP_SCHEMA 1
uint32_t envfp__registry_schema(enum envfp_layer layer);

/* All that declare, for a source. */
extern const struct declarers envfp__declarers;

/* The declaration number `index` of collect/collectors.h, collectors first; NULL past the end. */
const struct declaration *envfp__registry_declaration(size_t index);
/* Its layer; ENVFP_LAYER_APP of what belongs to none. */
enum envfp_layer envfp__registry_layer(size_t index);
/* Its name; "source" past the end. */
const char *envfp__registry_name(size_t index);
/* What sources read on their own account (source/own.c). */
const struct declaration *envfp__declares_source(void);
/* What a file keeps aside: its forms, and what its facts say to people. */
struct aside envfp__registry_aside(size_t index);

/* The row for a key: its own, else the one with the longest wildcard; NULL where there is none. */
const struct envfp_entry *envfp__registry_find(enum envfp_layer layer, struct view key);

/* The same among the rows of one file. */
const struct envfp_entry *envfp__registry_find_own(const struct declaration *declaration, struct view key);

/* The language that a key is about: its word with `rest` behind it (".version"); NULL where it is none's. */
const struct envfp_language *envfp__registry_language_of(struct view key, const char *rest);
/* The language, or NULL, that version managers and projects call by this name. */
const struct envfp_language *envfp__registry_language_called(struct view name);

/* Whether a gap's key (itself, `name.*` or `name/` and `*`) stands for at least one hashed fact. */
bool envfp__registry_gap_is_hashed(enum envfp_layer layer, struct view key);

#endif
