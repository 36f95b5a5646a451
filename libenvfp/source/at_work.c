/* SPDX-License-Identifier: MIT */
/* What counts as declared while a collector is at work. */
#include "source/declared.h"
#include "source/source.h"

const struct declaration *envfp__source_declaration(const struct source_common *common, size_t n)
{
    const struct declarers *all = &common->declarers;
    if (common->at_work >= all->count)
        return n < all->count ? all->get(n) : NULL;
    const struct declaration *own = all->get(common->at_work);
    if (n == 0)
        return own;
    return n <= own->use_count ? all->get(declared_uses(own)[n - 1]) : NULL;
}

const struct envfp_read *envfp__source_variable_row(const struct source_common *common, const char *name)
{
    const struct envfp_read *row = NULL;
    const struct declaration *by;
    for (size_t i = 0; !row && (by = envfp__source_declaration(common, i)); i++)
        row = envfp__declared_variable(by, view_of(name));
    return row;
}

bool envfp__source_names_variable(const struct source_common *common, const char *pattern, struct view name)
{
    if (pattern)
        return envfp__source_variable_row(common, pattern) && envfp__declared_names(pattern, name);
    return common->at_work < common->declarers.count && !view_ends(name, VIEW("*")) &&
           envfp__declared_variable(envfp__source_declaration(common, 0), name);
}

static bool has_folder(const struct declaration *declaration, struct view path)
{
    struct arena arena;
    envfp__arena_init(&arena, NULL, SIZE_MAX);
    struct view folder = envfp__arena_join(&arena, (struct view[]){path, VIEW("/")}, 2);
    bool has = envfp__declared_read(declaration, folder) != NULL;
    envfp__arena_release(&arena);
    return has;
}

/* Whether a path may be looked at: it has a row as a file, a link or a directory, or it lies above a path that may have
 * one. */
static bool is_seen(const struct declaration *declaration, struct view path)
{
    if (envfp__declared_read(declaration, path) || envfp__declared_link(declaration, path) ||
        has_folder(declaration, path))
        return true;
    for (size_t i = 0; i < declaration->read_count; i++)
        if (envfp__declared_leads(declared_pattern(&declared_reads(declaration)[i]), path))
            return true;
    return false;
}

static bool is_declared(const struct declaration *declaration, enum source_operation operation,
                        struct view path)
{
    if (operation == SOURCE_OPEN) {
        const struct envfp_read *row = envfp__declared_read(declaration, path);
        return row && row->how != KEEP_NAMES;
    }
    if (operation == SOURCE_LIST)
        return view_ends(path, VIEW("/")) ? envfp__declared_read(declaration, path) != NULL
                                          : has_folder(declaration, path);
    return is_seen(declaration, path);
}

bool envfp__source_is_declared(const struct source_common *common, enum source_operation operation,
                               const char *name)
{
    const struct declaration *by;
    bool declared = operation > SOURCE_STAT && operation != SOURCE_VARIABLE;
    if (operation == SOURCE_VARIABLE)
        return envfp__source_variable_row(common, name) != NULL;
    for (size_t i = 0; !declared && (by = envfp__source_declaration(common, i)); i++)
        declared = is_declared(by, operation, view_of(name));
    return declared;
}
