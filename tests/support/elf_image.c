/* SPDX-License-Identifier: MIT */
#include "elf_image.h"

#include <stdlib.h>
#include <string.h>

enum { AT_INTERPRETER = 0x400, AT_NOTE = 0x500, AT_DYNAMIC = 0x600, AT_HASH = 0x700, AT_SYMBOLS = 0x780 };
enum { AT_STRINGS = 0x800, AT_NUMBER = 0x900, AT_TEXT = 0x910, AT_VERSIONS = 0x980, BASE = 0x10000 };

struct maker {
    const struct elf_image *image;
    unsigned char *bytes;
    size_t segments;
};

static void put(struct maker *maker, size_t at, uint64_t number, size_t size)
{
    for (size_t i = 0; i < size; i++)
        maker->bytes[at + (maker->image->big ? size - 1 - i : i)] = (unsigned char)(number >> (8 * i));
}

static size_t word(const struct maker *maker)
{
    return maker->image->wide ? 8 : 4;
}

static void add_segment(struct maker *maker, uint32_t type, uint32_t flags, uint64_t offset, uint64_t size)
{
    size_t wide = word(maker), header = maker->image->wide ? 56 : 32;
    size_t at = (maker->image->wide ? 64 : 52) + maker->segments++ * header;
    put(maker, at, type, 4);
    put(maker, at + (maker->image->wide ? 4 : 24), flags, 4);
    put(maker, at + wide, offset, wide);
    put(maker, at + wide * 2, BASE + offset, wide);
    put(maker, at + wide * 3, BASE + offset, wide);
    put(maker, at + wide * 4, size, wide);
    put(maker, at + wide * 5, size, wide);
}

static void add_note(struct maker *maker)
{
    size_t length = strlen(maker->image->build_id);
    put(maker, AT_NOTE, 4, 4);
    put(maker, AT_NOTE + 4, length, 4);
    put(maker, AT_NOTE + 8, maker->image->abi_tag ? 1 : 3, 4);
    memcpy(maker->bytes + AT_NOTE + 12, "GNU", 4);
    memcpy(maker->bytes + AT_NOTE + 16, maker->image->build_id, length);
    add_segment(maker, 4, 4, AT_NOTE, 16 + (length + 3) / 4 * 4);
}

static void add_tag(struct maker *maker, size_t *at, uint64_t tag, uint64_t value)
{
    size_t wide = word(maker);
    put(maker, *at, tag, wide);
    put(maker, *at + wide, value, wide);
    *at += wide * 2;
}

/* One symbol, in a table of one bucket. */
static void add_symbol(struct maker *maker, size_t *tags)
{
    const char *name = maker->image->symbol;
    size_t wide = word(maker), symbol = AT_SYMBOLS + (maker->image->wide ? 24U : 16U);
    uint32_t hash = 5381;
    for (const char *at = name; *at; at++)
        hash = hash * 33 + (unsigned char)*at;
    add_tag(maker, tags, 6, BASE + AT_SYMBOLS);
    add_tag(maker, tags, 0x6ffffef5, BASE + AT_HASH);
    const uint32_t head[] = {1, 1, 1, 0};
    for (size_t i = 0; i < 4; i++)
        put(maker, AT_HASH + i * 4, head[i], 4);
    put(maker, AT_HASH + 16 + wide, 1, 4);
    put(maker, AT_HASH + 16 + wide + 4, hash | 1, 4);
    put(maker, symbol, 1, 4);
    put(maker, symbol + (maker->image->wide ? 8 : 4), BASE + AT_NUMBER, wide);
    memcpy(maker->bytes + AT_STRINGS + 1, name, strlen(name) + 1);
    put(maker, AT_NUMBER, maker->image->number, wide);
    if (maker->image->code)
        memcpy(maker->bytes + AT_NUMBER, maker->image->code, 16);
    if (maker->image->text)
        strcpy((char *)maker->bytes + AT_TEXT, maker->image->text);
}

/* Definitions of versions, as linkers write them: the first is the library's own name. */
static void add_versions(struct maker *maker, size_t *tags, size_t strings)
{
    const char *const *names = maker->image->versions;
    size_t count = 0;
    for (; names[count]; count++) {
        size_t at = AT_VERSIONS + count * 28, length = strlen(names[count]) + 1;
        memcpy(maker->bytes + AT_STRINGS + strings, names[count], length);
        put(maker, at, 1, 2);
        put(maker, at + 2, count == 0, 2);
        put(maker, at + 4, count + 1, 2);
        put(maker, at + 6, 1, 2);
        put(maker, at + 12, 20, 4);
        put(maker, at + 16, names[count + 1] ? 28 : 0, 4);
        put(maker, at + 20, strings, 4);
        strings += length;
    }
    add_tag(maker, tags, 10, strings);
    add_tag(maker, tags, 0x6ffffffc, BASE + AT_VERSIONS);
    add_tag(maker, tags, 0x6ffffffd, count);
}

static void add_dynamic(struct maker *maker)
{
    size_t tags = AT_DYNAMIC, strings = 1 + (maker->image->symbol ? strlen(maker->image->symbol) + 1 : 0);
    add_tag(maker, &tags, 5, BASE + AT_STRINGS);
    if (maker->image->symbol)
        add_symbol(maker, &tags);
    if (maker->image->versions)
        add_versions(maker, &tags, strings);
    add_tag(maker, &tags, 0, 0);
    add_segment(maker, 2, 6, AT_DYNAMIC, tags - AT_DYNAMIC);
}

static size_t sections_size(const struct elf_image *image)
{
    return image->section ? image->section_length + strlen(image->section) + 16 + 3 * 64U : 0;
}

/* Nothing, the section, and the names of both. */
static void add_sections(struct maker *maker, size_t at)
{
    const struct elf_image *image = maker->image;
    size_t wide = word(maker), size = image->wide ? 64 : 40, length = strlen(image->section) + 1;
    size_t names = at + image->section_length, headers = names + length + 11;
    const size_t places[][3] = {{0, 0, 0}, {1, at, image->section_length}, {1 + length, names, length + 11}};
    if (image->section_length)
        memcpy(maker->bytes + at, image->section_bytes, image->section_length);
    memcpy(maker->bytes + names + 1, image->section, length);
    memcpy(maker->bytes + names + 1 + length, ".shstrtab", 10);
    for (size_t i = 1; i < 3; i++) {
        put(maker, headers + i * size, places[i][0], 4);
        put(maker, headers + i * size + 4, i == 1 ? 1 : 3, 4);
        put(maker, headers + i * size + 8 + wide * 2, places[i][1], wide);
        put(maker, headers + i * size + 8 + wide * 3, places[i][2], wide);
    }
    size_t after = 24 + wide * 3 + 4;
    put(maker, 24 + wide * 2, headers, wide);
    put(maker, after + 6, size, 2);
    put(maker, after + 8, 3, 2);
    put(maker, after + 10, 2, 2);
}

unsigned char *elf_image_make(const struct elf_image *image, size_t *length)
{
    struct maker maker = {
        .image = image,
        .bytes = calloc(1, ELF_IMAGE_CONSTANTS + image->constants_length + sections_size(image))};
    size_t wide = image->wide ? 8 : 4, header = image->wide ? 64 : 52;
    if (!maker.bytes)
        abort();
    *length = ELF_IMAGE_CONSTANTS + image->constants_length + sections_size(image);
    memcpy(maker.bytes, "\177ELF", 4);
    maker.bytes[4] = image->wide ? 2 : 1;
    maker.bytes[5] = image->big ? 2 : 1;
    maker.bytes[6] = 1;
    put(&maker, 16, 3, 2);
    put(&maker, 18, image->machine, 2);
    put(&maker, 20, 1, 4);
    add_segment(&maker, 1, 4, 0, ELF_IMAGE_CONSTANTS);
    if (image->interpreter) {
        strcpy((char *)maker.bytes + AT_INTERPRETER, image->interpreter);
        add_segment(&maker, 3, 4, AT_INTERPRETER, strlen(image->interpreter) + 1);
    }
    if (image->build_id)
        add_note(&maker);
    if (image->symbol || image->versions)
        add_dynamic(&maker);
    if (image->constants_length) {
        memcpy(maker.bytes + ELF_IMAGE_CONSTANTS, image->constants, image->constants_length);
        add_segment(&maker, 1, 4, ELF_IMAGE_CONSTANTS, image->constants_length);
    }
    if (image->section)
        add_sections(&maker, ELF_IMAGE_CONSTANTS + image->constants_length);
    put(&maker, 24 + wide, header, wide);
    size_t after = 24 + wide * 3 + 4;
    put(&maker, after, header, 2);
    put(&maker, after + 2, image->wide ? 56 : 32, 2);
    put(&maker, after + 4, maker.segments, 2);
    return maker.bytes;
}
