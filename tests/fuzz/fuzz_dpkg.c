/* SPDX-License-Identifier: MIT */
/* dpkg's status: any bytes, cut anywhere, give the same packages as in one piece. */
#include "collect/packages/dpkg/dpkg_status.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct sum {
    uint64_t hash;
};

static void add(void *state, struct view name, struct view architecture, struct view version)
{
    struct sum *sum = state;
    const struct view parts[] = {name, architecture, version};
    for (size_t i = 0; i < 3; i++) {
        for (size_t j = 0; j < parts[i].length; j++)
            sum->hash = sum->hash * 31 + (unsigned char)parts[i].text[j];
        sum->hash = sum->hash * 31 + 256;
    }
}

static struct sum scan_in_pieces(const uint8_t *data, size_t size, size_t piece)
{
    struct sum sum = {0};
    struct dpkg_scan scan;
    envfp__dpkg_scan_init(&scan, add, &sum, DPKG_WITHOUT_STATUS);
    char *buffer = malloc(size + 1);
    size_t kept = 0;
    for (size_t at = 0; buffer && at < size;) {
        size_t got = size - at < piece ? size - at : piece;
        memcpy(buffer + kept, data + at, got);
        at += got;
        kept += got;
        size_t taken = envfp__dpkg_scan_take(&scan, (struct view){buffer, kept}, false);
        if (taken > kept)
            abort();
        kept -= taken;
        memmove(buffer, buffer + taken, kept);
    }
    (void)envfp__dpkg_scan_end(&scan, (struct view){buffer, kept});
    free(buffer);
    return sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    size_t piece = data[0] + 1U;
    if (scan_in_pieces(data + 1, size - 1, piece).hash != scan_in_pieces(data + 1, size - 1, size).hash)
        abort();
    return 0;
}
