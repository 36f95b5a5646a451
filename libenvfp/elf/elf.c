/* SPDX-License-Identifier: MIT */
#include "elf/elf.h"

enum { PT_COUNT_EXTENDED = 0xffff, NOTE_BUILD_ID = 3, NOTES_MAX = 64 << 10, BUILD_ID_MAX = 64 };
enum { DYNAMIC_STRINGS = 5, DYNAMIC_SYMBOLS = 6, DYNAMIC_GNU_HASH = 0x6ffffef5 };

uint64_t envfp__elf_number(const struct elf *elf, const void *bytes, size_t size)
{
    const unsigned char *at = bytes;
    uint64_t number = 0;
    for (size_t i = 0; i < size; i++)
        number = number << 8 | at[elf->big ? i : size - 1 - i];
    return number;
}

/* Fill `bytes` from the file; short answers are MALFORMED, since a header promised the bytes. */
static enum envfp_reason fill(struct elf *elf, uint64_t offset, void *bytes, size_t size)
{
    if (offset <= elf->head_length && size <= elf->head_length - offset) {
        memcpy(bytes, elf->head + offset, size);
        return ENVFP_REASON_NONE;
    }
    char *to = bytes;
    while (size > 0) {
        size_t got;
        if (offset > INT64_MAX - size)
            return ENVFP_REASON_MALFORMED;
        enum envfp_reason reason = source_pull(elf->source, elf->file, offset, to, size, &got);
        if (reason != ENVFP_REASON_NONE)
            return reason;
        if (got == 0)
            return ENVFP_REASON_MALFORMED;
        offset += got;
        to += got;
        size -= got;
    }
    return ENVFP_REASON_NONE;
}

/* A program header's fields stand in another order in 32-bit files. */
static struct elf_segment read_segment(const struct elf *elf, const unsigned char *at)
{
    size_t word = elf->wide ? 8 : 4;
    return (struct elf_segment){
        .type = (uint32_t)envfp__elf_number(elf, at, 4),
        .flags = (uint32_t)envfp__elf_number(elf, at + (elf->wide ? 4 : 24), 4),
        .offset = envfp__elf_number(elf, at + word, word),
        .address = envfp__elf_number(elf, at + word * 2, word),
        .size = envfp__elf_number(elf, at + word * 4, word),
    };
}

static enum envfp_reason read_segments(struct elf *elf, uint64_t offset, size_t size, size_t count)
{
    if (count == PT_COUNT_EXTENDED || size < (elf->wide ? 56U : 32U) || size > 256)
        return count ? ENVFP_REASON_MALFORMED : ENVFP_REASON_NONE;
    for (size_t i = 0; i < count && elf->segment_count < ELF_SEGMENTS_MAX; i++) {
        unsigned char bytes[256];
        if (offset > INT64_MAX)
            return ENVFP_REASON_MALFORMED;
        enum envfp_reason reason = fill(elf, offset + i * size, bytes, size);
        if (reason != ENVFP_REASON_NONE)
            return reason;
        struct elf_segment segment = read_segment(elf, bytes);
        if (segment.type >= ELF_LOAD && segment.type <= ELF_NOTE)
            elf->segments[elf->segment_count++] = segment;
    }
    return ENVFP_REASON_NONE;
}

enum envfp_reason envfp__elf_open(struct elf *elf, const struct source *source, struct source_file *file)
{
    elf->source = source;
    elf->file = file;
    elf->segment_count = elf->section_count = 0;
    elf->wide = elf->big = false;
    enum envfp_reason reason = source_pull(source, file, 0, (char *)elf->head, ELF_HEAD, &elf->head_length);
    if (reason != ENVFP_REASON_NONE)
        return reason;
    const unsigned char *head = elf->head;
    if (elf->head_length < 4 || memcmp(head, "\177ELF", 4) != 0)
        return ENVFP_REASON_ABSENT;
    if (elf->head_length < 52 || head[4] < 1 || head[4] > 2 || head[5] < 1 || head[5] > 2)
        return ENVFP_REASON_MALFORMED;
    elf->wide = head[4] == 2;
    elf->big = head[5] == 2;
    if (elf->wide && elf->head_length < 64)
        return ENVFP_REASON_MALFORMED;
    size_t word = elf->wide ? 8 : 4;
    const unsigned char *after = head + 24 + word * 3 + 4; /* e_ehsize */
    elf->machine = (uint16_t)envfp__elf_number(elf, head + 18, 2);
    elf->section_offset = envfp__elf_number(elf, head + 24 + word * 2, word);
    elf->section_size = (size_t)envfp__elf_number(elf, after + 6, 2);
    elf->section_count = (size_t)envfp__elf_number(elf, after + 8, 2);
    return read_segments(elf, envfp__elf_number(elf, head + 24 + word, word),
                         (size_t)envfp__elf_number(elf, after + 2, 2),
                         (size_t)envfp__elf_number(elf, after + 4, 2));
}

static const struct elf_segment *find_segment(const struct elf *elf, uint32_t type)
{
    for (size_t i = 0; i < elf->segment_count; i++)
        if (elf->segments[i].type == type)
            return &elf->segments[i];
    return NULL;
}

enum envfp_reason envfp__elf_interpreter(struct elf *elf, struct arena *arena, struct view *path)
{
    *path = VIEW("");
    const struct elf_segment *segment = find_segment(elf, ELF_INTERP);
    if (!segment || segment->size == 0)
        return ENVFP_REASON_ABSENT;
    char bytes[4096];
    if (segment->size > sizeof bytes)
        return ENVFP_REASON_MALFORMED;
    enum envfp_reason reason = fill(elf, segment->offset, bytes, (size_t)segment->size);
    if (reason != ENVFP_REASON_NONE)
        return reason;
    struct view text = {bytes, (size_t)segment->size};
    text = view_take(text, view_find_byte(text, '\0'));
    if (text.length == 0 || text.text[0] != '/')
        return ENVFP_REASON_MALFORMED;
    *path = envfp__arena_copy(arena, text);
    return ENVFP_REASON_NONE;
}

static struct view to_hex(struct arena *arena, const unsigned char *bytes, size_t count)
{
    static const char digits[] = "0123456789abcdef";
    char *hex = envfp__arena_alloc(arena, count * 2 + 1);
    if (!hex)
        return VIEW("");
    for (size_t i = 0; i < count; i++) {
        hex[i * 2] = digits[bytes[i] >> 4];
        hex[i * 2 + 1] = digits[bytes[i] & 15];
    }
    return (struct view){hex, count * 2};
}

/* The build-id among one segment's notes. */
static bool find_build_id(const struct elf *elf, const unsigned char *notes, size_t length,
                          struct arena *arena, struct view *hex)
{
    for (size_t at = 0; length - at >= 12;) {
        uint64_t name = envfp__elf_number(elf, notes + at, 4),
                 data = envfp__elf_number(elf, notes + at + 4, 4);
        uint64_t type = envfp__elf_number(elf, notes + at + 8, 4);
        uint64_t start = (name + 3) / 4 * 4, end = start + (data + 3) / 4 * 4;
        const unsigned char *body = notes + at + 12;
        if (start + data > length - at - 12)
            return false;
        if (type == NOTE_BUILD_ID && name == 4 && memcmp(body, "GNU", 4) == 0 && data > 0 &&
            data <= BUILD_ID_MAX) {
            *hex = to_hex(arena, body + start, (size_t)data);
            return true;
        }
        if (end > length - at - 12)
            return false;
        at += 12 + (size_t)end;
    }
    return false;
}

enum envfp_reason envfp__elf_build_id(struct elf *elf, struct arena *arena, struct view *hex)
{
    *hex = VIEW("");
    for (size_t i = 0; i < elf->segment_count; i++) {
        const struct elf_segment *segment = &elf->segments[i];
        if (segment->type != ELF_NOTE || segment->size > NOTES_MAX)
            continue;
        unsigned char small[1024], *notes = small;
        if (segment->size > sizeof small)
            notes = envfp__arena_alloc(arena, (size_t)segment->size);
        if (!notes)
            return ENVFP_REASON_TRUNCATED;
        enum envfp_reason reason = fill(elf, segment->offset, notes, (size_t)segment->size);
        if (reason != ENVFP_REASON_NONE)
            return reason;
        if (find_build_id(elf, notes, (size_t)segment->size, arena, hex))
            return ENVFP_REASON_NONE;
    }
    return ENVFP_REASON_ABSENT;
}

/* ---- Symbols ------------------------------------------------------------------------------------- */

struct tables {
    uint64_t hash, symbols, strings;
};

/* Bytes at an address of the loaded image. */
static enum envfp_reason fill_address(struct elf *elf, uint64_t address, void *bytes, size_t size)
{
    for (size_t i = 0; i < elf->segment_count; i++) {
        const struct elf_segment *segment = &elf->segments[i];
        if (segment->type != ELF_LOAD || address < segment->address)
            continue;
        uint64_t into = address - segment->address;
        if (into < segment->size && size <= segment->size - into && segment->offset <= INT64_MAX - into)
            return fill(elf, segment->offset + into, bytes, size);
    }
    return ENVFP_REASON_MALFORMED;
}

static enum envfp_reason find_tables(struct elf *elf, struct tables *tables)
{
    *tables = (struct tables){0};
    const struct elf_segment *segment = find_segment(elf, ELF_DYNAMIC);
    if (!segment)
        return ENVFP_REASON_ABSENT;
    unsigned char bytes[2048];
    size_t word = elf->wide ? 8 : 4;
    size_t length = segment->size < sizeof bytes ? (size_t)segment->size : sizeof bytes;
    enum envfp_reason reason = fill(elf, segment->offset, bytes, length);
    if (reason != ENVFP_REASON_NONE)
        return reason;
    for (size_t at = 0; length - at >= word * 2; at += word * 2) {
        uint64_t tag = envfp__elf_number(elf, bytes + at, word);
        uint64_t value = envfp__elf_number(elf, bytes + at + word, word);
        if (tag == 0)
            break;
        if (tag == DYNAMIC_STRINGS)
            tables->strings = value;
        else if (tag == DYNAMIC_SYMBOLS)
            tables->symbols = value;
        else if (tag == DYNAMIC_GNU_HASH)
            tables->hash = value;
    }
    return tables->hash && tables->symbols && tables->strings ? ENVFP_REASON_NONE : ENVFP_REASON_ABSENT;
}

static uint32_t gnu_hash(struct view name)
{
    uint32_t hash = 5381;
    for (size_t i = 0; i < name.length; i++)
        hash = hash * 33 + (unsigned char)name.text[i];
    return hash;
}

/* The value of symbol number `index` if it has this name. */
static enum envfp_reason match_symbol(struct elf *elf, const struct tables *tables, uint64_t index,
                                      struct view name, uint64_t *value)
{
    unsigned char symbol[24];
    char text[64];
    size_t size = elf->wide ? 24 : 16;
    if (name.length >= sizeof text)
        return ENVFP_REASON_ABSENT;
    enum envfp_reason reason = fill_address(elf, tables->symbols + index * size, symbol, size);
    if (reason != ENVFP_REASON_NONE)
        return reason;
    reason = fill_address(elf, tables->strings + envfp__elf_number(elf, symbol, 4), text, name.length + 1);
    if (reason != ENVFP_REASON_NONE)
        return reason;
    if (text[name.length] != '\0' || memcmp(text, name.text, name.length) != 0)
        return ENVFP_REASON_ABSENT;
    *value = elf->wide ? envfp__elf_number(elf, symbol + 8, 8) : envfp__elf_number(elf, symbol + 4, 4);
    return ENVFP_REASON_NONE;
}

/* Walk the chain of one bucket; a chain ends with an odd hash. */
static enum envfp_reason walk_chain(struct elf *elf, const struct tables *tables, uint64_t chains,
                                    uint32_t start, uint32_t first, struct view name, uint64_t *value)
{
    uint32_t wanted = gnu_hash(name);
    for (uint32_t step = 0; step < 1024; step++) {
        unsigned char link[4];
        uint64_t index = (uint64_t)start + step;
        enum envfp_reason reason = fill_address(elf, chains + (index - first) * 4, link, sizeof link);
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

enum envfp_reason envfp__elf_symbol(struct elf *elf, struct view name, void *bytes, size_t size)
{
    struct tables tables;
    enum envfp_reason reason = find_tables(elf, &tables);
    if (reason != ENVFP_REASON_NONE)
        return reason;
    unsigned char head[16], link[4];
    reason = fill_address(elf, tables.hash, head, sizeof head);
    if (reason != ENVFP_REASON_NONE)
        return reason;
    uint32_t buckets = (uint32_t)envfp__elf_number(elf, head, 4),
             first = (uint32_t)envfp__elf_number(elf, head + 4, 4);
    uint64_t blooms = envfp__elf_number(elf, head + 8, 4);
    if (buckets == 0)
        return ENVFP_REASON_MALFORMED;
    uint64_t table = tables.hash + 16 + blooms * (elf->wide ? 8 : 4);
    reason = fill_address(elf, table + (uint64_t)(gnu_hash(name) % buckets) * 4, link, sizeof link);
    if (reason != ENVFP_REASON_NONE)
        return reason;
    uint32_t start = (uint32_t)envfp__elf_number(elf, link, sizeof link);
    if (start < first || start == 0)
        return start == 0 ? ENVFP_REASON_ABSENT : ENVFP_REASON_MALFORMED;
    uint64_t address = 0;
    reason = walk_chain(elf, &tables, table + (uint64_t)buckets * 4, start, first, name, &address);
    return reason == ENVFP_REASON_NONE ? fill_address(elf, address, bytes, size) : reason;
}
