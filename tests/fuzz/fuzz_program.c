/* SPDX-License-Identifier: MIT */
/* A program's own word of its parts: the first byte chooses the section, and whether the rest is packed on its way. */
#include <stdlib.h>
#include <zlib.h>

#include "elf_image.h"
#include "world.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    uLongf length = compressBound((uLong)size);
    unsigned char *packed = malloc(length);
    if (!packed || compress(packed, &length, data + 1, (uLong)size - 1) != Z_OK)
        abort();
    struct elf_image image = {.wide = true,
                              .machine = 62,
                              .section = data[0] & 1 ? ".dep-v0" : ".go.buildinfo",
                              .section_bytes = data[0] & 2 ? packed : data + 1,
                              .section_length = data[0] & 2 ? length : size - 1};
    size_t whole;
    unsigned char *program = elf_image_make(&image, &whole);
    struct world *world = world_new();
    world_refuses(
        world); /* that a recording tells the same is asked of texts that somebody wrote, in the unit tests */
    world_program(world, "/opt/program", program, whole);
    world_link(world, "/proc/self/exe", "/opt/program");
    world_collect(world, "app_process");
    world_free(world);
    free(program);
    free(packed);
    return 0;
}
