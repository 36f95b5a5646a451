/* SPDX-License-Identifier: MIT */
#include "form/give.h"

#include <stdlib.h>

/* A header before the bytes that the caller sees. */
struct header {
    struct envfp_allocator allocator; /* no functions: malloc and free */
    size_t size;                      /* of the whole block */
};

enum envfp_status envfp__text_give(const struct envfp_allocator *allocator, struct view view, char **text,
                                   size_t *length)
{
    *text = NULL;
    if (length)
        *length = 0;
    if (view.length > SIZE_MAX - sizeof(struct header) - 1)
        return ENVFP_NO_MEMORY;
    size_t size = sizeof(struct header) + view.length + 1;
    struct header *header = allocator ? allocator->allocate(allocator->state, size) : malloc(size);
    if (!header)
        return ENVFP_NO_MEMORY;
    *header = (struct header){.size = size};
    if (allocator)
        header->allocator = *allocator;
    char *bytes = (char *)(header + 1);
    if (view.length)
        memcpy(bytes, view.text, view.length);
    bytes[view.length] = '\0';
    *text = bytes;
    if (length)
        *length = view.length;
    return ENVFP_OK;
}

void envfp_text_free(char *text)
{
    if (!text)
        return;
    struct header *header = (struct header *)(void *)text - 1;
    struct envfp_allocator allocator = header->allocator;
    if (allocator.release)
        allocator.release(allocator.state, header, header->size);
    else
        free(header);
}
