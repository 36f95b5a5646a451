/* SPDX-License-Identifier: MIT */
/* What a recording keeps of one text. */
#include "source/keep.h"
#include "world.h"

void world_keep_text(struct world *world, const char *path, struct view text, struct text *out)
{
    const struct keep *row = envfp__keep_find(view_of(path));
    bool program = row && row->how == KEEP_PROGRAM;
    if (!row || row->how == KEEP_PRESENCE)
        return;
    if (row->how == KEEP_TAKEN || (program && view_starts(text, VIEW("\177ELF")))) {
        envfp__text_add(out, text);
        return;
    }
    for (bool on = true; on && text.length;) {
        size_t feed = row->how == KEEP_WHOLE ? SIZE_MAX : view_find_byte(text, '\n');
        struct view line = view_take(text, feed == SIZE_MAX ? text.length : feed + 1);
        on = row->line(world_source(world), line, out);
        text = view_skip(text, line.length);
    }
}
