/* SPDX-License-Identifier: MIT */
/* What counts as declared while a collector is at work. */
#include "source/declared.h"
#include "source/source.h"

bool envfp__source_declarer(const struct source_common *common, size_t n, struct declarer *declarer)
{
    const struct declarers *all = &common->declarers;
    if (common->at_work >= all->count && n >= all->count)
        return false;
    if (common->at_work >= all->count) {
        *declarer = all->get(n);
        return true;
    }
    *declarer = all->get(common->at_work);
    size_t uses = declarer->declaration->use_count;
    if (n > uses)
        return false;
    if (n)
        *declarer = all->get(declared_uses(declarer->declaration)[n - 1]);
    return true;
}

const struct envfp_read *envfp__source_variable_row(const struct source_common *common, const char *name)
{
    const struct envfp_read *row = NULL;
    struct declarer by;
    for (size_t i = 0; !row && envfp__source_declarer(common, i, &by); i++)
        row = envfp__declared_variable(by.declaration, view_of(name));
    return row;
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
    struct declarer by;
    bool declared = operation > SOURCE_STAT && operation != SOURCE_VARIABLE;
    if (operation == SOURCE_VARIABLE)
        return envfp__source_variable_row(common, name) != NULL;
    for (size_t i = 0; !declared && envfp__source_declarer(common, i, &by); i++)
        declared = is_declared(by.declaration, operation, view_of(name));
    return declared;
}
