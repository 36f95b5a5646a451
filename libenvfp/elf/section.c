/* SPDX-License-Identifier: MIT */
/* Sections by name, elf(5). Programs whose section headers were stripped have none. */
#include "elf/elf.h"

#define SECTIONS_MOST 256
#define NAME_MOST ((size_t)64)

struct section {
    uint32_t name, type;
    struct elf_section place;
};

static enum envfp_reason read_section(struct elf *elf, size_t index, struct section *section)
{
    unsigned char bytes[64];
    size_t size = elf->wide ? 64 : 40, word = elf->wide ? 8 : 4;
    enum envfp_reason reason = envfp__elf_fill(elf, elf->section_offset + index * size, bytes, size);
    if (reason != ENVFP_REASON_NONE)
        return reason;
    *section = (struct section){
        .name = (uint32_t)envfp__elf_number(elf, bytes, 4),
        .type = (uint32_t)envfp__elf_number(elf, bytes + 4, 4),
        .place = {envfp__elf_number(elf, bytes + 8 + word * 2, word),
                  envfp__elf_number(elf, bytes + 8 + word * 3, word)},
    };
    return ENVFP_REASON_NONE;
}

/* Whether the name at an offset of the string table is the given one, with its NUL. */
static bool is_named(struct elf *elf, const struct elf_section *names, uint64_t at, struct view name)
{
    char bytes[NAME_MOST];
    size_t length = name.length + 1;
    return length <= sizeof bytes && at < names->size && length <= names->size - at &&
           names->offset <= INT64_MAX - at &&
           envfp__elf_look(elf, names->offset + at, bytes, length) == ENVFP_REASON_NONE &&
           memcmp(bytes, name.text, name.length) == 0 && bytes[name.length] == '\0';
}

enum envfp_reason envfp__elf_section(struct elf *elf, struct view name, struct elf_section *section)
{
    enum { NOBITS = 8 };
    struct section names, each;
    if (elf->section_offset == 0 || elf->section_count == 0)
        return ENVFP_REASON_ABSENT;
    if (elf->section_size != (elf->wide ? 64U : 40U) || elf->section_offset > INT64_MAX - 65536 ||
        elf->section_names >= elf->section_count)
        return ENVFP_REASON_MALFORMED;
    if (elf->section_count > SECTIONS_MOST)
        return ENVFP_REASON_UNSUPPORTED;
    enum envfp_reason reason = read_section(elf, elf->section_names, &names);
    for (size_t i = 0; reason == ENVFP_REASON_NONE && i < elf->section_count; i++) {
        reason = read_section(elf, i, &each);
        if (reason == ENVFP_REASON_NONE && each.type != 0 && each.type != NOBITS &&
            is_named(elf, &names.place, each.name, name)) {
            *section = each.place;
            envfp__elf_took(elf, names.place.offset + each.name, name.length + 1);
            return ENVFP_REASON_NONE;
        }
    }
    return reason == ENVFP_REASON_NONE ? ENVFP_REASON_ABSENT : reason;
}
