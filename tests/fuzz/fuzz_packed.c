/* SPDX-License-Identifier: MIT */
/* Packed text: the input as it is, and as a document that was packed. What is held must stay bounded. */
#include <stdlib.h>
#include <string.h>

#include "form/pack.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t held;

static void *allocate(void *state, size_t size)
{
    (void)state;
    held += size;
    return held > (size_t)16 << 20 ? abort(), NULL : malloc(size);
}

static void release(void *state, void *block, size_t size)
{
    (void)state;
    held -= size;
    free(block);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct envfp_allocator allocator = {allocate, release, NULL};
    struct envfp_fingerprint *read;
    if (size > 4096)
        return 0;
    if (envfp_fingerprint_parse(&allocator, (const char *)data, size, &read) == ENVFP_OK)
        envfp_fingerprint_free(read);
    if (held)
        abort();
    struct arena arena;
    char *document;
    size_t length;
    envfp__arena_init(&arena, &allocator, SIZE_MAX);
    struct view packed = envfp__pack_write(&arena, (struct view){(const char *)data, size});
    if (envfp__pack_read(&arena, packed, &document, &length) != ENVFP_OK || length != size ||
        (size && memcmp(document, data, size) != 0))
        abort();
    envfp__arena_release(&arena);
    return 0;
}
