/* SPDX-License-Identifier: MIT */
/* Any bytes as an ELF file, asked everything that the collectors ask. */
#include "elf/elf.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct bytes {
    const uint8_t *data;
    size_t size;
};

static enum envfp_reason pull(void *self, struct source_file *file, uint64_t offset, char *to,
                              size_t capacity, size_t *got)
{
    const struct bytes *bytes = self;
    (void)file;
    *got = 0;
    if (offset < bytes->size) {
        *got = bytes->size - (size_t)offset < capacity ? bytes->size - (size_t)offset : capacity;
        memcpy(to, bytes->data + offset, *got);
    }
    return ENVFP_REASON_NONE;
}

static size_t hit(void *state, struct view text, char before, bool *last)
{
    unsigned *sum = state;
    for (size_t i = 0; i < text.length && i < 64; i++)
        *sum += (unsigned char)text.text[i];
    *sum += (unsigned char)before;
    *last = false;
    return text.length;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct source_ops ops = {.pull = pull};
    struct bytes bytes = {data, size};
    struct source_common common = {.file_limit = UINT64_MAX};
    struct source source = {.ops = &ops, .self = &bytes, .common = &common};
    struct source_file file = {0};
    struct arena arena;
    envfp__arena_init(&arena, NULL, (size_t)1 << 20);
    struct elf *elf = malloc(sizeof *elf);
    if (elf && envfp__elf_open(elf, &source, &file) == ENVFP_REASON_NONE) {
        struct view text;
        unsigned char number[8];
        unsigned sum = 0;
        envfp__elf_machine(elf);
        envfp__elf_interpreter(elf, &arena, &text);
        envfp__elf_build_id(elf, &arena, &text);
        envfp__elf_has_abi_tag(elf, &arena);
        envfp__elf_symbol(elf, VIEW("Py_Version"), number, sizeof number);
        struct elf_section section;
        if (envfp__elf_section(elf, VIEW(".go.buildinfo"), &section) == ENVFP_REASON_NONE)
            sum += section.size > 0;
        struct view *names;
        size_t count;
        if (envfp__elf_versions(elf, &arena, &names, &count) == ENVFP_REASON_NONE)
            for (size_t i = 0; i < count; i++)
                sum += (unsigned)names[i].length + (unsigned char)names[i].text[0];
        envfp__elf_search(elf, &arena, VIEW("GNU C Library ("), 64, (uint64_t)1 << 20, hit, &sum);
    }
    free(elf);
    envfp__arena_release(&arena);
    return 0;
}
