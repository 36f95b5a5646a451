/* SPDX-License-Identifier: MIT */
#include "source/guid.h"

#include "base/text.h"

#define GUID_LENGTH 36
#define CARD_LENGTH 17

/* Six pairs of digits with the same byte between them. */
static bool is_card(struct view text)
{
    for (size_t i = 0; i < text.length; i++)
        if (i % 3 == 2 ? (text.text[i] != ':' && text.text[i] != '-') || text.text[i] != text.text[2]
                       : !byte_is_hex(text.text[i]))
            return false;
    return text.length == CARD_LENGTH;
}

bool envfp__guid_is_within(struct view word)
{
    for (size_t i = 0; i + CARD_LENGTH <= word.length; i++) {
        struct view rest = view_skip(word, i);
        size_t length = is_card(view_take(rest, CARD_LENGTH))               ? CARD_LENGTH
                        : envfp__text_is_uuid(view_take(rest, GUID_LENGTH)) ? GUID_LENGTH
                                                                            : 0;
        /* Not a part of something longer. */
        bool starts = i == 0 || !byte_is_hex(word.text[i - 1]);
        if (length && starts && (rest.length == length || !byte_is_hex(rest.text[length])))
            return true;
    }
    return false;
}

static const char zeros[] = "00000000-0000-0000-0000-000000000000";

/* The path with the component at `start` replaced by another of the same length. */
static struct view replace(struct arena *arena, struct view path, size_t start, const char *by)
{
    const struct view pieces[] = {view_take(path, start), view_of(by), view_skip(path, start + GUID_LENGTH)};
    return envfp__arena_join(arena, pieces, 3);
}

struct view envfp__guid_mask(struct arena *arena, struct view path)
{
    struct view rest = path, component, masked = path;
    while (view_cut(&rest, '/', &component))
        if (envfp__text_is_uuid(component))
            masked = replace(arena, masked, (size_t)(component.text - path.text), zeros);
    return masked;
}

/* ---- Numbers instead of identifiers ---- */

static uint64_t number_of(struct numbering *guids, struct arena *arena, struct view guid)
{
    static const struct view start = {zeros, sizeof zeros - 1 - 12};
    uint64_t number = 0;
    if (!view_starts(guid, start) || !envfp__view_number(view_skip(guid, start.length), 10, &number))
        number = 0;
    const struct numbered *entry = envfp__numbering_find(guids, arena, guid, number, 0);
    return entry ? entry->number : 0; /* the arena remembers that it failed */
}

struct view envfp__guid_rename(struct numbering *guids, struct arena *arena, struct view path)
{
    struct view rest = path, component, renamed = path;
    while (view_cut(&rest, '/', &component)) {
        char name[sizeof zeros];
        if (!envfp__text_is_uuid(component))
            continue;
        memcpy(name, zeros, sizeof name);
        uint64_t number = number_of(guids, arena, component);
        for (size_t at = GUID_LENGTH; number; number /= 10)
            name[--at] = (char)('0' + number % 10);
        renamed = replace(arena, renamed, (size_t)(component.text - path.text), name);
    }
    return renamed;
}
