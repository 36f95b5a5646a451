/* SPDX-License-Identifier: MIT */
/* What a recording keeps of one text. */
#include "source/keep.h"
#include "world.h"

void world_keep_text(struct world *world, const char *path, struct view text, struct text *out)
{
    const struct keep keep = envfp__keep_find(world_source(world)->common, view_of(path)), *row = &keep;
    bool program = row->how == KEEP_PROGRAM;
    if (!row->read || row->how == KEEP_PRESENCE)
        return;
    if (row->how == KEEP_TAKEN || (program && view_starts(text, VIEW("\177ELF")))) {
        envfp__text_add(out, text);
        return;
    }
    for (bool on = true; on && text.length;) {
        size_t feed = row->how == KEEP_WHOLE ? SIZE_MAX : view_find_byte(text, '\n');
        struct view line = view_take(text, feed == SIZE_MAX ? text.length : feed + 1);
        on = envfp__keep_line(row, world_source(world), line, out);
        text = view_skip(text, line.length);
    }
}
