/* SPDX-License-Identifier: MIT */
/* The public side of what is read, as those declare who read it (collect/declare.h). */
#include "collect/collectors.h"
#include "registry/registry.h"

/* What sources read to find their way stands behind what collectors and judges declare. */
static const struct declaration *declaration_at(size_t index)
{
    return index == ENVFP_DECLARER_source ? envfp__declares_source() : envfp__registry_declaration(index);
}

static bool is_variable(const struct envfp_read *read)
{
    return read->how >= VARIABLE_WORD;
}

static const struct envfp_read *first_row(const struct declaration *declaration)
{
    if (declaration->read_count)
        return declared_reads(declaration);
    return declaration->variable_count ? declared_variables(declaration) : NULL;
}

/* Variables follow the paths of the same file. */
static const struct envfp_read *row_behind(const struct envfp_read *row)
{
    const struct declaration *declaration = read_declaration(row);
    const struct envfp_read *variables = declared_variables(declaration);
    if (is_variable(row))
        return row + 1 < variables + declaration->variable_count ? row + 1 : NULL;
    if (row + 1 < declared_reads(declaration) + declaration->read_count)
        return row + 1;
    return declaration->variable_count ? variables : NULL;
}

const struct envfp_read *envfp_registry_next_read(const struct envfp_read *previous)
{
    const struct declaration *declaration;
    const struct envfp_read *found = previous ? row_behind(previous) : NULL;
    size_t at = previous ? (size_t)read_declaration(previous)->declarer + 1 : 0;
    unsigned layer = previous ? envfp_read_get_layer(previous) : 0;
    for (; !found && layer < ENVFP_SECTION_COUNT; layer++, at = 0)
        for (; !found && (declaration = declaration_at(at)); at++)
            if (envfp__registry_layer(at) == (enum envfp_layer)layer)
                found = first_row(declaration);
    return found;
}

const char *envfp_read_get_path(const struct envfp_read *read)
{
    return read ? declared_pattern(read) : NULL;
}

const char *envfp_read_get_collector(const struct envfp_read *read)
{
    return read ? envfp__registry_name(read_declaration(read)->declarer) : NULL;
}

enum envfp_layer envfp_read_get_layer(const struct envfp_read *read)
{
    return read ? envfp__registry_layer(read_declaration(read)->declarer) : ENVFP_LAYER_APP;
}

/* The name of a form that many rows share says what it leaves; one of a file's own means nothing elsewhere. */
static const char *word_for(const char *form)
{
    static const char shared[][8] = {"number", "words", "version", "paths", "public", "blank", "text"};
    for (size_t i = 0; i < sizeof shared / sizeof *shared; i++)
        if (strcmp(form, shared[i]) == 0)
            return shared[i];
    return "own form";
}

static const char *word_for_variable(enum variable_form form)
{
    switch (form) {
    case VARIABLE_WORD: return "word";
    case VARIABLE_PATHS: return "paths";
    case VARIABLE_PLAIN: return "plain";
    case VARIABLE_FLAGS: return "flags";
    case VARIABLE_SCHEME: return "scheme";
    case VARIABLE_DEVICES: return "count";
    case VARIABLE_MODULES: return "modules";
    case VARIABLE_PRESENCE: break;
    }
    return "presence";
}

const char *envfp_read_get_keeps(const struct envfp_read *read)
{
    if (!read)
        return NULL;
    if (read_declaration(read)->declarer == ENVFP_DECLARER_source)
        return "nothing";
    if (is_variable(read))
        return word_for_variable((enum variable_form)read->how);
    switch ((enum keep_how)read->how) {
    case KEEP_NAMES: return strcmp(declared_form(read), "all") == 0 ? "names" : "known names";
    case KEEP_LINES:
    case KEEP_WHOLE:
    case KEEP_LINK: return word_for(declared_form(read));
    case KEEP_TAKEN: return "taken bytes";
    case KEEP_PROGRAM: return "program";
    case KEEP_CALLED: return "renamed";
    case KEEP_PRESENCE: break;
    }
    return "presence";
}
