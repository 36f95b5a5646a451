/* SPDX-License-Identifier: MIT */
#include "source/keep.h"

struct keep envfp__keep_find(const struct source_common *common, struct view path)
{
    struct keep keep = {.how = KEEP_PRESENCE};
    struct declarer by;
    for (size_t i = 0; !keep.read && envfp__source_declarer(common, i, &by); i++) {
        keep.read = envfp__declared_read(by.declaration, path);
        keep.by = by;
    }
    if (keep.read)
        keep.how = keep.read->how;
    return keep;
}

static unsigned number_of(const struct keep *keep)
{
    return (unsigned)(keep->read - declared_reads(keep->by.declaration));
}

bool envfp__keep_line(const struct keep *keep, const struct source *source, struct view line,
                      struct text *out)
{
    return keep->by.keep(number_of(keep), source, line, out);
}

bool envfp__keep_called(const struct source *source, struct view path, struct text *out)
{
    const struct declarers *all = &source->common->declarers;
    struct keep keep = {.read = NULL};
    for (size_t i = 0; !keep.read && i < all->count; i++) {
        keep.by = all->get(i);
        keep.read = envfp__declared_called(keep.by.declaration, path);
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
        keep.read = envfp__declared_link(keep.by.declaration, path);
    }
    if (!keep.read)
        return target;
    (void)envfp__keep_line(&keep, source, target, &out);
    return envfp__text_view(&out);
}

bool envfp__keep_entry(const struct keep *keep, struct view name)
{
    return keep->by.name(number_of(keep), name);
}
