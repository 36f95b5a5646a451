/* SPDX-License-Identifier: MIT */
/* Symbols and symbol versions, found through the tables that the dynamic loader uses. */
#include "elf/elf.h"

enum { DYNAMIC_STRINGS = 5, DYNAMIC_SYMBOLS = 6, DYNAMIC_STRINGS_SIZE = 10, DYNAMIC_GNU_HASH = 0x6ffffef5 };
enum { DYNAMIC_DEFINITIONS = 0x6ffffffc, DYNAMIC_DEFINITION_COUNT = 0x6ffffffd };
enum { DEFINITION_SIZE = 20, DEFINITION_NAME_SIZE = 8, DEFINITIONS_MOST = 512, BLOCK_MOST = 16 << 10 };

/* Translates an address of the loaded image to a file offset; returns how many bytes of the file follow it there. */
static bool place(const struct elf *elf, uint64_t address, uint64_t *offset, uint64_t *room)
{
    for (size_t i = 0; i < elf->segment_count; i++) {
        const struct elf_segment *segment = &elf->segments[i];
        if (segment->type != ELF_LOAD || address < segment->address)
            continue;
        uint64_t into = address - segment->address;
        if (into < segment->size && segment->offset <= INT64_MAX - into) {
            *offset = segment->offset + into;
            *room = segment->size - into;
            return true;
        }
    }
    return false;
}

enum envfp_reason envfp__elf_bytes(struct elf *elf, uint64_t address, void *bytes, size_t size)
{
    uint64_t offset, room;
    if (!place(elf, address, &offset, &room) || size > room)
        return ENVFP_REASON_MALFORMED;
    return envfp__elf_fill(elf, offset, bytes, size);
}

/* As envfp__elf_bytes, but takes nothing (source_took); `*offset` is where the bytes are in the file. */
static enum envfp_reason look(struct elf *elf, uint64_t address, uint64_t *offset, void *bytes, size_t size)
{
    uint64_t room;
    if (!place(elf, address, offset, &room) || size > room)
        return ENVFP_REASON_MALFORMED;
    return envfp__elf_look(elf, *offset, bytes, size);
}

static void take_tag(struct elf_tables *tables, uint64_t tag, uint64_t value)
{
    switch (tag) {
    case DYNAMIC_STRINGS: tables->strings = value; break;
    case DYNAMIC_STRINGS_SIZE: tables->strings_size = value; break;
    case DYNAMIC_SYMBOLS: tables->symbols = value; break;
    case DYNAMIC_GNU_HASH: tables->hash = value; break;
    case DYNAMIC_DEFINITIONS: tables->definitions = value; break;
    case DYNAMIC_DEFINITION_COUNT: tables->definition_count = value; break;
    default: break;
    }
}

static enum envfp_reason read_tables(struct elf *elf)
{
    const struct elf_segment *segment = NULL;
    for (size_t i = 0; i < elf->segment_count && !segment; i++)
        if (elf->segments[i].type == ELF_DYNAMIC)
            segment = &elf->segments[i];
    if (!segment)
        return ENVFP_REASON_ABSENT;
    unsigned char bytes[2048];
    size_t word = elf->wide ? 8 : 4;
    size_t length = segment->size < sizeof bytes ? (size_t)segment->size : sizeof bytes;
    enum envfp_reason reason = envfp__elf_look(elf, segment->offset, bytes, length);
    for (size_t at = 0; reason == ENVFP_REASON_NONE && length - at >= word * 2; at += word * 2) {
        envfp__elf_took(elf, segment->offset + at, word * 2);
        uint64_t tag = envfp__elf_number(elf, bytes + at, word);
        if (tag == 0)
            break;
        take_tag(&elf->tables, tag, envfp__elf_number(elf, bytes + at + word, word));
    }
    return reason;
}

/* Reads the dynamic section once, for all questions. */
static enum envfp_reason find_tables(struct elf *elf)
{
    if (!elf->tables.looked) {
        elf->tables = (struct elf_tables){.looked = true};
        elf->tables.reason = read_tables(elf);
    }
    return elf->tables.reason;
}

/* ---- Symbols ------------------------------------------------------------------------------------- */

static uint32_t gnu_hash(struct view name)
{
    uint32_t hash = 5381;
    for (size_t i = 0; i < name.length; i++)
        hash = hash * 33 + (unsigned char)name.text[i];
    return hash;
}

/* The value of symbol number `index` if it has this name. */
static enum envfp_reason match_symbol(struct elf *elf, const struct elf_tables *tables, uint64_t index,
                                      struct view name, uint64_t *value)
{
    unsigned char symbol[24];
    char text[64];
    uint64_t offset;
    size_t size = elf->wide ? 24 : 16;
    if (name.length >= sizeof text)
        return ENVFP_REASON_ABSENT;
    enum envfp_reason reason = envfp__elf_bytes(elf, tables->symbols + index * size, symbol, size);
    if (reason != ENVFP_REASON_NONE)
        return reason;
    reason = look(elf, tables->strings + envfp__elf_number(elf, symbol, 4), &offset, text, name.length + 1);
    if (reason != ENVFP_REASON_NONE)
        return reason;
    if (text[name.length] != '\0' || memcmp(text, name.text, name.length) != 0)
        return ENVFP_REASON_ABSENT;
    envfp__elf_took(elf, offset, name.length + 1);
    *value = elf->wide ? envfp__elf_number(elf, symbol + 8, 8) : envfp__elf_number(elf, symbol + 4, 4);
    return ENVFP_REASON_NONE;
}

/* Walk the chain of one bucket; a chain ends with an odd hash. */
static enum envfp_reason walk_chain(struct elf *elf, const struct elf_tables *tables, uint64_t chains,
                                    uint32_t start, uint32_t first, struct view name, uint64_t *value)
{
    uint32_t wanted = gnu_hash(name);
    for (uint32_t step = 0; step < 1024; step++) {
        unsigned char link[4];
        uint64_t index = (uint64_t)start + step;
        enum envfp_reason reason = envfp__elf_bytes(elf, chains + (index - first) * 4, link, sizeof link);
        if (reason != ENVFP_REASON_NONE)
            return reason;
        uint32_t hash = (uint32_t)envfp__elf_number(elf, link, sizeof link);
        if ((hash | 1) == (wanted | 1)) {
            reason = match_symbol(elf, tables, index, name, value);
            if (reason != ENVFP_REASON_ABSENT)
                return reason;
        }
        if (hash & 1)
            return ENVFP_REASON_ABSENT;
    }
    return ENVFP_REASON_MALFORMED;
}

enum envfp_reason envfp__elf_address(struct elf *elf, struct view name, uint64_t *address)
{
    enum envfp_reason reason = find_tables(elf);
    const struct elf_tables *tables = &elf->tables;
    *address = 0;
    if (reason != ENVFP_REASON_NONE)
        return reason;
    if (!tables->hash || !tables->symbols || !tables->strings)
        return ENVFP_REASON_ABSENT;
    unsigned char head[16], link[4];
    reason = envfp__elf_bytes(elf, tables->hash, head, sizeof head);
    if (reason != ENVFP_REASON_NONE)
        return reason;
    uint32_t buckets = (uint32_t)envfp__elf_number(elf, head, 4),
             first = (uint32_t)envfp__elf_number(elf, head + 4, 4);
    uint64_t blooms = envfp__elf_number(elf, head + 8, 4);
    if (buckets == 0)
        return ENVFP_REASON_MALFORMED;
    uint64_t table = tables->hash + 16 + blooms * (elf->wide ? 8 : 4);
    reason = envfp__elf_bytes(elf, table + (uint64_t)(gnu_hash(name) % buckets) * 4, link, sizeof link);
    if (reason != ENVFP_REASON_NONE)
        return reason;
    uint32_t start = (uint32_t)envfp__elf_number(elf, link, sizeof link);
    if (start < first || start == 0)
        return start == 0 ? ENVFP_REASON_ABSENT : ENVFP_REASON_MALFORMED;
    return walk_chain(elf, tables, table + (uint64_t)buckets * 4, start, first, name, address);
}

enum envfp_reason envfp__elf_symbol(struct elf *elf, struct view name, void *bytes, size_t size)
{
    uint64_t address;
    enum envfp_reason reason = envfp__elf_address(elf, name, &address);
    return reason == ENVFP_REASON_NONE ? envfp__elf_bytes(elf, address, bytes, size) : reason;
}

/* ---- Versions of symbols --------------------------------------------------------------------------- */

/* Offsets of the definitions' names in the string table, in order. */
struct definitions {
    uint64_t names[DEFINITIONS_MOST], lowest, highest;
    size_t count;
};

/* Walks the chain of definitions, which only leads forward, in one block whose length follows from their count. */
static enum envfp_reason read_definitions(struct elf *elf, struct arena *arena, struct definitions *found)
{
    uint64_t offset, room, length = elf->tables.definition_count * (uint64_t)(DEFINITION_SIZE + 16);
    if (elf->tables.definition_count > DEFINITIONS_MOST)
        return ENVFP_REASON_MALFORMED;
    if (!place(elf, elf->tables.definitions, &offset, &room))
        return ENVFP_REASON_MALFORMED;
    if (length > room)
        length = room;
    unsigned char *block = envfp__arena_room(arena, (size_t)length + 1);
    if (!block)
        return ENVFP_REASON_TRUNCATED;
    enum envfp_reason reason = envfp__elf_look(elf, offset, block, (size_t)length);
    found->count = 0;
    found->lowest = UINT64_MAX;
    found->highest = 0;
    for (uint64_t at = 0; reason == ENVFP_REASON_NONE && found->count < elf->tables.definition_count;) {
        if (at > length || length - at < DEFINITION_SIZE)
            return ENVFP_REASON_MALFORMED;
        envfp__elf_took(elf, offset + at, DEFINITION_SIZE);
        uint64_t into = envfp__elf_number(elf, block + at + 12, 4),
                 next = envfp__elf_number(elf, block + at + 16, 4);
        if (into > length - at || length - at - into < DEFINITION_NAME_SIZE)
            return ENVFP_REASON_MALFORMED;
        envfp__elf_took(elf, offset + at + into, DEFINITION_NAME_SIZE);
        uint64_t name = envfp__elf_number(elf, block + at + into, 4);
        bool base = envfp__elf_number(elf, block + at + 2, 2) & 1; /* the library's own name */
        found->names[found->count++] = base ? UINT64_MAX : name;
        if (!base && name < found->lowest)
            found->lowest = name;
        if (!base && name > found->highest)
            found->highest = name;
        if (next == 0)
            break;
        at += next;
    }
    return reason == ENVFP_REASON_NONE && found->count < elf->tables.definition_count ? ENVFP_REASON_MALFORMED
                                                                                      : reason;
}

/* Linkers write the names side by side, at the end of the string table. */
static enum envfp_reason read_names(struct elf *elf, struct arena *arena, const struct definitions *found,
                                    struct view **names, size_t *count)
{
    const struct elf_tables *tables = &elf->tables;
    uint64_t length = found->highest - found->lowest + VERSION_NAME_MOST;
    if (found->highest >= tables->strings_size || length > BLOCK_MOST)
        return ENVFP_REASON_MALFORMED;
    if (length > tables->strings_size - found->lowest)
        length = tables->strings_size - found->lowest;
    char *block = envfp__arena_room(arena, (size_t)length);
    struct view *list = envfp__arena_array(arena, found->count, sizeof *list);
    if (!block || !list)
        return ENVFP_REASON_TRUNCATED;
    uint64_t offset;
    enum envfp_reason reason = look(elf, tables->strings + found->lowest, &offset, block, (size_t)length);
    if (reason != ENVFP_REASON_NONE)
        return reason;
    for (size_t i = 0; i < found->count; i++) {
        if (found->names[i] == UINT64_MAX)
            continue;
        struct view text =
            view_skip((struct view){block, (size_t)length}, (size_t)(found->names[i] - found->lowest));
        size_t end = view_find_byte(text, '\0');
        if (end == SIZE_MAX || end == 0)
            return ENVFP_REASON_MALFORMED;
        envfp__elf_took(elf, offset + (found->names[i] - found->lowest), end + 1);
        list[(*count)++] = view_take(text, end);
    }
    *names = list;
    return ENVFP_REASON_NONE;
}

enum envfp_reason envfp__elf_versions(struct elf *elf, struct arena *arena, struct view **names,
                                      size_t *count)
{
    *names = NULL;
    *count = 0;
    enum envfp_reason reason = find_tables(elf);
    if (reason != ENVFP_REASON_NONE)
        return reason;
    if (!elf->tables.definitions || !elf->tables.definition_count || !elf->tables.strings)
        return ENVFP_REASON_ABSENT;
    struct definitions *found = envfp__arena_room(arena, sizeof *found);
    if (!found)
        return ENVFP_REASON_TRUNCATED;
    reason = read_definitions(elf, arena, found);
    if (reason == ENVFP_REASON_NONE)
        reason =
            found->lowest == UINT64_MAX ? ENVFP_REASON_ABSENT : read_names(elf, arena, found, names, count);
    if (reason != ENVFP_REASON_NONE)
        *count = 0;
    return reason;
}
