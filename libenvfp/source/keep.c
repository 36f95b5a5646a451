/* SPDX-License-Identifier: MIT */
#include "source/keep.h"

struct keep envfp__keep_find(const struct source_common *common, struct view path)
{
    struct keep keep = {.how = KEEP_PRESENCE};
    for (size_t i = 0; !keep.read && (keep.by = envfp__source_declaration(common, i)); i++)
        keep.read = envfp__declared_read(keep.by, path);
    if (keep.read)
        keep.how = keep.read->how;
    return keep;
}

static unsigned number_of(const struct keep *keep)
{
    return (unsigned)(keep->read - declared_reads(keep->by));
}

/* The forms of the row's file. */
static struct aside aside_of(const struct keep *keep, const struct source *source)
{
    return source->common->aside(keep->by->declarer);
}

bool envfp__keep_line(const struct keep *keep, const struct source *source, struct view line,
                      struct text *out)
{
    return aside_of(keep, source).keep(number_of(keep), source, line, out);
}

bool envfp__keep_called(const struct source *source, struct view path, struct text *out)
{
    const struct declarers *all = &source->common->declarers;
    struct keep keep = {.read = NULL};
    for (size_t i = 0; !keep.read && i < all->count; i++) {
        keep.by = all->get(i);
        keep.read = envfp__declared_called(keep.by, path);
    }
    return keep.read && envfp__keep_line(&keep, source, path, out);
}

struct view envfp__keep_link(const struct source *source, struct arena *arena, struct view path,
                             struct view target)
{
    const struct declarers *all = &source->common->declarers;
    struct keep keep = {.read = NULL};
    struct text out = {.arena = arena};
    for (size_t i = 0; !keep.read && i < all->count; i++) {
        keep.by = all->get(i);
        keep.read = envfp__declared_link(keep.by, path);
    }
    if (!keep.read)
        return target;
    (void)envfp__keep_line(&keep, source, target, &out);
    return envfp__text_view(&out);
}

bool envfp__keep_entry(const struct keep *keep, const struct source *source, struct view name)
{
    return aside_of(keep, source).name(number_of(keep), name);
}
