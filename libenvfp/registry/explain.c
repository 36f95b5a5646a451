/* SPDX-License-Identifier: MIT */
/* What the rows of all files say to people, and the forms of recordings: a program that only collects links none of it. */
#include "collect/collectors.h"
#include "registry/registry.h"

struct aside envfp__registry_aside(size_t index)
{
    switch (index) {
#define ROW(layer, name)                                                                                     \
    case ENVFP_DECLARER_##name: return envfp__aside_##name();
        ENVFP_DECLARERS(ROW)
#undef ROW
    default: return (struct aside){0};
    }
}

const char *envfp__registry_name(size_t index)
{
    switch (index) {
#define ROW(layer, name)                                                                                     \
    case ENVFP_DECLARER_##name: return #name;
        ENVFP_DECLARERS(ROW)
#undef ROW
    default: return "source";
    }
}

static struct explanation explain(const struct envfp_entry *entry)
{
    const struct declaration *declaration = entry_declaration(entry);
    unsigned number = (unsigned)(entry - declared_facts(declaration));
    return envfp__registry_aside(declaration->declarer).explain(number);
}

/* NULL for an empty text. */
static const char *optional(const char *text)
{
    return text[0] ? text : NULL;
}

const char *envfp_entry_get_unit(const struct envfp_entry *entry)
{
    return entry ? optional(explain(entry).unit) : NULL;
}

const char *envfp_entry_get_path(const struct envfp_entry *entry)
{
    return entry ? optional(entry_text(entry, entry->path)) : NULL;
}

const char *envfp_entry_get_source(const struct envfp_entry *entry)
{
    return entry ? optional(explain(entry).manual) : NULL;
}

const char *envfp_entry_get_since(const struct envfp_entry *entry)
{
    return entry ? "0.1.0" : NULL; /* every row so far */
}

const char *envfp_entry_get_why(const struct envfp_entry *entry)
{
    return entry ? explain(entry).why : NULL;
}
