/* SPDX-License-Identifier: MIT */
/* A program in a world, and what is told of it. */
#ifndef ENVFP_TESTS_APP_WORLD_H
#define ENVFP_TESTS_APP_WORLD_H

#include <criterion/criterion.h>
#include <stdlib.h>

#include "elf_image.h"
#include "world.h"

#define APP ENVFP_LAYER_APP

/* A program with one section, collected. */
static inline struct world *collect(const char *section, const void *bytes, size_t length, bool wide,
                                    bool big)
{
    struct world *world = world_new();
    struct elf_image image = {.wide = wide,
                              .big = big,
                              .machine = 62,
                              .section = section,
                              .section_bytes = bytes,
                              .section_length = length};
    size_t size;
    unsigned char *program = elf_image_make(&image, &size);
    world_program(world, "/opt/program", program, size);
    free(program);
    world_link(world, "/proc/self/exe", "/opt/program");
    world_file(world, "/proc/self/maps", "");
    world_collect(world, "app_process");
    return world;
}

static inline void expect(struct world *world, const char *key, const char *value)
{
    const char *found = world_string(world, APP, key);
    cr_expect(value ? found && strcmp(found, value) == 0 : !found, "%s: %s", key, found ? found : "nothing");
}

static inline void expect_gap(struct world *world, const char *key, const char *reason)
{
    const char *found = world_gap(world, APP, key);
    cr_expect(reason ? found && strcmp(found, reason) == 0 : !found, "%s: %s", key, found ? found : "none");
}

#endif
