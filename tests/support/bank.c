/* SPDX-License-Identifier: MIT */
#include "bank.h"

#include <stdlib.h>
#include <string.h>

/* A header before each block, padded to malloc's alignment. */
union head {
    size_t size;
    max_align_t align;
};

static void *bank_allocate(void *state, size_t size)
{
    struct bank *bank = state;
    bank->requests++;
    if (bank->fail_at &&
        (bank->requests == bank->fail_at || (bank->fail_after && bank->requests > bank->fail_at)))
        return NULL;
    union head *head = malloc(sizeof *head + size);
    if (!head)
        return NULL;
    head->size = size;
    bank->blocks++;
    bank->bytes += size;
    if (bank->bytes > bank->peak)
        bank->peak = bank->bytes;
    return memset(head + 1, 0xa5, size);
}

static void bank_release(void *state, void *block, size_t size)
{
    struct bank *bank = state;
    union head *head = (union head *)block - 1;
    if (head->size != size)
        bank->faults++;
    bank->blocks--;
    bank->bytes -= head->size;
    memset(block, 0x5a, head->size);
    free(head);
}

void bank_init(struct bank *bank)
{
    *bank = (struct bank){.allocator = {bank_allocate, bank_release, bank}};
}
