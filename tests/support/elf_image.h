/* SPDX-License-Identifier: MIT */
/* Small ELF files made in memory, of either class and byte order. */
#ifndef ENVFP_TESTS_ELF_IMAGE_H
#define ENVFP_TESTS_ELF_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct elf_image {
    bool wide, big;
    uint16_t machine;
    const char *interpreter; /* or NULL */
    const char *build_id;    /* its bytes up to the NUL, or NULL */
    bool abi_tag;            /* that note is not a build-id but the one of glibc's start files */
    const char *symbol;      /* an exported number, or NULL */
    uint64_t number;
    const void *code;            /* 16 bytes at the symbol's address instead of the number, or NULL */
    const char *text;            /* 16 bytes behind the symbol's address, or NULL */
    const char *const *versions; /* of symbols up to a NULL, the library's own name first, or NULL */
    const void *constants;       /* the constant data, or NULL */
    size_t constants_length;
    const char *section; /* one section by its name, or NULL */
    const void *section_bytes;
    size_t section_length;
};

#define ELF_IMAGE_CONSTANTS 0x1000 /* offset of the constant data */

/* The file; free() it. */
unsigned char *elf_image_make(const struct elf_image *image, size_t *length);

#endif
