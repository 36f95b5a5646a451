/* SPDX-License-Identifier: MIT */
/* What a recording keeps of one text. */
#include "kept.h"

#include "at_work.h"
#include "source/keep.h"
#include "world_parts.h"

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

char *kept_text(const char *collector, const char *path, struct view text)
{
    static char result[1 << 16];
    struct world *world = world_new();
    struct arena arena;
    struct text out = {.arena = &arena};
    world_variable(world, "HOME", "/root");
    world_directory(world, "/srv/app");
    world_project(world, "/srv/app");
    world_directory(world, "/root/src");
    world_directory(world, "/root/.pyenv/versions/my-env");
    envfp__arena_init(&arena, NULL, SIZE_MAX);
    if (collector)
        at_work(world_source(world)->common, collector);
    world_keep_text(world, path, text, &out);
    struct view whole = envfp__text_view(&out);
    size_t length = whole.length < sizeof result ? whole.length : sizeof result - 1;
    if (length < whole.length || view_find_byte(whole, '\0') != SIZE_MAX)
        world_give_up("what is kept is no text", path);
    memcpy(result, whole.text, length);
    result[length] = '\0';
    envfp__arena_release(&arena);
    world_free(world);
    return result;
}
