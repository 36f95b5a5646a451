/* SPDX-License-Identifier: MIT */
/* Finding bytes in an ELF file's constant data, without mapping it. */
#include "elf/elf.h"

#define PIECE ((size_t)32 << 10)
#define SECTIONS_MOST 256

struct span {
    uint64_t offset, size;
};

/* Searches one range of the file in pieces that overlap by `tail` bytes, so that no hit is split. */
static enum envfp_reason search_span(struct elf *elf, struct span span, char *buffer, struct view needle,
                                     size_t tail, elf_hit *hit, void *state)
{
    size_t held = 0;
    char before = '\0';
    while (span.size > 0 || held > 0) {
        size_t room = PIECE - held, got = 0;
        if (room > span.size)
            room = (size_t)span.size;
        if (room > 0) {
            if (span.offset > (uint64_t)INT64_MAX - room)
                return ENVFP_REASON_MALFORMED;
            enum envfp_reason reason =
                source_pull(elf->source, elf->file, span.offset, buffer + held, room, &got);
            if (reason != ENVFP_REASON_NONE)
                return reason;
        }
        uint64_t start = span.offset - held; /* of the buffer */
        bool cut = room > 0 && got == 0;     /* the file is shorter than its headers claim */
        span.offset += got;
        span.size = cut ? 0 : span.size - got;
        held += got;
        struct view text = {buffer, held};
        size_t whole = span.size == 0 ? held : held > tail ? held - tail : 0; /* hits behind it come again */
        for (size_t at = 0; at < whole;) {
            size_t found = envfp__view_find(view_skip(text, at), needle);
            if (found == SIZE_MAX || at + found >= whole)
                break;
            at += found;
            bool end = false;
            size_t taken = hit(state, view_skip(text, at), *(at ? &text.text[at - 1] : &before), &end);
            if (taken)
                envfp__elf_took(elf, start + at - (start + at > 0), taken + 1);
            if (end)
                return ENVFP_REASON_NONE;
            at++;
        }
        if (whole)
            before = text.text[whole - 1];
        if (cut)
            return ENVFP_REASON_MALFORMED;
        held -= whole;
        memmove(buffer, buffer + whole, held);
    }
    return ENVFP_REASON_ABSENT;
}

/* Sections of constants (.rodata, .eh_frame and the like), for files whose code and constants share a segment. */
static size_t constant_sections(struct elf *elf, struct span *spans)
{
    size_t size = elf->wide ? 64 : 40, word = elf->wide ? 8 : 4, found = 0;
    if (elf->section_size != size || elf->section_count > SECTIONS_MOST ||
        elf->section_offset > INT64_MAX - 65536)
        return 0;
    unsigned char sections[64 * 16];
    for (size_t i = 0; i < elf->section_count; i += 16) {
        size_t count = elf->section_count - i < 16 ? elf->section_count - i : 16;
        if (envfp__elf_fill(elf, elf->section_offset + i * size, sections, count * size) != ENVFP_REASON_NONE)
            return 0;
        for (size_t j = 0; j < count && found < ELF_SEGMENTS_MAX; j++) {
            const unsigned char *section = sections + j * size;
            uint64_t type = envfp__elf_number(elf, section + 4, 4),
                     flags = envfp__elf_number(elf, section + 8, word);
            /* PROGBITS that is loaded, not writable and not executable; string flags do not matter. */
            if (type == 1 && (flags & 7) == 2)
                spans[found++] = (struct span){envfp__elf_number(elf, section + 8 + word * 2, word),
                                               envfp__elf_number(elf, section + 8 + word * 3, word)};
        }
    }
    return found;
}

/* Segments that hold constants and nothing else: neither written to nor run, and not the one that begins
 * with the file's own headers and symbol tables. */
static size_t constant_segments(const struct elf *elf, struct span *spans)
{
    size_t count = 0;
    for (size_t i = 0; i < elf->segment_count; i++) {
        const struct elf_segment *segment = &elf->segments[i];
        if (segment->type == ELF_LOAD && !(segment->flags & (ELF_WRITE | ELF_EXECUTE)) && segment->offset > 0)
            spans[count++] = (struct span){segment->offset, segment->size};
    }
    return count;
}

enum envfp_reason envfp__elf_search(struct elf *elf, struct arena *arena, struct view needle, size_t tail,
                                    uint64_t most, elf_hit *hit, void *state)
{
    struct span spans[ELF_SEGMENTS_MAX];
    size_t count = constant_segments(elf, spans);
    if (count == 0)
        count = constant_sections(elf, spans);
    for (size_t i = 0; count == 0 && i < elf->segment_count; i++)
        if (elf->segments[i].type == ELF_LOAD && !(elf->segments[i].flags & ELF_WRITE))
            spans[count++] = (struct span){elf->segments[i].offset, elf->segments[i].size};
    char *buffer = tail < PIECE / 2 && needle.length <= tail ? envfp__arena_room(arena, PIECE) : NULL;
    if (!buffer)
        return ENVFP_REASON_TRUNCATED;
    bool cut = false;
    for (size_t i = 0; i < count; i++) {
        cut = cut || spans[i].size > most;
        if (spans[i].size > most)
            spans[i].size = most;
        most -= spans[i].size;
        enum envfp_reason reason = search_span(elf, spans[i], buffer, needle, tail, hit, state);
        if (reason != ENVFP_REASON_ABSENT)
            return reason;
    }
    if (!cut)
        return ENVFP_REASON_ABSENT;
    envfp__source_note(elf->source, ENVFP_REASON_TRUNCATED); /* what was looked for may follow */
    return ENVFP_REASON_TRUNCATED;
}

/* e_machine values of the System V ABI, and what uname -m says there. */
static const struct {
    uint16_t machine;
    const char *narrow[2], *wide[2]; /* least, most significant byte first */
} machines[] = {
    {2, {NULL, "sparc"}, {NULL, NULL}},
    {18, {NULL, "sparc"}, {NULL, NULL}}, /* sparc32plus */
    {3, {"i386", NULL}, {NULL, NULL}},
    {4, {NULL, "m68k"}, {NULL, NULL}},
    {8, {"mipsel", "mips"}, {"mips64el", "mips64"}},
    {15, {NULL, "parisc"}, {NULL, "parisc64"}},
    {20, {"ppcle", "ppc"}, {NULL, NULL}},
    {21, {NULL, NULL}, {"ppc64le", "ppc64"}},
    {22, {NULL, "s390"}, {NULL, "s390x"}},
    {40, {"arm", "armeb"}, {NULL, NULL}},
    {42, {"sh4", "sh4eb"}, {NULL, NULL}},
    {43, {NULL, NULL}, {NULL, "sparc64"}},
    {50, {NULL, NULL}, {"ia64", NULL}},
    {45, {"arc", "arceb"}, {NULL, NULL}}, /* ARC600 and 700 */
    {62, {"x32", NULL}, {"x86_64", NULL}},
    {94, {"xtensa", "xtensaeb"}, {NULL, NULL}},
    {92, {NULL, "openrisc"}, {NULL, NULL}},
    {93, {"arc", "arceb"}, {NULL, NULL}}, /* ARCompact */
    {106, {"blackfin", NULL}, {NULL, NULL}},
    {113, {"nios2", NULL}, {NULL, NULL}},
    {164, {"hexagon", NULL}, {NULL, NULL}},
    {183, {"aarch64_ilp32", NULL}, {"aarch64", "aarch64_be"}},
    {189, {"microblazeel", "microblaze"}, {NULL, NULL}},
    {195, {"arc", "arceb"}, {NULL, NULL}}, /* ARCv2 */
    {243, {"riscv32", NULL}, {"riscv64", NULL}},
    {252, {"csky", NULL}, {NULL, NULL}},
    {258, {"loongarch32", NULL}, {"loongarch64", NULL}},
    {0x9026, {NULL, NULL}, {"alpha", NULL}},
};

const char *envfp__elf_machine(const struct elf *elf)
{
    for (size_t i = 0; i < sizeof machines / sizeof *machines; i++)
        if (machines[i].machine == elf->machine)
            return (elf->wide ? machines[i].wide : machines[i].narrow)[elf->big];
    return NULL;
}
