/* SPDX-License-Identifier: MIT */
#include "elf/elf.h"

enum {
    PT_COUNT_EXTENDED = 0xffff,
    NOTE_ABI_TAG = 1,
    NOTE_BUILD_ID = 3,
    NOTES_MAX = 64 << 10,
    BUILD_ID_MAX = 64
};

uint64_t envfp__elf_number(const struct elf *elf, const void *bytes, size_t size)
{
    const unsigned char *at = bytes;
    uint64_t number = 0;
    for (size_t i = 0; i < size; i++)
        number = number << 8 | at[elf->big ? i : size - 1 - i];
    return number;
}

enum envfp_reason envfp__elf_look(struct elf *elf, uint64_t offset, void *bytes, size_t size)
{
    if (offset <= elf->head_length && size <= elf->head_length - offset) {
        memcpy(bytes, elf->head + offset, size);
        return ENVFP_REASON_NONE;
    }
    char *to = bytes;
    while (size > 0) {
        size_t got;
        if (offset > (uint64_t)INT64_MAX - size)
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

void envfp__elf_took(struct elf *elf, uint64_t offset, uint64_t size)
{
    source_took(elf->source, elf->file, offset, size);
}

enum envfp_reason envfp__elf_fill(struct elf *elf, uint64_t offset, void *bytes, size_t size)
{
    enum envfp_reason reason = envfp__elf_look(elf, offset, bytes, size);
    envfp__elf_took(elf, offset, size);
    return reason;
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
    for (size_t i = 0; i < count; i++) {
        unsigned char bytes[256];
        if (offset > INT64_MAX)
            return ENVFP_REASON_MALFORMED;
        enum envfp_reason reason = envfp__elf_look(elf, offset + i * size, bytes, size);
        envfp__elf_took(elf, offset + i * size, elf->wide ? 56 : 32);
        if (reason != ENVFP_REASON_NONE)
            return reason;
        struct elf_segment segment = read_segment(elf, bytes);
        if (segment.type < ELF_LOAD || segment.type > ELF_NOTE)
            continue;
        if (elf->segment_count == ELF_SEGMENTS_MAX)
            return ENVFP_REASON_TRUNCATED;
        elf->segments[elf->segment_count++] = segment;
    }
    return ENVFP_REASON_NONE;
}

enum envfp_reason envfp__elf_open(struct elf *elf, const struct source *source, struct source_file *file)
{
    elf->source = source;
    elf->file = file;
    elf->segment_count = elf->section_count = 0;
    elf->wide = elf->big = elf->tables.looked = false;
    enum envfp_reason reason = source_pull(source, file, 0, (char *)elf->head, ELF_HEAD, &elf->head_length);
    if (reason != ENVFP_REASON_NONE)
        return reason;
    const unsigned char *head = elf->head;
    if (elf->head_length < 4 || memcmp(head, "\177ELF", 4) != 0)
        return ENVFP_REASON_ABSENT;
    envfp__elf_took(elf, 0, 64);
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
    elf->section_names = (size_t)envfp__elf_number(elf, after + 10, 2);
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
    enum envfp_reason reason = envfp__elf_look(elf, segment->offset, bytes, (size_t)segment->size);
    if (reason != ENVFP_REASON_NONE)
        return reason;
    struct view text = {bytes, (size_t)segment->size};
    text = view_take(text, view_find_byte(text, '\0'));
    if (text.length == 0 || text.text[0] != '/')
        return ENVFP_REASON_MALFORMED;
    source_took_path(elf->source, elf->file, segment->offset, text.length);
    *path = envfp__arena_copy(arena, text);
    return ENVFP_REASON_NONE;
}

static struct view to_hex(struct arena *arena, struct view bytes)
{
    static const char digits[] = "0123456789abcdef";
    char *hex = envfp__arena_alloc(arena, bytes.length * 2 + 1);
    if (!hex)
        return VIEW("");
    for (size_t i = 0; i < bytes.length; i++) {
        hex[i * 2] = digits[(unsigned char)bytes.text[i] >> 4];
        hex[i * 2 + 1] = digits[bytes.text[i] & 15];
    }
    return (struct view){hex, bytes.length * 2};
}

/* GNU's note of this type among one segment's notes, which stand at `offset`. */
static bool find_note(struct elf *elf, uint64_t offset, const unsigned char *notes, size_t length,
                      uint32_t wanted, struct view *found)
{
    for (size_t at = 0; length - at >= 12;) {
        uint64_t name = envfp__elf_number(elf, notes + at, 4),
                 data = envfp__elf_number(elf, notes + at + 4, 4);
        uint64_t type = envfp__elf_number(elf, notes + at + 8, 4);
        uint64_t start = (name + 3) / 4 * 4, end = start + (data + 3) / 4 * 4;
        const unsigned char *body = notes + at + 12;
        envfp__elf_took(elf, offset + at, 12);
        if (start + data > length - at - 12)
            return false;
        if (type == wanted && name == 4 && memcmp(body, "GNU", 4) == 0) {
            *found = (struct view){(const char *)body + start, (size_t)data};
            envfp__elf_took(elf, offset + at + 12, start + data);
            return true;
        }
        if (end > length - at - 12)
            return false;
        at += 12 + (size_t)end;
    }
    return false;
}

static enum envfp_reason gnu_note(struct elf *elf, struct arena *arena, uint32_t type, struct view *found)
{
    *found = VIEW("");
    for (size_t i = 0; i < elf->segment_count; i++) {
        const struct elf_segment *segment = &elf->segments[i];
        if (segment->type != ELF_NOTE || segment->size > NOTES_MAX)
            continue;
        unsigned char *notes = envfp__arena_room(arena, (size_t)segment->size + 1);
        if (!notes)
            return ENVFP_REASON_TRUNCATED;
        enum envfp_reason reason = envfp__elf_look(elf, segment->offset, notes, (size_t)segment->size);
        if (reason != ENVFP_REASON_NONE)
            return reason;
        if (find_note(elf, segment->offset, notes, (size_t)segment->size, type, found))
            return ENVFP_REASON_NONE;
    }
    return ENVFP_REASON_ABSENT;
}

enum envfp_reason envfp__elf_build_id(struct elf *elf, struct arena *arena, struct view *hex)
{
    struct view id;
    *hex = VIEW("");
    enum envfp_reason reason = gnu_note(elf, arena, NOTE_BUILD_ID, &id);
    if (reason != ENVFP_REASON_NONE)
        return reason;
    if (id.length == 0 || id.length > BUILD_ID_MAX)
        return ENVFP_REASON_ABSENT;
    *hex = to_hex(arena, id);
    return ENVFP_REASON_NONE;
}

enum envfp_reason envfp__elf_has_abi_tag(struct elf *elf, struct arena *arena)
{
    struct view tag;
    return gnu_note(elf, arena, NOTE_ABI_TAG, &tag);
}
