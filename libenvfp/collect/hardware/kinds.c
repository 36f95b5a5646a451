/* SPDX-License-Identifier: MIT */
#include "collect/hardware/kinds.h"

#include <string.h>

#define KINDS_MOST 512    /* different devices in one machine */
#define MODALIAS_MOST 256 /* bytes; as many as a recording keeps of a word */

void envfp__kinds_add(struct collect *c, struct kinds *kinds, const char *inventory, struct view member,
                      struct view driver)
{
    for (size_t i = 0; i < kinds->count; i++) {
        struct kind *kind = &kinds->items[i];
        if (strcmp(kind->inventory, inventory) == 0 && view_equal(kind->member, member) &&
            view_equal(kind->driver, driver)) {
            kind->count++;
            return;
        }
    }
    kinds->truncated = kinds->truncated || kinds->count == KINDS_MOST;
    struct kind *room = kinds->truncated ? NULL
                                         : envfp__arena_grow(c->scratch, kinds->items, kinds->count,
                                                             &kinds->capacity, sizeof *room);
    if (!room)
        return;
    kinds->items = room;
    room[kinds->count++] = (struct kind){inventory, envfp__arena_copy(c->scratch, member),
                                         envfp__arena_copy(c->scratch, driver), 1};
}

/* What a recording keeps of a modalias: one word. */
static bool is_word(struct view text)
{
    text = view_trim(text);
    for (size_t i = 0; i < text.length; i++)
        if (!byte_is_alnum(text.text[i]) && !memchr("_.,:;=+@%()[]-", text.text[i], 14))
            return false;
    return text.length <= MODALIAS_MOST;
}

bool envfp__kinds_modalias(struct view text, const struct modalias_part *parts, size_t count, char *member)
{
    if (!is_word(text))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct view mark = view_of(parts[i].mark);
        size_t at = envfp__view_find(text, mark);
        if (at == SIZE_MAX || (i == 0 && at != 0))
            return false;
        text = view_skip(text, at + mark.length + parts[i].skipped);
        if (text.length < parts[i].digits)
            return false;
        if (i > 0 && !parts[i].joined)
            *member++ = ':';
        for (size_t j = 0; j < parts[i].digits; j++) {
            char digit = text.text[j];
            if (!byte_is_hex(digit))
                return false;
            *member++ = (char)(digit >= 'A' && digit <= 'F' ? digit - 'A' + 'a' : digit);
        }
        text = view_skip(text, parts[i].digits);
    }
    *member = '\0';
    return true;
}

static struct view kind_text(struct collect *c, const struct kind *kind)
{
    struct text value = {.arena = c->scratch};
    envfp__text_add(&value, kind->driver.length ? kind->driver : VIEW("none"));
    if (kind->count > 1) {
        envfp__text_add(&value, VIEW(" x"));
        envfp__text_add_number(&value, (int64_t)kind->count);
    }
    return envfp__text_view(&value);
}

void envfp__kinds_show(struct collect *c, const struct kinds *kinds)
{
    for (size_t i = 0; i < kinds->count && !kinds->uncertain; i++)
        fact_member(c, kinds->items[i].inventory, kinds->items[i].member, kind_text(c, &kinds->items[i]));
}

static struct view base(struct view path)
{
    for (size_t slash; (slash = view_find_byte(path, '/')) != SIZE_MAX;)
        path = view_skip(path, slash + 1);
    return path;
}

enum envfp_reason envfp__kinds_driver(struct collect *c, const char *folder, struct view device,
                                      struct view *driver)
{
    *driver = VIEW("");
    const char *link = source_path(c->scratch, folder, device, "/driver");
    struct view target;
    if (!link)
        return ENVFP_REASON_NONE;
    enum envfp_reason reason = source_link(c->source, c->scratch, link, &target);
    if (reason == ENVFP_REASON_NONE)
        *driver = base(target);
    return reason == ENVFP_REASON_ABSENT ? ENVFP_REASON_NONE : reason;
}
