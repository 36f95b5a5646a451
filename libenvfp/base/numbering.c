/* SPDX-License-Identifier: MIT */
#include "base/numbering.h"

#include "base/hash.h"

#define FIRST_SLOTS ((size_t)64)

static size_t slot_of_text(const struct numbering *numbering, struct view text)
{
    size_t slot = hash_text(text, 0) & (numbering->slots - 1);
    while (numbering->by_text[slot] && !view_equal(numbering->by_text[slot]->text, text))
        slot = (slot + 1) & (numbering->slots - 1);
    return slot;
}

static size_t slot_of_number(const struct numbering *numbering, uint64_t number)
{
    size_t slot = (size_t)(number * 0x9e3779b97f4a7c15U >> 32) & (numbering->slots - 1);
    while (numbering->by_number[slot] && numbering->by_number[slot]->number != number)
        slot = (slot + 1) & (numbering->slots - 1);
    return slot;
}

/* At most half of the slots are in use. */
static bool make_room(struct numbering *numbering, struct arena *arena)
{
    if (numbering->count * 2 < numbering->slots)
        return true;
    struct numbering larger = {.slots = numbering->slots ? numbering->slots * 2 : FIRST_SLOTS};
    larger.by_text = envfp__arena_array(arena, larger.slots, sizeof(struct numbered *));
    larger.by_number = envfp__arena_array(arena, larger.slots, sizeof(struct numbered *));
    if (!larger.by_text || !larger.by_number)
        return false;
    for (size_t i = 0; i < numbering->slots; i++) {
        struct numbered *entry = numbering->by_text[i];
        if (!entry)
            continue;
        larger.by_text[slot_of_text(&larger, entry->text)] = entry;
        larger.by_number[slot_of_number(&larger, entry->number)] = entry;
    }
    larger.count = numbering->count;
    larger.next = numbering->next;
    *numbering = larger;
    return true;
}

struct numbered *envfp__numbering_find(struct numbering *numbering, struct arena *arena, struct view text,
                                       uint64_t wanted, uint64_t first)
{
    if (!make_room(numbering, arena))
        return NULL;
    size_t slot = slot_of_text(numbering, text);
    if (numbering->by_text[slot])
        return numbering->by_text[slot];
    struct numbered *entry = envfp__arena_alloc(arena, sizeof *entry);
    if (!entry)
        return NULL;
    uint64_t number = wanted;
    if (wanted < first || numbering->by_number[slot_of_number(numbering, wanted)]) {
        number = numbering->next > first ? numbering->next : first;
        while (numbering->by_number[slot_of_number(numbering, number)])
            number++;
        numbering->next = number + 1;
    }
    *entry = (struct numbered){.text = envfp__arena_copy(arena, text), .number = number};
    numbering->by_text[slot] = entry;
    numbering->by_number[slot_of_number(numbering, number)] = entry;
    numbering->count++;
    return entry;
}
