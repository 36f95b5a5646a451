/* SPDX-License-Identifier: MIT */
/* An object in a world, opened. */
#ifndef ENVFP_TESTS_ELF_WORLD_H
#define ENVFP_TESTS_ELF_WORLD_H

#include <criterion/criterion.h>
#include <stdlib.h>

#include "elf/elf.h"
#include "elf_image.h"
#include "world.h"

static struct world *world;
static struct source_file file;
static struct elf *elf;
static struct arena arena;

static inline void set_up(void)
{
    world = world_new();
    elf = malloc(sizeof *elf);
    envfp__arena_init(&arena, NULL, (size_t)16 << 20);
}

static inline void tear_down(void)
{
    envfp__arena_release(&arena);
    free(elf);
    world_free(world);
}

static inline enum envfp_reason open_bytes(const void *bytes, size_t length)
{
    world_bytes(world, "/object", bytes, length);
    cr_assert_eq(source_open(world_source(world), "/object", &file), ENVFP_REASON_NONE);
    return envfp__elf_open(elf, world_source(world), &file);
}

static inline void open_image(const struct elf_image *image)
{
    size_t length;
    unsigned char *bytes = elf_image_make(image, &length);
    cr_assert_eq(open_bytes(bytes, length), ENVFP_REASON_NONE);
    free(bytes);
}

static inline void close_file(void)
{
    source_close(world_source(world), &file);
}

static const char *const versions[] = {"libx.so.1", "X_1.0", "X_1.1", "X_PRIVATE", NULL};

#endif
